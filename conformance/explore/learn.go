package explore

import (
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/model"
)

// A parameter is one of an operation.
type parameter struct{ op, name string }

// learn remembers what the target lacks: an operation, or a parameter that was
// refused as unsupported twice and never accepted.
func (e *explorer) learn(step *run.StepResult) {
	op := step.Step.Op
	switch {
	case step.Judgement.Result == oracle.Unsupported:
		e.missing[op] = true
	case step.Outcome.Class == model.ClassOK:
		for name := range step.Step.Params {
			if p := (parameter{op, name}); e.refusedAs[p] >= 0 {
				e.refusedAs[p] = -1
				delete(e.missing, op+"/"+name)
			}
		}
	case step.Outcome.Code == "UnsupportedParameter" && len(step.Verdict.Broken) == 0:
		for name := range step.Step.Params {
			p := parameter{op, name}
			if e.refusedAs[p] < 0 {
				continue
			}
			e.refusedAs[p]++
			if e.refusedAs[p] >= 2 {
				e.missing[op+"/"+name] = true
			}
		}
	}
}
