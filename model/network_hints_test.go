package model_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The hint of a rule, applied to a plain call, breaks the rule.
func TestHintsBreakTheirRules(t *testing.T) {
	group := model.Params{"SecurityGroupId": "$sg1"}
	member := model.Params{"SecurityGroupId": "$sg2", "InstanceId": "$free"}
	plain := map[string]model.Params{
		"CreateSecurityGroup": {"VpcId": "$vpc1"}, "DeleteSecurityGroup": group, "DescribeSecurityGroupAttribute": group,
		"AuthorizeSecurityGroup": {"SecurityGroupId": "$sg1", "IpProtocol": "tcp", "PortRange": "22/22", "SourceCidrIp": "10.0.0.0/8"},
		"JoinSecurityGroup":      member, "LeaveSecurityGroup": member,
		"CreateVpc": {}, "DeleteVpc": {"VpcId": "$vpc2"}, "DescribeVpcs": {}, "DescribeVSwitches": {}, "DescribeRegions": {}, "DescribeZones": {},
		"CreateVSwitch": {"VpcId": "$vpc1", "ZoneId": "cn-hangzhou-i", "CidrBlock": "10.9.0.0/16"}, "DeleteVSwitch": {"VSwitchId": "$vsw1"},
	}
	worlds := map[string]model.World{}
	world := func(name string) model.World {
		if _, read := worlds[name]; !read {
			worlds[name] = namedWorld(t, name)
		}
		return worlds[name]
	}
	for op, params := range plain {
		o, _ := world("default").Model().Operation(op)
		for _, r := range o.Rules {
			if r.When == nil || r.Common || len(r.Break.Set)+len(r.Break.Drop) == 0 {
				continue
			}
			w := world("default")
			if strings.HasSuffix(op, "nSecurityGroup") || strings.HasPrefix(op, "Leave") { // the member is in the world locked
				w = world(ecs.WorldLocked)
			}
			c := main1(op, params)
			if r.Break.World != "" {
				w = world(r.Break.World)
			}
			if _, ok := w.Base().Names["free"]; !ok && c.Params["InstanceId"] != "" {
				w, c.Params["InstanceId"] = RunningState(t, w, nil)
			}
			for _, name := range r.Break.Drop {
				delete(c.Params, name)
			}
			maps.Copy(c.Params, r.Break.Set)
			for name, value := range c.Params {
				if as, symbolic := strings.CutPrefix(value, "$"); symbolic {
					c.Params[name] = named(t, w, as)
				}
			}
			if v := w.Apply(c); !slices.ContainsFunc(v.Broken, func(b *model.BoundRule) bool { return b.ID() == r.ID() }) {
				t.Errorf("%s: the hint %+v breaks %v", r.ID(), r.Break, codes(v))
			}
		}
	}
}
