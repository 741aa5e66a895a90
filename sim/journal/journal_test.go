package journal

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

func startWorld(tb testing.TB, name string, seed uint64) model.World {
	tb.Helper()
	m, err := reference.New()
	if err != nil {
		tb.Fatal(err)
	}
	w, err := model.Named(m, name, seed)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

func ticks() *sim.Clock { return &sim.Clock{Mode: sim.ClockTicks} }

// begin opens the directory and goes on with its cloud.
func begin(tb testing.TB, dir string, start model.World, set Settings) (*Store, *sim.Cloud) {
	tb.Helper()
	s, err := Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	if s.fresh && set.Clock == nil {
		set.Clock = ticks()
	}
	if s.fresh && set.Transitions == "" {
		set.Transitions = sim.TransitionsTimed
	}
	c, err := s.Begin(start, set)
	if err != nil {
		_ = s.Close()
		tb.Fatal(err)
	}
	return s, c
}

func runOne(tb testing.TB, c *sim.Cloud, name string) string {
	tb.Helper()
	names := c.World().Base().Names
	out := c.Do(tb.Context(), model.Call{Op: "RunInstances", Params: model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "InstanceName": "box-" + name,
		"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"], "ClientToken": "token-" + name, "NotUTF8": "\xff\x00",
	}})
	if out.Code != "" {
		tb.Fatalf("RunInstances: %s %s", out.Code, out.Message)
	}
	return out.Reply.Created[0]
}

// rename is a small write.
func rename(tb testing.TB, c *sim.Cloud, id, name string) {
	tb.Helper()
	if out := c.Do(tb.Context(), model.Call{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": id, "InstanceName": "box-" + name}}); out.Code != "" {
		tb.Fatalf("ModifyInstanceAttribute: %s %s", out.Code, out.Message)
	}
}

func bytesOf(tb testing.TB, c *sim.Cloud) []byte {
	tb.Helper()
	data, err := c.Snapshot().Encode()
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// crash leaves the directory as a killed process does: the file as it is, with
// no lock. It returns a copy.
func crash(tb testing.TB, s *Store) (dir string) {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, fileName))
	if err != nil {
		tb.Fatal(err)
	}
	dir = tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// shut ends a cloud as a program does.
func shut(tb testing.TB, s *Store, c *sim.Cloud) {
	tb.Helper()
	if err := c.Close(); err != nil {
		tb.Error(err)
	}
	if err := s.Close(); err != nil {
		tb.Error(err)
	}
}

// However a process ends, the next one goes on where it was, to the bit.
func TestAnotherProcessGoesOn(t *testing.T) {
	start := startWorld(t, "default", 7)
	for _, clock := range []string{"ticks", "frozen"} {
		for _, every := range []int{0, 3} {
			t.Run(clock+" "+strconv.Itoa(every), func(t *testing.T) {
				spec, err := sim.ParseClock(clock)
				if err != nil {
					t.Fatal(err)
				}
				s, c := begin(t, t.TempDir(), start, Settings{Clock: &spec, SnapshotEvery: every})
				id := runOne(t, c, "a")
				for n := range 10 {
					rename(t, c, id, "n"+strconv.Itoa(n))
				}
				if err := c.Advance(0); err != nil {
					t.Fatal(err)
				}
				_, _ = c.StepTransition(id) // where it has not become Running already
				want := c.Saved()
				dir := crash(t, s)
				shut(t, s, c)
				again, back := begin(t, dir, start, Settings{})
				if every == 0 && again.Replayed() < 12 {
					t.Errorf("%d changes were replayed", again.Replayed())
				}
				got := back.Saved()
				a, _ := got.World.Encode()
				b, _ := want.World.Encode()
				if !bytes.Equal(a, b) || !got.At.Equal(want.At) || got.Requests != want.Requests || got.Clock != want.Clock {
					t.Errorf("another cloud came back: at %v and %v, requests %d and %d", got.At, want.At, got.Requests, want.Requests)
				}
				if again, first := runOne(t, back, "a"), id; again != first {
					t.Errorf("a token made %s anew, it had made %s", again, first)
				}
				exact := bytesOf(t, back)
				shut(t, again, back)
				third, last := begin(t, dir, start, Settings{})
				if third.Replayed() != 0 {
					t.Errorf("%d changes behind the snapshot of a proper end", third.Replayed())
				}
				if !bytes.Equal(bytesOf(t, last), exact) {
					t.Error("a proper end is not exact")
				}
				shut(t, third, last)
			})
		}
	}
}

// A reset and a restored snapshot are durable, too, and so is what comes behind
// them in the same commit.
func TestResetAndRestoreAreKept(t *testing.T) {
	start := startWorld(t, "default", 1)
	s, c := begin(t, t.TempDir(), start, Settings{})
	runOne(t, c, "a")
	kept := c.Snapshot()
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	first := bytesOf(t, c)
	dir := crash(t, s)
	again, back := begin(t, dir, start, Settings{})
	if !back.World().Equal(start) {
		t.Error("a reset did not last")
	}
	shut(t, again, back)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := c.Restore(kept); err != nil {
				t.Error(err)
			}
			_ = c.Advance(0)
		})
	}
	all.Wait()
	runOne(t, c, "b")
	want := c.World()
	dir = crash(t, s)
	shut(t, s, c)
	again, back = begin(t, dir, start, Settings{})
	if !back.Saved().World.Equal(want) && !back.World().Equal(want) || bytes.Equal(bytesOf(t, back), first) {
		t.Error("a restored snapshot did not last")
	}
	shut(t, again, back)
}

// Snapshots take the place of records while many write, and no write is lost.
func TestManyWritersAndSnapshots(t *testing.T) {
	start := startWorld(t, "default", 1)
	s, c := begin(t, t.TempDir(), start, Settings{SnapshotEvery: 20})
	const writers, each = 8, 20
	var all sync.WaitGroup
	for g := range writers {
		all.Go(func() {
			id := runOne(t, c, "w"+strconv.Itoa(g))
			for n := range each {
				rename(t, c, id, strconv.Itoa(n))
			}
		})
	}
	all.Wait()
	dir := crash(t, s)
	want := c.Saved().World
	shut(t, s, c)
	again, back := begin(t, dir, start, Settings{})
	if again.Replayed() >= writers*each {
		t.Errorf("%d records, no snapshot took their place", again.Replayed())
	}
	if !back.Saved().World.Equal(want) {
		t.Error("another world came back")
	}
	shut(t, again, back)
}

func TestOpenRefuses(t *testing.T) {
	start := startWorld(t, "default", 1)
	refused := func(t *testing.T, err error, want string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want one line with %q", err, want)
		}
	}
	t.Run("a second process", func(t *testing.T) {
		dir := t.TempDir()
		s, c := begin(t, dir, start, Settings{})
		defer shut(t, s, c)
		_, err := Open(dir)
		refused(t, err, "is in use by another process")
	})
	t.Run("a directory of something else", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "thesis.doc"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(dir)
		refused(t, err, "holds thesis.doc, which is not a journal's")
	})
	t.Run("a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(file)
		refused(t, err, "not a directory")
	})
	dir := t.TempDir()
	s, c := begin(t, dir, start, Settings{Version: "v1"})
	runOne(t, c, "a")
	killed := crash(t, s)
	shut(t, s, c)
	m := start.Model()
	edges := append([]model.Edge{}, m.Edges()...)
	edges[0].Min++
	for _, tt := range []struct {
		name, want, dir string
		start           model.World
	}{
		{"another world", "begun as the world default, not quota: leave out --world", dir, startWorld(t, "quota", 1)},
		{"another seed", "begun with the seed 1, not 2: leave out --seed", dir, startWorld(t, "default", 2)},
		{"another model behind which there are changes", "changes were written by ecsim v1, which has another model", killed, start.Under(m.WithEdges(edges))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(tt.dir)
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Begin(tt.start, Settings{})
			refused(t, err, tt.want)
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("not another model after a proper end", func(t *testing.T) {
		s, c := begin(t, dir, start.Under(m.WithEdges(edges)), Settings{Version: "v2"})
		if o, _ := s.Origin(); o.Version != "v2" {
			t.Errorf("written by %s", o.Version)
		}
		runOne(t, c, "b")
		shut(t, s, c)
	})
}

// The remains of a new file that a killed process left are no journal, and
// block nothing.
func TestHalfANewFileIsMadeAnew(t *testing.T) {
	start := startWorld(t, "default", 1)
	for name, left := range map[string][]byte{"nothing": nil, "zeroes": make([]byte, 4*os.Getpagesize()), "a piece": []byte("half")} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, newName), left, 0o600); err != nil {
				t.Fatal(err)
			}
			s, c := begin(t, dir, start, Settings{})
			runOne(t, c, "a")
			shut(t, s, c)
		})
	}
	t.Run("a store without a name", func(t *testing.T) {
		dir := t.TempDir()
		db, err := bbolt.Open(filepath.Join(dir, newName), 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		s, c := begin(t, dir, start, Settings{})
		shut(t, s, c)
	})
}
