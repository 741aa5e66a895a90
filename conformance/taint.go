package conformance

import "github.com/ecsim/ecsim/model"

// A divergence that the run has reported already does not end a sequence. What
// it touched is tainted: nobody knows what state that is in, so that what else
// diverges about it is not reported. Exploration goes on around it.
type taint struct {
	// known says whether a finding was reported before; nil for never.
	known func(key string) bool
	names map[string]bool // tainted
	step  Step            // that is being judged
}

// suspect says whether the step is about something tainted, or about things
// that it does not name while something is.
func (r *runner) suspect() bool {
	if len(r.taint.names) == 0 {
		return false
	}
	named := false
	for _, name := range r.ownNames(r.taint.step) {
		named = true
		if r.taint.names[name] {
			return true
		}
	}
	return !named
}

// passOver taints what a known divergence touched; false says that it is new.
func (r *runner) passOver(j Judgement) bool {
	if r.taint.known == nil || !r.taint.known(j.Key()) {
		return false
	}
	if r.taint.names == nil {
		r.taint.names = map[string]bool{}
	}
	for _, name := range r.ownNames(r.taint.step) {
		r.taint.names[name] = true
	}
	for _, d := range j.Diffs {
		r.taint.names[root(d.Name)] = true
	}
	return true
}

// ownNames lists the names of the step that the sequence made.
func (r *runner) ownNames(step Step) []string {
	var names []string
	for _, name := range append(step.References(), step.Bind) {
		if _, began := r.start.World.Base().Names[name]; !began && name != "" {
			names = append(names, root(name))
		}
	}
	return names
}

// loses says whether a finding of the kind leaves it unknown what state the
// target is in; a plan avoids to meet it again.
func loses(kind string) bool {
	switch kind {
	case "refuses", "effect", "transition", "dry-run":
		return true
	default:
		return false
	}
}

// faulty says whether the target is known to be wrong about what the call does.
func (g *generator) faulty(v *model.Verdict) bool {
	if len(g.plan.Avoid) == 0 {
		return false
	}
	if len(v.Broken) == 1 {
		return g.plan.Avoid[v.Broken[0].ID()]
	}
	for _, e := range v.Effects {
		if g.plan.Avoid[e.ID()] {
			return true
		}
	}
	return false
}

// avoids is faulty, but for the few calls that meet it again.
func (g *generator) avoids(v *model.Verdict) bool { return g.faulty(v) && !g.chance(meetAgain) }

// meetAgain is the percentage of calls that show a known fault again.
const meetAgain = 10
