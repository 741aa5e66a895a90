package generate

import "github.com/ecsim/ecsim/model"

// faulty says whether the target is known to get the call wrong.
func (g *Generator) faulty(v *model.Verdict) bool {
	if len(g.Plan.Avoid) == 0 {
		return false
	}
	if len(v.Broken) == 1 {
		return g.Plan.Avoid[v.Broken[0].ID()]
	}
	for _, e := range v.Effects {
		if g.Plan.Avoid[e.ID()] {
			return true
		}
	}
	return false
}

// avoids is faulty, except for the few calls that meet a known fault again.
func (g *Generator) avoids(v *model.Verdict) bool { return g.faulty(v) && !g.chance(meetAgain) }

// meetAgain is the percentage of calls that show a known fault again.
const meetAgain = 10
