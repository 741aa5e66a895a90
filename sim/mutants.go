package sim

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/ecsim/ecsim/model"
)

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
