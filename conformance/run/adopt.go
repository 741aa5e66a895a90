package run

import (
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// mostAdopted limits how often one answer is judged again: each time a known part
// of what it shows is adopted.
const mostAdopted = 4

// adoptKnown lets the possible worlds adopt the known differences that an answer
// shows, and counts them as met. What is left is judged as if it had been shown
// alone.
func (r *Runner) adoptKnown(step sequence.Step, caller string, out model.Outcome, res *StepResult) {
	if r.Suspicion.Known == nil || out.Class != model.ClassOK {
		return
	}
	for range mostAdopted {
		if !lost(res.Judgement) || r.Suspicion.isSuspect() {
			return
		}
		known := r.knownParts(res.Judgement)
		if len(known) == 0 {
			return
		}
		if res.Judgement.Kind == "reading" { // the next lookup was right, so that nothing is unknown
			r.met(known)
			res.Judgement = oracle.Judgement{Result: oracle.Pass}
			return
		}
		left, verdict, ok := r.Oracle.Adopt(step, caller, r.Start.Region, out, known)
		if !ok {
			return
		}
		r.met(known)
		if !res.adopted {
			res.adopted, res.expected = true, expectedAnswer(res.Verdict)
		}
		res.Judgement, res.Verdict = left, verdict
	}
}

// knownParts lists the parts of a judgement that were reported before. A judgement
// that is new as a whole is not taken apart into known ones alone.
func (r *Runner) knownParts(j oracle.Judgement) []oracle.Part {
	parts := r.Oracle.Parts(j)
	known := slices.DeleteFunc(slices.Clone(parts), func(p oracle.Part) bool { return !r.Suspicion.Known(p.FindingKey()) })
	if len(known) == len(parts) && !r.Suspicion.Known(j.FindingKey()) {
		return nil
	}
	return known
}

// met notes known differences, which end nothing.
func (r *Runner) met(parts []oracle.Part) {
	for _, p := range parts {
		r.Result.Found = append(r.Result.Found, Found{Step: r.Suspicion.at, Judgement: p.Judgement})
	}
}
