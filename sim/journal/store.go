package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// An Origin says what a journal belongs to.
type Origin struct {
	World string // its name
	Seed  uint64
	// Base are the fingerprints of the world file's parts, Resources of what the
	// world begins with, Model of the model that wrote the records.
	Base      map[string]string
	Resources string
	Model     string
	Version   string // of the program that wrote the records
	// Clock is what a reset goes back to.
	Clock       string
	Tick        int64 // nanoseconds
	Transitions string
}

// A Store keeps one cloud in one directory. It is a [sim.Journal].
type Store struct {
	dir   string
	db    *bbolt.DB
	codec *codec
	fresh bool
	made  []string // directories, the innermost first
	// published says that a new file has been given its name, or may have.
	published bool
	// Told is what Begin found: changes that were replayed.
	told int

	origin  Origin
	commits committer
}

// Open locks the directory, makes it if there is none, and reads what it
// belongs to. It refuses a directory that another process uses, that holds
// other files, or whose journal is damaged.
func Open(dir string) (*Store, error) {
	c, err := newCodec()
	if err != nil {
		return nil, err
	}
	missing := missingOf(dir)
	db, fresh, err := open(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, db: db, codec: c, fresh: fresh, made: missing}
	if !fresh {
		if err := s.readOrigin(); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return s, nil
}

func (s *Store) readOrigin() error {
	return guarded(s.db, func(tx *bbolt.Tx) error {
		meta := tx.Bucket([]byte(metaBucket))
		if meta == nil {
			return fmt.Errorf("%s is no journal: choose another --data-dir", s.db.Path())
		}
		data, err := unseal(meta.Get([]byte(originKey)))
		if err == nil {
			err = s.codec.dec.Unmarshal(data, &s.origin)
		}
		if err != nil {
			return fmt.Errorf("journal %s does not say what it belongs to: %w; put a copy in its place, or choose another --data-dir", s.db.Path(), err)
		}
		return nil
	})
}

// Origin returns what the directory belongs to; false for a new one.
func (s *Store) Origin() (Origin, bool) { return s.origin, !s.fresh }

// Replayed returns how many changes Begin found behind the snapshot.
func (s *Store) Replayed() int { return s.told }

// Settings say how a store is run.
type Settings struct {
	// Version is what messages call this program.
	Version string
	// Clock and Transitions, where given, take the place of what was saved. A new
	// directory needs both.
	Clock       *sim.Clock
	Transitions sim.TransitionMode
	// SnapshotEvery is how many changes there may be behind a snapshot; 10,000 if 0.
	SnapshotEvery int
}

// Begin returns the cloud that the directory holds, which goes on where it
// ended; in a new directory one that begins as the world start. It refuses a
// directory of another world, and changes that this model makes otherwise.
func (s *Store) Begin(start model.World, set Settings, opts ...sim.Option) (*sim.Cloud, error) {
	origin, err := originOf(start, set.Version)
	if err != nil {
		return nil, err
	}
	var saved sim.Saved
	var head link
	if s.fresh {
		origin.keep(*set.Clock, set.Transitions)
		saved = sim.New(start, append(opts, sim.WithClock(*set.Clock), sim.WithTransitions(set.Transitions))...).Saved()
	} else {
		if saved, head, err = s.recover(start, origin); err != nil {
			return nil, err
		}
		clock, mode := s.origin.clock(), saved.Transitions
		if set.Clock != nil {
			clock = *set.Clock
		}
		if set.Transitions != "" {
			mode = set.Transitions
		}
		origin.keep(clock, mode)
		saved.Transitions = mode
	}
	opts = append(opts, sim.WithClock(origin.clock()))
	// The first commit holds the state as it is, so that the records behind it
	// are all of this model and these settings.
	saved = sim.New(start, append(opts, sim.WithJournal(nil, saved))...).Saved()
	if err := s.begin(origin, head, saved); err != nil {
		return nil, err
	}
	s.commits.run(s, set.SnapshotEvery)
	cloud := sim.New(start, append(opts, sim.WithJournal(s, saved))...)
	if !s.fresh && set.Clock != nil && *set.Clock != cloud.ClockMode() {
		if err := cloud.SetClock(*set.Clock); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return cloud, nil
}

// recover returns the state that the file leads to.
func (s *Store) recover(start model.World, origin Origin) (sim.Saved, link, error) {
	if err := s.origin.same(origin); err != nil {
		return sim.Saved{}, link{}, fmt.Errorf("data directory %s: %w", s.dir, err)
	}
	got, err := s.codec.read(s.db)
	if err != nil {
		return sim.Saved{}, link{}, err
	}
	s.told = len(got.records)
	if s.told > 0 && s.origin.Model != origin.Model {
		return sim.Saved{}, link{}, fmt.Errorf("data directory %s: its last %d changes were written by ecsim %s, which has another model: "+
			"start that version and end it with SIGTERM, which leaves a snapshot that this one can take over", s.dir, s.told, s.origin.Version)
	}
	saved, err := s.codec.state(s.db.Path(), start, got)
	return saved, got.head, err
}

// begin makes the first commit of this process.
func (s *Store) begin(origin Origin, head link, saved sim.Saved) error {
	s.origin = origin
	data, err := s.codec.enc.Marshal(origin)
	if err != nil {
		return fmt.Errorf("encode the origin: %w", err)
	}
	state, err := s.codec.snapshotOf(saved)
	if err != nil {
		return err
	}
	err = s.db.Update(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucketIfNotExists([]byte(metaBucket))
		if err != nil {
			return err
		}
		return errors.Join(meta.Put([]byte(originKey), seal(data)), putSnapshot(tx, head, head, state))
	})
	if err != nil {
		return fmt.Errorf("write the journal %s: %w", s.db.Path(), err)
	}
	s.commits.head, s.commits.latest = head, saved
	if s.fresh {
		s.published = true
		return publish(s.dir)
	}
	return nil
}

// originOf says what a journal of this program, begun as the world, belongs to.
func originOf(start model.World, version string) (Origin, error) {
	resources, err := start.Encode()
	if err != nil {
		return Origin{}, err
	}
	sum := sha256.Sum256(resources)
	return Origin{
		World: start.Base().Name, Seed: start.Seed(), Base: start.Base().Parts(), Resources: hex.EncodeToString(sum[:16]),
		Model: start.Model().Fingerprint(), Version: version,
	}, nil
}

func (o *Origin) keep(c sim.Clock, mode sim.TransitionMode) {
	o.Clock, o.Tick, o.Transitions = c.String(), int64(c.Tick), string(mode)
}

// same refuses another world.
func (o *Origin) same(now Origin) error {
	parts := model.Differing(o.Base, now.Base)
	switch {
	case o.World != now.World:
		return fmt.Errorf("it was begun as the world %s, not %s: leave out --world, or choose another --data-dir", o.World, now.World)
	case o.Seed != now.Seed:
		return fmt.Errorf("it was begun with the seed %d, not %d: leave out --seed, or choose another --data-dir", o.Seed, now.Seed)
	case len(parts) > 0:
		return fmt.Errorf("it was begun as another world %s, whose %s were not those of this one: choose another --data-dir", o.World, strings.Join(parts, ", "))
	case o.Resources != now.Resources && o.Model == now.Model:
		return fmt.Errorf("it was begun as another world %s, which began with other resources: choose another --data-dir", o.World)
	default:
		return nil
	}
}

func (o *Origin) clock() sim.Clock {
	c, err := sim.ParseClock(o.Clock)
	if err != nil {
		c = sim.Clock{Mode: sim.ClockReal} // of a version that knows more clocks
	}
	c.Tick = time.Duration(o.Tick)
	return c
}

// Read returns the state that a directory leads to, and how many changes were
// replayed for it, without changing anything there. start is the world that it
// was begun as.
func Read(dir string, start model.World) (saved sim.Saved, replayed int, err error) {
	if _, err := os.Stat(filepath.Join(dir, fileName)); err != nil {
		return sim.Saved{}, 0, fmt.Errorf("read a journal: %w", err)
	}
	s, err := Open(dir)
	if err != nil {
		return sim.Saved{}, 0, err
	}
	origin, err := originOf(start, "")
	if err == nil {
		saved, _, err = s.recover(start, origin)
	}
	return saved, s.told, errors.Join(err, s.db.Close())
}
