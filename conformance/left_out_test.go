package conformance_test

import (
	"context"
	"maps"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A literal target takes the defaults of a page at its word: a parameter that a
// call leaves out has its default.
type literal struct {
	fake
	op       string
	defaults model.Params
}

func (l *literal) Do(ctx context.Context, c model.Call) (model.Outcome, error) {
	if c.Op == l.op {
		all := maps.Clone(l.defaults)
		maps.Copy(all, c.Params)
		c.Params = all
	}
	return l.fake.Do(ctx, c)
}

// Where a page names the default of a parameter, it does not say whether a call
// that leaves the parameter out keeps the value or restores the default. A
// target that restores it is asked about, and does not fail.
func TestATargetThatRestoresDefaultsIsAskedAbout(t *testing.T) {
	const (
		launch   = "i1 = LAUNCH\nawait i1 Running\n"
		metadata = "ModifyInstanceMetadataOptions RegionId=cn-hangzhou InstanceId=$i1 HttpEndpoint=enabled"
		instance = "ModifyInstanceAttribute InstanceId=$i1"
		eni      = "e1 = CreateNetworkInterface RegionId=cn-hangzhou VSwitchId=$vsw1 SecurityGroupId=$sg1\nawait e1 Available\n"
		modify   = "ModifyNetworkInterfaceAttribute RegionId=cn-hangzhou NetworkInterfaceId=$e1"
	)
	for _, c := range []struct {
		op       string
		defaults model.Params
		sequence string
		item     string
	}{
		{"ModifyInstanceMetadataOptions", model.Params{"HttpTokens": "optional"},
			launch + metadata + " HttpTokens=required\n" + metadata + "\n", "HttpTokens"},
		{"ModifyInstanceAttribute", model.Params{"PrivateDnsNameOptions.EnableIpDnsARecord": "false"},
			launch + instance + " PrivateDnsNameOptions.EnableIpDnsARecord=true\n" + instance + " PrivateDnsNameOptions.HostnameType=IpBased\n",
			"PrivateDnsNameOptions.EnableIpDnsARecord"},
		{"ModifyInstanceAttribute", model.Params{"PrivateDnsNameOptions.HostnameType": "Custom"},
			launch + instance + " PrivateDnsNameOptions.HostnameType=IpBased\n" + instance + " PrivateDnsNameOptions.EnableIpDnsARecord=true\n",
			"PrivateDnsNameOptions.HostnameType"},
		{"ModifyNetworkInterfaceAttribute", model.Params{"SourceDestCheck": "false"},
			eni + modify + " SourceDestCheck=true\n" + modify + " NetworkInterfaceName=front\n", "SourceDestCheck"},
		{"ModifyNetworkInterfaceAttribute", model.Params{"ConnectionTrackingConfiguration.UdpTimeout": "30"},
			eni + modify + " ConnectionTrackingConfiguration.UdpTimeout=60\n" + modify + " ConnectionTrackingConfiguration.TcpEstablishedTimeout=80\n",
			"ConnectionTrackingConfiguration.UdpTimeout"},
	} {
		t.Run(c.op+"/"+c.item, func(t *testing.T) {
			w := defaultWorld(t, newModel(t))
			on := func(target sequence.Target) []run.Found {
				res, err := run.Run(t.Context(), target, oracle.Start{World: w}, parsed(t, c.sequence))
				if err != nil {
					t.Fatal(err)
				}
				return res.Found
			}
			found := on(&literal{fake: fake{world: w}, op: c.op, defaults: c.defaults})
			if len(found) != 1 || found[0].Judgement.Item != c.op+"/"+c.item || found[0].Judgement.Fails() || found[0].Judgement.Basis.Reason == "" {
				t.Errorf("restored: %+v", found)
			}
			found = on(&fake{world: without(t, w, c.op, c.item)})
			if len(found) != 1 || found[0].Judgement.Item != c.op+"/"+c.item || !found[0].Judgement.Fails() {
				t.Errorf("lost: %+v", found)
			}
		})
	}
}

// without is the world under a model whose operation has lost an effect.
func without(t *testing.T, w model.World, op, effect string) model.World {
	t.Helper()
	old, ok := w.Model().Operation(op)
	if !ok {
		t.Fatalf("no operation %s", op)
	}
	next := *old
	next.Effects = nil
	for _, e := range old.Effects {
		if e.Name != effect {
			next.Effects = append(next.Effects, e)
		}
	}
	return w.Under(w.Model().With(&next))
}

// The page gives false as the default of SourceDestCheck, and a notice of
// 2025-04 says that new interfaces have the check on: what a new one has is for
// the target to say, what a call sets is not.
func TestTheFirstSourceDestCheckIsTheTargetsToChoose(t *testing.T) {
	const (
		eni    = "e1 = CreateNetworkInterface RegionId=cn-hangzhou VSwitchId=$vsw1 SecurityGroupId=$sg1 DeleteOnRelease=false\nawait e1 Available\n"
		modify = "ModifyNetworkInterfaceAttribute RegionId=cn-hangzhou NetworkInterfaceId=$e1"
	)
	w := defaultWorld(t, newModel(t))
	on := &literal{fake: fake{world: w}, op: "CreateNetworkInterface", defaults: model.Params{"SourceDestCheck": "true"}}
	lost := &literal{fake: fake{world: without(t, w, "ModifyNetworkInterfaceAttribute", "SourceDestCheck")}, op: on.op, defaults: on.defaults}
	for _, c := range []struct {
		name     string
		target   sequence.Target
		sequence string
		found    string
	}{
		{"a new one", on, eni + modify + " NetworkInterfaceName=front\n", ""},
		{"switched off", on, eni + modify + " SourceDestCheck=false\n" + modify + " DeleteOnRelease=true\n", ""},
		{"not switched off", lost, eni + modify + " SourceDestCheck=false\n", "effect ModifyNetworkInterfaceAttribute/SourceDestCheck"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := run.Run(t.Context(), c.target, oracle.Start{World: w}, parsed(t, c.sequence))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, f := range res.Found {
				got = f.Judgement.Key()
			}
			if got != c.found {
				t.Errorf("found %q, want %q: %+v", got, c.found, res.Found)
			}
		})
	}
}
