package plan

import (
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A target may lack the operation with which a witness makes a resource, and have
// another one that makes the same kind: most emulators know RunInstances, and few
// know CreateInstance. The witness is then made in that other way.

// A substitution rewrites a sequence, step by step, beside the world that the new
// steps lead to.
type substitution struct {
	start   oracle.Start
	missing map[string]bool
	world   oracle.PossibleWorld
	caller  string
	out     Merged
	// awaits are the new resources whose status has to be brought about, at the next
	// wait for them.
	awaits map[string]bool
}

// Substituted returns the sequence with other operations in the place of missing ones
// that only make what the sequence needs; false if there is nothing to replace, or
// nothing to replace it by.
func Substituted(m Merged, start oracle.Start, missing map[string]bool) (Merged, bool) {
	start.Defaults()
	s := substitution{
		start: start, missing: missing, awaits: map[string]bool{},
		world: oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names},
		out:   Merged{Sequence: m.Sequence, Hard: map[int]bool{}},
	}
	s.out.Steps = nil
	replaced := false
	for n, step := range m.Steps {
		if n == m.Quiet {
			s.out.Quiet = len(s.out.Steps)
		}
		isMissing := step.Kind == sequence.StepCall && missing[step.Op]
		switch other, ok := s.otherMaker(step); {
		case isMissing && !ok:
			s.out.Steps = append(s.out.Steps, step) // the target says again that it does not have it
		case isMissing:
			s.add(other)
			s.awaits[step.Bind], replaced = true, true
		case step.Kind == sequence.StepAwait && s.awaits[step.Name]:
			if !s.bringTo(step) {
				return Merged{}, false
			}
		default:
			if m.Hard[n] {
				s.out.Hard[len(s.out.Steps)] = true
			}
			s.add(step)
		}
	}
	if m.Quiet >= len(m.Steps) {
		s.out.Quiet = len(s.out.Steps)
	}
	return s.out, replaced
}

// add appends a step and takes it in the model.
func (s *substitution) add(step sequence.Step) {
	s.out.Steps = append(s.out.Steps, step)
	s.world, s.caller = s.world.Step(step, s.caller, s.start.Region)
}

// otherMaker returns a call of another operation that makes the same kind, with those
// of the parameters that it has; false if there is none that the model accepts.
func (s *substitution) otherMaker(step sequence.Step) (sequence.Step, bool) {
	m := s.start.World.Model()
	kind := m.Makes(step.Op)
	if kind == nil || step.Bind == "" || !s.missing[step.Op] {
		return sequence.Step{}, false
	}
	for _, op := range m.Operations() {
		if op.Name == step.Op || m.Makes(op.Name) != kind || s.missing[op.Name] {
			continue
		}
		other := step
		other.Op, other.Params = op.Name, model.Params{}
		for name, value := range step.Params {
			if _, has := op.Param(name); has {
				other.Params = other.Params.With(name, value)
			}
		}
		if s.makes(other) {
			return other, true
		}
	}
	return sequence.Step{}, false
}

// makes says whether the model accepts the call, which then makes one resource.
func (s *substitution) makes(step sequence.Step) bool {
	v := s.world.World.Apply(s.world.ForModel(step, s.caller, s.start.Region))
	return v.Accepted() && !v.DryRun && len(v.Reply.Created) == 1
}

// bringTo brings a new resource to the status that is waited for: by waiting, or by
// one plain call more, such as StopInstance.
func (s *substitution) bringTo(await sequence.Step) bool {
	delete(s.awaits, await.Name)
	id, ok := s.world.Id(await.Name)
	if !ok {
		return false
	}
	w, _ := oracle.Settled(s.world.World, id)
	settled := await
	settled.Status = oracle.StatusOf(w, id)
	s.add(settled)
	if settled.Status == await.Status {
		return true
	}
	m := s.start.World.Model()
	for _, op := range m.Operations() {
		about := op.Subject()
		if s.missing[op.Name] || op.Reads || about == nil || m.Makes(op.Name) != nil {
			continue
		}
		call := sequence.Step{Kind: sequence.StepCall, Op: op.Name, Params: model.Params{about.Name: "$" + await.Name}}
		next, _ := s.world.Step(call, s.caller, s.start.Region)
		w, _ := oracle.Settled(next.World, id)
		if oracle.StatusOf(w, id) == await.Status {
			s.add(call)
			s.add(await)
			return true
		}
	}
	return false
}
