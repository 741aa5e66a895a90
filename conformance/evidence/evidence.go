package evidence

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/fixtures/traces"
	"github.com/ecsim/ecsim/model"
)

// A Standing says whether the model agrees with a piece of field evidence.
type Standing string

// The standings, from best to worst. A replay finds only the first, second and
// last.
const (
	// Agrees: the model answers, or shows, what was seen.
	Agrees Standing = "agrees"
	// Allowed: what was seen is another answer that the model knows as possible, or
	// an earlier state within its lag, or says nothing about the call.
	Allowed Standing = "allowed"
	// Silent: the operation, or the state that the situation needs, is not
	// modelled.
	Silent Standing = "silent"
	// Contradicts: the model does not know what was seen as possible.
	Contradicts Standing = "contradicts"
)

// Standings lists the standings in the order of reports.
func Standings() []Standing { return []Standing{Agrees, Allowed, Silent, Contradicts} }

// A Say is what a check would say of a region that does what was seen.
type Say string

// What a check would say.
const (
	SaysPass     Say = "pass"
	SaysQuestion Say = "question"
	SaysFailure  Say = "failure"
	SaysNothing  Say = "nothing" // of what the model is silent about
)

// Says lists what a check would say, from best to worst.
func Says() []Say { return []Say{SaysNothing, SaysPass, SaysQuestion, SaysFailure} }

// An EvidenceTrace is an entry of the field evidence as written in
// fixtures/traces.
type EvidenceTrace struct {
	// Entry is the index in the catalog's evidence, from 0; Operation is
	// repeated there for readers.
	Entry     int      `yaml:"entry"`
	Operation string   `yaml:"operation"`
	Standing  Standing `yaml:"standing"`
	// Engine is what a check would say; empty for a pass.
	Engine Say `yaml:"engine"`
	// Why gives the reason, for all but those that agree and pass.
	Why string `yaml:"why"`
	// Sequence leads to the situation; empty if none does.
	Sequence string `yaml:"sequence"`
	// Shows holds the fields that the answer to the last call showed: items
	// counts the resources, every other name is a field of the first one, or a
	// value.
	Shows map[string]string `yaml:"shows"`
}

// EvidenceTraces reads the embedded traces.
func EvidenceTraces() ([]EvidenceTrace, error) {
	dec := yaml.NewDecoder(bytes.NewReader(traces.Evidence))
	dec.KnownFields(true)
	var all []EvidenceTrace
	if err := dec.Decode(&all); err != nil {
		return nil, fmt.Errorf("read the traces of field evidence: %w", err)
	}
	return all, nil
}

// An Evidence is one entry of the field evidence with the result of its replay.
type Evidence struct {
	catalog.Evidence
	Entry int
	// Standing is the recorded one, Found the one of the replay; Detail says
	// how model and evidence differ.
	Standing, Found Standing
	// Engine is the recorded word of the engine, Said the one of the replay.
	Engine, Said Say
	Why, Detail  string
	Sequence     *sequence.Sequence // nil where there is none
}

// ReplayEvidence replays all field evidence on the model. An entry whose
// operation the model does not have needs no trace. An error means that a
// trace is malformed, is missing, or cannot be prepared.
func ReplayEvidence(m *model.Model) ([]Evidence, error) {
	entries, err := m.Catalog().Evidence()
	if err != nil {
		return nil, err
	}
	all, err := EvidenceTraces()
	if err != nil {
		return nil, err
	}
	var out []Evidence
	var errs []error
	for i, entry := range entries {
		e := Evidence{Evidence: entry, Entry: i}
		at := slices.IndexFunc(all, func(t EvidenceTrace) bool { return t.Entry == i })
		_, modelled := m.Operation(entry.Operation)
		if at >= 0 {
			e, err = replayTrace(m, e, all[at])
			errs = append(errs, err)
			all = slices.Delete(all, at, at+1)
		} else {
			e.Standing, e.Found, e.Why = Silent, Silent, "the operation is not modelled"
			e.Engine, e.Said = SaysNothing, SaysNothing
			if modelled {
				errs = append(errs, fmt.Errorf("evidence %d (%s: %s) has no trace", i, entry.Operation, entry.Situation))
			}
		}
		out = append(out, e)
	}
	for _, t := range all {
		errs = append(errs, fmt.Errorf("trace of entry %d (%s): there is no such entry, or a second trace of it", t.Entry, t.Operation))
	}
	return out, errors.Join(errs...)
}

// fits says what is wrong with a trace of the entry, before it is replayed.
func (t EvidenceTrace) fits(e Evidence) error {
	switch {
	case t.Operation != e.Operation:
		return fmt.Errorf("the entry is about %s", e.Operation)
	case !slices.Contains(Standings(), t.Standing):
		return fmt.Errorf("standing %q is none of %q", t.Standing, Standings())
	case !slices.Contains(Says(), e.Engine):
		return fmt.Errorf("engine %q is none of %q", t.Engine, Says())
	case t.Why == "" && (t.Standing != Agrees || e.Engine != SaysPass):
		return fmt.Errorf("it is %s, the engine's word is %s, and it gives no reason", t.Standing, e.Engine)
	case t.Sequence == "" && t.Standing != Silent:
		return errors.New("it has no sequence: only what the model is silent about has none")
	default:
		return nil
	}
}

// replayTrace replays one trace.
func replayTrace(m *model.Model, e Evidence, t EvidenceTrace) (Evidence, error) {
	e.Standing, e.Found, e.Why, e.Engine = t.Standing, t.Standing, t.Why, cmp.Or(t.Engine, SaysPass)
	if t.Standing == Silent {
		e.Engine, e.Said = SaysNothing, SaysNothing
	}
	fail := func(err error) (Evidence, error) {
		return e, fmt.Errorf("trace of entry %d (%s): %w", t.Entry, t.Operation, err)
	}
	if err := t.fits(e); err != nil {
		return fail(err)
	}
	if t.Sequence == "" {
		return e, nil
	}
	s, err := sequence.Parse(t.Sequence)
	if err != nil {
		return fail(err)
	}
	e.Sequence = &s
	w, err := model.Named(m, s.World, 1)
	if err != nil {
		return fail(err)
	}
	r := newTracer(w, e.Message)
	for i, step := range s.Steps {
		if err := r.step(step, i == len(s.Steps)-1, t.Shows); err != nil {
			return fail(fmt.Errorf("step %d (%s): %w", i+1, step, err))
		}
	}
	if !r.asked {
		return fail(errors.New("no step says what was seen"))
	}
	e.Found, e.Said, e.Detail = r.standing, r.said, r.detail
	return e, nil
}

// SaysOf returns what a check would say of a region that gives the answers which the
// steps of the sequence saw, and why.
func SaysOf(m *model.Model, text string) (said Say, detail string, err error) {
	s, err := sequence.Parse(text)
	if err != nil {
		return SaysNothing, "", err
	}
	w, err := model.Named(m, s.World, 1)
	if err != nil {
		return SaysNothing, "", err
	}
	r := newTracer(w, "")
	for i, step := range s.Steps {
		if err := r.step(step, i == len(s.Steps)-1, nil); err != nil {
			return SaysNothing, "", fmt.Errorf("step %d (%s): %w", i+1, step, err)
		}
	}
	return r.said, r.detail, nil
}
