package main

import (
	"io"
	"os"
	"strconv"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
)

// progress shows the progress of an exploration, on a terminal only.
type progress struct{ bar *progressbar.ProgressBar }

func newProgress(w io.Writer, calls int) progress {
	f, ok := w.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return progress{}
	}
	return progress{progressbar.NewOptions(calls,
		progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("calls"),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())}
}

func (p progress) update(calls, _, _ int) {
	if p.bar != nil {
		_ = p.bar.Set(calls) // a failure to draw the bar does not stop the run
	}
}

func (p progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
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
