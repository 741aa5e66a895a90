package run

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A recording keeps the lines of a run's trace.
type recording struct {
	// record is called with each line of the trace; may be nil.
	record    func(sequence.TraceLine)
	Exchanges []sequence.Exchange // that the lines point to
}

// send sends the call to the target and records the answer.
func (r *recording) send(ctx context.Context, t sequence.Target, kind sequence.LineKind, step sequence.Step, call model.Call) (model.Outcome, error) {
	if r.record == nil {
		return t.Do(ctx, call)
	}
	began := time.Now()
	out, err := t.Do(ctx, call)
	if err != nil {
		return out, err
	}
	r.Exchanges = append(r.Exchanges, sequence.Exchange{Caller: call.Caller, Outcome: out, At: began, Took: time.Since(began)})
	r.note(kind, step, &r.Exchanges[len(r.Exchanges)-1])
	return out, nil
}

// note adds a line to the trace, if one is kept.
func (r *recording) note(kind sequence.LineKind, step sequence.Step, e *sequence.Exchange) {
	if r.record == nil {
		return
	}
	step.Expect, step.Saw = nil, nil
	r.record(sequence.TraceLine{Kind: kind, Step: step, Exchange: e})
}

// Recorded makes the runner keep its lines in the run.
func (r *recording) Recorded(run *sequence.TraceRun) {
	r.record = func(l sequence.TraceLine) { run.Lines = append(run.Lines, l) }
}
