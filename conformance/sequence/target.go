package sequence

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A Target is an implementation under test.
type Target interface {
	// Do sends one call and returns the answer. Every behaviour of the service
	// is an [model.Outcome]: refusals, time-outs and garbage included. An error
	// means that the harness itself broke (no such host, wrong credentials), so
	// that nothing can be said about the service.
	//
	// The items of a successful Describe reply may be [model.Seen] values: the
	// resource in the target's own ids, and the names of the fields that the
	// answer showed. A bare resource shows all its fields.
	Do(ctx context.Context, call model.Call) (model.Outcome, error)
	// Name is the target's name in reports: an address, never a secret.
	Name() string
}

// A Pacer is a target that knows how long to wait between two lookups of a
// resource in transition; 0 means not at all (virtual time).
type Pacer interface {
	// Pace returns the pause before the n-th lookup, from 1, and whether to
	// look again at all.
	Pace(n int) (pause time.Duration, again bool)
}

// SideBySide is a target on which several sequences can run in parallel without
// touching each other.
type SideBySide interface {
	// SideBySide returns how many, 1 or more.
	SideBySide() int
}

// Width is how many sequences the target runs side by side.
func Width(t Target) int {
	if s, ok := t.(SideBySide); ok {
		return max(1, s.SideBySide())
	}
	return 1
}

// A Resetter is a target that can be reset to its starting state: ecsim's own
// simulator. Each candidate of a reduction then begins there.
type Resetter interface {
	Reset(ctx context.Context) error
}

// Reset resets the target, if possible.
func Reset(ctx context.Context, t Target) error {
	if back, ok := t.(Resetter); ok {
		return back.Reset(ctx)
	}
	return nil
}

// A Timekeeper is a target whose own time can be read at no cost. For others
// the wall clock measures how long a transition takes.
type Timekeeper interface {
	// Time returns the target's time.
	Time() time.Time
}
