package sim

import "github.com/ecsim/ecsim/model"

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

// A Step judges a call in a world. [model.World.Apply] is the right one; that
// of a mutant is wrong in one way.
type Step func(model.World, model.Call) model.Verdict

// foundNothing says whether a recovered panic is that of a rule or an effect that
// found nothing to work on, because a mutant left out the rule that asks for it:
// the runtime and the Must functions of the standard library panic with an error.
// A panic with words is the model's own complaint about itself, and goes on.
func foundNothing(reason any) bool {
	if reason == nil {
		return false
	}
	if _, ok := reason.(error); !ok {
		panic(reason)
	}
	return true
}
