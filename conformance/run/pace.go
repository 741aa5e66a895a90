package run

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/conformance/sequence"
)

// paceOf returns the pauses between lookups: those of the target, or else
// doubling pauses from a millisecond to five seconds, for fifteen minutes.
func paceOf(t sequence.Target) func(n int) (time.Duration, bool) {
	if p, ok := t.(sequence.Pacer); ok {
		return p.Pace
	}
	var total time.Duration
	return func(n int) (time.Duration, bool) {
		pause := min(time.Millisecond<<min(n, 20), 5*time.Second)
		total += pause
		return pause, total < 15*time.Minute
	}
}

// wait pauses, unless the context ends first.
func wait(ctx context.Context, pause time.Duration) error {
	if pause <= 0 {
		return nil
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
