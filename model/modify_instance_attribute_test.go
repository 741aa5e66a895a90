package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
	family "github.com/ecsim/ecsim/model/ecs/instance/modify"
)

// A rowCase is one call that meets one row: of all the rules that the call
// breaks, the row's comes first in canonical order.
type rowCase struct {
	row  int
	name string
	of   testInstance
	// world changes the world before the instance is made.
	world func(testing.TB, model.World) model.World
	// after changes the world when the instance has been made.
	after  func(testing.TB, model.World, string) model.World
	params model.Params
	// also are rows that the same call breaks as well.
	also []int
}

// The pieces that the table below is made of.
var (
	onStopped   = testInstance{Status: ecs.Stopped}
	onClassic   = testInstance{Network: ecs.NetworkClassic, Type: "ecs.n4.small"}
	onBurstable = testInstance{Type: "ecs.t6-c1m2.large"}
	onWindows   = testInstance{Image: "image.windows"}
	onG8i       = testInstance{Type: "ecs.g8i.xlarge", Status: ecs.Stopped}
	onG5        = testInstance{Type: "ecs.g5.large", Status: ecs.Stopped}
)

// without is the world whose account lacks a feature.
func without(feature model.FactName) func(testing.TB, model.World) model.World {
	return func(_ testing.TB, w model.World) model.World { return knowing(w, "", feature, 0) }
}

// limited is the world whose account has a quota.
func limited(quota model.FactName, n int) func(testing.TB, model.World) model.World {
	return func(_ testing.TB, w model.World) model.World { return knowing(w, "", quota, n) }
}

// withSecondary attaches a secondary interface to the instance.
func withSecondary(tb testing.TB, w model.World, instance string) model.World {
	tb.Helper()
	w, _ = addSecondary(tb, w, instance, nil)
	return w
}

func attributeRowCases() []rowCase {
	const text = "ZWNobyBoZWxsbyBlY3Mh" // echo hello ecs!
	return []rowCase{
		{row: 1, name: "one character", params: model.Params{"InstanceName": "a"}},
		{row: 1, name: "129 characters", params: model.Params{"InstanceName": strings.Repeat("a", 129)}},
		{row: 1, name: "begins with a digit", params: model.Params{"InstanceName": "1a"}},
		{row: 1, name: "a period", params: model.Params{"InstanceName": "a.b"}},
		{row: 1, name: "a link", params: model.Params{"InstanceName": "http://a"}},
		{row: 2, name: "one character", params: model.Params{"Description": "d"}},
		{row: 2, name: "257 characters", params: model.Params{"Description": strings.Repeat("d", 257)}},
		{row: 2, name: "a link", params: model.Params{"Description": "https://d"}},
		{row: 3, name: "five characters", params: model.Params{"RemoteConnectionOptions.Password": "Ecs12"}},
		{row: 3, name: "a hyphen", params: model.Params{"RemoteConnectionOptions.Password": "Ecs-12"}},
		{row: 4, params: model.Params{"RemoteConnectionOptions.Type": "telnet"}},
		{row: 5, of: testInstance{Type: "ecs.t1.small", Network: ecs.NetworkClassic}, params: model.Params{"RemoteConnectionOptions.Type": "vnc"}},
		{row: 6, params: model.Params{"RemoteConnectionOptions.Type": "rdp"}},
		{row: 8, name: "Linux, a doubled hyphen", params: model.Params{"HostName": "a--b"}},
		{row: 8, name: "Linux, 65 characters", params: model.Params{"HostName": strings.Repeat("a", 65)}},
		{row: 8, name: "Windows, a period", of: onWindows, params: model.Params{"HostName": "a.b"}},
		{row: 8, name: "Windows, 16 characters", of: onWindows, params: model.Params{"HostName": strings.Repeat("a", 16)}},
		{row: 8, name: "Windows, digits only", of: onWindows, params: model.Params{"HostName": "12"}},
		{row: 9, name: "seven characters", params: model.Params{"Password": "Ecs-123"}},
		{row: 9, name: "two classes", params: model.Params{"Password": "ecsecs-ecs"}},
		{row: 9, name: "a space", params: model.Params{"Password": "Ecs 12345"}},
		{row: 9, name: "Windows, a slash in front", of: onWindows, params: model.Params{"Password": "/Ecs-12345"}},
		{row: 10, params: model.Params{"UserData": attribute.EncodedZeros(attribute.UserDataLimit + 1)}},
		{row: 11, name: "classic network", of: onClassic, params: model.Params{"UserData": text}},
		{row: 11, name: "not I/O optimized", of: testInstance{Type: "ecs.t1.small"}, params: model.Params{"UserData": text}},
		{row: 12, name: "Linux", of: testInstance{Image: "image.plain"}, params: model.Params{"UserData": text}},
		{row: 12, name: "Windows", of: testInstance{Image: "image.winplain"}, params: model.Params{"UserData": text}},
		{row: 13, params: model.Params{"Recyclable": "true"}},
		{row: 14, world: without(model.FeatureRecycleBin), of: testInstance{Charge: ecs.PrePaid}, params: model.Params{"Recyclable": "true"}},
		{row: 15, name: "no such mode", of: onBurstable, params: model.Params{"CreditSpecification": "standard"}},
		{row: 15, name: "not in the region", of: onBurstable, params: model.Params{"CreditSpecification": ecs.Unlimited},
			world: func(_ testing.TB, w model.World) model.World {
				return knowing(w, "cn-hangzhou", model.RegionBurstUnlimited, 0)
			}},
		{row: 16, of: onBurstable, world: without(model.AccountInGoodStanding), params: model.Params{"CreditSpecification": ecs.Unlimited}},
		{row: 17, of: testInstance{Type: "ecs.t6-c1m2.large", Status: ecs.Stopped}, params: model.Params{"CreditSpecification": ecs.Unlimited}},
		{row: 18, of: onClassic, params: model.Params{"SecurityGroupIds.1": "$sgclassic"}},
		{row: 19, world: limited(ecs.QuotaEnterpriseMembers, 0), params: model.Params{"SecurityGroupIds.1": "$esg1"}, also: []int{44}},
		{row: 20, world: limited(ecs.QuotaGroupsPerInterface, 1), params: model.Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg2"}},
		{row: 21, name: "no Boolean", params: model.Params{"DeletionProtection": "yes"}},
		{row: 21, name: "no number", of: onStopped, params: model.Params{"NetworkInterfaceQueueNumber": "two"}},
		{row: 21, name: "no such host name type", params: model.Params{"PrivateDnsNameOptions.HostnameType": "ipbased"}},
		{row: 21, name: "a gap in the list", params: model.Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.3": "$sg2"}},
		{row: 21, name: "an empty list", params: model.Params{"SecurityGroupIds.1": ""}},
		{row: 22, name: "Running", params: model.Params{"NetworkInterfaceQueueNumber": "2"}},
		{row: 22, name: "Stopping", of: testInstance{Status: ecs.Stopping}, params: model.Params{"NetworkInterfaceQueueNumber": "-1"}},
		{row: 23, of: onG5, params: model.Params{"EnableJumboFrame": "true"}},
		{row: 23, name: "classic network", of: onClassic, params: model.Params{"EnableJumboFrame": "true"}},
		{row: 24, of: testInstance{Status: ecs.Starting}, params: model.Params{"EnableJumboFrame": "false"}},
		{row: 25, params: model.Params{"CpuOptions.TopologyType": "DiscreteCoreToHTMapping"}},
		{row: 26, of: onStopped, params: model.Params{"CpuOptions.TopologyType": "discrete"}},
		{row: 27, of: testInstance{Type: "ecs.g8ae.xlarge", Status: ecs.Stopped}, params: model.Params{"CpuOptions.TopologyType": "DiscreteCoreToHTMapping"}},
		{row: 28, params: model.Params{"AdditionalInfo.PvdConfig": strings.Repeat("p", family.PvdConfigLimit+1)}},
		{row: 29, of: onG5, params: model.Params{"AdditionalInfo.EnableHighDensityMode": "true"}},
		{row: 30, name: "high-density mode", params: model.Params{"AdditionalInfo.EnableHighDensityMode": "true"}},
		{row: 30, name: "threads", params: model.Params{"CpuOptions.ThreadsPerCore": "1"}},
		{row: 30, name: "nested virtualization", of: testInstance{Status: ecs.Pending}, params: model.Params{"CpuOptions.NestedVirtualization": "enabled"}},
		{row: 31, of: onG8i, params: model.Params{"CpuOptions.TurboMode": "single core max"}},
		{row: 32, of: onG5, params: model.Params{"EnableNVS": "true"}},
		{row: 33, of: onG5, params: model.Params{"CpuOptions.EnableVISST": "true"}},
		{row: 34, of: onG5, params: model.Params{"CpuOptions.EnableVRDT": "true"}},
		{row: 35, of: onG5, params: model.Params{"CpuOptions.TurboMode": family.SingleCoreMax}},
		{row: 36, of: onG5, params: model.Params{"GpuOptions.ConfidentialComputing": "enabled"}},
		{row: 37, of: testInstance{Type: "ecs.gn8v-tee.4xlarge", Status: ecs.Stopped}, params: model.Params{"GpuOptions.ConfidentialComputing": "on"}},
		{row: 38, of: testInstance{Type: "ecs.gn8v-tee.4xlarge", Status: ecs.Stopped}, world: without(model.FeatureConfidentialComputing),
			params: model.Params{"GpuOptions.ConfidentialComputing": "enabled"}},
		{row: 39, of: onStopped, params: model.Params{"CpuOptions.NestedVirtualization": "on"}},
		{row: 40, of: onG5, params: model.Params{"CpuOptions.NestedVirtualization": "enabled"}},
		{row: 42, of: testInstance{Status: ecs.Starting}, params: model.Params{"Password": "Ecs-12345"}},
		{row: 43, of: testInstance{Change: func(i *ecs.Instance) { i.LockReason = model.NewList(ecs.LockSecurity) }}, params: model.Params{"InstanceName": "ab"}},
		{row: 45, world: without(model.FeatureUserData), params: model.Params{"UserData": text}},
		{row: 46, params: model.Params{"UserData": "echo hello"}},
		{row: 47, name: "subscription", of: testInstance{Charge: ecs.PrePaid}, params: model.Params{"DeletionProtection": "true"}},
		{row: 47, name: "spot", of: testInstance{Spot: "SpotAsPriceGo"}, params: model.Params{"DeletionProtection": "true"}},
		{row: 48, of: onG8i, world: without(model.FeatureClosedParameters), params: model.Params{"EnableNVS": "true"}},
		{row: 49, params: model.Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$esg1"}},
		{row: 50, world: limited(ecs.QuotaBasicMembers, 1), also: []int{44}, params: model.Params{"SecurityGroupIds.1": "$sg2"},
			after: func(tb testing.TB, w model.World, _ string) model.World {
				tb.Helper()
				w, _ = addInstance(tb, w, testInstance{Groups: []string{"sg2"}})
				return w
			}},
		{row: 52, params: model.Params{"RegionId": "cn-nowhere", "InstanceName": "ab"}},
		{row: 53, params: model.Params{"SecurityGroupIds.1": "$sgmanaged"}},
		{row: 54, name: "none", of: onStopped, params: model.Params{"NetworkInterfaceQueueNumber": "0"}},
		{row: 54, name: "negative", of: onStopped, params: model.Params{"NetworkInterfaceQueueNumber": "-2"}},
		{row: 55, of: onStopped, params: model.Params{"NetworkInterfaceQueueNumber": "5"}},
		{row: 56, of: onStopped, params: model.Params{"NetworkInterfaceQueueNumber": "3"},
			world: func(_ testing.TB, w model.World) model.World {
				return knowing(w, "ecs.g7.xlarge", model.TypeQueuesTotal, 6)
			},
			after: withSecondary},
		{row: 56, name: "a secondary interface that was changed", of: onStopped, params: model.Params{"NetworkInterfaceQueueNumber": "3"},
			world: func(_ testing.TB, w model.World) model.World {
				return knowing(w, "ecs.g7.xlarge", model.TypeQueuesTotal, 4)
			},
			after: func(tb testing.TB, w model.World, id string) model.World {
				tb.Helper()
				w, _ = addSecondary(tb, w, id, func(e *ecs.NetworkInterface) { e.QueueNumber = 2 })
				return w
			}},
		{row: 61, world: limited(ecs.QuotaRulesPerInterface, 9), params: model.Params{"SecurityGroupIds.1": "$sg2"},
			after: func(tb testing.TB, w model.World, _ string) model.World {
				tb.Helper()
				g := *theGroupIn(tb, w, "sg2")
				g.Hidden.FillerRules, g.Hidden.Rules = 8, model.NewList("a", "b")
				model.Put(&w, "1000000000000001", "cn-hangzhou", g)
				return w
			}},
		{row: 62, of: onG5, params: model.Params{"CpuOptions.ThreadsPerCore": "2"}},
		{row: 63, of: onStopped, params: model.Params{"CpuOptions.Core": "1"}},
		{row: 63, name: "more", of: onStopped, params: model.Params{"CpuOptions.Core": "3"}},
		{row: 64, of: onStopped, params: model.Params{"CpuOptions.ThreadsPerCore": "4"}},
		{row: 65, of: onG8i, world: without(model.FeatureNetworkEncryption), params: model.Params{"EnableNetworkEncryption": "true"}},
		{row: 66, params: model.Params{"EnableNetworkEncryption": "true"}},
		{row: 67, params: model.Params{"InstanceId": "i-bp1unknown", "InstanceName": "ab"}},
		{row: 67, name: "another region", params: model.Params{"RegionId": "cn-beijing", "InstanceName": "ab"}},
		{row: 68, params: model.Params{"SecurityGroupIds.1": "sg-bp1unknown"}},
		{row: 68, name: "another account", params: model.Params{"SecurityGroupIds.1": "$other.sg1"}},
		{row: 69, params: model.Params{"CreditSpecification": ecs.Unlimited}},
		{row: 70, of: onBurstable, params: model.Params{"CreditSpecification": ecs.Unlimited},
			after: func(tb testing.TB, w model.World, id string) model.World {
				tb.Helper()
				w, _ = accept(tb, w, modify(id, model.Params{"HostName": "later"}))
				return w
			}},
		{row: 71, params: model.Params{"SecurityGroupIds.1": "$sg2", "SecurityGroupIds.2": "$sg2"}},
		{row: 72, params: model.Params{"SecurityGroupIds.1": "$sgclassic"}},
		{row: 73, name: "two VPCs", params: model.Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg3"}},
		{row: 73, name: "another VPC than the instance", params: model.Params{"SecurityGroupIds.1": "$sg3"}},
	}
}

// modify is a call of ModifyInstanceAttribute.
func modify(instance string, params model.Params) model.Call {
	if params["InstanceId"] == "" {
		params = params.With("InstanceId", instance)
	}
	return model.Call{Op: "ModifyInstanceAttribute", Params: params}
}

// situation makes the world of a case and fills in the ids that $name stands for.
func (c rowCase) situation(tb testing.TB, w model.World) (next model.World, instance string, params model.Params) {
	tb.Helper()
	if c.world != nil {
		w = c.world(tb, w)
	}
	w, instance = addInstance(tb, w, c.of)
	if c.after != nil {
		w = c.after(tb, w, instance)
	}
	params = model.Params{}
	for name, value := range c.params {
		if symbol, ok := strings.CutPrefix(value, "$"); ok {
			value = named(tb, w, symbol)
		}
		params[name] = value
	}
	return w, instance, params
}

func rowsOf(v model.Verdict) []int {
	var rows []int
	for _, r := range v.Broken {
		rows = append(rows, r.Row)
	}
	return rows
}

// Each row that a call can meet is met by the calls of the table, and by each
// of them alone: the rest of the model has no quarrel with the call.
func TestEachAttributeRowIsMetByACallOfItsOwn(t *testing.T) {
	w := newWorld(t)
	op, _ := w.Model().Operation("ModifyInstanceAttribute")
	met := map[int]bool{}
	for _, c := range attributeRowCases() {
		t.Run(fmt.Sprintf("row %d %s", c.row, c.name), func(t *testing.T) {
			w, instance, params := c.situation(t, w)
			v := w.Apply(modify(instance, params))
			if got, want := rowsOf(v), append([]int{c.row}, c.also...); !slices.Equal(got, want) {
				t.Errorf("%v breaks rows %v %v, want %v", c.params, got, codes(v), want)
			}
			if v.World.Hash() != w.Hash() || len(v.Others) > 0 {
				t.Error("the refused call changes the world")
			}
			row, _ := w.Model().Catalog().Operation("ModifyInstanceAttribute")
			wire, _ := row.Row(c.row)
			if out := v.Outcome(); out.HTTP != wire.HTTP || out.Code != wire.Code || out.Message == "" || strings.Contains(out.Message, "%s") {
				t.Errorf("answers %d %s %q, row %d is %d %s", out.HTTP, out.Code, out.Message, c.row, wire.HTTP, wire.Code)
			}
		})
		met[c.row] = true
	}
	var vestigial, faults, shadowed []int
	for row := 1; row <= op.Documented; row++ {
		at := slices.IndexFunc(op.Rules, func(r *model.BoundRule) bool { return r.Row == row })
		switch r := op.Rules[max(at, 0)]; {
		case at < 0:
			t.Errorf("row %d has no rule", row)
		case r.Fault:
			faults = append(faults, row)
		case r.Vestigial != "":
			vestigial = append(vestigial, row)
		case r.Shadowed != "":
			shadowed = append(shadowed, row)
		case !met[row]:
			t.Errorf("row %d (%s) is met by no call of the table", row, r.Code)
		}
	}
	if !slices.Equal(vestigial, []int{7, 51, 57, 58, 59, 60}) || !slices.Equal(faults, []int{41}) || !slices.Equal(shadowed, []int{44}) ||
		op.Documented != 73 || len(met) != 73-len(vestigial)-len(faults)-len(shadowed) {
		t.Errorf("%d rows: %d met, vestigial %v, faults %v", op.Documented, len(met), vestigial, faults)
	}
}

// The hint of each rule breaks it, in the world that it names, on an instance
// that the row's first call above asks for.
func TestTheHintOfEachAttributeRuleBreaksIt(t *testing.T) {
	first := map[int]rowCase{}
	for _, c := range attributeRowCases() {
		if _, ok := first[c.row]; !ok {
			first[c.row] = c
		}
	}
	op, _ := newWorld(t).Model().Operation("ModifyInstanceAttribute")
	worlds := map[string]model.World{"": newWorld(t)}
	for _, r := range op.Rules {
		if r.When == nil || r.Common {
			continue
		}
		if len(r.Break.Set) == 0 {
			t.Errorf("row %d has no hint", r.Row)
			continue
		}
		c := first[r.Row]
		if _, ok := worlds[r.Break.World]; !ok {
			worlds[r.Break.World] = namedWorld(t, r.Break.World)
		}
		c.params, c.world = r.Break.Set, nil
		w, instance, params := c.situation(t, worlds[r.Break.World])
		if v := w.Apply(modify(instance, params)); !slices.Contains(rowsOf(v), r.Row) {
			t.Errorf("row %d: %v breaks rows %v", r.Row, r.Break.Set, rowsOf(v))
		}
	}
}
