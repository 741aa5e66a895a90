package sequence

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A Target is an implementation under test.
type Target interface {
	// Do sends one call and returns what came back. Whatever the service says
	// or fails to say is an [model.Outcome]: refusals, time-outs and garbage
	// included. An error means that the harness itself broke (no such host,
	// wrong credentials), so that nothing can be said about the service.
	//
	// The items of a successful Describe reply may be [model.Seen] values: the
	// resource in the target's own ids, and the names of the fields that the
	// answer showed. A bare resource shows all its fields.
	Do(ctx context.Context, call model.Call) (model.Outcome, error)
	// Name says what the target is, for reports: an address, never a secret.
	Name() string
}

// A Pacer is a target that knows how long to wait between two looks at
// something that changes by itself; 0 means not at all (virtual time).
type Pacer interface {
	// Pace returns the pause before the n-th look, from 1, and whether to look
	// again at all.
	Pace(n int) (pause time.Duration, again bool)
}

// SideBySide is a target on which several sequences may run at once without
// touching each other.
type SideBySide interface {
	// SideBySide returns how many, 1 or more.
	SideBySide() int
}

func Width(t Target) int {
	if s, ok := t.(SideBySide); ok {
		return max(1, s.SideBySide())
	}
	return 1
}

// A Resetter is a target that can be put back to what it was found in: the own
// simulator. Candidates of a reduction then each begin there.
type Resetter interface {
	Reset(ctx context.Context) error
}

// Reset puts the target back, if it can be.
func Reset(ctx context.Context, t Target) error {
	if back, ok := t.(Resetter); ok {
		return back.Reset(ctx)
	}
	return nil
}

// A Timekeeper is a target whose own time can be read at no cost. For others
// the clock on the wall says how long a transition takes.
type Timekeeper interface {
	// Time returns the target's time.
	Time() time.Time
}
