package score

import (
	"slices"
	"sort"
)

// Figures sum up results.
type Figures struct {
	Mutants int `json:"mutants"`
	// Invisible and Equivalent are outside the score: the former cannot be
	// detected by construction, and no call distinguishes the latter from the
	// model.
	Invisible   int `json:"invisible"`
	Equivalent  int `json:"equivalent"`
	Visible     int `json:"visible"` // the mutants that count
	BySuite     int `json:"killed_by_suite"`
	ByProbes    int `json:"killed_by_probes"` // probes of known orders; they belong to the suite where orders are known
	ByExploring int `json:"killed_by_exploration"`
	Survivors   int `json:"survivors"`
	// Calls are the calls explored with until the kill; ShrinkCalls those of
	// candidates; Length is that of the reported sequence.
	Calls       Spread `json:"calls_to_kill"`
	TargetCalls Spread `json:"target_calls_to_kill"`
	ShrinkCalls Spread `json:"shrink_target_calls"`
	Length      Spread `json:"length"`
	// Shortest counts the reports that are as short as the shortest known
	// sequence; Proven counts those for which it is proven that no shorter one
	// exists.
	Shortest int `json:"shortest"`
	Proven   int `json:"proven"`
}

// Killed is the number of mutants killed.
func (f Figures) Killed() int { return f.BySuite + f.ByProbes + f.ByExploring }

// A Spread is the distribution of a figure over the mutants killed.
type Spread struct {
	Median int `json:"median"`
	P95    int `json:"p95"`
	Most   int `json:"most"`
}

func spreadOf(all []int) Spread {
	if len(all) == 0 {
		return Spread{}
	}
	slices.Sort(all)
	at := func(percent int) int { return all[(len(all)*percent+99)/100-1] }
	return Spread{Median: at(50), P95: at(95), Most: all[len(all)-1]}
}

// figures sums up results.
func figures(results []Result) Figures {
	var f Figures
	var calls, targetCalls, shrink, length []int
	for _, r := range results {
		f.Mutants++
		switch {
		case r.Invisible != "":
			f.Invisible++
			continue
		case r.Killed && r.By == bySuite:
			f.BySuite++
		case r.Killed && r.By == byPrecedence:
			f.ByProbes++
		case r.Killed:
			f.ByExploring++
		case r.Survivor == Equivalent:
			f.Equivalent++
			continue
		default:
			f.Survivors++
		}
		f.Visible++
		if !r.Killed {
			continue
		}
		calls, targetCalls = append(calls, r.Calls), append(targetCalls, r.TargetCalls)
		shrink, length = append(shrink, r.ShrinkCalls), append(length, r.Length)
		if r.Length <= r.Shortest {
			f.Shortest++
			if r.Proven {
				f.Proven++
			}
		}
	}
	f.Calls, f.TargetCalls, f.ShrinkCalls, f.Length = spreadOf(calls), spreadOf(targetCalls), spreadOf(shrink), spreadOf(length)
	return f
}

// A Group is the figures of some mutants.
type Group struct {
	Figures
	Name string `json:"name"`
}

// groups sums up the results by a property of each, in the order of first
// appearance or by name.
func groups(results []Result, of func(Result) string) []Group {
	parts := map[string][]Result{}
	var names []string
	for _, r := range results {
		name := of(r)
		if parts[name] == nil {
			names = append(names, name)
		}
		parts[name] = append(parts[name], r)
	}
	out := make([]Group, 0, len(names))
	for _, name := range names {
		out = append(out, Group{figures(parts[name]), name})
	}
	return out
}

func byName(g []Group) []Group {
	sort.Slice(g, func(i, j int) bool { return g[i].Name < g[j].Name })
	return g
}
