package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	family "github.com/ecsim/ecsim/model/ecs/instance/modify"
)

// Each parameter changes one thing, at once unless it waits for a restart.
func TestAttributeEffects(t *testing.T) {
	w := newWorld(t)
	g8iStopped := testInstance{Type: "ecs.g8i.xlarge", Status: ecs.Stopped}
	tee := testInstance{Type: "ecs.gn8v-tee.4xlarge", Status: ecs.Stopped}
	for param, c := range map[string]struct {
		of    testInstance
		value string
		want  func(*ecs.Instance)
	}{
		"InstanceName":                     {value: "web-1", want: func(i *ecs.Instance) { i.InstanceName = "web-1" }},
		"Description":                      {value: "front", want: func(i *ecs.Instance) { i.Description = "front" }},
		"UserData":                         {value: "AA==", want: func(i *ecs.Instance) { i.UserData = "AA==" }},
		"Recyclable":                       {of: testInstance{Charge: ecs.PrePaid}, value: "true", want: func(i *ecs.Instance) { i.Recyclable = true }},
		"CreditSpecification":              {of: onBurstable, value: ecs.Unlimited, want: func(i *ecs.Instance) { i.CreditSpecification = ecs.Unlimited }},
		"DeletionProtection":               {value: "true", want: func(i *ecs.Instance) { i.DeletionProtection = true }},
		"RemoteConnectionOptions.Password": {value: "Ecs123", want: func(i *ecs.Instance) { i.Hidden.RemotePassword = "Ecs123" }},
		"RemoteConnectionOptions.Type":     {value: "vnc", want: func(i *ecs.Instance) { i.Hidden.RemoteConnection = "vnc" }},
		"EnableJumboFrame":                 {value: "true", want: func(i *ecs.Instance) { i.EnableJumboFrame = true }},
		"CpuOptions.Core": {of: testInstance{Status: ecs.Stopped, Change: func(i *ecs.Instance) { i.CoreCount = 1 }}, value: "2",
			want: func(i *ecs.Instance) { i.CoreCount = 2 }},
		"CpuOptions.ThreadsPerCore": {of: onStopped, value: "1", want: func(i *ecs.Instance) { i.ThreadsPerCore = 1 }},
		"CpuOptions.TopologyType": {of: onStopped, value: "DiscreteCoreToHTMapping",
			want: func(i *ecs.Instance) { i.TopologyType = "DiscreteCoreToHTMapping" }},
		"CpuOptions.NestedVirtualization": {of: onStopped, value: "enabled", want: func(i *ecs.Instance) { i.NestedVirtualization = "enabled" }},
		"PrivateDnsNameOptions.EnableInstanceIdDnsARecord": {value: "true",
			want: func(i *ecs.Instance) { i.PrivateDnsName.EnableInstanceIdDnsARecord = true }},
		"PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord": {value: "true",
			want: func(i *ecs.Instance) { i.PrivateDnsName.EnableInstanceIdDnsAAAARecord = true }},
		"PrivateDnsNameOptions.EnableIpDnsARecord":   {value: "true", want: func(i *ecs.Instance) { i.PrivateDnsName.EnableIpDnsARecord = true }},
		"PrivateDnsNameOptions.EnableIpDnsPtrRecord": {value: "true", want: func(i *ecs.Instance) { i.PrivateDnsName.EnableIpDnsPtrRecord = true }},
		"PrivateDnsNameOptions.HostnameType":         {value: "IpBased", want: func(i *ecs.Instance) { i.PrivateDnsName.HostnameType = "IpBased" }},
		"EnableNetworkEncryption":                    {of: g8iStopped, value: "true", want: func(i *ecs.Instance) { i.NetworkEncryption = true }},
		"AdditionalInfo.PvdConfig":                   {value: "{}", want: func(i *ecs.Instance) { i.Hidden.PvdConfig = "{}" }},
		"AdditionalInfo.EnableHighDensityMode":       {of: onStopped, value: "true", want: func(i *ecs.Instance) { i.HighDensityMode = true }},
		"ImageOptions.CurrentOSNVMeSupported":        {value: "true", want: func(i *ecs.Instance) { i.Hidden.OSNVMeSupported = true }},
		"OSNameEn":                                   {value: "Debian", want: func(i *ecs.Instance) { i.Hidden.OSNameEn = "Debian" }},
		"CpuOptions.TurboMode":                       {of: g8iStopped, value: family.SingleCoreMax, want: func(i *ecs.Instance) { i.Hidden.TurboMode = family.SingleCoreMax }},
		"EnableNVS":                                  {of: g8iStopped, value: "true", want: func(i *ecs.Instance) { i.Hidden.NVS = true }},
		"CpuOptions.EnableVISST":                     {of: g8iStopped, value: "true", want: func(i *ecs.Instance) { i.Hidden.VISST = true }},
		"CpuOptions.EnableVRDT":                      {of: g8iStopped, value: "true", want: func(i *ecs.Instance) { i.Hidden.VRDT = true }},
		"GpuOptions.ConfidentialComputing":           {of: tee, value: "enabled", want: func(i *ecs.Instance) { i.Hidden.ConfidentialComputing = "enabled" }},
		"Password":                                   {value: "Ecs-12345", want: func(i *ecs.Instance) { i.Hidden.AtRestart.Password = "Ecs-12345" }},
		"HostName":                                   {value: "web-1", want: func(i *ecs.Instance) { i.Hidden.AtRestart.HostName = "web-1" }},
	} {
		t.Run(param, func(t *testing.T) {
			w, id := addInstance(t, w, c.of)
			want := *theInstanceIn(t, w, id)
			c.want(&want)
			v := w.Apply(modify(id, model.Params{param: c.value}))
			if !v.Accepted() {
				t.Fatalf("refused with %v", codes(v))
			}
			if len(v.Effects) != 1 || len(v.Others) != 0 {
				t.Errorf("%d effects, %d other worlds", len(v.Effects), len(v.Others))
			}
			if got := *theInstanceIn(t, v.World, id); got != want {
				t.Errorf("the instance is\n%+v, want\n%+v", got, want)
			}
			if err := v.World.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Every parameter that the page or an SDK lists is read, and has an effect.
func TestEveryAttributeParameterIsRead(t *testing.T) {
	m := newWorld(t).Model()
	for _, name := range []string{"ModifyInstanceAttribute", "ModifyInstanceMetadataOptions", "ModifyInstanceVncPasswd"} {
		op, _ := m.Operation(name)
		facts, err := m.Catalog().Operation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range facts.Parameters {
			wire := p.Name
			if p.Type == "object" {
				continue
			}
			declared, ok := op.Param(wire)
			if base, isList := cutElement(wire); isList {
				declared, ok = op.Param(base + ".1")
			}
			if !ok {
				t.Errorf("%s does not read %s", name, wire)
				continue
			}
			if declared.Required != p.Required {
				t.Errorf("%s: %s is required: %v, the page says %v", name, wire, declared.Required, p.Required)
			}
			if wire == "InstanceId" || wire == "RegionId" {
				continue
			}
			if !hasEffect(op, declared.Name) {
				t.Errorf("%s: %s has no effect", name, declared.Name)
			}
		}
	}
}

func cutElement(wire string) (string, bool) {
	const element = ".N"
	if len(wire) > len(element) && wire[len(wire)-len(element):] == element {
		return wire[:len(wire)-len(element)], true
	}
	return "", false
}

func hasEffect(op *model.BoundOperation, param string) bool {
	for _, e := range op.Effects {
		if e.Name == param || e.Name == param+"-at-restart" {
			return true
		}
	}
	return false
}

// A password and a host name wait for a restart through the API.
func TestPasswordAndHostNameWaitForARestart(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{})
	w, _ = accept(t, w, modify(id, model.Params{"HostName": "first", "Password": "Ecs-12345"}))
	w, _ = accept(t, w, modify(id, model.Params{"HostName": "second"}))
	if i := theInstanceIn(t, w, id); i.HostName != "test" || i.Hidden.Password != "" {
		t.Errorf("before the restart: host name %q, password %q", i.HostName, i.Hidden.Password)
	}
	w = restart(t, w, id)
	i := theInstanceIn(t, w, id)
	if i.HostName != "second" || i.Hidden.Password != "Ecs-12345" || !i.Hidden.AtRestart.None() {
		t.Errorf("after the restart: host name %q, password %q, waiting %+v", i.HostName, i.Hidden.Password, i.Hidden.AtRestart)
	}
}

// The page warns that a host name that is set in Pending or Starting may not
// take effect: it comes with the start, with a later restart, or never.
func TestHostNameDuringAStartMayOrMayNotTakeEffect(t *testing.T) {
	for _, status := range []string{ecs.Pending, ecs.Starting} {
		w, id := addInstance(t, newWorld(t), testInstance{Status: status})
		v := w.Apply(modify(id, model.Params{"HostName": "late", "InstanceName": "named"}))
		if !v.Accepted() || len(v.Others) != 2 {
			t.Fatalf("%s: %d other worlds, breaks %v", status, len(v.Others), codes(v))
		}
		type names struct{ started, restarted string }
		seen := map[names]bool{}
		for _, world := range append([]model.World{v.World}, v.Others...) {
			if err := world.Check(); err != nil {
				t.Fatal(err)
			}
			if got := theInstanceIn(t, world, id).InstanceName; got != "named" {
				t.Errorf("%s: the instance name is %q in a possible world", status, got)
			}
			world = settle(world)
			first := theInstanceIn(t, world, id).HostName
			seen[names{first, theInstanceIn(t, restart(t, world, id), id).HostName}] = true
		}
		for _, want := range []names{{"late", "late"}, {"test", "late"}, {"test", "test"}} {
			if !seen[want] {
				t.Errorf("%s: no world with %+v", status, want)
			}
		}
		if first := settle(v.World); theInstanceIn(t, first, id).HostName != "late" {
			t.Errorf("%s: the first world does not have the host name after the start", status)
		}
	}
}

// While an instance reboots, a host name is not lost: this restart picks it up,
// or the next one does.
func TestHostNameDuringAReboot(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{Status: ecs.Stopping, Change: func(i *ecs.Instance) { i.Hidden.Rebooting = true }})
	v := w.Apply(modify(id, model.Params{"HostName": "late"}))
	if !v.Accepted() || len(v.Others) != 1 {
		t.Fatalf("%d other worlds, breaks %v", len(v.Others), codes(v))
	}
	now, later := settle(v.World), settle(v.Others[0])
	if got := theInstanceIn(t, now, id).HostName; got != "late" {
		t.Errorf("this restart: %q", got)
	}
	if got := theInstanceIn(t, later, id).HostName; got != "test" {
		t.Errorf("the next restart, before it: %q", got)
	}
	if got := theInstanceIn(t, restart(t, later, id), id).HostName; got != "late" {
		t.Errorf("the next restart, after it: %q", got)
	}
	w, id = addInstance(t, newWorld(t), testInstance{Status: ecs.Stopping})
	if v := w.Apply(modify(id, model.Params{"HostName": "late"})); len(v.Others) != 0 {
		t.Errorf("an instance that stops: %d other worlds", len(v.Others))
	}
}

// The list replaces the groups of the instance and of its primary interface;
// secondary interfaces keep theirs, and the groups count again.
func TestSecurityGroupIdsReplaceTheGroups(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{Groups: []string{"sg1", "sg2"}})
	w, secondary := addSecondary(t, w, id, nil)
	w, _ = accept(t, w, modify(id, model.Params{"SecurityGroupIds.1": named(t, w, "esg2"), "SecurityGroupIds.2": named(t, w, "esg1")}))
	want := model.NewList(named(t, w, "esg2"), named(t, w, "esg1"))
	if got := theInstanceIn(t, w, id).SecurityGroupIds; got != want {
		t.Errorf("the instance is in %v", got.All())
	}
	if got := thePrimaryOf(t, w, id).SecurityGroupIds; got != want {
		t.Errorf("its primary interface is in %v", got.All())
	}
	for group, members := range map[string]int{"sg1": 1, "sg2": 1, "esg1": 1, "esg2": 1} {
		if got := theGroupIn(t, w, group).Hidden.Members; got != members {
			t.Errorf("%s has %d members, want %d", group, got, members)
		}
	}
	if e := w.Find("1000000000000001", "cn-hangzhou", ecs.KindNetworkInterface, secondary).(*ecs.NetworkInterface); e.SecurityGroupIds.Has(named(t, w, "esg1")) {
		t.Error("the secondary interface has changed")
	}
}

// The queue number belongs to the primary interface; -1 is the state in which
// it was never changed.
func TestNetworkInterfaceQueueNumberChangesThePrimaryInterface(t *testing.T) {
	w, id := addInstance(t, newWorld(t), onStopped)
	before := w.Hash()
	w, _ = accept(t, w, modify(id, model.Params{"NetworkInterfaceQueueNumber": "2"}))
	if got := thePrimaryOf(t, w, id).QueueNumber; got != 2 {
		t.Errorf("the primary interface has %d queues", got)
	}
	w, _ = accept(t, w, modify(id, model.Params{"NetworkInterfaceQueueNumber": "-1"}))
	if w.Hash() != before {
		t.Error("-1 does not lead back")
	}
	w, id = addInstance(t, w, testInstance{Network: ecs.NetworkClassic, Type: "ecs.n4.small", Status: ecs.Stopped})
	if v := w.Apply(modify(id, model.Params{"NetworkInterfaceQueueNumber": "1"})); !v.Accepted() || len(v.Effects) > 0 {
		t.Errorf("an instance without interfaces: breaks %v, %d effects", codes(v), len(v.Effects))
	}
}

// One call may change many things.
func TestOneCallChangesManyAttributes(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{})
	v := w.Apply(modify(id, model.Params{
		"RegionId": "cn-hangzhou", "InstanceName": "web", "Description": "front", "DeletionProtection": "true", "HostName": "web",
		"Password": "Ecs-12345", "UserData": "AA==", "ClientToken": "t", "Unlisted": "x",
	}))
	if !v.Accepted() || len(v.Effects) != 6 {
		t.Fatalf("breaks %v, %d effects", codes(v), len(v.Effects))
	}
	if len(v.Unread) != 1 || v.Unread[0] != "Unlisted" {
		t.Errorf("unread: %v", v.Unread)
	}
	if v := w.Apply(modify(id, model.Params{"InstanceName": "web", "Description": "d"})); v.World.Hash() != w.Hash() {
		t.Error("a refused call leaves the name of its legal half behind")
	}
}
