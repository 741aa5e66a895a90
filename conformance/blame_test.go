package conformance_test

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/model"
)

// A lookup shows a difference, and the finding names the cause: the effect that
// last wrote one of the fields, also of a resource that the call did not name,
// or the effect that should have removed the resource, but not the operation
// that made the resource long before.
func TestALostEffectIsNamed(t *testing.T) {
	const (
		eni      = "e1 = CreateNetworkInterface RegionId=cn-hangzhou VSwitchId=$vsw1 SecurityGroupId=$sg1\nawait e1 Available\n"
		stopped  = "i1 = CreateInstance ImageId=$image.linux InstanceType=ecs.g7.large RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\nawait i1 Stopped\n"
		attached = stopped + eni + "AttachNetworkInterface RegionId=cn-hangzhou InstanceId=$i1 NetworkInterfaceId=$e1\nawait e1 InUse\n"
		image    = stopped + "m1 = CreateImage RegionId=cn-hangzhou InstanceId=$i1\nawait m1 Available\n"
		group    = "g1 = CreateSecurityGroup RegionId=cn-hangzhou VpcId=$vpc1\n"
	)
	for _, c := range []struct{ op, effect, sequence string }{
		{"AssignIpv6Addresses", "Ipv6Address", stopped + "AssignIpv6Addresses RegionId=cn-hangzhou NetworkInterfaceId=$i1.primary Ipv6Address.1=2408:4000:1::99\n"},
		{"AssignIpv6Addresses", "Ipv6AddressCount", stopped + "AssignIpv6Addresses RegionId=cn-hangzhou NetworkInterfaceId=$i1.primary Ipv6AddressCount=1\n"},
		{"AuthorizeSecurityGroup", "Permissions", group + "AuthorizeSecurityGroup RegionId=cn-hangzhou SecurityGroupId=$g1 IpProtocol=tcp PortRange=22/22 SourceCidrIp=0.0.0.0/0\n"},
		{"CreateVpc", "EnableIpv6", "n1 = CreateVpc RegionId=cn-hangzhou CidrBlock=192.168.0.0/16 EnableIpv6=true\nawait n1 Available\n"},
		{"DeleteInstance", "PrimaryInterface", stopped + "DescribeNetworkInterfaces RegionId=cn-hangzhou NetworkInterfaceId.1=$i1.primary\n" +
			"DeleteInstance InstanceId=$i1\nDescribeNetworkInterfaces RegionId=cn-hangzhou NetworkInterfaceId.1=$i1.primary\n"},
		{"DeleteInstance", "SecondaryInterfaces-detached", attached +
			"ModifyNetworkInterfaceAttribute RegionId=cn-hangzhou NetworkInterfaceId=$e1 DeleteOnRelease=false\nDeleteInstance InstanceId=$i1\n"},
		{"DeleteInstance", "SecondaryInterfaces-released", attached + "DeleteInstance InstanceId=$i1\n"},
		{"DeleteNetworkInterface", "Status", eni + "DeleteNetworkInterface RegionId=cn-hangzhou NetworkInterfaceId=$e1\n"},
		{"ModifyImageSharePermission", "AddAccount", image + "ModifyImageSharePermission RegionId=cn-hangzhou ImageId=$m1 AddAccount.1=1000000000000002\n"},
		{"RunInstances", "NetworkInterfaceQueueNumber", "i1 = LAUNCH NetworkInterfaceQueueNumber=1\n"},
	} {
		t.Run(c.op+"/"+c.effect, func(t *testing.T) {
			w := defaultWorld(t, newModel(t))
			start := oracle.Start{World: w}
			for _, running := range []struct {
				target *fake
				want   string
			}{{&fake{world: w}, ""}, {&fake{world: without(t, w, c.op, c.effect)}, "effect " + c.op + "/" + c.effect}} {
				res, err := run.Run(t.Context(), running.target, start, parsed(t, c.sequence))
				if err != nil {
					t.Fatal(err)
				}
				var keys []string
				for _, f := range res.Found {
					keys = append(keys, f.Judgement.Key())
				}
				if got := strings.Join(keys, ", "); got != running.want {
					t.Errorf("found %q, want %q: %+v", got, running.want, res.Found)
				}
			}
		})
	}
}

// firstOf is all that is known: the rule is checked before every other one.
type firstOf string

func (f firstOf) First(a, b *model.BoundRule) (string, model.Basis) {
	if a.ID() == string(f) || b.ID() == string(f) {
		return string(f), model.Observed("the test")
	}
	return "", model.Basis{}
}

// If an answer is explained only by a world in which the instance has made a
// transition, and a lookup shows that it has not, the rule that should have
// answered first is blamed.
func TestALookupDecidesWhetherAnAnswerWasWrong(t *testing.T) {
	const rule = "ModifyInstanceVncPasswd/InstanceNotReady"
	w := defaultWorld(t, newModel(t))
	target := &fake{world: w.Under(forgetful(w.Model(), "ModifyInstanceVncPasswd", "InstanceNotReady")), every: 1000}
	res, err := run.RunOrdered(t.Context(), target, oracle.Start{World: w}, parsed(t,
		"i1 = CreateInstance ImageId=$image.linux InstanceType=ecs.g7.large RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\n"+
			"ModifyInstanceVncPasswd RegionId=cn-hangzhou InstanceId=$i1 VncPassword=Ecs123\n"), firstOf(rule))
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Found) != 1 || res.Found[0].Judgement.Key() != "order "+rule {
		t.Errorf("%+v", res.Found)
	}
}

// A vSwitch may become Available while a call about it is answered. If the
// lookup right after the refusal shows that it has not, the world in which it
// has is dropped, and is not blamed for anything.
func TestALookupDecidesWhatIsBlamed(t *testing.T) {
	const rule = "DeleteVSwitch/IncorrectVSwitchStatus"
	w := defaultWorld(t, newModel(t))
	target := &fake{world: w.Under(forgetful(w.Model(), "DeleteVSwitch", "IncorrectVSwitchStatus")), every: 1000}
	res, err := run.RunOrdered(t.Context(), target, oracle.Start{World: w}, parsed(t,
		"v1 = CreateVSwitch CidrBlock=10.99.0.0/24 RegionId=cn-hangzhou VpcId=$vpc1 ZoneId=cn-hangzhou-i\n"+
			"DeleteVSwitch RegionId=cn-hangzhou VSwitchId=$v1\n"), firstOf(rule))
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Found) != 1 || res.Found[0].Judgement.Key() != "order "+rule || res.Found[0].Judgement.Worlds != 1 {
		t.Errorf("%+v", res.Found)
	}
}
