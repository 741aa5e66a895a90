package reduce

import (
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// moved returns the units with one plain call more that moves the named resource, such
// as RebootInstance, and a wait for its end: what a change waits for by then has
// happened. Calls after which the resource has its status again come first.
func moved(list []Unit, name string, start oracle.Start, most int) [][]Unit {
	start.Defaults()
	p := oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}
	for _, u := range list {
		p = p.After(u.Step, u.caller, start.Region)
		for _, awaited := range append(slices.Clone(u.awaits), name) {
			if id, ok := p.Id(awaited); ok {
				p.World, _ = oracle.Settled(p.World, id)
			}
		}
	}
	id, ok := p.Id(name)
	if !ok || len(list) == 0 {
		return nil
	}
	caller := list[len(list)-1].caller
	was := oracle.StatusOf(p.World, id)
	var back, away [][]Unit
	for _, op := range start.World.Model().Operations() {
		about := op.Subject()
		if about == nil || op.Reads || op.Removes != nil || start.World.Model().Makes(op.Name) != nil {
			continue
		}
		step := sequence.Step{Kind: sequence.StepCall, Op: op.Name, Params: model.Params{about.Name: "$" + name}}
		next := p.After(step, caller, start.Region)
		w, moves := oracle.Settled(next.World, id)
		status := oracle.StatusOf(w, id)
		if !moves || status == sequence.Gone {
			continue
		}
		with := slices.Clone(list)
		last := &with[len(with)-1]
		last.awaits = append(slices.Clone(last.awaits), name)
		with = append(with, Unit{Step: step, caller: caller, awaits: []string{name}})
		if status == was {
			back = append(back, with)
		} else {
			away = append(away, with)
		}
	}
	all := slices.Concat(back, away)
	return all[:min(len(all), most)]
}
