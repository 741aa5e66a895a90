package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/conformance/record"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// A recording writes the calls of a simulator to a file, as a sequence or a
// trace. Each time the cloud returns to an earlier state a new file begins,
// because a sequence begins with its world.
type recording struct {
	path  string
	start model.World
	write func(*record.Recorder) string

	mu     sync.Mutex // guards what the observer adds to
	events []noted

	flushing sync.Mutex
	recorder *record.Recorder
	epoch    uint64
	part     int
	dirty    bool
}

// noted is an event and the time at which it was observed.
type noted struct {
	sim.Event
	heard time.Time
}

// lag is the longest delay of an event: simultaneous calls report in any order.
const lag = 500 * time.Millisecond

var errRecordName = errors.New("name a file that ends in .seq (a sequence) or .trace (with what was answered)")

// formOf returns the format for the name of a file; nil for an unknown one.
func formOf(path string) func(*record.Recorder) string {
	switch filepath.Ext(path) {
	case ".seq":
		return func(c *record.Recorder) string { return c.Sequence().String() }
	case ".trace":
		return func(c *record.Recorder) string { return c.Trace().String() }
	default:
		return nil
	}
}

// newRecording begins a file, so that an unwritable path is found before the
// first call.
func newRecording(path string, start model.World) (*recording, error) {
	r := &recording{path: path, start: start}
	if r.write = formOf(path); r.write == nil {
		return nil, fmt.Errorf("%s: %w", path, errRecordName)
	}
	r.recorder = record.NewRecorder(start)
	if err := output.Write(path, []byte(r.write(r.recorder))); err != nil {
		return nil, err
	}
	return r, nil
}

// observe takes an event; many goroutines call it.
func (r *recording) observe(e sim.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, noted{e, time.Now()})
}

// take returns the events that were observed before the moment, in order.
func (r *recording) take(before time.Time) []noted {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.SortStableFunc(r.events, func(a, b noted) int { return a.Compare(b.Event) })
	n := 0 // none after a more recent one
	for n < len(r.events) && !r.events[n].heard.After(before) {
		n++
	}
	ready := slices.Clone(r.events[:n])
	r.events = slices.Delete(r.events, 0, n)
	return ready
}

// flush writes the events before the moment.
func (r *recording) flush(before time.Time) error {
	r.flushing.Lock()
	defer r.flushing.Unlock()
	for _, e := range r.take(before) {
		if err := r.turn(e.Event); err != nil {
			return err
		}
		r.recorder.Add(record.Recorded{
			Call: e.Call, Verdict: e.Verdict, Outcome: e.Outcome, Before: e.Before, Moved: e.Moved,
			Faulty: e.Fault != "", At: e.Started, Took: e.Took,
		})
		r.dirty = true
	}
	return r.save()
}

// turn begins a new file when the cloud has returned to an earlier state.
func (r *recording) turn(e sim.Event) error {
	if r.epoch == e.Epoch {
		return nil
	}
	first := r.epoch == 0
	r.epoch = e.Epoch
	if !first {
		if err := r.save(); err != nil {
			return err
		}
		r.part++
		r.recorder = record.NewRecorder(r.start)
	}
	if w := e.Before; w.Model() != nil && !w.Equal(r.start.At(w.Now())) {
		r.recorder.Note("begins in a state that was restored, not in that of the world: names of what was there are missing")
	}
	return nil
}

// save writes the file, if there is something new in it.
func (r *recording) save() error {
	if !r.dirty {
		return nil
	}
	path := r.path
	if r.part > 0 {
		ext := filepath.Ext(path)
		path = strings.TrimSuffix(path, ext) + "-" + strconv.Itoa(r.part+1) + ext
	}
	if err := output.Write(path, []byte(r.write(r.recorder))); err != nil {
		return fmt.Errorf("--record: %w", err)
	}
	r.dirty = false
	return nil
}

// run writes about every second until the context ends. A file that takes long
// to write is written less often.
func (r *recording) run(ctx context.Context, complain func(error)) {
	pause := time.Second
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		began := time.Now()
		if err := r.flush(began.Add(-lag)); err != nil {
			complain(err)
		}
		pause = max(time.Second, 20*time.Since(began))
	}
}

// close writes the rest.
func (r *recording) close() error {
	err := r.flush(time.Now().Add(time.Hour))
	if err != nil {
		return errors.Join(errors.New("the recording is not complete"), err)
	}
	return nil
}
