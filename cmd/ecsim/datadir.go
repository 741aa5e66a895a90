package main

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/journal"
)

// A dataDir is the directory in which a simulator keeps its state; the zero
// dataDir keeps none.
type dataDir struct {
	path          string
	snapshotEvery int
	store         *journal.Store
	failed        func(error) // is told that the journal cannot be written
	clock         bool        // --clock was given
	transitions   bool        // --transitions was given
}

func (d *dataDir) register(flags *pflag.FlagSet) {
	flags.StringVar(&d.path, "data-dir", "", "keep the state in this `DIR`, and continue a state that is there; a call is answered when it is on the disk")
	flags.IntVar(&d.snapshotEvery, "snapshot-every", 10000, "with --data-dir: number of `CHANGES` after which a snapshot is written")
}

// openDataDir locks the directory, and takes the settings from it that no flag
// gives.
func (s *localSpec) openDataDir(flags *pflag.FlagSet) error {
	if s.data.path == "" {
		return nil
	}
	store, err := journal.Open(s.data.path)
	if err != nil {
		return s.blame("data-dir", err)
	}
	s.data.store = store
	origin, old := store.Origin()
	s.data.clock, s.data.transitions = !old || flags.Changed("clock"), !old || flags.Changed("transitions")
	if !old {
		return nil
	}
	if !flags.Changed("world") {
		if err := knownWorld(origin.World); err != nil {
			err = fmt.Errorf("%s was begun with a world file of the name %q: give it with --world", s.data.path, origin.World)
			return errors.Join(s.blame("data-dir", err), store.Close())
		}
		s.world = origin.World
	}
	if !flags.Changed("seed") {
		s.seed = origin.Seed
	}
	return nil
}

// begin makes the cloud of the directory.
func (d *dataDir) begin(world model.World, clock sim.Clock, mode sim.TransitionMode, opts ...sim.Option) (*sim.Cloud, error) {
	set := journal.Settings{Version: version(), SnapshotEvery: d.snapshotEvery, Failed: d.failed}
	if d.clock {
		set.Clock = &clock
	}
	if d.transitions {
		set.Transitions = mode
	}
	return d.store.Begin(world, set, opts...)
}

// close writes the position of the cloud, and unlocks the directory. cloud is
// nil if there is none yet.
func (d *dataDir) close(cloud *sim.Cloud) error {
	if d.store == nil {
		return nil
	}
	var err error
	if cloud != nil {
		err = cloud.Close()
	}
	return errors.Join(err, d.store.Close())
}

// describe returns the line of the banner.
func (d *dataDir) describe() string {
	if d.store == nil {
		return ""
	}
	return fmt.Sprintf("  data directory %s, %d changes replayed\n", d.path, d.store.Replayed())
}

// failure says why calls that change something are refused; nil if they are not.
func (d *dataDir) failure() error {
	if d.store == nil {
		return nil
	}
	return d.store.Failed()
}
