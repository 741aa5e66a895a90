package run

import (
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A divergence that was reported before does not end a sequence: the possible
// worlds adopt it. Where nobody knows the state afterwards, the resources that it
// touched are suspect: further differences about them are not reported.
// Exploration continues with the others.
type suspicion struct {
	// Known says whether a finding was reported before; may be nil.
	Known func(key string) bool
	names map[string]bool // of suspect resources
	step  sequence.Step   // that is being judged
	at    int             // the number of the step of the sequence, from 0
}

// At says which step of the sequence is judged.
func (s *suspicion) At(step int) { s.at = step }

// isSuspect says whether the step is about a suspect resource, or names no
// resource while there are suspect ones.
func (r *Runner) isSuspect() bool {
	if len(r.Suspicion.names) == 0 {
		return false
	}
	named := false
	for _, name := range r.ownNames(r.Suspicion.step) {
		named = true
		if r.Suspicion.names[name] {
			return true
		}
	}
	return !named
}

// suspect marks the resources of a known divergence as suspect; false says
// that the divergence is new.
func (r *Runner) suspect(j oracle.Judgement) bool {
	if r.Suspicion.Known == nil || !r.Suspicion.Known(j.FindingKey()) {
		return false
	}
	r.suspectAll(j)
	return true
}

// suspectAll marks the resources of a divergence as suspect.
func (r *Runner) suspectAll(j oracle.Judgement) {
	if r.Suspicion.names == nil {
		r.Suspicion.names = map[string]bool{}
	}
	for _, name := range r.ownNames(r.Suspicion.step) {
		r.Suspicion.names[name] = true
	}
	for _, d := range j.Diffs {
		r.Suspicion.names[sequence.Root(d.Name)] = true
	}
}

// ownNames lists the names of the step that belong to the sequence.
func (r *Runner) ownNames(step sequence.Step) []string {
	var names []string
	for _, name := range append(step.References(), step.Bind) {
		if _, began := r.Start.World.Base().Names[name]; !began && name != "" {
			names = append(names, sequence.Root(name))
		}
	}
	return names
}

// Loses says whether a finding of the kind is about a state that the target did not
// reach as it should; a plan avoids to meet it again.
func Loses(kind string) bool {
	switch kind {
	case "refuses", "transition", "dry-run":
		return true
	default:
		return false
	}
}
