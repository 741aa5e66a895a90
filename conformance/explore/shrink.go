package explore

import (
	"context"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// Shrink runs a sequence on the target and reduces each finding. A report
// without findings says that the target does not differ there. An error means
// that the harness broke; the report then holds the findings until then.
func Shrink(ctx context.Context, t sequence.Target, start oracle.Start, s sequence.Sequence, o Options) (*finding.Report, error) {
	o.KeepGoing = true
	o.defaults()
	start.Defaults()
	e := newExplorer(t, start, o)
	begun := o.Now()
	if s.Seed != 0 {
		e.options.Seed, e.report.Seed = s.Seed, s.Seed
	}
	err := e.sequence(ctx, plan.Merged{Sequence: s})
	e.report.End = finding.EndedBy(finding.EndCalls, "the sequence was run, and what it showed was reduced")
	if err != nil {
		e.report.End = e.end(ctx, err)
	}
	e.finish(begun, o.Now().Sub(begun))
	return e.report, err
}
