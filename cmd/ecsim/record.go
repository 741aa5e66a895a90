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
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// A recording writes the calls of a simulator to a file, as a sequence or a
// trace. Each time the cloud returns to an earlier state a new file begins,
// because a sequence begins with its world.
type recording struct {
	path  string
	start model.World
	form  form

	mu     sync.Mutex // guards what the observer adds to
	events []noted

	flushing sync.Mutex
	recorder *record.Recorder
	stream   *output.Stream
	// unwritten is what could not be written, because the disk was full, say.
	unwritten string
	epoch     uint64
	part      int
}

// noted is an event and the time at which it was observed.
type noted struct {
	sim.Event
	heard time.Time
}

// lag is the longest delay of an event: simultaneous calls report in any order.
const lag = 500 * time.Millisecond

var errRecordName = errors.New("name a file that ends in .seq (a sequence) or .trace (with what was answered)")

// A form writes a recording in one of the formats.
type form struct {
	// parts writes what stands before and behind the calls.
	parts func(*record.Recorder) (head, tail string)
	line  func(sequence.TraceLine) string
}

// formOf returns the format for the name of a file.
func formOf(path string) (form, bool) {
	switch filepath.Ext(path) {
	case ".seq":
		return form{
			parts: func(c *record.Recorder) (head, tail string) { s := c.Sequence(); s.Steps = nil; return s.String(), "" },
			line:  lineOfSequence,
		}, true
	case ".trace":
		return form{
			parts: func(c *record.Recorder) (head, tail string) { return c.Trace().Parts() },
			line:  sequence.TraceLine.Text,
		}, true
	default:
		return form{}, false
	}
}

// recordable says whether the name of a file says in which form to record.
func recordable(path string) bool {
	_, known := formOf(path)
	return known
}

// lineOfSequence writes a line as a step of a sequence.
func lineOfSequence(l sequence.TraceLine) string {
	step := l.Step
	if l.Exchange != nil {
		step.Saw = sequence.AnswerOf(l.Exchange.Outcome)
	}
	return step.Lines()
}

// newRecording begins a file, so that an unwritable path is found before the
// first call.
func newRecording(path string, start model.World) (*recording, error) {
	r := &recording{path: path, start: start}
	var known bool
	if r.form, known = formOf(path); !known {
		return nil, fmt.Errorf("%s: %w", path, errRecordName)
	}
	err := r.begin()
	return r, err
}

// begin begins the file of a part.
func (r *recording) begin() error {
	path := r.path
	if r.part > 0 {
		ext := filepath.Ext(path)
		path = strings.TrimSuffix(path, ext) + "-" + strconv.Itoa(r.part+1) + ext
	}
	r.recorder = record.NewRecorder(r.start)
	head, tail := r.form.parts(r.recorder)
	stream, err := output.Begin(path, head, tail)
	if err != nil {
		return err
	}
	r.stream = stream
	return nil
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
		if err := errors.Join(r.save(), r.finish()); err != nil {
			return err
		}
		r.part++
		if err := r.begin(); err != nil {
			return fmt.Errorf("--record: %w", err)
		}
	}
	if w := e.Before; w.Model() != nil && !w.Equal(r.start.At(w.Now())) {
		r.recorder.Note("begins in a state that was restored, not in that of the world: names of what was there are missing")
	}
	return nil
}

// save adds to the file what is new.
func (r *recording) save() error {
	var text strings.Builder
	text.WriteString(r.unwritten)
	for _, line := range r.recorder.Lines() {
		text.WriteString(r.form.line(line))
	}
	if r.unwritten = text.String(); r.unwritten == "" {
		return nil
	}
	_, tail := r.form.parts(r.recorder)
	if err := r.stream.Add(r.unwritten, tail); err != nil {
		return fmt.Errorf("--record: %w", err)
	}
	r.unwritten = ""
	return nil
}

// finish ends the file, with all notes at its head.
func (r *recording) finish() error {
	head, tail := r.form.parts(r.recorder)
	if err := r.stream.Finish(head, tail); err != nil {
		return fmt.Errorf("--record: %w", err)
	}
	return nil
}

// run writes about every second until the context ends.
func (r *recording) run(ctx context.Context, complain func(error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
		if err := r.flush(time.Now().Add(-lag)); err != nil {
			complain(err)
		}
	}
}

// close writes the rest.
func (r *recording) close() error {
	err := r.flush(time.Now().Add(time.Hour))
	r.flushing.Lock()
	defer r.flushing.Unlock()
	err = errors.Join(err, r.finish())
	if err != nil {
		return errors.Join(errors.New("the recording is not complete"), err)
	}
	return nil
}
