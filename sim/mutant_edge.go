package sim

import (
	"fmt"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// stuckMutants never leave a transient status.
func stuckMutants(m *model.Model) []Mutant {
	var all []Mutant
	for _, e := range m.Edges() {
		all = append(all, Mutant{
			Item:  e.Name,
			Means: fmt.Sprintf("a %s that is %s stays so", e.Kind, e.From),
			Apply: func(m *model.Model) *model.Model {
				return m.WithEdges(slices.DeleteFunc(slices.Clone(m.Edges()), func(x model.Edge) bool { return x.Name == e.Name }))
			},
		})
	}
	return all
}

// targetMutants leave a transient status for another one than the documented
// one.
func targetMutants(m *model.Model) []Mutant {
	var all []Mutant
	for _, e := range m.Edges() {
		other := otherTarget(m.Edges(), e)
		if other == nil {
			continue
		}
		to := other.To
		if to == "" {
			to = "gone"
		}
		all = append(all, Mutant{
			Item:  e.Name,
			Means: fmt.Sprintf("a %s that is %s becomes %s", e.Kind, e.From, to),
			Apply: func(m *model.Model) *model.Model {
				edges := slices.Clone(m.Edges())
				for i, x := range edges {
					if x.Name == e.Name {
						// The copy brings along what the other edge does.
						edges[i] = *otherTarget(edges, x)
						edges[i].Name, edges[i].From, edges[i].If, edges[i].Min, edges[i].Max = x.Name, x.From, x.If, x.Min, x.Max
					}
				}
				return m.WithEdges(edges)
			},
		})
	}
	return all
}

// otherTarget returns an edge of the kind that leads to another status, but not
// back to where e comes from; nil if there is none.
func otherTarget(edges []model.Edge, e model.Edge) *model.Edge {
	for i := range edges {
		if x := &edges[i]; x.Kind == e.Kind && x.To != e.To && x.To != e.From {
			return x
		}
	}
	return nil
}
