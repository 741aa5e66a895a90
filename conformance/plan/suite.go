package plan

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/fixtures/sequences"
	"github.com/ecsim/ecsim/model"
)

// A Case is one witness of the suite.
type Case struct {
	// Name is the path of its file without the ending: WORLD/KIND/ITEM.
	Name     string
	Item     Item
	Sequence sequence.Sequence
	Minimal  bool
}

// Suite reads the embedded witnesses, by name.
func Suite() ([]Case, error) {
	var cases []Case
	err := fs.WalkDir(sequences.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".seq") {
			return err
		}
		data, err := sequences.Files.ReadFile(path)
		if err != nil {
			return fmt.Errorf("suite: %w", err)
		}
		c, err := parseCase(strings.TrimSuffix(path, ".seq"), string(data))
		if err != nil {
			return fmt.Errorf("suite: %s: %w", path, err)
		}
		cases = append(cases, c)
		return nil
	})
	return cases, err
}

// CasesOf keeps the witnesses that are about one of the operations; all if none
// is given.
func CasesOf(cases []Case, operations []string) []Case {
	if len(operations) == 0 {
		return cases
	}
	var out []Case
	for _, c := range cases {
		if op, _, _ := strings.Cut(c.Item.ID, "/"); slices.Contains(operations, op) {
			out = append(out, c)
		}
	}
	return out
}

const (
	witnessNote = "witness of "
	minimalNote = "minimal"
	boundedNote = "bounded"
)

// parseCase reads a witness: its notes name its item.
func parseCase(name, text string) (Case, error) {
	s, err := sequence.Parse(text)
	if err != nil {
		return Case{}, err
	}
	c := Case{Name: name, Sequence: s}
	for _, n := range s.Notes {
		if rest, ok := strings.CutPrefix(n, witnessNote); ok {
			c.Item.Kind, c.Item.ID, _ = strings.Cut(rest, " ")
		}
		c.Minimal = c.Minimal || strings.HasPrefix(n, minimalNote)
	}
	if c.Item.ID == "" {
		return c, fmt.Errorf("no note says %q", witnessNote+"KIND ITEM")
	}
	return c, nil
}

// File returns the path and text of the witness's file.
func (w Witness) File() (path, text string) {
	s := w.Sequence
	how := boundedNote + ": longer than was searched in full; no call and no pair of calls can be left out"
	switch {
	case w.Item.Kind == ClauseKind:
		how = boundedNote + ": it breaks the clause and nothing else"
	case w.Item.Kind == KeepKind:
		how = boundedNote + ": it is the nearest call that the clause allows"
	case w.Item.Detecting():
		how = boundedNote + ": it tells when a target gets this wrong"
	}
	if w.Minimal {
		how = minimalNote + ": no shorter sequence of those that docs/planner.md names shows it"
	}
	s.Notes = []string{witnessNote + w.Item.String(), how}
	path = s.World + "/" + w.Item.Kind + "/" + strings.ReplaceAll(w.Item.ID, "#", "-row-")
	if w.Number > 1 {
		path += "." + strconv.Itoa(w.Number)
	}
	return path + ".seq", s.String()
}

// Runnable says whether the start has every name and caller of the sequence.
func Runnable(s sequence.Sequence, start oracle.Start) bool {
	known := map[string]bool{}
	for n := range start.World.Base().Names {
		known[n] = true
	}
	for _, step := range s.Steps {
		if step.Kind == sequence.StepAs {
			if _, ok := start.World.Base().Caller(step.Text); !ok {
				return false
			}
			continue
		}
		if start.World.Base().Stranger && generate.Subscribes(step.Params) {
			return false
		}
		for _, n := range step.References() {
			if !known[sequence.Root(n)] {
				return false
			}
		}
		if step.Bind != "" {
			known[step.Bind] = true
		}
	}
	return true
}

// Happens says that the verdict shows the item.
func Happens(v model.Verdict, i Item) bool {
	for _, e := range v.Effects {
		if e.ID() == i.ID {
			return v.Accepted()
		}
	}
	return false
}

// A NotJudgedError says that a witness neither happened nor failed to happen.
type NotJudgedError struct {
	Case      string
	Why       string
	Supported bool // false where the target lacks an operation
}

// Error says which witness it is and what is missing.
func (e *NotJudgedError) Error() string { return e.Case + ": " + e.Why }

// wasJudged returns an error for a witness of which a step gave no answer that can
// be compared: a target that lacks its operations has not made it happen.
func wasJudged(c Case, res run.RunResult) error {
	for i, r := range res.Steps {
		switch {
		case r.Judgement.Result == oracle.Unsupported:
			return &NotJudgedError{c.Name, fmt.Sprintf("step %d: the target does not have %s", i+1, r.Step.Op), false}
		case r.Judgement.Result == oracle.Inconclusive:
			return &NotJudgedError{c.Name, fmt.Sprintf("step %d (%s): the answer %s says nothing", i+1, r.Step.Op, r.Step.Saw), true}
		case r.Step.Kind == sequence.StepCall && !r.Ran:
			return &NotJudgedError{c.Name, fmt.Sprintf("step %d (%s) did not run: a name that it needs was never made", i+1, r.Step.Op), true}
		case r.Missed:
			return fmt.Errorf("%s: step %d: %s did not become %s", c.Name, i+1, r.Step.Name, r.Step.Status)
		}
	}
	if len(res.Steps) < len(c.Sequence.Steps) {
		return &NotJudgedError{c.Name, fmt.Sprintf("it ended after step %d of %d", len(res.Steps), len(c.Sequence.Steps)), true}
	}
	return nil
}

// Confirm runs one witness on a target that obeys the model and says whether
// its item happens there: the rule answers with its code, or the effect or edge
// shows no difference.
func Confirm(ctx context.Context, t sequence.Target, start oracle.Start, c Case) (run.RunResult, error) {
	r := run.NewRunner(t, start, oracle.NoOrders{})
	r.StopAt = func(f run.Found) bool { return f.Last }
	r.QuietUntil = sequence.LastCall(c.Sequence) // a lookup takes time, and some witnesses need a transient status
	res, err := r.Run(ctx, c.Sequence)
	if err != nil {
		return res, err
	}
	for _, f := range res.Found {
		j := f.Judgement
		return res, fmt.Errorf("%s: step %d: %s %s: expected %s, saw %s", c.Name, f.Step+1, j.Kind, j.Item, j.Expected, j.Seen)
	}
	if err := wasJudged(c, res); err != nil {
		return res, err
	}
	last := sequence.LastCall(c.Sequence)
	if rule, ok := start.World.Model().Rule(c.Item.What()); !c.Item.Allowed() && (ok || c.Item.Kind == "rule") {
		saw := res.Steps[last].Step.Saw
		if !ok || saw.Code != rule.Code || saw.HTTP != rule.HTTP {
			return res, fmt.Errorf("%s: saw %s", c.Name, saw)
		}
	}
	return res, nil
}
