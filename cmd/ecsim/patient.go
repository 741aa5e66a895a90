package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patientLines is how many lines wait for a reader of the log.
const patientLines = 4096

// patientLength is the longest line that waits; the rest of a longer one is cut.
const patientLength = 4096

// A patient writer lets nobody wait for whoever reads the log: a terminal that
// was stopped, or a pipe that nobody empties, would stop all calls. Lines wait
// for the reader; when too many do, further ones are dropped and counted.
type patient struct {
	to    io.Writer
	lines chan []byte
	ended chan struct{}

	mu      sync.Mutex
	dropped int
	closed  bool
}

func newPatient(to io.Writer) *patient {
	p := &patient{to: to, lines: make(chan []byte, patientLines), ended: make(chan struct{})}
	go p.run()
	return p
}

// Write takes a line and never waits.
func (p *patient) Write(line []byte) (int, error) {
	kept := append([]byte(nil), line[:min(len(line), patientLength)]...)
	if len(line) > patientLength {
		kept = append(kept, "…\n"...)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return len(line), nil
	}
	select {
	case p.lines <- kept:
	default:
		p.dropped++
	}
	return len(line), nil
}

// run writes the lines. A reader that is gone makes no difference.
func (p *patient) run() {
	defer close(p.ended)
	for line := range p.lines {
		_, _ = p.to.Write(line)
		if n := p.missed(); n > 0 {
			fmt.Fprintf(p.to, "ecsim: %d lines of the log were dropped, because nobody read them\n", n)
		}
	}
}

// missed returns how many lines were dropped, once all that waited are written.
func (p *patient) missed() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.lines) > 0 {
		return 0
	}
	n := p.dropped
	p.dropped = 0
	return n
}

// Close writes what waits, for a second at most.
func (p *patient) Close() {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		close(p.lines)
	}
	p.mu.Unlock()
	select {
	case <-p.ended:
	case <-time.After(time.Second):
	}
}
