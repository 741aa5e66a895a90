package explore

import (
	"context"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A confused cloud names the interface where the instance does not exist.
type confused struct{ *deaf }

func (c confused) Do(ctx context.Context, call model.Call) (model.Outcome, error) {
	out, err := c.deaf.Do(ctx, call)
	if out.Code == "InvalidEcsId.NotFound" {
		out.Code, out.Message = "InvalidEniId.NotFound", "The specified EniId is not found."
	}
	return out, err
}

// The primary interface of an instance cannot be attached, and how that is answered
// is not documented: the wrong answer may be that one, and is a question. In a setup
// of its own the call breaks nothing else, and the same answer is a failure, which
// the finding then is. Met again, the question counts as that finding.
func TestAQuestionIsShownAsTheFailureThatItIs(t *testing.T) {
	s, err := sequence.Parse(`# ecsim sequence 1 · world default
i1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
await i1 Running
AttachNetworkInterface InstanceId=i-none NetworkInterfaceId=$i1.primary RegionId=cn-hangzhou
`)
	if err != nil {
		t.Fatal(err)
	}
	cloud := confused{newDeaf(t)}
	start := oracle.Start{World: cloud.start}
	start.Defaults()
	o := Options{KeepGoing: true}
	o.defaults()
	e := newExplorer(cloud, start, o)
	for range 2 {
		if err := e.sequence(t.Context(), plan.Merged{Sequence: s}); err != nil {
			t.Fatal(err)
		}
	}
	if len(e.report.Findings) != 1 {
		t.Fatalf("%d findings", len(e.report.Findings))
	}
	f := e.report.Findings[0]
	if !f.Failure || f.Rule != "AttachNetworkInterface/InvalidEcsId.NotFound" || f.Length != 2 || f.Count != 2 || f.Reproduced != "3/3" {
		t.Errorf("%s %s %s in %d calls, met %d times, reproduced %s\n%s", f.Verdict, f.Kind, f.Rule, f.Length, f.Count, f.Reproduced, f.Sequence)
	}
}
