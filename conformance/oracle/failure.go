package oracle

import (
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// Failure judges the outcome of the last call, which nothing explains, in the worlds in
// which a resource of the step has met a failure of the cloud instead of its usual
// transition: its creation has failed, or its attachment. Where that explains it, it
// returns the name of the failure, and the worlds go on from there.
func (o *Oracle) Failure(step sequence.Step, caller, region string, out model.Outcome) (j Judgement, v model.Verdict, name string) {
	if o.past.of == nil || o.cut || out.Class != model.ClassOK && out.Class != model.ClassError {
		return j, v, ""
	}
	found, name := o.failures(step, caller, region, out)
	if len(found) == 0 || !o.past.of.Accident(name) {
		return j, v, ""
	}
	best := o.Settle(step, found, nil)
	o.last = best
	o.remember(o.asked, true)
	best.Judgement = o.updateSuspects(step, caller, region, out, best, found)
	return best.Judgement, best.Verdict, name
}

func (o *Oracle) failures(step sequence.Step, caller, region string, out model.Outcome) (found []Branch, name string) {
	for _, p := range o.Worlds[:min(len(o.Worlds), mostWatched)] {
		for _, ref := range step.References() {
			id, ok := p.Id(ref)
			r, account, place := p.World.Locate(id)
			if !ok || r == nil {
				continue
			}
			t, fails := p.World.Failing(account, place, r.Kind(), id)
			if !fails {
				continue
			}
			branches := o.Try(nil, PossibleWorld{p.World.Fail(t), p.Names}, step, caller, region, out)
			for _, b := range branches {
				if b.Judgement.Result == Pass {
					found, name = append(found, b), t.Edge.Name
				}
			}
		}
	}
	return found, name
}
