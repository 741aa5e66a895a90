package explore

import (
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A removal that the target is known to accept wrongly does not take away what the
// witnesses behind it need; one that nothing needs stays.
func TestAKnownRemovalHidesNothing(t *testing.T) {
	const launch = "i1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\n" +
		"await i1 Running\n"
	s, err := sequence.Parse("# ecsim sequence 1 · world default\n" + launch +
		"DeleteInstance InstanceId=$i1\nModifyInstanceAttribute Description=d InstanceId=$i1\nDeleteInstance InstanceId=$i1\n")
	if err != nil {
		t.Fatal(err)
	}
	e := explorerOf(newDeaf(t), Options{})
	m := plan.Merged{Sequence: s, Quiet: 3, Hard: map[int]bool{3: true}}
	if got := e.withoutKnownRemovals(m); len(got.Steps) != len(s.Steps) {
		t.Errorf("nothing is known, and the sequence is\n%s", got.Sequence)
	}
	e.report.Findings = []finding.Finding{{Kind: "refuses", Operation: "DeleteInstance", Rule: "DeleteInstance/IncorrectInstanceStatus"}}
	got := e.withoutKnownRemovals(m)
	var ops []string
	for _, step := range got.Steps {
		ops = append(ops, step.Op)
	}
	if want := "RunInstances  ModifyInstanceAttribute DeleteInstance"; strings.Join(ops, " ") != want || got.Quiet != 2 || !got.Hard[2] {
		t.Errorf("the calls are %v, want %s; quiet %d, hard %v", slices.Clip(ops), want, got.Quiet, got.Hard)
	}
}
