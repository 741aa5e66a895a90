package clients

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// ClientOptions are the settings of an exploration with several clients at once.
type ClientOptions struct {
	Clients     int           // at least 2
	Seed        uint64        // of the plans; default 1
	Calls       int           // calls to explore with; default 5,000
	Steps       int           // calls of one client in a history; default 25, and at most 200 of all clients
	For         time.Duration // ends the exploration after this time; 0 means never
	KeepGoing   bool          // continue after the first finding
	MaxFindings int           // end after this number of findings; default 50
	// Patience is the time to find an order for one history; default 20 s. A
	// history that takes longer is inconclusive.
	Patience time.Duration
	// Progress is called after each history; may be nil.
	Progress func(calls, of int, findings int)
	// Now is the clock that For is measured by; nil for the wall clock.
	Now func() time.Time
}

func (o *ClientOptions) defaults() {
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Calls == 0 {
		o.Calls = 5000
	}
	if o.Steps == 0 {
		o.Steps = 25
	}
	if o.MaxFindings == 0 {
		o.MaxFindings = 50
	}
	if o.Patience == 0 {
		o.Patience = 20 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// ExploreClients lets several clients call the target at once, about the same
// resources, and searches for each history an order of its calls that explains
// all answers. An error means that the harness broke; the report then holds the
// findings until then.
func ExploreClients(ctx context.Context, t sequence.Target, start oracle.Start, o ClientOptions) (*finding.Report, error) {
	o.defaults()
	start.Defaults()
	r := &finding.Report{
		Schema: "ecsim.report/1", Seed: o.Seed, Target: t.Name(), Clients: o.Clients,
		NotSupported: []string{}, Coverage: []finding.Coverage{}, Findings: []finding.Finding{}, Leftover: []string{},
	}
	begun := o.Now()
	e := &clientExplorer{target: t, start: start, options: o, report: r, missing: map[string]bool{}}
	err := e.explore(ctx, begun)
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("interrupted after %d calls, what was found until then is reported: %w", r.Calls, ctx.Err())
	}
	r.End, r.Made.Model = e.end(ctx, err), start.World.Model().Fingerprint()
	took := o.Now().Sub(begun)
	perSecond := float64(r.TargetCalls.Total()) / max(took.Seconds(), 1e-9)
	r.Timing = &finding.ReportTime{Began: begun.UTC().Format(time.RFC3339), Seconds: took.Seconds(), CallsPerSecond: perSecond}
	for op := range e.missing {
		r.NotSupported = append(r.NotSupported, op)
	}
	sort.Strings(r.NotSupported)
	r.Judged = max(0, r.Judged-r.Inconclusive) // calls of histories whose orders took too long to search
	r.Judge()
	return r, err
}

// A clientExplorer runs histories until it has made its calls.
type clientExplorer struct {
	target  sequence.Target
	start   oracle.Start
	options ClientOptions
	report  *finding.Report
	missing map[string]bool
}

// end says why the exploration ended.
func (e *clientExplorer) end(ctx context.Context, err error) finding.End {
	o, r := e.options, e.report
	switch {
	case err != nil && ctx.Err() != nil:
		return finding.EndedBy(finding.EndInterrupted, "interrupted after %d of %d calls", r.Calls, o.Calls)
	case err != nil:
		return finding.EndedBy(finding.EndBroken, "broken off after %d of %d calls: %v", r.Calls, o.Calls, err)
	case len(r.Findings) >= o.MaxFindings:
		return finding.EndedBy(finding.EndFindings, "%d findings, after %d of %d calls; --max-findings asks for more", len(r.Findings), r.Calls, o.Calls)
	case len(r.Findings) > 0 && !o.KeepGoing:
		return finding.EndedBy(finding.EndFailure, "the first finding, after %d of %d calls; --keep-going continues", r.Calls, o.Calls)
	case r.Calls < o.Calls:
		return finding.EndedBy(finding.EndTime, "the time was over, after %d of %d calls", r.Calls, o.Calls)
	default:
		return finding.EndedBy(finding.EndCalls, "all %d calls were made", r.Calls)
	}
}

func (e *clientExplorer) explore(ctx context.Context, begun time.Time) error {
	o, r := e.options, e.report
	for n := uint64(0); r.Calls < o.Calls; n++ {
		late := o.For > 0 && o.Now().Sub(begun) >= o.For
		if late || len(r.Findings) >= o.MaxFindings || len(r.Findings) > 0 && !o.KeepGoing {
			return nil
		}
		plan := drawClients(e.start, o.Clients, min(o.Clients*o.Steps, o.Calls-r.Calls), generate.Mix(o.Seed, n))
		h, err := runClients(ctx, e.target, e.start, plan)
		e.count(h)
		if err != nil {
			return err
		}
		if len(h.found) > 0 {
			e.alone(h)
			return nil
		}
		if len(h.Calls) == 0 {
			return errors.New("no call of several clients could be made: what they share was not made")
		}
		for _, calls := range h.components() {
			e.judge(h, calls)
		}
		if o.Progress != nil {
			o.Progress(r.Calls, o.Calls, len(r.Findings))
		}
	}
	return nil
}

func (e *clientExplorer) count(h *History) {
	r := e.report
	r.Sequences++
	r.Calls += len(h.Calls)
	r.TargetCalls.Explore += h.counts.Explore + len(h.Calls)
	r.TargetCalls.Observe += h.counts.Observe + h.counts.Await
	r.TargetCalls.Cleanup += h.counts.Cleanup
	r.Leftover = append(r.Leftover, h.left...)
	for _, c := range h.Calls {
		covered := r.CoverageOf(e.start.World.Model(), c.Step.Op)
		covered.Calls++
		switch c.Outcome.Class {
		case model.ClassOK:
			covered.Accepted++
			r.Judged++
		case model.ClassError:
			covered.Refused++
			r.Judged++
		case model.ClassUnsupported:
			e.missing[c.Step.Op] = true
		default: // says nothing about the operation
		}
	}
}

// judge searches for an order that explains the calls, and makes a finding of
// calls without one.
func (e *clientExplorer) judge(h *History, calls []ClientCall) {
	switch e.linearizable(h, calls, e.options.Patience) {
	case porcupine.Unknown:
		e.report.Inconclusive += len(calls)
	case porcupine.Illegal:
		e.found(h, calls)
	case porcupine.Ok:
	}
}

func (e *clientExplorer) linearizable(h *History, calls []ClientCall, patience time.Duration) porcupine.CheckResult {
	return porcupine.CheckOperationsTimeout(newLinearizer(h).model(), operations(calls), patience)
}

// found reduces the calls and reports them.
func (e *clientExplorer) found(h *History, calls []ClientCall) {
	least := e.reduce(h, calls)
	last := least[len(least)-1]
	rule := last.Step.Op + "/concurrent"
	for i := range e.report.Findings {
		if e.report.Findings[i].Rule == rule {
			e.report.Findings[i].Count++
			return
		}
	}
	s := h.sequence(least)
	s.Seed = e.options.Seed
	f := finding.Finding{
		ID: fmt.Sprintf("f%d", len(e.report.Findings)+1), Kind: "race", Verdict: "failure", Operation: last.Step.Op, Rule: rule,
		Basis:    model.LevelInferred.String(),
		Reason:   "each call obeys its rules at one moment between its begin and its end",
		Expected: "answers that some order of the calls explains",
		Observed: fmt.Sprintf("%s, which none does", oracle.Seen(last.Outcome)),
		Sequence: s.String(), Length: s.Length(), OriginalLength: len(calls) + sequence.Sequence{Steps: h.Setup}.Length(), Count: 1,
		AtCall: e.report.Calls, Parsed: s, Failure: true, Key: "race " + rule, Picture: picture(h, least),
	}
	e.report.Findings = append(e.report.Findings, f)
	e.report.Divergences++
}

// alone reports the differences that the preparing client meets alone.
func (e *clientExplorer) alone(h *History) {
	found := h.found[0]
	j := found.Judgement
	s := sequence.Sequence{World: e.start.World.Base().Name, Seed: e.options.Seed, Steps: h.Setup[:min(found.Step+1, len(h.Setup))]}
	s.Notes = []string{j.Kind + " " + j.Item + ": expected " + j.Expected + ", saw " + j.Seen}
	op, _, _ := strings.Cut(j.Item, "/")
	f := finding.Finding{
		ID: fmt.Sprintf("f%d", len(e.report.Findings)+1), Kind: j.Kind, Verdict: "question", Operation: op, Rule: j.Item,
		Basis: j.Basis.Level.String(), Sources: j.Basis.Sources, Expected: j.Expected, Observed: j.Seen,
		Reason:   "one client alone meets this: check without --clients first",
		Sequence: s.String(), Length: s.Length(), OriginalLength: s.Length(), Count: 1, Parsed: s, Failure: j.Fails(), Key: j.Key(),
	}
	if j.Fails() {
		f.Verdict = "failure"
		e.report.Divergences++
	} else {
		e.report.Questions++
	}
	e.report.Findings = append(e.report.Findings, f)
}

// reduce leaves out calls as long as there is still no order: those after the
// answer that fits nowhere, then lookups and refusals, which change nothing.
// Accepted calls are never left out, because the history would be one that did
// not happen.
func (e *clientExplorer) reduce(h *History, calls []ClientCall) []ClientCall {
	const patience = 2 * time.Second // for one search; a call whose search takes longer is kept
	end := time.Now().Add(e.options.Patience)
	fails := func(list []ClientCall) bool {
		left := min(patience, time.Until(end))
		return left > 0 && e.linearizable(h, list, left) == porcupine.Illegal
	}
	calls = slices.Clone(calls)
	n := sort.Search(len(calls), func(n int) bool { return fails(until(calls, n)) })
	if n < len(calls) {
		calls = until(calls, n)
	}
	for i, c := range slices.Backward(calls) {
		if !h.changed(c) {
			if less := slices.Delete(slices.Clone(calls), i, i+1); len(less) > 0 && fails(less) {
				calls = less
			}
		}
	}
	return calls
}

// until returns the history up to the n-th return, from 0: calls that began
// before are open then, as if their answers had been lost.
func until(calls []ClientCall, n int) []ClientCall {
	end := calls[n].Returned
	var open, out []ClientCall
	for _, c := range calls {
		switch {
		case c.Returned <= end:
			out = append(out, c)
		case c.Called <= end:
			c.Outcome = model.Outcome{Class: model.ClassUnknown, Message: "not answered yet"}
			open = append(open, c)
		}
	}
	return append(open, out...) // the last one fits nowhere
}

// changed says whether the call may have changed something.
func (h *History) changed(c ClientCall) bool {
	op, ok := h.start.World.Model().Operation(c.Step.Op)
	return ok && !op.Reads && c.Outcome.Class == model.ClassOK
}

// sequence writes the calls after the preparation, in the order of their
// answers. Its notes say who called when.
func (h *History) sequence(calls []ClientCall) sequence.Sequence {
	s := sequence.Sequence{World: h.start.World.Base().Name, Steps: slices.Clone(h.Setup)}
	s.Notes = []string{"race: no order of the calls below explains their answers; prepared by one client, then:"}
	bound := map[string]bool{}
	for _, c := range calls {
		step := c.Step
		step.Saw, step.Bind = sequence.AnswerOf(c.Outcome), ""
		if made := c.Outcome.Reply.Created; len(made) > 0 {
			step.Bind = h.oracle.Named(made[0])
		}
		if bound[step.Bind] { // a token gave the same resource again
			step.Bind = ""
		}
		bound[step.Bind] = true
		s.Steps = append(s.Steps, step)
		when := fmt.Sprintf("%.2f ms to %.2f ms", c.Called.Seconds()*1e3, c.Returned.Seconds()*1e3)
		if c.lost() {
			when = fmt.Sprintf("%.2f ms, open", c.Called.Seconds()*1e3)
		}
		s.Notes = append(s.Notes, fmt.Sprintf("client %d, %s: %s", c.Client+1, when, step))
	}
	return s
}

// picture draws the calls side by side, with the orders that come nearest to an
// explanation, as an HTML page; empty if it cannot be drawn.
func picture(h *History, calls []ClientCall) string {
	m := newLinearizer(h).model()
	_, info := porcupine.CheckOperationsVerbose(m, operations(calls), 10*time.Second)
	var b bytes.Buffer
	if err := porcupine.Visualize(m, info, &b); err != nil {
		return ""
	}
	return b.String()
}
