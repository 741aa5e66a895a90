package rpc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/sim"
)

// bounded serves the cloud with limits until end is called, which returns what
// Serve did.
func bounded(t *testing.T, cloud *sim.Cloud, o Options, limits Limits) (address string, end func() error) {
	t.Helper()
	h, err := NewHandler(cloud, o)
	if err != nil {
		t.Fatal(err)
	}
	socket, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- limits.Serve(ctx, socket, h) }()
	t.Cleanup(cancel)
	return socket.Addr().String(), func() error { cancel(); return <-done }
}

// delayed is a cloud with one call under way, which goes on when wake is closed.
func delayed(t *testing.T) (cloud *sim.Cloud, asleep, wake chan struct{}) {
	t.Helper()
	asleep, wake = make(chan struct{}), make(chan struct{})
	cloud = cloudOf(t, sim.WithSleep(func(context.Context, time.Duration) { close(asleep); <-wake }))
	if _, err := cloud.Arm(sim.Fault{Operation: "DescribeRegions", Kind: sim.FaultDelay, Delay: time.Hour, Times: 1}); err != nil {
		t.Fatal(err)
	}
	return cloud, asleep, wake
}

// refusesConnections waits until no connection is accepted any more.
func refusesConnections(t *testing.T, address string) {
	t.Helper()
	for t.Context().Err() == nil {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		_ = c.Close()
	}
}

type answered struct {
	status int
	err    error
}

// call makes a call in the background.
func callLater(address string) chan answered {
	out := make(chan answered, 1)
	go func() {
		response, err := http.Get("http://" + address + unsignedCall + "DescribeRegions")
		if err != nil {
			out <- answered{err: err}
			return
		}
		_, err = io.ReadAll(response.Body)
		_ = response.Body.Close()
		out <- answered{response.StatusCode, err}
	}()
	return out
}

// At the end no new connection is accepted, and a request under way gets its
// answer.
func TestTheEndWaitsForRequestsUnderWay(t *testing.T) {
	cloud, asleep, wake := delayed(t)
	address, end := bounded(t, cloud, Options{AuthOff: true}, Limits{})
	late := callLater(address)
	<-asleep
	ended := make(chan error, 1)
	go func() { ended <- end() }()
	refusesConnections(t, address)
	select {
	case err := <-ended:
		t.Errorf("it ended with a request under way: %v", err)
	default:
	}
	close(wake)
	if got := <-late; got.err != nil || got.status != http.StatusOK {
		t.Errorf("the request under way: %d, %v", got.status, got.err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// Who takes longer than the grace is cut off, and Serve says so.
func TestTheEndCutsOffWhoTakesTooLong(t *testing.T) {
	cloud, asleep, wake := delayed(t)
	defer close(wake)
	address, end := bounded(t, cloud, Options{AuthOff: true}, Limits{Grace: time.Millisecond})
	late := callLater(address)
	<-asleep
	if err := end(); !errors.Is(err, ErrCutOff) {
		t.Errorf("ended with %v", err)
	}
	if got := <-late; got.err == nil {
		t.Errorf("answered %d", got.status)
	}
}

// A client that sends nothing, half a header or half a body, or that rests longer
// than it may, loses its connection; what it sent whole is answered.
func TestSlowClientsAreCutOff(t *testing.T) {
	t.Parallel()
	// Long enough for a busy machine to send what it sends at once.
	address, end := bounded(t, cloudOf(t), Options{AuthOff: true}, Limits{Read: time.Second, Idle: 50 * time.Millisecond})
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	whole := "GET " + unsignedCall + "DescribeRegions HTTP/1.1\r\nHost: localhost\r\n\r\n"
	for name, c := range map[string]struct {
		sends, wants string
		answers      int
	}{
		"nothing":       {"", "", 0},
		"half a header": {whole[:40], "400 Bad Request", 1},
		"half a body":   {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nAct", "400 Bad Request", 1},
		"a rest":        {whole, "200 OK", 1},
		"two requests":  {whole + whole, "200 OK", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := fmt.Fprint(conn, c.sends); err != nil {
				t.Fatal(err)
			}
			if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(conn) // to the end of the connection
			if err != nil && !strings.Contains(err.Error(), "reset") {
				t.Error(err)
			}
			if n := strings.Count(string(got), "HTTP/1.1 "+c.wants); n != c.answers || n == 0 && len(got) > 0 {
				t.Errorf("answered %q, want %d times %q", got, c.answers, c.wants)
			}
		})
	}
}

// A body of the largest size is read and one byte more is refused, signed or not;
// so is a header that is too long.
func TestLargeRequestsAreRefused(t *testing.T) {
	const most = 2000
	address, _ := bounded(t, cloudOf(t), Options{MostBytes: most, Now: func() time.Time { return noon }}, Limits{})
	w := ways()["V3 POST form"]
	empty := w.request(t, "http://"+address, "DescribeRegions", ecsVersion, mainKey(), map[string]string{"Filler": ""})
	room := most - int(empty.ContentLength)
	for _, c := range []struct {
		filler, status int
		code           string
	}{{room, 200, ""}, {room + 1, 413, "InvalidParameter"}, {1 << 20, 413, "InvalidParameter"}} {
		params := map[string]string{"Filler": strings.Repeat("x", c.filler)}
		got := send(t, http.DefaultClient, w.request(t, "http://"+address, "DescribeRegions", ecsVersion, mainKey(), params))
		if got.status != c.status || got.code != c.code || c.code != "" && !strings.Contains(got.body, "larger than 2000 bytes") {
			t.Errorf("%d bytes more: %d %s", c.filler-room, got.status, got.body)
		}
	}
	response, err := http.Get("http://" + address + "/?Filler=" + strings.Repeat("x", 2<<20))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a query of two megabytes is answered %s", response.Status)
	}
}

// What goes wrong with a connection is one line of the same log, without what was sent.
func TestBrokenConnectionsAreLogged(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, nil))
	socket, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	broken := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a bug") })
	go func() { done <- Limits{Log: log}.Serve(ctx, socket, broken) }()
	if got := <-callLater(socket.Addr().String()); got.err == nil {
		t.Errorf("answered %d", got.status)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if text := out.String(); strings.Count(text, "\n") != 1 || !strings.HasPrefix(text, "{") || !strings.Contains(text, "a bug") ||
		strings.Contains(text, "DescribeRegions") {
		t.Errorf("logged %q", text)
	}
}

// A client that does not read its answer is cut off after a while, whatever the
// length of the answer.
func TestASlowReaderIsCutOff(t *testing.T) {
	socket, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 1)
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, err := w.Write(make([]byte, 64<<20))
		failed <- err
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Limits{Write: 300 * time.Millisecond}.Serve(ctx, socket, h) }()
	slow, err := net.Dial("tcp", socket.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close() //nolint:errcheck // the server has closed it
	if _, err := io.WriteString(slow, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-failed:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("the write ends with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("a client that does not read holds its connection")
	}
	cancel()
	if err := <-done; !errors.Is(err, http.ErrServerClosed) && err != nil {
		t.Error(err)
	}
}
