package run

import (
	"maps"
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// What clean-up sees is judged as well. A removal that the model does not
// explain is not reported from here, because a finding is a sequence that can be
// run again: it is handed over with the removals before it, and the caller runs
// them as calls of the sequence.

// removals are those of one clean-up, as long as they are judged.
type removals struct {
	judging bool
	steps   []sequence.Step // that were judged
}

// oddTries is the number of attempts after which a refusal that the model does
// not explain is no delay any more.
const oddTries = 4

// beginJudging says that removals are judged: if they are asked for, and the
// state of the target is known.
func (r *Runner) beginJudging() {
	unknown := slices.ContainsFunc(r.Result.Found, func(f Found) bool { return f.Last })
	r.removals = removals{judging: r.JudgeCleanUp && !unknown && r.Result.Inconclusive == 0 && len(r.Suspicion.names) == 0 && len(r.lost) == 0}
}

// odd judges one attempt of a removal; true says that the model does not explain
// its outcome, and late that an earlier state does.
func (r *Runner) odd(o Owned, call model.Call, out model.Outcome) (odd, late bool) {
	if !r.removals.judging || out.Class != model.ClassOK && out.Class != model.ClassError {
		r.removals.judging = false
		return false, false
	}
	op, _ := r.Start.World.Model().Operation(call.Op)
	step := sequence.Step{Kind: sequence.StepCall, Op: call.Op, Params: maps.Clone(call.Params)}
	step.Params[op.Subject().Name] = "$" + o.Name
	if _, bound := r.Oracle.Ids[o.Name]; !bound || o.as != "" || r.Oracle.Ids[o.Name] != o.Id {
		r.removals.judging = false // it has no name in the sequence
		return false, false
	}
	before, stats := r.Oracle.Frontier, r.Oracle.Stats
	j, _ := r.Oracle.Observe(step, "", r.Start.Region, out)
	r.Oracle.Stats = stats // of the sequence, not of its clean-up
	if lost(j) {
		_, late = r.Oracle.Late(step, "", r.Start.Region, out)
		r.Oracle.Frontier = before
		r.removals.steps = append(r.removals.steps, step)
		return true, late
	}
	if out.Class == model.ClassOK {
		r.removals.steps = append(r.removals.steps, step)
		if CanMove(r.Oracle, o.Name) {
			r.removals.steps = append(r.removals.steps, sequence.Step{Kind: sequence.StepAwait, Name: o.Name, Status: sequence.Gone})
		}
	}
	return false, false
}

// again forgets an attempt that is repeated.
func (m *removals) again() { m.steps = m.steps[:len(m.steps)-1] }

// handOver ends the judging with a removal that nothing explains.
func (r *Runner) handOver() {
	r.Result.Odd = r.removals.steps
	r.removals.judging = false
}

// refusalOf names a refusal of a removal.
func refusalOf(call model.Call, out model.Outcome) string { return call.Op + " " + oracle.Seen(out) }
