package model_test

import (
	"maps"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// An eniCase is one call about an ENI, and the codes of what it breaks.
type eniCase struct {
	name  string
	world model.World
	as    string
	call  model.Call
	codes []string
}

func wantEniCases(t *testing.T, w model.World, op string, cases []eniCase) {
	t.Helper()
	broken := map[string]bool{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range wantCodes(t, c.world, as(c.as, c.call), c.codes...).Broken {
				broken[r.ID()] = true
			}
		})
	}
	everyRuleIsBroken(t, w, op, broken)
}

// gateCases are the calls that break the rows of the block that all ENI pages
// share; more holds the other mandatory parameters, of things that are unknown.
func gateCases(t *testing.T, op, subUser string, more model.Params, unknown ...string) []eniCase {
	t.Helper()
	w, restricted := newWorld(t), namedWorld(t, ecs.WorldRestricted)
	with := func(p model.Params) model.Call {
		all := model.Params{"NetworkInterfaceId": "eni-none"}
		maps.Copy(all, more)
		maps.Copy(all, p)
		return main1(op, all)
	}
	first := func(code string) []string { return append([]string{code}, unknown...) }
	return []eniCase{
		{"gone", restricted, "gone", with(nil), first("Abs.InvalidAccount.NotFound")},
		{"nobody", w, "nobody", with(nil), first(subUser)},
		{"no region", w, "", with(model.Params{"RegionId": "-"}), first("MissingParameter")},
		{"no such region", w, "", with(model.Params{"RegionId": "cn-nowhere"}), []string{"InvalidRegionId.NotFound"}},
		{"reseller", restricted, "reseller", with(nil), first("InvalidUserType.NotSupported")},
		{"region without ENIs", restricted, "", with(model.Params{"RegionId": ecs.RegionWithoutEnis}), first("Forbidden.RegionId")},
	}
}

// aTrunk returns a world with a Trunk ENI that is InUse, its id and that of its
// instance.
func aTrunk(t *testing.T, w model.World) (after model.World, trunk, instance string) {
	t.Helper()
	w, instance = RunningState(t, w, nil)
	w, trunk = withEni(t, w, model.Params{"InstanceType": "Trunk"})
	return attached(t, w, trunk, instance, nil), trunk, instance
}

func TestAttachNetworkInterfaceRefuses(t *testing.T) {
	w := newWorld(t)
	w, g7 := RunningState(t, w, nil)
	w, eni := withEni(t, w, nil)
	attach := func(eni, instance string, more model.Params) model.Call {
		p := model.Params{"InstanceId": instance}
		maps.Copy(p, more)
		return eniCall("AttachNetworkInterface", eni, p)
	}
	other, g6 := RunningState(t, w, model.Params{"InstanceType": "ecs.g6.large"})
	other, second := withEni(t, other, nil)
	other = attached(t, other, eni, g6, nil)
	entry, n4 := RunningState(t, w, model.Params{"InstanceType": "ecs.n4.small"})
	single, t1 := RunningState(t, w, model.Params{"InstanceType": "ecs.t1.small", "IoOptimized": "none"})
	zone, j := RunningState(t, w, model.Params{"VSwitchId": named(t, w, "vsw2")})
	vpc, vpc2 := RunningState(t, w, model.Params{"VSwitchId": named(t, w, "vsw3"), "SecurityGroupId": named(t, w, "sg3")})
	ipv6, eni6 := withEni(t, entry, model.Params{"Ipv6AddressCount": "1"})
	trunked, trunk := withEni(t, StoppedState(t, entry, n4), model.Params{"InstanceType": "Trunk"})
	starting := settle(StoppedState(t, w, g7))
	starting, _ = accept(t, starting, about("StartInstance", g7, nil))
	managed := namedWorld(t, ecs.WorldLocked)
	rdma := model.Params{"NetworkInterfaceTrafficMode": ecs.HighPerformance}
	hot, g8 := RunningState(t, w, model.Params{"InstanceType": "ecs.g8i.xlarge"})
	hot, eri := withEni(t, hot, rdma)
	cold := StoppedState(t, hot, g8)
	both, eri2 := withEni(t, attached(t, cold, eri, g8, nil), rdma)
	onG7, eri7 := withEni(t, StoppedState(t, w, g7), rdma)
	wide, nine := withEni(t, w, model.Params{"QueueNumber": "9"})
	tight, tightG7 := RunningState(t, namedWorld(t, ecs.WorldQuota), nil)
	tight, three := withEni(t, tight, model.Params{"QueueNumber": "3"})
	enterprise, ofEsg := withEni(t, w, model.Params{"SecurityGroupId": named(t, w, "esg1")})
	cases := append(gateCases(t, "AttachNetworkInterface", "Forbidden.SubUser", model.Params{"InstanceId": "i-none"},
		"InvalidEniId.NotFound", "InvalidEcsId.NotFound", "InvalidInstanceId.NotFound"), []eniCase{
		{"plain", w, "", attach(eni, g7, nil), nil},
		{"no instance", w, "", attach(eni, "-", nil), []string{"MissingParameter"}},
		{"malformed ENI", w, "", attach("eni_1", g7, nil), []string{"InvalidParams.EniId", "InvalidEniId.NotFound"}},
		{"malformed instance", w, "", attach(eni, "i-X", nil),
			[]string{"InvalidInstanceID.Malformed", "InvalidEcsId.NotFound", "InvalidInstanceId.NotFound"}},
		{"no such instance", w, "", attach(eni, "i-none", nil), []string{"InvalidEcsId.NotFound", "InvalidInstanceId.NotFound"}},
		{"the trunk is none", w, "", attach(eni, g7, model.Params{"TrunkNetworkInstanceId": "eni-none"}), []string{"InvalidParameter"}},
		{"managed", managed, "", attach(managed.Base().Names["enimanaged"], "i-none", nil),
			[]string{"InvalidEcsId.NotFound", "InvalidInstanceId.NotFound", "InvalidOperation.EniServiceManaged"}},
		{"no secondary ENIs", StoppedState(t, single, t1), "", attach(eni, t1, nil),
			[]string{"InvalidOperation.InvalidGeneration", "EniPerInstanceLimitExceeded"}},
		{"primary of another", other, "", attach(instanceIn(t, other, g6).PrimaryEni, g7, nil),
			[]string{"InvalidOperation.InvalidEniType", "InvalidOperation.InvalidEniState"}},
		{"no trunks", trunked, "", attach(trunk, n4, nil), []string{"InvalidOperation.InvalidEniType"}},
		{"other zone", zone, "", attach(eni, j, nil), []string{"InvalidOperation.AvailabilityZoneMismatch"}},
		{"other VPC", vpc, "", attach(eni, vpc2, nil), []string{"InvalidOperation.VpcMismatch"}},
		{"no IPv6", StoppedState(t, ipv6, n4), "", attach(eni6, n4, nil), []string{"InvalidOperation.Ipv6NotSupport"}},
		{"attached already", other, "", attach(eni, g7, nil), []string{"InvalidOperation.InvalidEniState"}},
		{"Starting", starting, "", attach(eni, g7, nil), []string{"InvalidOperation.InvalidEcsState"}},
		{"Running, no hot plug", entry, "", attach(eni, n4, nil), []string{"InvalidOperation.InvalidEcsState"}},
		{"Stopped, no hot plug", StoppedState(t, entry, n4), "", attach(eni, n4, nil), nil},
		{"full", other, "", attach(second, g6, nil), []string{"EniPerInstanceLimitExceeded"}},
		{"RDMA, Running", hot, "", attach(eri, g8, nil), []string{"InvalidOperation.InvalidEcsState"}},
		{"RDMA, Stopped", cold, "", attach(eri, g8, nil), nil},
		{"RDMA, one too many", both, "", attach(eri2, g8, nil), []string{"InvalidOperation.InvalidEniType"}},
		{"RDMA, a type without", onG7, "", attach(eri7, g7, nil), []string{"InvalidOperation.InvalidEniType"}},
		{"more queues than the type has", wide, "", attach(nine, g7, nil), []string{"InvalidParameter"}},
		{"more queues than are left", tight, "", attach(three, tightG7, nil), []string{"InvalidParameter"}},
		{"groups of another type", enterprise, "", attach(ofEsg, g7, nil), []string{"InvalidParameter"}},
	}...)
	wantEniCases(t, w, "AttachNetworkInterface", cases)
}

func TestMembersComeAndGoWithTheirTrunk(t *testing.T) {
	w, trunk, i := aTrunk(t, newWorld(t))
	w, id := withEni(t, w, nil)
	onTrunk := model.Params{"TrunkNetworkInstanceId": trunk}
	w = attached(t, w, id, i, onTrunk)
	if e := eniIn(t, w, id); e.Type != ecs.Member || e.TrunkNetworkInterfaceId != trunk || e.Status != ecs.InUse {
		t.Errorf("a member is %s, %s, on %q", e.Type, e.Status, e.TrunkNetworkInterfaceId)
	}
	wantCodes(t, w, eniCall("DetachNetworkInterface", trunk, model.Params{"InstanceId": i}), "InvalidOperation.HasMemberEniAttached")
	w, _ = accept(t, w, eniCall("DetachNetworkInterface", id, model.Params{"InstanceId": i, "TrunkNetworkInstanceId": trunk}))
	w = settle(w)
	if e := eniIn(t, w, id); e.Type != ecs.Secondary || e.TrunkNetworkInterfaceId != "" || e.Status != ecs.Available {
		t.Errorf("after that it is %s, %s, on %q", e.Type, e.Status, e.TrunkNetworkInterfaceId)
	}
	w, _ = accept(t, w, eniCall("DetachNetworkInterface", trunk, model.Params{"InstanceId": i}))
	if e := eniIn(t, settle(w), trunk); e.Type != ecs.Trunk {
		t.Errorf("a detached trunk is %s", e.Type)
	}
}

func TestDetachNetworkInterfaceRefuses(t *testing.T) {
	w, trunk, i := aTrunk(t, newWorld(t))
	w, other := RunningState(t, w, nil)
	w, free := withEni(t, w, nil)
	w, id := withEni(t, w, nil)
	w = attached(t, w, id, i, nil)
	members, member := withEni(t, w, nil)
	members = attached(t, members, member, i, model.Params{"TrunkNetworkInstanceId": trunk})
	detach := func(eni, instance string, more model.Params) model.Call {
		p := model.Params{"InstanceId": instance}
		maps.Copy(p, more)
		return eniCall("DetachNetworkInterface", eni, p)
	}
	entry, n4 := RunningState(t, w, model.Params{"InstanceType": "ecs.n4.small"})
	entry = attached(t, StoppedState(t, entry, n4), free, n4, nil)
	entry, _ = accept(t, entry, about("StartInstance", n4, nil))
	rdmaWorld, g8 := RunningState(t, w, model.Params{"InstanceType": "ecs.g8i.xlarge"})
	rdmaWorld, eri := withEni(t, rdmaWorld, model.Params{"NetworkInterfaceTrafficMode": ecs.HighPerformance})
	rdmaWorld = attached(t, StoppedState(t, rdmaWorld, g8), eri, g8, nil)
	rdmaWorld, _ = accept(t, rdmaWorld, about("StartInstance", g8, nil))
	rdmaWorld = settle(rdmaWorld)
	managed := namedWorld(t, ecs.WorldLocked)
	cases := append(gateCases(t, "DetachNetworkInterface", "Forbidden.SubUser", model.Params{"InstanceId": "i-none"},
		"InvalidEniId.NotFound", "InvalidEcsId.NotFound"), []eniCase{
		{"plain", w, "", detach(id, i, nil), nil},
		{"no instance", w, "", detach(id, "-", nil), []string{"MissingParameter"}},
		{"malformed ENI", w, "", detach("1", i, nil), []string{"InvalidParams.EniId", "InvalidEniId.NotFound"}},
		{"malformed instance", w, "", detach(id, "1", nil), []string{"InvalidInstanceID.Malformed", "InvalidEcsId.NotFound"}},
		{"managed", managed, "", detach(managed.Base().Names["enimanaged"], "i-none", nil),
			[]string{"InvalidEcsId.NotFound", "InvalidOperation.EniServiceManaged", "InvalidOperation.InvalidEniState"}},
		{"primary", w, "", detach(instanceIn(t, w, i).PrimaryEni, i, nil), []string{"InvalidOperation.DetachPrimaryEniNotAllowed"}},
		{"of another instance", w, "", detach(id, other, nil), []string{"InvalidParameter.EniNotBelongEcs"}},
		{"on no such trunk", w, "", detach(id, i, model.Params{"TrunkNetworkInstanceId": trunk}), []string{"InvalidParameter.EniNotBelongTrunk"}},
		{"not attached", w, "", detach(free, i, nil), []string{"InvalidOperation.InvalidEniState"}},
		{"Starting", entry, "", detach(free, n4, nil), []string{"InvalidOperation.InvalidEcsState", "InvalidOperation.InvalidEcsState"}},
		{"RDMA, Running", rdmaWorld, "", detach(eri, g8, nil), []string{"InvalidOperation.EniHotPlugNotSupported"}},
		{"RDMA, Stopped", StoppedState(t, rdmaWorld, g8), "", detach(eri, g8, nil), nil},
		{"Running, no hot plug", settle(entry), "", detach(free, n4, nil), []string{"InvalidOperation.HotPlugNotSupport"}},
		{"with members", members, "", detach(trunk, i, nil), []string{"InvalidOperation.HasMemberEniAttached"}},
	}...)
	wantEniCases(t, w, "DetachNetworkInterface", cases)
}

func TestDeleteNetworkInterfaceRefuses(t *testing.T) {
	w, trunk, i := aTrunk(t, newWorld(t))
	w, free := withEni(t, w, nil)
	starting, _ := accept(t, StoppedState(t, w, i), about("StartInstance", i, nil))
	managed := namedWorld(t, ecs.WorldLocked)
	creating, made := accept(t, w, anEni(t, w, nil))
	del := func(eni string) model.Call { return eniCall("DeleteNetworkInterface", eni, nil) }
	cases := append(gateCases(t, "DeleteNetworkInterface", "Forbidden.SubUser", nil, "InvalidEniId.NotFound"), []eniCase{
		{"plain", w, "", del(free), nil},
		{"malformed", w, "", del("eni-"), []string{"InvalidParams.EniId", "InvalidEniId.NotFound"}},
		{"managed", managed, "", del(managed.Base().Names["enimanaged"]), []string{"InvalidOperation.EniServiceManaged"}},
		{"primary", w, "", del(instanceIn(t, w, i).PrimaryEni), []string{
			"InvalidOperation.InvalidEniType", "InvalidOperation.DetachPrimaryEniNotAllowed", "InvalidOperation.InvalidEniState"}},
		{"InUse", w, "", del(trunk), []string{"InvalidOperation.InvalidEniState"}},
		{"Creating", creating, "", del(made.Created[0]), []string{"InvalidOperation.InvalidEniState"}},
		{"InUse, Starting", starting, "", del(trunk), []string{"InvalidOperation.InvalidEniState", "InvalidOperation.InvalidEcsState"}},
	}...)
	wantEniCases(t, w, "DeleteNetworkInterface", cases)
	if v := w.Apply(del("eni-none")); v.Outcome().HTTP != 403 {
		t.Errorf("an unknown ENI is %d; this page alone says 403", v.Outcome().HTTP)
	}
}

func TestAssignIpv6Addresses(t *testing.T) {
	w := newWorld(t)
	rdma, eri := withEni(t, w, model.Params{"NetworkInterfaceTrafficMode": ecs.HighPerformance})
	wantCodes(t, rdma, eniCall("AssignIpv6Addresses", eri, model.Params{"Ipv6AddressCount": "1"}), "InvalidOperation.Ipv6NotSupport")
	w, i := RunningState(t, w, model.Params{"InstanceType": "ecs.g6.large"})
	w, dry := RunningState(t, w, model.Params{"InstanceType": "ecs.ic5.large"})
	w, free := withEni(t, w, model.Params{"Ipv6Address.1": "2408:4000:1::9"})
	w, id := withEni(t, w, nil)
	w = attached(t, w, id, i, nil)
	w, onDry := withEni(t, w, nil)
	w = attached(t, w, onDry, dry, nil)
	w, j := withEni(t, w, model.Params{"VSwitchId": named(t, w, "vsw2")})
	creating, made := accept(t, w, anEni(t, w, nil))
	starting, _ := accept(t, StoppedState(t, w, i), about("StartInstance", i, nil))
	managed := namedWorld(t, ecs.WorldLocked)
	assign := func(eni string, more model.Params) model.Call { return eniCall("AssignIpv6Addresses", eni, more) }
	one := model.Params{"Ipv6AddressCount": "1"}
	w, _ = accept(t, w, assign(free, one.With("ClientToken", "t")))
	cases := append(gateCases(t, "AssignIpv6Addresses", "Forbbiden.SubUser", one, "InvalidEniId.NotFound"), []eniCase{
		{"plain", w, "", assign(id, one), nil},
		{"token", w, "", assign(free, model.Params{"Ipv6AddressCount": "2", "ClientToken": "t"}), []string{"IdempotentParameterMismatch"}},
		{"nothing", w, "", assign(id, nil), []string{"MissingParameter"}},
		{"malformed", w, "", assign("x", one), []string{"InvalidParams.EniId", "InvalidEniId.NotFound"}},
		{"none", w, "", assign(id, model.Params{"Ipv6AddressCount": "0"}), []string{"InvalidParameter"}},
		{"both", w, "", assign(free, model.Params{"Ipv6AddressCount": "1", "Ipv6Address.1": "2408:4000:1::a"}), []string{"InvalidParameter"}},
		{"no address", w, "", assign(id, model.Params{"Ipv6Address.1": "10.1.0.1"}), []string{"InvalidIp.Address"}},
		{"twice", w, "", assign(free, model.Params{"Ipv6Address.1": "2408:4000:1::a", "Ipv6Address.2": "2408:4000:1:0::a"}), []string{"InvalidIp.IpRepeated"}},
		{"managed", managed, "", assign(managed.Base().Names["enimanaged"], one),
			[]string{"InvalidOperation.EniServiceManaged", "InvalidVSwitch.Ipv6NotTurnOn"}},
		{"no block", w, "", assign(j, one), []string{"InvalidVSwitch.Ipv6NotTurnOn"}},
		{"outside", w, "", assign(free, model.Params{"Ipv6Address.1": "2409::1"}), []string{"InvalidVSwitchId.IpInvalid"}},
		{"taken", w, "", assign(id, model.Params{"Ipv6Address.1": "2408:4000:1::9"}), []string{"InvalidIp.IpAssigned"}},
		{"type without", w, "", assign(onDry, one), []string{"InvalidOperation.Ipv6NotSupport", "InvalidOperation.Ipv6CountExceeded"}},
		{"Creating", creating, "", assign(made.Created[0], one), []string{"InvalidOperation.InvalidEniState"}},
		{"Starting", starting, "", assign(id, one), []string{"InvalidOperation.InvalidEcsState"}},
		{"two of one", w, "", assign(id, model.Params{"Ipv6AddressCount": "2"}), []string{"InvalidOperation.Ipv6CountExceeded"}},
	}...)
	wantEniCases(t, w, "AssignIpv6Addresses", cases)

	after, reply := accept(t, w, assign(id, model.Params{"Ipv6Address.1": "2408:4000:1::abc"}))
	if e := eniIn(t, after, id); !e.Ipv6.Has("2408:4000:1::abc") || reply.Items[0].ID() != id {
		t.Errorf("addresses %v", e.Ipv6.All())
	}
	after, _ = accept(t, after, eniCall("DetachNetworkInterface", id, model.Params{"InstanceId": i}))
	after, _ = accept(t, settle(after), eniCall("DeleteNetworkInterface", id, nil))
	wantCodes(t, settle(after), assign(free, model.Params{"Ipv6Address.1": "2408:4000:1::abc"})) // free again
}

func TestDescribeNetworkInterfacesSelects(t *testing.T) {
	w := newWorld(t)
	w, i := RunningState(t, w, nil)
	w, a := withEni(t, w, model.Params{"NetworkInterfaceName": "front", "PrimaryIpAddress": "10.1.0.99", "Tag.1.Key": "team", "Tag.1.Value": "a"})
	w, b := withEni(t, w, model.Params{"VSwitchId": named(t, w, "vsw3"), "SecurityGroupId": named(t, w, "sg3")})
	w = attached(t, w, a, i, nil)
	primary := instanceIn(t, w, i).PrimaryEni
	for _, c := range []struct {
		name   string
		params model.Params
		want   []string
	}{
		{"all", nil, []string{primary, a, b}},
		{"by id", model.Params{"NetworkInterfaceId.1": b, "NetworkInterfaceId.2": a, "NetworkInterfaceId.3": "eni-none"}, []string{a, b}},
		{"unknown", model.Params{"NetworkInterfaceId.1": "eni-none"}, nil},
		{"instance", model.Params{"InstanceId": i}, []string{primary, a}},
		{"type", model.Params{"Type": ecs.Primary}, []string{primary}},
		{"status", model.Params{"Status": ecs.Available}, []string{b}},
		{"name", model.Params{"NetworkInterfaceName": "front"}, []string{a}},
		{"vSwitch", model.Params{"VSwitchId": named(t, w, "vsw3")}, []string{b}},
		{"VPC", model.Params{"VpcId": named(t, w, "vpc2")}, []string{b}},
		{"group", model.Params{"SecurityGroupId": named(t, w, "sg3")}, []string{b}},
		{"address", model.Params{"PrimaryIpAddress": "10.1.0.99"}, []string{a}},
		{"addresses", model.Params{"PrivateIpAddress.1": "10.1.0.99", "PrivateIpAddress.2": "10.9.9.9"}, []string{a}},
		{"managed", model.Params{"ServiceManaged": "true"}, nil},
		{"tag", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "a"}, []string{a}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ids(wantCodes(t, w, main1("DescribeNetworkInterfaces", c.params)).Reply)
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for _, id := range c.want {
				if !model.NewList(got...).Has(id) {
					t.Errorf("%s is missing: %v", id, got)
				}
			}
		})
	}
	first := wantCodes(t, w, main1("DescribeNetworkInterfaces", model.Params{"PageSize": "2"})).Reply
	second := wantCodes(t, w, main1("DescribeNetworkInterfaces", model.Params{"PageSize": "2", "PageNumber": "2"})).Reply
	if len(first.Items) != 2 || len(second.Items) != 1 || first.Page.Total != 3 {
		t.Errorf("pages of %d and %d of %d", len(first.Items), len(second.Items), first.Page.Total)
	}
	// A token leads to the next page; below 10 results counts as 10.
	for range 9 {
		w, _ = accept(t, w, anEni(t, w, nil))
	}
	first = wantCodes(t, w, main1("DescribeNetworkInterfaces", model.Params{"MaxResults": "1"})).Reply
	second = wantCodes(t, w, main1("DescribeNetworkInterfaces", model.Params{"MaxResults": "1", "NextToken": first.Page.Next})).Reply
	if len(first.Items) != 10 || len(second.Items) != 2 || second.Page.Next != "" {
		t.Errorf("pages of %d and %d, then %q", len(first.Items), len(second.Items), second.Page.Next)
	}
}

// The queue number of an ENI that never had one set: empty while Available, the
// default of the type while InUse (DescribeNetworkInterfaceAttribute 2025).
func TestTheShownQueueNumberIsTheTypesWhileInUse(t *testing.T) {
	w := newWorld(t)
	w, i := RunningState(t, w, nil)
	w, id := withEni(t, w, nil)
	shown := func(w model.World, op, name string) int {
		t.Helper()
		e, ok := wantCodes(t, w, main1(op, model.Params{name: id})).Reply.Items[0].(*ecs.NetworkInterface)
		if !ok {
			t.Fatal("no ENI")
		}
		return e.QueueNumber
	}
	inUse := attached(t, w, id, i, nil)
	for op, name := range map[string]string{"DescribeNetworkInterfaces": "NetworkInterfaceId.1", "DescribeNetworkInterfaceAttribute": "NetworkInterfaceId"} {
		if n := shown(w, op, name); n != 0 {
			t.Errorf("%s: Available shows %d", op, n)
		}
		if n := shown(inUse, op, name); n != 4 {
			t.Errorf("%s: InUse shows %d, want 4", op, n)
		}
	}
	if eniIn(t, inUse, id).QueueNumber != 0 {
		t.Error("looking changes the ENI")
	}
}

func TestDescribeNetworkInterfacesRefuses(t *testing.T) {
	w := newWorld(t)
	malformed := []string{"InvalidRegionId.MalFormed", "InvalidRegionId.NotFound"}
	wantEniCases(t, w, "DescribeNetworkInterfaces", append(gateCases(t, "DescribeNetworkInterfaces", "Forbidden.SubUser", model.Params{"NetworkInterfaceId": "-"}),
		eniCase{"malformed region", w, "", main1("DescribeNetworkInterfaces", model.Params{"RegionId": "Hangzhou"}), malformed},
		eniCase{"one word", w, "", main1("DescribeNetworkInterfaces", model.Params{"RegionId": "hangzhou"}), malformed},
		eniCase{"no Boolean", w, "", main1("DescribeNetworkInterfaces", model.Params{"ServiceManaged": "maybe"}), []string{"InvalidParameter"}},
	))
	wantEniCases(t, w, "DescribeNetworkInterfaceAttribute", append(
		gateCases(t, "DescribeNetworkInterfaceAttribute", "Forbidden.SubUser", nil, "InvalidEniId.NotFound"),
		eniCase{"malformed region", w, "", eniCall("DescribeNetworkInterfaceAttribute", "eni-x", model.Params{"RegionId": "cn-"}), malformed},
	))
}
