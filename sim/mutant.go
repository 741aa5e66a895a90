package sim

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A Mutant is one way in which a cloud can be wrong: a rule that is ignored, an
// effect that is lost, a transition that never happens. Mutants are derived
// from the model's own lists, so that a new rule has its mutants at once.
type Mutant struct {
	ID   string // KIND:ITEM
	Kind string
	// Item is the id of the rule, effect, edge, operation or fact that is wrong;
	// of a clause the id of its rule, a slash, and its name.
	Item string
	// Before is, for a swap, the id of the rule that the item is checked
	// before.
	Before string
	// Means says in one sentence what is wrong.
	Means string

	// The fields below make the cloud wrong; each may be nil.

	// Apply makes the wrong model.
	Apply func(*model.Model) *model.Model
	// World makes a world in which a fact is wrong.
	World func(model.World) model.World
	// Wrap makes a wrong decision that cannot be expressed by the model's
	// lists.
	Wrap func(Step) Step
	// RacesIn names the operation that Early judges without a lock. If Early
	// returns true its verdict is the answer, else the step of Wrap makes the
	// effects a moment later.
	RacesIn string
	Early   func(model.World, model.Call) (v model.Verdict, done bool)
}

// A mutantKind is a kind of mutant, and how to derive its mutants.
type mutantKind struct {
	name string
	of   func(*model.Model) []Mutant
}

func mutantKinds() []mutantKind {
	return []mutantKind{
		{"skip", skipMutants},
		{"code", codeMutants},
		{"status", statusMutants},
		{"message", messageMutants},
		{"swap", swapMutants},
		{"clause", clauseMutants},
		{"bound", boundMutants},
		{"strict", strictMutants},
		{"lose", loseMutants},
		{"early", earlyMutants},
		{"stuck", stuckMutants},
		{"target", targetMutants},
		{"anyway", anywayMutants},
		{"dry", dryMutants},
		{"neighbour", neighbourMutants},
		{"token", tokenMutants},
		{"stale", staleMutants},
		{"page", pageMutants},
		{"race", raceMutants},
	}
}

// MutantKinds lists the words before the colon of a mutant's id.
func MutantKinds() []string {
	var names []string
	for _, k := range mutantKinds() {
		names = append(names, k.name)
	}
	return names
}

// Mutants derives all mutants of the model, by kind and item.
func Mutants(m *model.Model) []Mutant {
	var all []Mutant
	for _, k := range mutantKinds() {
		of := k.of(m)
		for i := range of {
			of[i].Kind, of[i].ID = k.name, k.name+":"+of[i].Item
		}
		sort.SliceStable(of, func(i, j int) bool { return of[i].Item < of[j].Item })
		all = append(all, of...)
	}
	return all
}

// FindMutant returns the mutant of the id. The error of an unknown id names the
// nearest ones.
func FindMutant(m *model.Model, id string) (Mutant, error) {
	if item, before, ok := strings.Cut(strings.TrimPrefix(id, "swap:"), aheadMark); ok && strings.HasPrefix(id, "swap:") {
		op, _, _ := strings.Cut(item, "/")
		if x, ok := SwapWith(m, item, op+"/"+before); ok {
			return x, nil
		}
	}
	all := Mutants(m)
	var rows, ids []string
	for _, x := range all {
		if x.ID == id {
			return x, nil
		}
		if strings.HasPrefix(x.ID, id+"#") {
			rows = append(rows, x.ID)
		}
		ids = append(ids, x.ID)
	}
	if len(rows) > 0 {
		return Mutant{}, fmt.Errorf("mutant %q: the code has several rows; say which: %s", id, strings.Join(rows, ", "))
	}
	return Mutant{}, fmt.Errorf("mutant %q is unknown; nearest: %s (kinds: %s)",
		id, strings.Join(Nearest(id, ids, 3), ", "), strings.Join(MutantKinds(), ", "))
}

// Nearest returns the n words that need the fewest changes to become the text.
func Nearest(text string, words []string, n int) []string {
	type scored struct {
		word  string
		edits int
	}
	all := make([]scored, 0, len(words))
	for _, w := range words {
		all = append(all, scored{w, edits(strings.ToLower(text), strings.ToLower(w))})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].edits < all[j].edits })
	var out []string
	for _, s := range all[:min(n, len(all))] {
		out = append(out, s.word)
	}
	return out
}

// edits is the Levenshtein distance of two words.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// withRules returns a copy of the model in which the operation's rules are edited.
func withRules(m *model.Model, op string, edit func([]*model.BoundRule) []*model.BoundRule) *model.Model {
	old, ok := m.Operation(op)
	if !ok {
		return m
	}
	next := *old
	next.Rules = edit(slices.Clone(old.Rules))
	return m.With(&next)
}

// withRule returns a copy of the model in which one rule is edited.
func withRule(m *model.Model, op, id string, edit func(*model.BoundRule)) *model.Model {
	return withRules(m, op, func(rules []*model.BoundRule) []*model.BoundRule {
		for i, r := range rules {
			if r.ID() == id {
				next := *r
				edit(&next)
				rules[i] = &next
			}
		}
		return rules
	})
}

// eachRule derives a mutant from each rule that can answer: a rule behind
// another one with the same condition never does.
func eachRule(m *model.Model, derive func(*model.BoundOperation, *model.BoundRule) (Mutant, bool)) []Mutant {
	return everyRule(m, func(op *model.BoundOperation, r *model.BoundRule) (Mutant, bool) {
		if r.Shadowed != "" {
			return Mutant{}, false
		}
		return derive(op, r)
	})
}

// everyRule derives a mutant from each rule that has a condition; vestigial
// rows and those that only a fault shows cannot be wrong.
func everyRule(m *model.Model, derive func(*model.BoundOperation, *model.BoundRule) (Mutant, bool)) []Mutant {
	var all []Mutant
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			if r.When == nil {
				continue
			}
			if x, ok := derive(op, r); ok {
				x.Item = r.ID()
				all = append(all, x)
			}
		}
	}
	return all
}
