package score

import (
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// Mutations are the mutations that the suite has to detect by itself: all visible
// mutants, except those that every witness of their item detects because they
// only answer it wrongly.
func Mutations(m *model.Model) []plan.Mutation {
	var all []plan.Mutation
	for _, mutant := range sim.Mutants(m) {
		switch mutant.Kind {
		case "code", "status", "message":
			continue
		}
		if invisible(m, oracle.NoOrders{}, mutant) == "" {
			all = append(all, wrong(mutant))
		}
	}
	return all
}

func wrong(mutant sim.Mutant) plan.Mutation {
	w := plan.Mutation{Item: plan.Item{Kind: mutant.Kind, ID: mutant.Item}, World: mutant.World}
	if mutant.Apply != nil {
		w.World = func(world model.World) model.World { return world.Under(mutant.Apply(world.Model())) }
	}
	if mutant.Wrap != nil {
		w.Step = func() func(model.World, model.Call) model.Verdict { return mutant.Wrap(model.World.Apply) }
	}
	return w
}

// Starts are the starting worlds of witnesses, by name.
func Starts(m *model.Model) (map[string]oracle.Start, error) {
	starts := map[string]oracle.Start{}
	for _, name := range model.WorldNames() {
		world, err := model.Named(m, name, 1)
		if err != nil {
			return nil, err
		}
		starts[name] = oracle.Start{World: world, Region: world.Base().Regions[0].RegionId}
	}
	return starts, nil
}
