package run

import (
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A divergence that the run has reported already does not end a sequence. What
// it touched is tainted: nobody knows what state that is in, so that what else
// diverges about it is not reported. Exploration goes on around it.
type taint struct {
	// Known says whether a finding was reported before; nil for never.
	Known func(key string) bool
	names map[string]bool // tainted
	step  sequence.Step   // that is being judged
}

// suspect says whether the step is about something tainted, or about things
// that it does not name while something is.
func (r *Runner) suspect() bool {
	if len(r.Taint.names) == 0 {
		return false
	}
	named := false
	for _, name := range r.ownNames(r.Taint.step) {
		named = true
		if r.Taint.names[name] {
			return true
		}
	}
	return !named
}

// passOver taints what a known divergence touched; false says that it is new.
func (r *Runner) passOver(j oracle.Judgement) bool {
	if r.Taint.Known == nil || !r.Taint.Known(j.Key()) {
		return false
	}
	if r.Taint.names == nil {
		r.Taint.names = map[string]bool{}
	}
	for _, name := range r.ownNames(r.Taint.step) {
		r.Taint.names[name] = true
	}
	for _, d := range j.Diffs {
		r.Taint.names[sequence.Root(d.Name)] = true
	}
	return true
}

// ownNames lists the names of the step that the sequence made.
func (r *Runner) ownNames(step sequence.Step) []string {
	var names []string
	for _, name := range append(step.References(), step.Bind) {
		if _, began := r.Start.World.Base().Names[name]; !began && name != "" {
			names = append(names, sequence.Root(name))
		}
	}
	return names
}

// Loses says whether a finding of the kind leaves it unknown what state the
// target is in; a plan avoids to meet it again.
func Loses(kind string) bool {
	switch kind {
	case "refuses", "effect", "transition", "dry-run":
		return true
	default:
		return false
	}
}
