package model_test

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
	family "github.com/ecsim/ecsim/model/ecs/instance/modify"
)

// What stands at the border of a row, on its legal side.
func TestWhatModifyInstanceAttributeAccepts(t *testing.T) {
	w := newWorld(t)
	for _, c := range []rowCase{
		{name: "row 1: two characters", params: model.Params{"InstanceName": "ab"}},
		{name: "row 1: Chinese, with all punctuation", params: model.Params{"InstanceName": "实例_1-2:3"}},
		{name: "row 1: 128 characters", params: model.Params{"InstanceName": strings.Repeat("a", 128)}},
		{name: "row 1: an empty name is an absent one", params: model.Params{"InstanceName": ""}},
		{name: "row 2: 256 characters", params: model.Params{"Description": strings.Repeat("d", 256)}},
		{name: "row 3: six digits", params: model.Params{"RemoteConnectionOptions.Password": "123456"}},
		{name: "row 6: rdp on Windows", of: onWindows, params: model.Params{"RemoteConnectionOptions.Type": "rdp"}},
		{name: "row 8: Linux, periods and 64 characters", params: model.Params{"HostName": strings.Repeat("a.b-", 15) + "1234"}},
		{name: "row 8: Linux, digits only", params: model.Params{"HostName": "12"}},
		{name: "row 8: Windows, 15 characters", of: onWindows, params: model.Params{"HostName": "win-12345678901"}},
		{name: "row 9: eight characters of three classes", params: model.Params{"Password": "Ecs12345"}},
		{name: "row 9: 30 characters, every special one", params: model.Params{"Password": "aA(" + model.PasswordSpecials[2:]}},
		{name: "row 9: Linux, a slash in front", params: model.Params{"Password": "/Ecs-12345"}},
		{name: "row 10: 32 KB", params: model.Params{"UserData": attribute.EncodedZeros(attribute.UserDataLimit)}},
		{name: "row 12: Windows with cloud-init", of: onWindows, params: model.Params{"UserData": "AA=="}},
		{name: "row 13: subscription", of: testInstance{Charge: ecs.PrePaid}, params: model.Params{"Recyclable": "false"}},
		{name: "row 17: Running", of: onBurstable, params: model.Params{"CreditSpecification": ecs.Unlimited}},
		{name: "row 20: as many groups as may be", world: limited(ecs.QuotaGroupsPerInterface, 2), params: model.Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg2"}},
		{name: "row 21: an empty element at the end", params: model.Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": ""}},
		{name: "row 21: Python's spelling of a Boolean", params: model.Params{"DeletionProtection": "True"}},
		{name: "row 22: Stopped", of: onStopped, params: model.Params{"NetworkInterfaceQueueNumber": "4"}},
		{name: "row 24: Stopped", of: onStopped, params: model.Params{"EnableJumboFrame": "true"}},
		{name: "row 25: Stopped", of: onStopped, params: model.Params{"CpuOptions.TopologyType": "ContinuousCoreToHTMapping"}},
		{name: "row 27: a type with one topology", of: testInstance{Type: "ecs.g8ae.xlarge", Status: ecs.Stopped},
			params: model.Params{"CpuOptions.TopologyType": "ContinuousCoreToHTMapping"}},
		{name: "row 28: as long as may be", params: model.Params{"AdditionalInfo.PvdConfig": strings.Repeat("p", family.PvdConfigLimit)}},
		{name: "row 42: Password while Pending", of: testInstance{Status: ecs.Pending}, params: model.Params{"Password": "Ecs-12345"}},
		{name: "row 42: other settings while Starting", of: testInstance{Status: ecs.Starting}, params: model.Params{"InstanceName": "ab", "UserData": "AA=="}},
		{name: "row 43: another lock", of: testInstance{Change: func(i *ecs.Instance) { i.LockReason = model.NewList("financial") }}, params: model.Params{"InstanceName": "ab"}},
		{name: "row 47: pay-as-you-go", params: model.Params{"DeletionProtection": "true"}},
		{name: "row 48: high-density mode needs no invitation", of: onStopped, world: without(model.FeatureClosedParameters),
			params: model.Params{"AdditionalInfo.EnableHighDensityMode": "true"}},
		{name: "row 49: from a basic group to two enterprise ones", params: model.Params{"SecurityGroupIds.1": "$esg1", "SecurityGroupIds.2": "$esg2"}},
		{name: "row 50: a full group that the instance is in", world: limited(ecs.QuotaBasicMembers, 1), params: model.Params{"SecurityGroupIds.1": "$sg1"}},
		{name: "row 52: the region that the instance is in", params: model.Params{"RegionId": "cn-hangzhou", "InstanceName": "ab"}},
		{name: "row 56: all that the type has", of: onStopped, params: model.Params{"NetworkInterfaceQueueNumber": "3"},
			world: func(_ testing.TB, w model.World) model.World {
				return knowing(w, "ecs.g7.xlarge", model.TypeQueuesTotal, 7)
			},
			after: withSecondary},
		{name: "row 62 to 64: what Terraform sends to a Stopped instance", of: onStopped, params: model.Params{"CpuOptions.Core": "2", "CpuOptions.ThreadsPerCore": "1"}},
		{name: "row 70: the host name comes with the same call", of: onBurstable, params: model.Params{"CreditSpecification": ecs.Unlimited, "HostName": "later"}},
		{name: "no page lists the parameter", params: model.Params{"InstanceName": "ab", "ClientToken": "t"}},
		{name: "nothing to change", params: model.Params{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, instance, params := c.situation(t, w)
			if v := w.Apply(modify(instance, params)); !v.Accepted() {
				t.Fatalf("breaks %v %v", rowsOf(v), codes(v))
			} else if err := v.World.Check(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Where a call breaks several rows, the canonical order decides.
func TestAttributeRowsStandInCanonicalOrder(t *testing.T) {
	w := newWorld(t)
	for _, c := range []rowCase{
		{row: 21, name: "format before existence", params: model.Params{"InstanceId": "i-bp1unknown", "DeletionProtection": "yes"}, also: []int{67}},
		{row: 1, name: "format in the order of the page", params: model.Params{"InstanceName": "1", "Description": "d"}, also: []int{2}},
		{row: 14, name: "the account before the charge type", world: without(model.FeatureRecycleBin), params: model.Params{"Recyclable": "true"}, also: []int{13}},
		{row: 65, name: "the account before the type", world: without(model.FeatureNetworkEncryption), params: model.Params{"EnableNetworkEncryption": "true"}, also: []int{66}},
		{row: 16, name: "an overdue account before the status", of: testInstance{Type: "ecs.t6-c1m2.large", Status: ecs.Stopped},
			world: without(model.AccountInGoodStanding), params: model.Params{"CreditSpecification": ecs.Standard}, also: []int{17}},
		{row: 67, name: "existence before a host name that no system allows", params: model.Params{"InstanceId": "i-bp1unknown", "HostName": "-a"}, also: []int{8}},
		{row: 67, name: "a host name that some system allows", params: model.Params{"InstanceId": "i-bp1unknown", "HostName": "a.b"}},
		{row: 43, name: "the lock before what depends on the instance", params: model.Params{"HostName": "a--b", "CreditSpecification": ecs.Standard},
			of: testInstance{Change: func(i *ecs.Instance) { i.LockReason = model.NewList(ecs.LockSecurity) }}, also: []int{8, 69}},
		{row: 11, name: "the network before the image", of: testInstance{Network: ecs.NetworkClassic, Image: "image.plain"}, params: model.Params{"UserData": "AA=="}, also: []int{12}},
		{row: 18, name: "the instance's network before the group's", of: onClassic, params: model.Params{"SecurityGroupIds.1": "$sg1"}},
		{row: 71, name: "the list before the groups", params: model.Params{"SecurityGroupIds.1": "sg-x", "SecurityGroupIds.2": "sg-x"}, also: []int{68}},
		{row: 72, name: "a group outside VPCs, and one of another", params: model.Params{"SecurityGroupIds.1": "$sgclassic", "SecurityGroupIds.2": "$sg3"}, also: []int{73}},
		{row: 27, name: "the type before the status", of: testInstance{Type: "ecs.g5.large"}, params: model.Params{"CpuOptions.TopologyType": "DiscreteCoreToHTMapping"}, also: []int{25}},
		{row: 62, name: "a type without a choice of threads", of: onG5, params: model.Params{"CpuOptions.ThreadsPerCore": "4"}},
		{row: 64, name: "the value before the status", params: model.Params{"CpuOptions.ThreadsPerCore": "4"}, also: []int{30}},
		{row: 26, name: "the value before the status", params: model.Params{"CpuOptions.TopologyType": "discrete"}, also: []int{25}},
		{row: 22, name: "the status before the quota", params: model.Params{"NetworkInterfaceQueueNumber": "5"}, also: []int{55}},
		{row: 17, name: "narrow before wide", of: testInstance{Type: "ecs.t6-c1m2.large", Status: ecs.Starting},
			params: model.Params{"CreditSpecification": ecs.Standard, "Password": "Ecs-12345"}, also: []int{42}},
		{row: 24, name: "jumbo frames, topology, queues, other settings", of: testInstance{Status: ecs.Starting},
			params: model.Params{"EnableJumboFrame": "true", "CpuOptions.TopologyType": "DiscreteCoreToHTMapping", "NetworkInterfaceQueueNumber": "1", "CpuOptions.Core": "2"},
			also:   []int{25, 22, 30}},
		{row: 52, name: "no region, no instance to speak of", params: model.Params{"RegionId": "cn-nowhere", "SecurityGroupIds.1": "sg-x", "CreditSpecification": ecs.Standard}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, instance, params := c.situation(t, w)
			v := w.Apply(modify(instance, params))
			if got := rowsOf(v); !equalRows(got, c.row, c.also) {
				t.Errorf("breaks rows %v %v, want %d, then %v", got, codes(v), c.row, c.also)
			}
			if v.World.Hash() != w.Hash() {
				t.Error("the refused call changes the world")
			}
		})
	}
	if got := codes(w.Apply(modify("", model.Params{"InstanceName": "1"}))); len(got) != 2 || got[0] != "MissingParameter" {
		t.Errorf("without InstanceId: breaks %v", got)
	}
}

func equalRows(got []int, first int, rest []int) bool {
	if len(got) != 1+len(rest) || got[0] != first {
		return false
	}
	for i, row := range rest {
		if got[1+i] != row {
			return false
		}
	}
	return true
}

// A stranger's facts are unknown: the verdict says what it depends on, and each
// answer leads to one of the two verdicts.
func TestUnknownFactsAreAskedFor(t *testing.T) {
	w, instance := addInstance(t, newWorld(t), testInstance{Type: "ecs.g6.large"})
	fact := model.Fact{Scope: "ecs.g6.large", Name: model.TypeJumboFrame}
	w = model.Teach(w, fact, model.Range{Lo: 0, Hi: 1})
	v := w.Apply(modify(instance, model.Params{"EnableJumboFrame": "true"}))
	if len(v.Asked) != 1 || v.Asked[0].Fact != fact {
		t.Fatalf("asks %v", v.Asked)
	}
	yes, no := w.Learn(v.Asked[0])
	if v := yes.Apply(modify(instance, model.Params{"EnableJumboFrame": "true"})); !v.Accepted() || len(v.Asked) > 0 {
		t.Errorf("with jumbo frames: breaks %v, asks %v", codes(v), v.Asked)
	}
	if v := no.Apply(modify(instance, model.Params{"EnableJumboFrame": "true"})); !equalRows(rowsOf(v), 23, nil) {
		t.Errorf("without jumbo frames: breaks %v", codes(v))
	}
	if v := w.Apply(modify(instance, model.Params{"InstanceName": "ab"})); len(v.Asked) > 0 {
		t.Errorf("a name depends on %v", v.Asked)
	}
}

// The default number of cores of a stranger's type is found from both sides.
func TestUnknownCoresAreEnclosed(t *testing.T) {
	w, instance := addInstance(t, newWorld(t), onStopped)
	w = model.Teach(w, model.Fact{Scope: "ecs.g7.xlarge", Name: model.TypeCores}, model.Range{Lo: 0, Hi: 1 << 30})
	accepted, refused := 0, 0
	worlds := []model.World{w}
	for len(worlds) > 0 {
		w := worlds[0]
		worlds = worlds[1:]
		v := w.Apply(modify(instance, model.Params{"CpuOptions.Core": "2"}))
		switch {
		case len(v.Asked) > 0:
			yes, no := w.Learn(v.Asked[0])
			worlds = append(worlds, yes, no)
		case v.Accepted():
			accepted++
			if got := w.Knows(model.Fact{Scope: "ecs.g7.xlarge", Name: model.TypeCores}); got != model.Exactly(2) {
				t.Errorf("accepted, and knows %v", got)
			}
		default:
			refused++
		}
	}
	if accepted != 1 || refused != 2 {
		t.Errorf("accepted in %d worlds, refused in %d; want 1 (exactly 2 cores) and 2 (fewer, more)", accepted, refused)
	}
}
