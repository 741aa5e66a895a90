package explore

import (
	"context"
	"slices"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// mostFollowed limits the sequences that are run again because of removals with
// one operation that nothing explained.
const mostFollowed = 3

// cleaned follows what the clean-up of a sequence has met: a removal that the
// model does not explain becomes a call of the sequence, which is run again, so
// that a finding can be reduced and confirmed like any other.
func (e *explorer) cleaned(ctx context.Context, s sequence.Sequence, res run.RunResult) error {
	for _, refusal := range res.Outlasted {
		e.outlasted[refusal] = true
	}
	if len(res.Odd) == 0 || e.ended || e.enough() {
		return nil
	}
	op := res.Odd[len(res.Odd)-1].Op
	e.followed[op]++
	if e.followed[op] > mostFollowed {
		return nil
	}
	if err := sequence.Reset(ctx, e.target); err != nil {
		return err
	}
	s.Steps = append(slices.Clip(s.Steps), res.Odd...)
	_, err := e.run(ctx, plan.Merged{Sequence: s}, true)
	return err
}
