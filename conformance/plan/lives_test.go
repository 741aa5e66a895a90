package plan_test

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/conformance/internal/suitetest"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A life goes as far as it is written: each of its calls is accepted, or breaks
// one rule alone that is no accident of how it is written.
func TestLivesGoOn(t *testing.T) {
	cases, starts := suitetest.SuiteInModel(t)
	meant := []string{
		"AttachNetworkInterface/EniPerInstanceLimitExceeded", "DeleteImage/ImageUsingByInstance", "DeleteInstance/InvalidOperation.DeletionProtection",
		"DeleteSecurityGroup/DependencyViolation#3", "DeleteSecurityGroup/DependencyViolation#4", "JoinSecurityGroup/InstanceSecurityGroupLimitExceeded#1",
		"StartInstance/IncorrectInstanceStatus", "StopInstance/IncorrectInstanceStatus", "RebootInstance/IncorrectInstanceStatus",
		"DeleteInstance/IncorrectInstanceStatus", "ModifyInstanceAttribute/JoinedGroupLimitExceed",
		"ModifyImageAttribute/InvalidOperation.FeaturesImdsSupportNotMatch", "ModifyImageAttribute/OperationDeined.ImageUsingByInstance",
	}
	lives := 0
	for _, m := range plan.Shared(cases, starts["default"]) {
		if !slices.ContainsFunc(m.Notes, func(note string) bool { return note == "witness of life "+m.Steps[sequence.LastCall(m.Sequence)].Op }) {
			continue
		}
		lives++
		p := oracle.PossibleWorld{World: starts["default"].World, Names: starts["default"].World.Base().Names}
		for n, step := range m.Steps {
			if step.Kind == sequence.StepCall {
				v := p.World.Apply(p.ForModel(step, "", starts["default"].Region))
				if len(v.Broken) > 1 || len(v.Broken) == 1 && !slices.Contains(meant, v.Broken[0].ID()) {
					t.Errorf("step %d breaks %s\n%s", n+1, v.Broken[0].ID(), m.Sequence)
				}
			}
			p, _ = p.Step(step, "", starts["default"].Region)
		}
	}
	if lives < 36 {
		t.Errorf("%d lives", lives)
	}
}
