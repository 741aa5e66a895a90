package oracle

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

// A Dispute is a refusal that is wrong in every possible world, but for a
// different reason in each: it depends on whether a resource had moved before.
// branches are the judgements of the worlds.
type Dispute struct {
	Branches []Branch
	Moved    map[string]bool
}

// disputed returns the judgements of a refused call if the worlds disagree
// about the cause; nil if they agree.
func disputed(best Judgement, branches []Branch, u Unfolding, out model.Outcome) *Dispute {
	wrong := best.Result == Divergence || best.Result == Question
	if !wrong || out.Class != model.ClassError || u.capped {
		return nil
	}
	for _, b := range branches {
		if b.Judgement.Key() != best.Key() {
			return &Dispute{slices.Clone(branches), u.moved}
		}
	}
	return nil
}
