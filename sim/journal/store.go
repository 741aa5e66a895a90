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

// An Origin says which world and which program a journal belongs to.
type Origin struct {
	World string // its name
	Seed  uint64
	// Base holds the fingerprints of the world file's parts, Resources that of
	// the starting resources, Model that of the model that wrote the records.
	Base      map[string]string
	Resources string
	Model     string
	Version   string // of the program that wrote the records
	// Clock is the clock to which a reset returns.
	Clock       string
	Tick        int64 // nanoseconds
	Transitions string
}

// A Store keeps one cloud in one directory. It is a [sim.Journal].
type Store struct {
	dir   string
	held  locks
	codec *codec
	made  []string // directories, the innermost first
	// file is the journal of the process before; nil if there is none. It is only
	// read: this process writes a new file, which replaces it.
	file  *os.File
	found contents // of the file, until Begin
	fresh bool     // there was none
	db    *bbolt.DB
	// published says that the new file has got its final name, or may have.
	published bool
	broken    bool // by a panic; of the committing goroutine alone
	// replayed is the number of changes that Begin replayed.
	replayed int

	origin  Origin
	commits committer
}

// Open locks the directory, makes it if it does not exist, and reads its
// origin. It refuses a directory that another process uses, that holds other
// files, or whose journal is damaged.
func Open(dir string) (*Store, error) {
	c, err := newCodec()
	if err != nil {
		return nil, err
	}
	missing := missingOf(dir)
	file, held, err := openDir(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, held: held, codec: c, made: missing, file: file, fresh: file == nil}
	if !s.fresh {
		if err := s.readOrigin(); err != nil {
			return nil, errors.Join(err, s.end())
		}
	}
	return s, nil
}

// path is that of the journal.
func (s *Store) path() string { return filepath.Join(s.dir, fileName) }

func (s *Store) readOrigin() error {
	var err error
	if s.found, err = readFile(s.file); err == nil {
		err = s.found.whole()
	}
	if err == nil {
		s.origin, err = s.codec.origin(s.found.origin)
	}
	if err != nil {
		return damaged(s.path(), err)
	}
	return nil
}

// Origin returns the origin of the directory; false for a new one.
func (s *Store) Origin() (Origin, bool) { return s.origin, !s.fresh }

// Replayed returns the number of changes that Begin found after the snapshot.
func (s *Store) Replayed() int { return s.replayed }

// Settings are the options of a store.
type Settings struct {
	// Version is the version of this program for messages.
	Version string
	// Clock and Transitions, where given, replace the saved ones. A new
	// directory needs both.
	Clock       *sim.Clock
	Transitions sim.TransitionMode
	// SnapshotEvery is the largest number of changes after a snapshot; 10,000
	// if 0.
	SnapshotEvery int
	// Failed is told once, as soon as it happens, that the journal can no more be
	// written; nil tells nobody.
	Failed func(error)
}

// Begin returns the cloud of the directory, which continues where it ended. In
// a new directory it returns one that begins with the world start. It refuses a
// directory of another world, and changes whose replay by this model has
// another result.
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
	// The first commit holds the present state, so that all records after it
	// belong to this model and these settings.
	saved = sim.New(start, append(opts, sim.WithJournal(nil, saved))...).Saved()
	if err := s.begin(origin, head, saved); err != nil {
		return nil, err
	}
	s.commits.run(s, set)
	cloud := sim.New(start, append(opts, sim.WithJournal(s, saved))...)
	if !s.fresh && set.Clock != nil && *set.Clock != cloud.ClockMode() {
		if err := cloud.SetClock(*set.Clock); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return cloud, nil
}

// recover returns the state after all records of the file.
func (s *Store) recover(start model.World, origin Origin) (sim.Saved, link, error) {
	if err := s.origin.same(origin); err != nil {
		return sim.Saved{}, link{}, fmt.Errorf("data directory %s: %w", s.dir, err)
	}
	got := s.found
	s.found = contents{}
	if err := s.codec.decode(s.path(), &got); err != nil {
		return sim.Saved{}, link{}, err
	}
	s.replayed = len(got.records)
	if s.replayed > 0 && s.origin.Model != origin.Model {
		return sim.Saved{}, link{}, fmt.Errorf("data directory %s: its last %d changes were written by ecsim %s, which has another model: "+
			"start that version and end it with SIGTERM, which leaves a snapshot that this one can take over", s.dir, s.replayed, s.origin.Version)
	}
	saved, err := s.codec.state(s.path(), start, got)
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
	if s.db, err = create(s.dir); err != nil {
		return err
	}
	err = s.update(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucketIfNotExists([]byte(metaBucket))
		if err != nil {
			return err
		}
		return errors.Join(meta.Put([]byte(originKey), seal(data)), putSnapshot(tx, head, head, state))
	})
	if err != nil {
		return fmt.Errorf("write the journal %s: %w", s.path(), err)
	}
	s.commits.head, s.commits.latest = head, saved
	if err := errors.Join(s.closeFile(), s.held.drop()); err != nil {
		return err
	}
	s.published = true
	return publish(s.dir)
}

// closeFile closes what another process left.
func (s *Store) closeFile() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

// end closes everything, and takes back what came to nothing.
func (s *Store) end() error {
	err := s.closeFile()
	if s.db != nil && !s.broken {
		err = errors.Join(err, s.db.Close())
	}
	if s.db != nil && !s.published {
		err = errors.Join(err, os.Remove(filepath.Join(s.dir, newName)))
	}
	if s.fresh && !s.published {
		err = errors.Join(err, os.Remove(filepath.Join(s.dir, lockName)))
	}
	err = errors.Join(err, s.held.release())
	if s.fresh && !s.published {
		for _, dir := range s.made {
			if os.Remove(dir) != nil { // somebody else has begun to use it
				break
			}
		}
	}
	return err
}

// originOf returns the origin of a new journal of this program and world.
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

// same returns an error if the other origin is of another world.
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
		c = sim.Clock{Mode: sim.ClockReal} // written by a version that knows more clocks
	}
	c.Tick = time.Duration(o.Tick)
	return c
}

// Read returns the state of a directory, and the number of changes that were
// replayed for it, without changing anything there. start is the world with
// which the directory was begun.
func Read(dir string, start model.World) (saved sim.Saved, replayed int, err error) {
	s, err := openToRead(dir)
	if err != nil {
		return sim.Saved{}, 0, err
	}
	origin, err := originOf(start, "")
	if err == nil {
		saved, _, err = s.recover(start, origin)
	}
	return saved, s.replayed, errors.Join(err, s.end())
}

// openToRead locks a directory together with others that only read.
func openToRead(dir string) (*Store, error) {
	c, err := newCodec()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, fileName)); err != nil {
		return nil, fmt.Errorf("read a journal: %w", err)
	}
	held, err := hold(dir, false)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, held: held, codec: c}
	s.file, err = openJournal(dir)
	if s.file == nil && err == nil {
		err = fmt.Errorf("read a journal: %w", os.ErrNotExist)
	}
	if err == nil {
		err = s.readOrigin()
	}
	if err != nil {
		return nil, errors.Join(err, s.end())
	}
	return s, nil
}
