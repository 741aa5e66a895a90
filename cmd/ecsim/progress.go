package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/output"
)

// quietFor is how long a run without a terminal prints nothing.
const quietFor = 30 * time.Second

// progress shows how far an exploration is: as a bar on a terminal, else as a line
// now and then, so that the log of a long run is never silent. New findings are
// told as they come.
type progress struct {
	bar *progressbar.ProgressBar
	w   io.Writer
	of  int

	mu       sync.Mutex // guards what the lines now and then show
	calls    int
	findings int
	end      chan struct{}
	ended    sync.WaitGroup
}

func newProgress(w io.Writer, calls int) *progress {
	f, ok := w.(*os.File)
	if ok && isatty.IsTerminal(f.Fd()) {
		return &progress{w: w, of: calls, bar: progressbar.NewOptions(calls,
			progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("calls"),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())}
	}
	ticker := time.NewTicker(quietFor)
	p := progressLines(w, calls, ticker.C)
	p.ended.Go(func() { <-p.end; ticker.Stop() })
	return p
}

// progressLines prints a line at each tick.
func progressLines(w io.Writer, calls int, ticks <-chan time.Time) *progress {
	p := &progress{w: w, of: calls, end: make(chan struct{})}
	p.ended.Go(func() {
		for {
			select {
			case <-p.end:
				return
			case <-ticks:
				p.line()
			}
		}
	})
	return p
}

// line says how far the run is.
func (p *progress) line() {
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.w, "… %d of %d calls, %d found; the run goes on\n", p.calls, p.of, p.findings)
}

func (p *progress) update(calls, _, findings int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls, p.findings = calls, findings
	if p.bar != nil {
		p.bar.Describe("calls, " + strconv.Itoa(findings) + " found")
		_ = p.bar.Set(calls) // a failure to draw the bar does not stop the run
	}
}

// found tells a new finding.
func (p *progress) found(f finding.Finding) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.findings++
	if p.bar != nil {
		_ = p.bar.Clear() // as above
	}
	fmt.Fprintf(p.w, "found %s: %s, %s %s (%s), at call %d\n", f.ID, f.Verdict, f.Kind, output.Printable(f.Rule), f.Basis, f.AtCall)
}

func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
		return
	}
	close(p.end)
	p.ended.Wait()
}

// counter shows how many of something are done, on a terminal only.
type counter struct {
	w    io.Writer
	what string
	bar  *progressbar.ProgressBar
}

func newCounter(w io.Writer, what string) *counter {
	f, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		w = nil
	}
	return &counter{w: w, what: what}
}

func (c *counter) update(done, of, found int) {
	if c.w == nil {
		return
	}
	if c.bar == nil {
		c.bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(c.w), progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
	c.bar.Describe(c.what + ", " + strconv.Itoa(found) + " found")
	_ = c.bar.Set(done) // a failure to draw the bar does not stop the run
}

func (c *counter) done() {
	if c.bar != nil {
		_ = c.bar.Finish()
	}
}
