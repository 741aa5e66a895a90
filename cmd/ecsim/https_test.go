package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The certificate that serve makes is a file for clients to trust, as long as it
// serves.
func TestServeMakesACertificate(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	url, _, stop := serving(t, "--addr", "127.0.0.1:0", "--auth", "off")
	files, err := filepath.Glob(filepath.Join(dir, "ecsim-*.pem"))
	if err != nil || len(files) != 1 {
		t.Fatalf("certificates %q, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || strings.Contains(string(text), "PRIVATE") {
		t.Fatalf("%v in %s", err, text)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
	response, err := client.Get(strings.Replace(url, "http:", "https:", 1) + "/?Action=DescribeRegions&Version=2014-05-26")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	client.CloseIdleConnections()
	if response.StatusCode != http.StatusOK {
		t.Errorf("answered %s", response.Status)
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if _, err := os.Stat(files[0]); err == nil {
		t.Error("the certificate outlives its server")
	}
}
