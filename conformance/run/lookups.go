package run

import (
	"context"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// BindPrimaries looks up the instances whose primary interface, or whose disk, the
// call names before it was seen: only a lookup shows its id.
func (r *Runner) BindPrimaries(ctx context.Context, i int, step sequence.Step) (done bool, err error) {
	for _, name := range step.References() {
		if _, bound := r.Oracle.Ids[name]; bound || name == sequence.Root(name) {
			continue
		}
		for _, op := range r.Start.Tables.Lookups[ecs.KindInstance] {
			inside := op.Inside.Kind == ecs.KindInstance
			l, ok := r.Oracle.LookupStep(ecs.KindInstance, op.Name, sequence.Root(name), r.Start.Region)
			if _, bound := r.Oracle.Ids[name]; !ok || bound || inside == strings.HasSuffix(name, ".primary") {
				continue
			}
			if done, err = r.LookUp(ctx, i, l); done || err != nil {
				return done, err
			}
		}
	}
	return false, nil
}

// worthLookingUp says whether a lookup after the call can show anything.
func (r *Runner) worthLookingUp(i int, res StepResult) bool {
	switch {
	case res.Verdict.Op != nil && res.Verdict.Op.Reads:
		return false
	case res.Outcome.Class == model.ClassOK || r.LookHard(i):
		return true
	default:
		return len(r.Oracle.Suspects.Worlds) > 0 // it may decide between the worlds
	}
}

// mayBeWrong says whether only an immediate lookup can show that the answer is
// wrong: the call was accepted although a possible world refuses it, or the
// answer differs from that of the world without transitions, which is usually
// the true one.
func (r *Runner) mayBeWrong(res StepResult) bool {
	taken := res.Outcome.Class == model.ClassOK || res.Verdict.DryRun
	return len(r.Oracle.Suspects.Worlds) > 0 && (taken || r.Oracle.Suspects.Unmoved)
}

// lookUpAfter looks up the resources that a call touched. The lookup of a new
// instance shows the id of its primary interface, which is looked up then.
func (r *Runner) lookUpAfter(ctx context.Context, i int, step sequence.Step, res StepResult) (done bool, err error) {
	effects := res.Verdict.Effects
	var seen []oracle.LookupKey
	for {
		known := len(r.Oracle.Ids)
		for _, l := range r.Oracle.LookupsAfter(step, effects, r.Start.Region) {
			if slices.Contains(seen, l.LookupKey) {
				continue
			}
			seen = append(seen, l.LookupKey)
			if done, err = r.LookUp(ctx, i, l); done || err != nil {
				return done, err
			}
		}
		if len(r.Oracle.Ids) == known { // no lookup has shown another resource
			return false, nil
		}
	}
}

// LookUp sends one lookup and has it judged.
func (r *Runner) LookUp(ctx context.Context, i int, l oracle.Lookup) (done bool, err error) {
	r.lookedUp[l.LookupKey] = true
	s := l.Step
	if r.Result.Unsupported[s.Op] {
		return false, nil
	}
	if _, ok := r.Start.World.Model().Operation(s.Op); !ok {
		return false, nil
	}
	owner, _ := r.maker(l.At)
	res, ok, err := r.sendAs(ctx, sequence.LineLook, s, owner)
	if err != nil || !ok {
		return false, err
	}
	r.Result.Counts.Observe++
	return r.Found(i, res.Judgement, true), nil
}

// lookUpAll looks up everything that the sequence owns, except resources that
// were looked up since the last call.
func (r *Runner) lookUpAll(ctx context.Context, i int) (done bool, err error) {
	for _, o := range r.Ledger {
		for _, l := range r.Start.Tables.Lookups[o.Kind] {
			if o.Name == "" || r.lookedUp[oracle.LookupKey{Op: l.Name, At: o.Name}] {
				continue
			}
			lookup, ok := r.Oracle.LookupStep(o.Kind, l.Name, o.Name, r.Start.Region)
			if !ok {
				continue
			}
			if done, err = r.LookUp(ctx, i, lookup); done || err != nil {
				return done, err
			}
		}
	}
	return false, nil
}
