package simtest

import (
	"maps"
	"slices"
	"time"

	"github.com/ecsim/ecsim/sim"
)

// An Option says how a simulator is to be.
type Option func(*options)

type options struct {
	world       string
	worldGiven  bool
	seed        uint64
	clock       sim.Clock
	frozenAt    time.Time
	transitions sim.TransitionMode
	authOff     bool
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

// WithWorld chooses what the simulator begins with: an embedded world by name,
// such as default, quota or ram, or a world file (docs/world.md).
func WithWorld(nameOrFile string) Option {
	return func(o *options) { o.world, o.worldGiven = nameOrFile, true }
}

// FrozenClock lets the time stand at t, which the zero time leaves to the
// world. Only the test moves it, see [Clock].
func FrozenClock(t time.Time) Option {
	return func(o *options) { o.clock, o.frozenAt = sim.Clock{Mode: sim.ClockFrozen}, t }
}

// RealClock makes the simulator keep the time of day.
func RealClock() Option {
	return func(o *options) { o.clock, o.frozenAt = sim.Clock{Mode: sim.ClockReal}, time.Time{} }
}

// When the cloud's own changes happen.
const (
	Timed   = sim.TransitionsTimed
	Instant = sim.TransitionsInstant
	Manual  = sim.TransitionsManual
)

// Transitions chooses when the cloud's own changes happen: [Timed] (the
// default) in their time on the simulator's clock, [Instant] before the next
// call, [Manual] only by [Clock.Step] and [Clock.RunUntilIdle].
func Transitions(mode sim.TransitionMode) Option {
	return func(o *options) { o.transitions = mode }
}

// WithoutSignatures takes every request without a look at signature and time.
func WithoutSignatures() Option { return func(o *options) { o.authOff = true } }

func sorted(names map[string]string) []string { return slices.Sorted(maps.Keys(names)) }
