package plan

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

const launch = " ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\n"

// A target without the operation that makes a resource gets it in another way, in the
// status that the witness waits for.
func TestAnotherOperationMakesIt(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ missing, steps, want string }{
		{"CreateInstance", "i1 = CreateInstance" + launch + "await i1 Stopped\nStartInstance InstanceId=$i1\n",
			"i1 = RunInstances" + launch + "await i1 Running\nStopInstance InstanceId=$i1\nawait i1 Stopped\nStartInstance InstanceId=$i1\n"},
		{"RunInstances", "i1 = RunInstances" + launch + "await i1 Running\nStopInstance InstanceId=$i1\n",
			"i1 = CreateInstance" + launch + "await i1 Stopped\nStartInstance InstanceId=$i1\nawait i1 Running\nStopInstance InstanceId=$i1\n"},
		{"CreateKeyPair", "k1 = CreateKeyPair KeyPairName=key-1 RegionId=cn-hangzhou\nDescribeKeyPairs RegionId=cn-hangzhou\n", ""},
		{"StopInstance", "i1 = RunInstances" + launch + "await i1 Running\nStopInstance InstanceId=$i1\n", ""},
		{"", "i1 = RunInstances" + launch, ""},
	} {
		s, err := sequence.Parse("# ecsim sequence 1 · world default\n" + c.steps)
		if err != nil {
			t.Fatal(err)
		}
		last := len(s.Steps) - 1
		got, ok := Substituted(Merged{Sequence: s, Quiet: last, Hard: map[int]bool{last: true}}, oracle.Start{World: w}, map[string]bool{c.missing: true})
		if ok != (c.want != "") {
			t.Errorf("without %s: replaced %v:\n%s", c.missing, ok, got.Sequence)
			continue
		}
		_, text, _ := strings.Cut(got.String(), "\n")
		if last = len(got.Steps) - 1; ok && (text != c.want || got.Quiet != last || !got.Hard[last]) {
			t.Errorf("without %s: quiet %d, hard %v\n%swant\n%s", c.missing, got.Quiet, got.Hard, text, c.want)
		}
	}
}
