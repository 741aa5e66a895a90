package finding

import (
	"cmp"
	"slices"
	"strings"
)

// A Group is findings that probably have one cause: the same kind of difference
// about the same code, effect or parameter, in several operations.
type Group struct {
	What     string     // the common part, such as InvalidRegionId.NotFound
	Findings []*Finding // in the order in which they were found
}

// First is the finding that is shown for the group.
func (g Group) First() *Finding { return g.Findings[0] }

// rank is 0 for a group with something that the target does right in other calls, and
// so has got wrong in a detail; 1 where it has the code in another operation; 2 for
// others.
func (g Group) rank() int {
	rank := 2
	for _, f := range g.Findings {
		switch {
		case f.Partly:
			return 0
		case f.Elsewhere:
			rank = 1
		}
	}
	return rank
}

// Groups returns the findings in the order in which to mend them: failures before
// questions, the best known first, then details of what the target does right
// otherwise, then what several operations get wrong in one way, then what changes
// more than a text.
func (r *Report) Groups() []Group {
	var groups []Group
	at := map[string]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		what := f.common()
		key := f.Verdict + " " + f.Basis + " " + f.Kind + " " + what
		if f.Partly { // a detail stands alone: it is not what other operations lack
			key += " " + f.ID
		}
		if n, ok := at[key]; ok {
			groups[n].Findings = append(groups[n].Findings, f)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, Group{what, []*Finding{f}})
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		return cmp.Or(
			cmp.Compare(a.First().urgency(), b.First().urgency()),
			cmp.Compare(a.rank(), b.rank()),
			-cmp.Compare(len(a.Findings), len(b.Findings)),
			cmp.Compare(gravity(a.First().Kind), gravity(b.First().Kind)),
		)
	})
	return groups
}

// common is what a finding has in common with those of other operations.
func (f *Finding) common() string {
	op, what, ok := strings.Cut(f.Rule, "/")
	switch {
	case f.Kind == "dry-run":
		return "DryRun"
	case !ok || op != f.Operation:
		return f.Rule // a transition, or another thing that is no operation's
	}
	what, _, _ = strings.Cut(what, "#") // the row
	return what
}

// urgency ranks a finding by its verdict and by how well what it contradicts is
// known.
func (f *Finding) urgency() int {
	order := []string{"documented", "observed", "inferred", "assumed"}
	n := slices.Index(order, f.Basis)
	if n < 0 {
		n = len(order)
	}
	if !f.Failure {
		n += len(order) + 1
	}
	return n
}

// gravity ranks kinds of differences: what is done wrong before what is said wrong.
func gravity(kind string) int {
	switch kind {
	case "refuses", "effect", "transition", "race":
		return 0
	case "answers", "reading", "dry-run", "order", "await":
		return 1
	default:
		return 2
	}
}
