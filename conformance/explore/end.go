package explore

import (
	"context"

	"github.com/ecsim/ecsim/conformance/finding"
)

// end says why the exploration ended.
func (e *explorer) end(ctx context.Context, err error) finding.End {
	o, r := &e.options, e.report
	switch {
	case err != nil && ctx.Err() != nil:
		return finding.EndedBy(finding.EndInterrupted, "interrupted after %d of %d calls", r.Calls, o.Calls)
	case err != nil:
		return finding.EndedBy(finding.EndBroken, "broken off after %d of %d calls: %v", r.Calls, o.Calls, err)
	case e.ended:
		return finding.EndedBy(finding.EndAsked, "the finding that was looked for is found")
	case len(r.Findings) >= o.MaxFindings:
		return finding.EndedBy(finding.EndFindings, "%d findings, after %d of %d calls; --max-findings asks for more", len(r.Findings), r.Calls, o.Calls)
	case !o.KeepGoing && r.Divergences > 0:
		return finding.EndedBy(finding.EndFailure, "the first failure, after %d of %d calls; --keep-going continues", r.Calls, o.Calls)
	case r.Calls >= o.Calls:
		return finding.EndedBy(finding.EndCalls, "all %d calls were made", r.Calls)
	case e.over():
		return finding.EndedBy(finding.EndTime, "the time was over, after %d of %d calls", r.Calls, o.Calls)
	case e.nothing:
		return finding.EndedBy(finding.EndNothing,
			"no operation is left to draw after %d of %d calls: the target restricts the others, or does not have them", r.Calls, o.Calls)
	default:
		return finding.EndedBy(finding.EndCalls, "nothing was left to do after %d calls", r.Calls)
	}
}
