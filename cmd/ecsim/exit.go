package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// The exit codes of all commands.
const (
	exitOK           = 0
	exitFailure      = 1
	exitUsage        = 2 // usage, or the harness broke
	exitInconclusive = 3
)

// An exitError ends the command with a code and prints nothing more.
type exitError struct{ code int }

// Error returns the code, for the interface; it is not printed.
func (e exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// endings are the signals that end a command properly. A hang-up is one of them,
// unless whoever started the command wanted it to be ignored (nohup).
func endings() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}
