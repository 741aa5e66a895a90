package conformance

import (
	"context"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// The names under which users of the engine know what its rooms hold.
type (
	// A Target is an implementation under test.
	Target = sequence.Target
	// A Sequence is calls with symbolic names.
	Sequence = sequence.Sequence
	// A Trace is sequences with all that was seen when they ran.
	Trace = sequence.Trace
	// A Start is the world that sequences start from.
	Start = oracle.Start
	// Options are the settings of an exploration.
	Options = explore.Options
	// A Report is the result of a check.
	Report = finding.Report
	// A Finding is a divergence or question, reduced, with its evidence.
	Finding = finding.Finding
	// A Case is a witness of the suite.
	Case = plan.Case
)

// Explore checks the target with drawn sequences; see [explore.Explore].
func Explore(ctx context.Context, t Target, start Start, o Options) (*Report, error) {
	return explore.Explore(ctx, t, start, o)
}

// Shrink runs a sequence and reduces each finding that it shows; see [explore.Shrink].
func Shrink(ctx context.Context, t Target, start Start, s Sequence, o Options) (*Report, error) {
	return explore.Shrink(ctx, t, start, s, o)
}

// Verify judges all runs of a trace again; see [explore.Verify].
func Verify(t Trace, start Start, orders oracle.Orders) (explore.Rejudged, error) {
	return explore.Verify(t, start, orders)
}
