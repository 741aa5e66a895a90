package main

import (
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
)

// progress shows how far an exploration is, on a terminal only.
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
		_ = p.bar.Set(calls) // a bar that cannot be drawn is no reason to stop
	}
}

func (p progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
