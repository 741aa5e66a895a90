package main

import (
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// collectLess lets the heap of a checking command grow to five times its live
// size before the collector runs: such a command makes garbage with each call
// and keeps little, and the collector would take a tenth of its time. GOGC in
// the environment takes precedence; docs/performance.md has figures.
func collectLess(cmds ...*cobra.Command) []*cobra.Command {
	const percent = 400
	for _, cmd := range cmds {
		cmd.PreRun = func(*cobra.Command, []string) {
			if os.Getenv("GOGC") == "" {
				debug.SetGCPercent(percent)
			}
		}
	}
	return cmds
}
