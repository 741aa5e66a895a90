package oracle

import (
	"slices"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A Branch is the judgement of the outcome in one world.
type Branch struct {
	From      PossibleWorld
	Verdict   model.Verdict
	Judgement Judgement
	next      []PossibleWorld
	fresh     []freshAdoption
	statuses  []seenStatus
}

// A seenStatus is a status that a target showed.
type seenStatus struct{ name, status string }

// AnyPass says that the outcome passes in some world.
func AnyPass(branches []Branch) bool {
	return slices.ContainsFunc(branches, func(b Branch) bool { return b.Judgement.Result == Pass })
}

// milder says whether a is the milder judgement.
func milder(a, b Judgement) bool {
	rank := func(j Judgement) int {
		switch j.Result {
		case Pass:
			return 0
		case Inconclusive, Unsupported:
			return 1
		case Question:
			return 2
		default:
			return 3 + int(model.LevelAssumed) - int(j.Basis.Level)
		}
	}
	return rank(a) < rank(b)
}

// unmodelled judges the answer to a call that the model does not know: the target
// does not support it either, or nobody can say whether it is right.
func unmodelled(v model.Verdict, step sequence.Step, out model.Outcome) Judgement {
	if out.Class == model.ClassUnsupported {
		return Judgement{Result: Unsupported, Expected: Expected(v), Seen: Seen(out)}
	}
	return Judgement{Result: Question, Kind: "code", Item: step.Op, Expected: Expected(v), Seen: Seen(out),
		Basis: model.Assumed("the model does not have the operation")}
}
