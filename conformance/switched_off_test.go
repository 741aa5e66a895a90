package conformance_test

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
)

// Deletion protection is only valid for pay-as-you-go instances, says the page,
// and not whether switching it off on another one is refused: a target that
// takes false is asked about, one that takes true fails.
func TestSwitchingOffWhatIsNotOfferedIsAskedAbout(t *testing.T) {
	const (
		prepaid = "i1 = LAUNCH InstanceChargeType=PrePaid Period=1\nawait i1 Running\n"
		spot    = "i1 = LAUNCH SpotStrategy=SpotAsPriceGo\nawait i1 Running\n"
		old     = "i1 = RunInstances ImageId=$image.linux InstanceType=ecs.t6-c1m2.large RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\nawait i1 Running\n"
	)
	for _, c := range []struct{ rule, launch, parameter string }{
		{"InvalidChargeType.ValueNotSupported", prepaid, "DeletionProtection"},
		{"InvalidChargeType.ValueNotSupported", spot, "DeletionProtection"},
		{"InvalidParam.NotSupportJumboFrame", old, "EnableJumboFrame"},
		{"InvalidOperation.InstanceTypeNotSupportNetworkEncryption", old, "EnableNetworkEncryption"},
		{"InvalidInstanceType.EnableNVSUnsupported", old, "EnableNVS"},
	} {
		for value, fails := range map[string]bool{"true": true, "false": false} {
			t.Run(c.parameter+"="+value, func(t *testing.T) {
				w := defaultWorld(t, newModel(t))
				target := &fake{world: w.Under(forgetful(w.Model(), "ModifyInstanceAttribute", c.rule))}
				res, err := run.Run(t.Context(), target, oracle.Start{World: w},
					parsed(t, c.launch+"ModifyInstanceAttribute InstanceId=$i1 "+c.parameter+"="+value+"\n"))
				if err != nil {
					t.Fatal(err)
				}
				if len(res.Found) != 1 || res.Found[0].Judgement.Key() != "refuses ModifyInstanceAttribute/"+c.rule ||
					res.Found[0].Judgement.Fails() != fails {
					t.Errorf("%+v", res.Found)
				}
			})
		}
	}
}
