package simtest

import (
	"maps"
	"slices"
	"time"

	"github.com/ecsim/ecsim/sim"
)

// An Option changes a setting of a simulator.
type Option func(*options)

type options struct {
	world       string
	worldGiven  bool
	seed        uint64
	clock       sim.Clock
	frozenAt    time.Time
	transitions sim.TransitionMode
	authOff     bool
	consistency sim.Consistency
}

func optionsOf(opts []Option) *options {
	o := &options{world: "default", seed: 1, transitions: sim.TransitionsTimed}
	for _, apply := range opts {
		apply(o)
	}
	return o
}

// WithSeed chooses the seed that decides ids and durations; the default is 1.
func WithSeed(seed uint64) Option { return func(o *options) { o.seed = seed } }

// WithWorld chooses the starting world: an embedded world by name, such as
// default, quota or ram, or a world file (docs/world.md).
func WithWorld(nameOrFile string) Option {
	return func(o *options) { o.world, o.worldGiven = nameOrFile, true }
}

// FrozenClock stops the time at t, or at the world's own time if t is zero.
// Only the test moves it, see [Clock].
func FrozenClock(t time.Time) Option {
	return func(o *options) { o.clock, o.frozenAt = sim.Clock{Mode: sim.ClockFrozen}, t }
}

// RealClock makes the simulator follow the time of day.
func RealClock() Option {
	return func(o *options) { o.clock, o.frozenAt = sim.Clock{Mode: sim.ClockReal}, time.Time{} }
}

// The modes of transitions.
const (
	Timed   = sim.TransitionsTimed
	Instant = sim.TransitionsInstant
	Manual  = sim.TransitionsManual
)

// Transitions chooses when transitions happen: [Timed] (the default) after
// their time on the simulator's clock, [Instant] before the next call, [Manual]
// only by [Clock.Step] and [Clock.RunUntilIdle].
func Transitions(mode sim.TransitionMode) Option {
	return func(o *options) { o.transitions = mode }
}

// Eventual makes the simulator eventually consistent: for a while, up to the range,
// reads show what was changed as it was before, and what was deleted counts as there,
// so that the deletion of its group is refused. The default is strict.
func Eventual(upTo time.Duration) Option {
	return func(o *options) { o.consistency = sim.Consistency{Range: upTo} }
}

// WithoutSignatures accepts every request without checking signature and time.
func WithoutSignatures() Option { return func(o *options) { o.authOff = true } }

func sorted(names map[string]string) []string { return slices.Sorted(maps.Keys(names)) }
