package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/ecsim/ecsim/sim/rpc"
)

// An httpsSpec says whether the simulator also answers https, and with which
// certificate.
type httpsSpec struct {
	on        bool
	cert, key string // files; empty for a certificate made at start
	pair      tls.Certificate
}

// load reads the certificate that the flags name, if any.
func (h *httpsSpec) load(named func(flag string) string) error {
	switch {
	case (h.cert == "") != (h.key == ""):
		return fmt.Errorf("%s and %s belong together: give both, or none for a certificate made at start", named("tls-cert"), named("tls-key"))
	case h.cert == "":
		return nil
	}
	var err error
	if h.pair, err = tls.LoadX509KeyPair(h.cert, h.key); err != nil {
		return fmt.Errorf("%s %s, %s %s: %w", named("tls-cert"), h.cert, named("tls-key"), h.key, err)
	}
	return nil
}

// listen makes the listener answer http and https. trust is the file of the
// certificate.
func (h httpsSpec) listen(listener net.Listener, addr string) (both net.Listener, trust string, err error) {
	switch {
	case !h.on:
		return listener, "", nil
	case h.cert != "":
		return rpc.Both(listener, h.pair), h.cert, nil
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, "", fmt.Errorf("--addr %s: %w", addr, err)
	}
	certificate, text, err := rpc.SelfSigned(time.Now(), host)
	if err != nil {
		return nil, "", err
	}
	if trust, err = writeTemporary(text); err != nil {
		return nil, "", err
	}
	return rpc.Both(listener, certificate), trust, nil
}

// writeTemporary keeps the certificate where clients can read it; it is public.
func writeTemporary(text []byte) (string, error) {
	file, err := os.CreateTemp("", "ecsim-*.pem")
	if err != nil {
		return "", fmt.Errorf("write the certificate for https: %w", err)
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("write the certificate for https: %w", errors.Join(err, os.Remove(file.Name())))
	}
	return file.Name(), nil
}

// forget removes the certificate that was made at start.
func (h httpsSpec) forget(trust string) {
	if h.on && h.cert == "" && trust != "" {
		_ = os.Remove(trust)
	}
}
