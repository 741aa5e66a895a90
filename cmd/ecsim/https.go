package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/gofrs/flock"

	"github.com/ecsim/ecsim/conformance/output"
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
func (h httpsSpec) listen(listener net.Listener, addr string) (both net.Listener, trust trusted, err error) {
	switch {
	case !h.on:
		return listener, trusted{}, nil
	case h.cert != "":
		return rpc.Both(listener, h.pair), trusted{path: h.cert}, nil
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, trusted{}, fmt.Errorf("--addr %s: %w", addr, err)
	}
	certificate, text, err := rpc.SelfSigned(time.Now(), host)
	if err != nil {
		return nil, trusted{}, err
	}
	if trust, err = writeTemporary(text); err != nil {
		return nil, trusted{}, err
	}
	return rpc.Both(listener, certificate), trust, nil
}

// A trusted file holds the certificate that https clients have to trust.
type trusted struct {
	path string
	lock *flock.Flock // of a file that was made at start; nil for one of the user's
}

// writeTemporary keeps the certificate where clients can read it; it is public.
// The lock tells later processes that the file is in use: a process that is
// killed leaves it, and the next one removes it.
func writeTemporary(text []byte) (trusted, error) {
	output.Sweep(os.TempDir(), "ecsim-*.pem")
	file, err := os.CreateTemp("", "ecsim-*.pem")
	if err != nil {
		return trusted{}, fmt.Errorf("write the certificate for https: %w", err)
	}
	made := trusted{file.Name(), flock.New(file.Name(), flock.SetFlag(os.O_RDWR))}
	_, err = made.lock.TryLock()
	if err == nil {
		_, err = file.Write(text)
	}
	if err = errors.Join(err, file.Close()); err != nil {
		made.forget()
		return trusted{}, fmt.Errorf("write the certificate for https: %w", err)
	}
	return made, nil
}

// forget removes the certificate that was made at start.
func (t trusted) forget() {
	if t.lock != nil {
		_ = os.Remove(t.path)
		_ = t.lock.Close()
	}
}
