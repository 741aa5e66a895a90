package precedence

import (
	"context"
	"fmt"
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// An asker sends probes to one target. A refused call changes nothing, so that
// the preparation of one probe serves the next one that needs the same.
type asker struct {
	target   sequence.Target
	start    oracle.Start
	sessions []*session // the last used is the last
	counts   run.Counts
	leftover []string
}

// A session is a preparation that exists on the target.
type session struct {
	key    string
	runner *run.Runner
}

// mostSessions limits the preparations that exist at once: each may hold an
// instance.
const mostSessions = 4

// answered is the result of a probe.
type answered struct {
	// surely are the rules that the call broke in every possible world; empty
	// if none of them answered.
	surely []*model.BoundRule
	// by are the rules that may have answered: one, unless several look alike.
	by []*model.BoundRule
	// odd describes an answer that is not that of a broken rule; empty for an
	// answer that decides.
	odd string
}

// ask prepares the probe, makes its call, and returns who answered.
func (a *asker) ask(ctx context.Context, q probe) (answered, error) {
	const attempts = 3 // of a call that was throttled or lost
	var got answered
	for range attempts {
		s, odd, err := a.open(ctx, q)
		if err != nil || odd != "" {
			return answered{odd: odd}, err
		}
		var again bool
		got, again, err = a.call(ctx, s, q)
		if err != nil || !again {
			return got, err
		}
	}
	return got, nil
}

// open returns the session of the probe's preparation; odd says why there is
// none. If other preparations block this one (by a quota, for example), they
// are removed.
func (a *asker) open(ctx context.Context, q probe) (s *session, odd string, err error) {
	key := stepsText(q.prepare)
	if at := slices.IndexFunc(a.sessions, func(s *session) bool { return s.key == key }); at >= 0 {
		s = a.sessions[at]
		a.sessions = append(slices.Delete(a.sessions, at, at+1), s)
		return s, "", nil
	}
	if len(a.sessions) >= mostSessions {
		if err := a.closeFirst(ctx); err != nil {
			return nil, "", err
		}
	}
	s, odd, err = a.prepare(ctx, key, q)
	if err == nil && odd != "" && len(a.sessions) > 0 {
		if err := a.close(ctx); err != nil {
			return nil, "", err
		}
		s, odd, err = a.prepare(ctx, key, q)
	}
	return s, odd, err
}

// prepare makes a new session.
func (a *asker) prepare(ctx context.Context, key string, q probe) (s *session, odd string, err error) {
	r := run.NewRunner(a.target, a.start, oracle.NoOrders{})
	r.StopAt = func(f run.Found) bool { return f.Last }
	r.QuietUntil = len(q.prepare)
	s = &session{key, r}
	a.sessions = append(a.sessions, s)
	for i, step := range q.prepare {
		if _, err := r.Step(ctx, i, step); err != nil {
			return nil, "", fmt.Errorf("prepare a probe: step %d (%s): %w", i+1, step, err)
		}
		if found := r.Result.Found; len(found) > 0 {
			j := found[0].Judgement
			return nil, fmt.Sprintf("the preparation differs at %s: expected %s, saw %s", step.Op, j.Expected, j.Seen), a.closeLast(ctx)
		}
	}
	return s, "", nil
}

// call makes the probe's call in the session; again says that the answer was
// throttled or lost.
func (a *asker) call(ctx context.Context, s *session, q probe) (got answered, again bool, err error) {
	r := s.runner
	if done, err := r.BindPrimaries(ctx, len(q.prepare), q.call); done || err != nil {
		return answered{odd: "the preparation differs"}, false, err
	}
	worlds := r.Oracle.Unfold(func(p oracle.PossibleWorld) map[string]bool { return p.Everything(q.call) }).Worlds
	r.Caller = q.caller
	res, ok, err := r.Send(ctx, q.call)
	r.Caller = ""
	if err != nil {
		return got, false, fmt.Errorf("probe (%s): %w", q.call, err)
	}
	if !ok {
		return answered{odd: "a name that the call needs was never made"}, false, a.closeLast(ctx)
	}
	r.Result.Counts.Explore++
	r.Own(q.call, res.Outcome)
	moves := len(worlds) > 1
	if moves {
		if worlds, err = a.stillPossible(ctx, r, worlds, q); err != nil {
			return got, false, err
		}
	}
	got = whoAnswered(worlds, q, a.start.Region, res.Outcome)
	if res.Outcome.Class != model.ClassError || moves { // the preparation is destroyed, or about to change
		err = a.closeLast(ctx)
	}
	again = res.Outcome.Class == model.ClassThrottled || res.Outcome.Class == model.ClassUnknown
	return got, again, err
}

// stillPossible looks up the resources that the call names after it was made,
// and drops the worlds that cannot have been true before: a resource that is
// still Creating was Creating then, because nothing moves backwards.
func (a *asker) stillPossible(ctx context.Context, r *run.Runner, worlds []oracle.PossibleWorld, q probe) ([]oracle.PossibleWorld, error) {
	for _, lookup := range r.Oracle.LookupsAfter(q.call, nil, a.start.Region) {
		if _, err := r.LookUp(ctx, len(q.prepare), lookup); err != nil {
			return nil, err
		}
	}
	now := a.start.World.Now()
	after := map[uint64]bool{}
	for _, p := range r.Oracle.Frontier {
		after[p.World.At(now).State()] = true
	}
	leads := func(p oracle.PossibleWorld) bool {
		p.World = p.World.At(now)
		return after[p.World.State()] || slices.ContainsFunc(r.Oracle.Reaches(p, p.Everything(q.call)), func(s uint64) bool { return after[s] })
	}
	kept := slices.DeleteFunc(slices.Clone(worlds), func(p oracle.PossibleWorld) bool { return !leads(p) })
	if len(kept) == 0 { // nothing can be decided
		return worlds, nil
	}
	return kept, nil
}

// whoAnswered looks up the outcome among the rules that the call breaks.
// Transitions may decide which these are: only rules that are broken in every
// world that explains the outcome are certain.
func whoAnswered(worlds []oracle.PossibleWorld, q probe, region string, o model.Outcome) answered {
	var got answered
	first := true
	for _, p := range worlds {
		v := p.World.Apply(p.ForModel(q.call, q.caller, region))
		by := answers(v.Broken, o)
		if len(by) == 0 {
			continue
		}
		if first {
			got.surely, got.by, first = v.Broken, by, false
			continue
		}
		gone := func(in []*model.BoundRule) func(*model.BoundRule) bool {
			return func(r *model.BoundRule) bool { return !slices.Contains(in, r) }
		}
		got.surely = slices.DeleteFunc(slices.Clone(got.surely), gone(v.Broken))
		got.by = slices.DeleteFunc(slices.Clone(got.by), gone(by))
	}
	if len(got.by) == 0 {
		got.odd = "answered " + oracle.Seen(o)
	}
	return got
}

// answers lists the broken rules that the outcome may be the answer of: by code
// and status, and by message if messages distinguish them.
func answers(broken []*model.BoundRule, o model.Outcome) []*model.BoundRule {
	if o.Class != model.ClassError {
		return nil
	}
	var same, fits []*model.BoundRule
	for _, r := range broken {
		if r.Code != o.Code || r.HTTP != o.HTTP {
			continue
		}
		same = append(same, r)
		if oracle.MessageFits(r.Message, o.Message) {
			fits = append(fits, r)
		}
	}
	if len(fits) > 0 {
		return fits
	}
	return same
}

// close removes the resources of all preparations.
func (a *asker) close(ctx context.Context) error {
	for len(a.sessions) > 0 {
		if err := a.closeFirst(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (a *asker) closeLast(ctx context.Context) error {
	last := len(a.sessions) - 1
	s := a.sessions[last]
	a.sessions = a.sessions[:last]
	return a.remove(ctx, s)
}

func (a *asker) closeFirst(ctx context.Context) error {
	s := a.sessions[0]
	a.sessions = a.sessions[1:]
	return a.remove(ctx, s)
}

func (a *asker) remove(ctx context.Context, s *session) error {
	err := s.runner.CleanUp(context.WithoutCancel(ctx))
	c := s.runner.Result.Counts
	a.counts.Explore += c.Explore
	a.counts.Observe += c.Observe
	a.counts.Await += c.Await
	a.counts.Cleanup += c.Cleanup
	a.leftover = append(a.leftover, s.runner.Result.Leftover...)
	return err
}
