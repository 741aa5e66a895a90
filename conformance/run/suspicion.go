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
	names map[string]bool   // of suspect resources
	began map[string]string // the names of the starting world
	step  sequence.Step     // that is being judged
	at    int               // the number of the step of the sequence, from 0
}

// At says which step of the sequence is judged.
func (s *suspicion) At(step int) { s.at = step }

// isSuspect says whether the step is about a suspect resource, or names no
// resource while there are suspect ones.
func (s *suspicion) isSuspect() bool {
	if len(s.names) == 0 {
		return false
	}
	named := false
	for _, name := range s.ownNames(s.step) {
		named = true
		if s.names[name] {
			return true
		}
	}
	return !named
}

// suspect marks the resources of a known divergence as suspect; false says
// that the divergence is new.
func (s *suspicion) suspect(j oracle.Judgement) bool {
	if s.Known == nil || !s.Known(j.FindingKey()) {
		return false
	}
	s.suspectAll(j)
	return true
}

// suspectAll marks the resources of a divergence as suspect.
func (s *suspicion) suspectAll(j oracle.Judgement) {
	if s.names == nil {
		s.names = map[string]bool{}
	}
	for _, name := range s.ownNames(s.step) {
		s.names[name] = true
	}
	for _, d := range j.Diffs {
		s.names[sequence.Root(d.Name)] = true
	}
}

// ownNames lists the names of the step that belong to the sequence.
func (s *suspicion) ownNames(step sequence.Step) []string {
	var names []string
	for _, name := range append(step.References(), step.Bind) {
		if _, began := s.began[name]; !began && name != "" {
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
