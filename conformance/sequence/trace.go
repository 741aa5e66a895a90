package sequence

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/model"
)

// A Trace is what a target answered, with everything that is needed to judge it
// again without the target: after a change of the model, yesterday's run is
// judged by today's. docs/trace.md documents the text; [ParseTrace] and
// [Trace.String] are exact inverses.
type Trace struct {
	Target string
	// World and WorldSeed name the world of ecsim's own simulator in which the
	// runs began; World is empty for another target, whose world Discovery
	// shows.
	World     string
	WorldSeed uint64
	// Region is that of calls without RegionId.
	Region string
	// Set holds the values of --set.
	Set map[string]string
	// Discovery holds the calls by which another target's world was discovered.
	Discovery []Exchange
	Runs      []TraceRun
}

// A TraceRun is one sequence as it ran.
type TraceRun struct {
	Seed  uint64 // of the exploration; 0 for none
	Notes []string
	Lines []TraceLine
}

// A LineKind is the kind of a line of a trace.
type LineKind uint8

// The kinds of lines.
const (
	// LineStep is a step of the sequence; a call has an exchange.
	LineStep LineKind = iota + 1
	// LineLook is a lookup of the runner: of resources that a step touched, or
	// for an await.
	LineLook
	// LineGaveUp says that the runner stopped waiting for the await above.
	LineGaveUp
)

// A TraceLine is one step or lookup.
type TraceLine struct {
	Kind LineKind
	Step Step // without Expect and Saw
	// Exchange is the call and its answer; nil for steps that send nothing
	// themselves, and for calls that could not be made.
	Exchange *Exchange
}

// An Exchange is one call and its answer.
type Exchange struct {
	Caller  string
	Outcome model.Outcome
	// At is the time at which the call was sent, Took the duration of the
	// answer.
	At   time.Time
	Took time.Duration
	// Call is the call of a discovery, which has no symbolic names.
	Call model.Call
}

// traceHeader begins a trace. Files of version 1 have no line that says that they
// are whole, and are read as they are.
const (
	traceHeader    = "# ecsim trace 2"
	traceHeaderOne = "# ecsim trace 1"
)

// String writes the trace as text.
func (t Trace) String() string {
	var b strings.Builder
	b.WriteString(t.head())
	for _, r := range t.Runs {
		b.WriteString(r.head())
		for _, l := range r.Lines {
			b.WriteString(l.Text())
		}
	}
	b.WriteString(traceEnd(len(t.Runs)) + "\n")
	return b.String()
}

// Parts returns the text of a trace of one run without its lines: what stands before
// them, and what stands behind. A recording writes the lines in between as they come,
// each by [TraceLine.Text].
func (t Trace) Parts() (head, tail string) {
	return t.head() + t.Runs[0].head(), traceEnd(1) + "\n"
}

// head writes what stands before the runs.
func (t Trace) head() string {
	var b strings.Builder
	b.WriteString(traceHeader + "\n")
	field := func(name, value string) {
		if value != "" {
			b.WriteString("# " + name + " " + output.Printable(value) + "\n")
		}
	}
	field("target", t.Target)
	if t.World != "" {
		field("world", t.World+" "+strconv.FormatUint(t.WorldSeed, 10))
	}
	field("region", t.Region)
	for _, name := range SortedNames(t.Set) {
		field("set", name+"="+t.Set[name])
	}
	if len(t.Discovery) > 0 {
		b.WriteString("discovery\n")
		for _, e := range t.Discovery {
			b.WriteString(Step{Kind: StepCall, Op: e.Call.Op, Params: e.Call.Params}.String() + "\n")
			b.WriteString(e.text())
		}
	}
	return b.String()
}

// head writes what stands before the lines of the run.
func (r TraceRun) head() string {
	var b strings.Builder
	b.WriteString("run")
	if r.Seed != 0 {
		b.WriteString(" seed " + strconv.FormatUint(r.Seed, 10))
	}
	b.WriteByte('\n')
	for _, n := range r.Notes {
		b.WriteString(note(n))
	}
	return b.String()
}

// traceEnd is the last line: a trace that was cut off lacks it.
func traceEnd(runs int) string { return "end of " + strconv.Itoa(runs) + " runs" }

// Text writes the line, and below it the call and its answer.
func (l TraceLine) Text() string {
	text := l.Step.String() + "\n"
	switch l.Kind {
	case LineLook:
		text = "look " + text
	case LineGaveUp:
		return "gave up\n"
	case LineStep:
	}
	if l.Exchange != nil {
		text += l.Exchange.text()
	}
	return text
}

// text writes the lines under a call.
func (e Exchange) text() string {
	data, err := json.Marshal(wireOutcome(e.Outcome))
	if err != nil { // strings, numbers and resources can always be written
		data = []byte(`{"class":"unknown"}`)
	}
	head := "  at " + e.At.UTC().Format(time.RFC3339Nano) + " took " + e.Took.String()
	if e.Caller != "" {
		head += " as " + quoteValue(e.Caller)
	}
	return head + "\n  saw " + string(data) + "\n"
}

// Sequence returns the steps of a run, with the seen outcomes, as a sequence
// that can be replayed.
func (t Trace) Sequence(run int) Sequence {
	r := t.Runs[run]
	s := Sequence{World: t.World, Seed: r.Seed, Notes: r.Notes}
	if s.World == "" {
		s.World = t.Target
	}
	for _, l := range r.Lines {
		if l.Kind != LineStep {
			continue
		}
		step := l.Step
		if l.Exchange != nil {
			step.Saw = AnswerOf(l.Exchange.Outcome)
		}
		s.Steps = append(s.Steps, step)
	}
	return s
}

// traceError returns an error in a trace's text, with its position.
func traceError(line int, format string, args ...any) error {
	return &SyntaxError{Line: line, Column: 1, Problem: fmt.Sprintf(format, args...)}
}
