package rpc

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// recordHandshake is the first byte of a TLS connection. No HTTP request begins
// with it.
const recordHandshake = 0x16

// Both returns a listener whose connections speak http or, with the
// certificate, https; the first byte of each decides. HTTP/2 is not offered:
// the vendor's clients speak HTTP/1.1, and a fault that cuts a connection must
// be able to do so.
func Both(listener net.Listener, certificate tls.Certificate) net.Listener {
	return front{Listener: listener, tls: &tls.Config{
		Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		DynamicRecordSizingDisabled: true, // an answer is sent in as few pieces as possible
	}}
}

// front is a listener whose connections are of the type conn.
type front struct {
	net.Listener

	tls   *tls.Config   // nil: http only
	write time.Duration // how long a client may take for a piece of an answer; 0: for ever
}

func (f front) Accept() (net.Conn, error) {
	c, err := f.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, tls: f.tls, most: f.write}, nil
}

// A conn detects at its first byte whether it is encrypted. Only Read waits for
// that byte, so that a silent client blocks nothing else.
type conn struct {
	net.Conn // deadlines and addresses are those of the socket

	tls    *tls.Config
	most   time.Duration // for a piece of an answer
	once   sync.Once
	failed error                        // why there is no first byte
	inner  atomic.Pointer[net.Conn]     // the connection to read from and write to, once known
	held   atomic.Pointer[bytes.Buffer] // the data that a corked connection holds back
}

func (c *conn) Read(p []byte) (int, error) {
	c.once.Do(c.begin)
	if c.failed != nil {
		return 0, c.failed
	}
	return (*c.inner.Load()).Read(p)
}

func (c *conn) begin() {
	var first [1]byte
	if _, err := io.ReadFull(c.Conn, first[:]); err != nil {
		c.failed = err
		return
	}
	var inner net.Conn = &prefixed{Conn: c.Conn, prefix: first[:]}
	if c.tls != nil && first[0] == recordHandshake {
		inner = tls.Server(inner, c.tls)
	}
	c.inner.Store(&inner)
}

func (c *conn) Write(p []byte) (int, error) {
	if held := c.held.Load(); held != nil {
		return held.Write(p)
	}
	return c.send(p)
}

// pieceLength is how much of an answer a client has to take within the time.
const pieceLength = 256 << 10

// send writes in pieces. A client that does not take one in time is cut off.
func (c *conn) send(p []byte) (sent int, err error) {
	if c.most <= 0 {
		return c.current().Write(p)
	}
	for {
		if err := c.SetWriteDeadline(time.Now().Add(c.most)); err != nil {
			return sent, err
		}
		piece := p[sent:min(len(p), sent+pieceLength)]
		n, err := c.current().Write(piece)
		if sent += n; err != nil || sent == len(p) {
			return sent, err
		}
	}
}

func (c *conn) Close() error { return c.current().Close() }

func (c *conn) current() net.Conn {
	if inner := c.inner.Load(); inner != nil {
		return *inner
	}
	return c.Conn
}

// reset closes a connection abruptly.
func reset(c net.Conn) {
	if ours, ok := c.(*conn); ok {
		c = ours.Conn
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

// cork holds back written data until uncork, which sends it at once: header and
// body of a long answer are sent together.
func (c *conn) cork() { c.held.Store(&bytes.Buffer{}) }

func (c *conn) uncork() error {
	held := c.held.Swap(nil)
	if held == nil || held.Len() == 0 {
		return nil
	}
	_, err := c.send(held.Bytes())
	return err
}

// prefixed returns the byte that was already read.
type prefixed struct {
	net.Conn

	prefix []byte
}

func (p *prefixed) Read(b []byte) (int, error) {
	if len(p.prefix) > 0 && len(b) > 0 {
		n := copy(b, p.prefix)
		p.prefix = p.prefix[n:]
		return n, nil
	}
	return p.Conn.Read(b)
}

type connKey struct{}

// remember stores the connection in the context, where a handler finds it.
func remember(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// together writes a body so that it is sent in one piece with its header. A
// body that fits into the buffer of net/http is sent so anyway.
func together(w http.ResponseWriter, r *http.Request, body []byte) {
	const buffered = 1 << 10
	c, ok := r.Context().Value(connKey{}).(*conn)
	if !ok || len(body) <= buffered {
		_, _ = w.Write(body) //nolint:gosec // JSON or XML, escaped by its encoder; a client that is gone has no use for the error
		return
	}
	c.cork()
	_, _ = w.Write(body) //nolint:gosec // as above
	_ = http.NewResponseController(w).Flush()
	_ = c.uncork()
}
