package conformance

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/model"
)

// exchange sends the call and notes what came back.
func (r *runner) exchange(ctx context.Context, kind LineKind, step Step, call model.Call) (model.Outcome, error) {
	if r.record == nil {
		return r.target.Do(ctx, call)
	}
	began := time.Now()
	out, err := r.target.Do(ctx, call)
	if err != nil {
		return out, err
	}
	r.exchanges = append(r.exchanges, Exchange{Caller: call.Caller, Outcome: out, At: began, Took: time.Since(began)})
	r.note(kind, step, &r.exchanges[len(r.exchanges)-1])
	return out, nil
}

// note adds a line to the trace, if somebody keeps one.
func (r *runner) note(kind LineKind, step Step, e *Exchange) {
	if r.record == nil {
		return
	}
	step.Expect, step.Saw = nil, nil
	r.record(TraceLine{Kind: kind, Step: step, Exchange: e})
}

// recorded lets the runner keep its lines in the run.
func (r *runner) recorded(run *TraceRun) {
	r.record = func(l TraceLine) { run.Lines = append(run.Lines, l) }
}
