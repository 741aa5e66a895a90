package rpc

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ecsim/ecsim/sim"
)

// counted is a listener whose connections count what is written to the socket.
type counted struct {
	net.Listener

	writes *atomic.Int64
}

func (l counted) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return countedConn{c, l.writes}, err
}

type countedConn struct {
	net.Conn

	writes *atomic.Int64
}

func (c countedConn) Write(p []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(p)
}

// serveBoth serves http and https until the test ends. The client trusts the
// certificate.
func serveBoth(t *testing.T, cloud *sim.Cloud) (address string, client *http.Client, writes *atomic.Int64) {
	t.Helper()
	return serveBothWith(t, cloud, Options{AuthOff: true})
}

// serveBothWith is serveBoth with other options.
func serveBothWith(t *testing.T, cloud *sim.Cloud, o Options) (address string, client *http.Client, writes *atomic.Int64) {
	t.Helper()
	h, err := NewHandler(cloud, o)
	if err != nil {
		t.Fatal(err)
	}
	socket, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	certificate, text, err := SelfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		t.Fatalf("no certificate in %s", text)
	}
	writes = &atomic.Int64{}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, Both(counted{socket, writes}, certificate), h) }()
	client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true}}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return socket.Addr().String(), client, writes
}

func fetch(t *testing.T, client *http.Client, url string) (*http.Response, string) {
	t.Helper()
	response, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

const unsignedCall = "/?Version=" + ecsVersion + "&Format=JSON&Action="

func TestHTTPAndHTTPSOnOnePort(t *testing.T) {
	address, client, _ := serveBoth(t, cloudOf(t))
	silent, err := net.Dial("tcp", address) // who says nothing holds up nobody
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	for _, url := range []string{"http://" + address, "https://" + address, "https://localhost" + address[strings.LastIndex(address, ":"):]} {
		response, body := fetch(t, client, url+unsignedCall+"DescribeRegions") //nolint:bodyclose // fetch has closed it
		if response.StatusCode != http.StatusOK || response.ProtoMajor != 1 || !strings.Contains(body, "cn-hangzhou") {
			t.Errorf("%s: %s %s", url, response.Status, body)
		}
	}
	if _, err := http.Get("https://" + address); err == nil || !strings.Contains(err.Error(), "certificate") { //nolint:bodyclose // there is no answer
		t.Errorf("who does not trust the certificate gets %v", err)
	}
	garbage, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = garbage.Close() }()
	_, _ = fmt.Fprint(garbage, "\x16\x03garbage that is no handshake")
	if _, err := io.ReadAll(garbage); err != nil {
		t.Logf("garbage is cut off: %v", err)
	}
}

// An answer leaves in one piece, header and body, however long it is, and the
// connection is kept.
func TestOneWriteForEachAnswer(t *testing.T) {
	address, client, writes := serveBoth(t, cloudOf(t))
	for i, op := range []string{"DescribeRegions", "DescribeInstanceTypes", "MakeCoffee", "DescribeSecurityGroups", "DescribeInstanceTypes"} {
		response, body := fetch(t, client, "http://"+address+unsignedCall+op) //nolint:bodyclose // fetch has closed it
		if got := writes.Load(); got != int64(i+1) {
			t.Errorf("%s, %d bytes: %d writes for %d answers", op, len(body), got, i+1)
		}
		if response.ContentLength != int64(len(body)) || response.Close || response.TransferEncoding != nil {
			t.Errorf("%s: length %d of %d, %v", op, response.ContentLength, len(body), response.Header)
		}
	}
}

// A fault cuts a connection of either kind.
func TestAResetCutsBothKinds(t *testing.T) {
	cloud := cloudOf(t)
	address, client, _ := serveBoth(t, cloud)
	if _, err := cloud.Arm(sim.Fault{Operation: "DescribeRegions", Kind: sim.FaultReset}); err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"http", "https"} {
		response, err := client.Get(scheme + "://" + address + unsignedCall + "DescribeRegions")
		if err == nil {
			_ = response.Body.Close()
			t.Errorf("%s: answered %s", scheme, response.Status)
		}
	}
}
