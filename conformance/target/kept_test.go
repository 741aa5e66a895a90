package target_test

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// A rule that a sequence adds to a group that was there before is there still when the
// next one begins: nobody resets a target of others. Members go with what was made.
func TestWhatASequenceChangesOfAStrangersGroupStays(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sequence.Parse("# ecsim sequence 1 · world default\n" +
		"i1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\n" +
		"AuthorizeSecurityGroup IpProtocol=tcp PortRange=22/22 RegionId=cn-hangzhou SecurityGroupId=$sg1 SourceCidrIp=10.0.0.0/8\n")
	if err != nil {
		t.Fatal(err)
	}
	start := oracle.Start{World: w}
	start.Defaults()
	o := oracle.NewOracle(start, oracle.NoOrders{})
	p := o.Frontier[0]
	for _, step := range s.Steps {
		p, _ = p.Step(step, "", "")
	}
	o.Frontier = []oracle.PossibleWorld{p}
	kept := o.Keeping(w)
	group := func(w model.World) *ecs.SecurityGroup {
		found, _, _ := w.Locate(w.Base().Names["sg1"])
		g, ok := found.(*ecs.SecurityGroup)
		if !ok {
			t.Fatal("the world has no sg1")
		}
		return g
	}
	if got := group(kept).Hidden.Rules.Len(); got != 1 || group(w).Hidden.Rules.Len() != 0 {
		t.Errorf("the group has %d rules, and %d at first; want 1 and none", got, group(w).Hidden.Rules.Len())
	}
	if got, was := group(kept).Hidden.Members, group(w).Hidden.Members; got != was {
		t.Errorf("%d members stay, %d were there", got, was)
	}
	if err := kept.Check(); err != nil {
		t.Error(err)
	}
}
