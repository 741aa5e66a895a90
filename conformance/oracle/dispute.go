package oracle

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

// A Dispute is an answer that is wrong in every possible world, and in each in
// another way: whether a thing had moved when it was refused decides who is to
// be blamed. branches are what each of the worlds says.
type Dispute struct {
	Branches []Branch
	Moved    map[string]bool
}

// disputed returns what the worlds say of a call that was refused, where they
// do not agree on whom to blame; nil where they do.
func disputed(best Judgement, branches []Branch, u unfolding, out model.Outcome) *Dispute {
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
