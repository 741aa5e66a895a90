package model_test

import (
	"maps"
	"strconv"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// anEni is a CreateNetworkInterface call that is accepted; "-" leaves a
// parameter out.
func anEni(t *testing.T, w model.World, more model.Params) model.Call {
	t.Helper()
	p := model.Params{"VSwitchId": named(t, w, "vsw1"), "SecurityGroupId": named(t, w, "sg1")}
	maps.Copy(p, more)
	return main1("CreateNetworkInterface", p)
}

// withEni returns a world with one Available ENI, and its id.
func withEni(t *testing.T, w model.World, more model.Params) (model.World, string) {
	t.Helper()
	w, reply := accept(t, w, anEni(t, w, more))
	return settle(w), reply.Created[0]
}

// eniCall is a call about an ENI.
func eniCall(op, id string, more model.Params) model.Call {
	p := model.Params{"NetworkInterfaceId": id}
	maps.Copy(p, more)
	return main1(op, p)
}

// attached returns a world in which the ENI is InUse.
func attached(t *testing.T, w model.World, eni, instance string, more model.Params) model.World {
	t.Helper()
	p := model.Params{"InstanceId": instance}
	maps.Copy(p, more)
	w, _ = accept(t, w, eniCall("AttachNetworkInterface", eni, p))
	return settle(w)
}

// StoppedState returns a world in which the instance is Stopped.
func StoppedState(t *testing.T, w model.World, instance string) model.World {
	t.Helper()
	w, _ = accept(t, w, about("StopInstance", instance, nil))
	return settle(w)
}

// eniOf returns the ENI of the first account in its first region.
func eniIn(t *testing.T, w model.World, id string) *ecs.NetworkInterface {
	t.Helper()
	e, ok := w.Find(w.Base().Accounts[0].ID, w.Base().Regions[0].RegionId, ecs.KindNetworkInterface, id).(*ecs.NetworkInterface)
	if !ok {
		t.Fatalf("there is no ENI %s", id)
	}
	return e
}

// withStatus puts the ENI, or the instance, into a status from outside.
func withEniStatus(w model.World, account, region, id, status string) model.World {
	e := *ecs.Enis(w.Place(account, region)).Get(id)
	e.Status, e.Hidden.Since = status, w.Now()
	model.Put(&w, account, region, e)
	return w
}

func TestAnEniIsMadeAttachedDetachedAndDeleted(t *testing.T) {
	w := newWorld(t)
	w, i := RunningState(t, w, nil)
	before := groupOf(t, w, "sg1").Hidden.Members
	w, reply := accept(t, w, anEni(t, w, nil))
	id := reply.Created[0]
	status := func(want string) {
		t.Helper()
		if got := eniIn(t, w, id).Status; got != want {
			t.Fatalf("the ENI is %s, want %s", got, want)
		}
		if pending := w.Pending(); len(pending) > 0 {
			w = w.Fire(pending[0])
		}
	}
	status(ecs.Creating)
	status(ecs.Available)
	if got := groupOf(t, w, "sg1").Hidden.Members; got != before+1 {
		t.Errorf("the group has %d members, want %d", got, before+1)
	}
	w, _ = accept(t, w, eniCall("AttachNetworkInterface", id, model.Params{"InstanceId": i}))
	if eniIn(t, w, id).InstanceId != i {
		t.Error("an Attaching ENI does not say to what")
	}
	status(ecs.Attaching)
	status(ecs.InUse)
	w, _ = accept(t, w, eniCall("DetachNetworkInterface", id, model.Params{"InstanceId": i}))
	w, _ = accept(t, w, eniCall("DetachNetworkInterface", id, model.Params{"InstanceId": i})) // repeating is allowed
	status(ecs.Detaching)
	status(ecs.Available)
	if eniIn(t, w, id).InstanceId != "" {
		t.Error("a detached ENI still names its instance")
	}
	w, _ = accept(t, w, eniCall("DeleteNetworkInterface", id, nil))
	w, _ = accept(t, w, eniCall("DeleteNetworkInterface", id, nil)) // so is repeating the deletion
	status(ecs.Deleting)
	if w.Find("1000000000000001", "cn-hangzhou", ecs.KindNetworkInterface, id) != nil {
		t.Error("the ENI is still there")
	}
	if got := groupOf(t, w, "sg1").Hidden.Members; got != before {
		t.Errorf("the group has %d members, want %d", got, before)
	}
}

// groupOf returns a group of the first account in its first region by its name.
func groupOf(t *testing.T, w model.World, name string) *ecs.SecurityGroup {
	t.Helper()
	return ecs.SecurityGroups(w.Place(w.Base().Accounts[0].ID, w.Base().Regions[0].RegionId)).Get(named(t, w, name))
}

func TestCreateNetworkInterfaceMakesWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	call := anEni(t, w, model.Params{
		"SecurityGroupId": "-", "SecurityGroupIds.1": named(t, w, "sg1"), "SecurityGroupIds.2": named(t, w, "sg2"),
		"PrimaryIpAddress": "10.1.7.7", "NetworkInterfaceName": "front", "Description": "the front one",
		"InstanceType": "Trunk", "QueueNumber": "3", "NetworkInterfaceTrafficMode": "HighPerformance", "QueuePairNumber": "5",
		"DeleteOnRelease": "false", "SourceDestCheck": "true", "Tag.1.Key": "team", "Tag.1.Value": "a",
		"BusinessType": "nas", "ClientToken": "t1",
	})
	w, reply := accept(t, w, call)
	again, sameReply := accept(t, w, call)
	if sameReply.Created[0] != reply.Created[0] || again.Hash() != w.Hash() {
		t.Error("the same token makes another ENI")
	}
	e := *eniIn(t, w, reply.Created[0])
	want := ecs.NetworkInterface{
		NetworkInterfaceId: e.NetworkInterfaceId, MacAddress: e.MacAddress, NetworkInterfaceName: "front", Description: "the front one",
		Type: ecs.Trunk, Status: ecs.Creating, VpcId: named(t, w, "vpc1"), VSwitchId: named(t, w, "vsw1"), ZoneId: "cn-hangzhou-i",
		PrivateIpAddress: "10.1.7.7", SecurityGroupIds: model.NewList(named(t, w, "sg1"), named(t, w, "sg2")),
		QueueNumber: 3, QueuePairNumber: 5, NetworkInterfaceTrafficMode: ecs.HighPerformance, SourceDestCheck: true,
		TcpEstablishedTimeout: 910, TcpClosedAndTimeWaitTimeout: 3, UdpTimeout: 30, CreationTime: w.Now(), Tags: "team=a",
		Hidden: ecs.NetworkInterfaceHidden{Since: w.Now(), Business: "nas"},
	}
	if e != want {
		t.Errorf("got %+v\nwant %+v", e, want)
	}
	if e.MacAddress == "" {
		t.Error("no MAC address")
	}
	// What is not asked for has its default.
	w, id := withEni(t, w, nil)
	if e := eniIn(t, w, id); e.Type != ecs.Secondary || !e.DeleteOnRelease || e.SourceDestCheck || e.NetworkInterfaceTrafficMode != ecs.Standard ||
		e.QueueNumber != 0 || e.PrivateIpAddress == "" || e.Status != ecs.Available {
		t.Errorf("defaults: %+v", e)
	}
	w, id = withEni(t, w, model.Params{"Ipv6AddressCount": "2"})
	if n := eniIn(t, w, id).Ipv6.Len(); n != 2 {
		t.Errorf("%d IPv6 addresses, want 2", n)
	}
}

func TestCreateNetworkInterfaceRefuses(t *testing.T) {
	w := newWorld(t)
	sg1, sg3, managed, classic := named(t, w, "sg1"), named(t, w, "sg3"), named(t, w, "sgmanaged"), named(t, w, "sgclassic")
	w, taken := withEni(t, w, model.Params{"PrimaryIpAddress": "10.1.0.9", "Ipv6Address.1": "2408:4000:1::9"})
	w, _ = accept(t, w, anEni(t, w, model.Params{"ClientToken": "once"}))
	manyTags, manyGroups := model.Params{}, model.Params{"SecurityGroupId": "-"}
	for n := range 21 {
		manyTags["Tag."+strconv.Itoa(n+1)+".Key"] = "k" + strconv.Itoa(n)
	}
	for n := range 6 {
		manyGroups["SecurityGroupIds."+strconv.Itoa(n+1)] = sg1
	}
	small := w
	small, _ = accept(t, small, main1("DescribeNetworkInterfaces", nil))
	v := *ecs.Vswitches(small.Place("1000000000000001", "cn-hangzhou")).Get(named(t, w, "vsw2"))
	v.CidrBlock = "10.2.0.0/30"
	full := small
	model.Put(&full, "1000000000000001", "cn-hangzhou", v)
	tight, restricted := namedWorld(t, ecs.WorldQuota), namedWorld(t, ecs.WorldRestricted)
	four := tight
	for n := range 4 {
		four, _ = accept(t, four, anEni(t, four, model.Params{"SecurityGroupId": named(t, tight, []string{"sg1", "sg2", "sg3", "esg1"}[n])}))
	}
	broken := map[string]bool{}
	for _, c := range []struct {
		breach
		world model.World
		as    string
	}{
		{breach{name: "plain"}, w, ""},
		{breach{"no region", model.Params{"RegionId": "-"}, []string{"MissingParameter"}}, w, ""},
		{breach{"no vSwitch", model.Params{"VSwitchId": "-"}, []string{"MissingParameter"}}, w, ""},
		{breach{"no group", model.Params{"SecurityGroupId": "-"}, []string{"MissingParameter"}}, w, ""},
		{breach{"a group and a list", model.Params{"SecurityGroupIds.1": named(t, w, "sg2")}, []string{"InvalidParameter.Conflict"}}, w, ""},
		{breach{"addresses and a count", model.Params{"Ipv6Address.1": "2408:4000:1::a", "Ipv6AddressCount": "1"}, []string{"InvalidParameter.Conflict"}}, w, ""},
		{breach{"RDMA with IPv6", model.Params{"NetworkInterfaceTrafficMode": ecs.HighPerformance, "Ipv6AddressCount": "1"},
			[]string{"InvalidParameter.Conflict"}}, w, ""},
		{breach{"both types", model.Params{"SecurityGroupId": "-", "SecurityGroupIds.1": sg1, "SecurityGroupIds.2": named(t, w, "esg1")},
			[]string{"InvalidParameter.Conflict"}}, w, ""},
		{breach{"short name", model.Params{"NetworkInterfaceName": "n"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"short description", model.Params{"Description": "d"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"odd type", model.Params{"InstanceType": "Primary"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"odd mode", model.Params{"NetworkInterfaceTrafficMode": "Fast"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"pairs without RDMA", model.Params{"QueuePairNumber": "2"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"no IPv6", model.Params{"Ipv6Address.1": "10.1.0.7"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"no count", model.Params{"Ipv6AddressCount": "0"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"no Boolean", model.Params{"DeleteOnRelease": "yes"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"2048 queues", model.Params{"QueueNumber": "2048"}, nil}, w, ""},
		{breach{"2049 queues", model.Params{"QueueNumber": "2049"}, []string{"InvalidParameter.InvalidEniQueueNumber"}}, w, ""},
		{breach{"a tag twice", model.Params{"Tag.1.Key": "a", "Tag.2.Key": "a"}, []string{"Duplicate.TagKey"}}, w, ""},
		{breach{"tag key", model.Params{"Tag.1.Key": "acs:a"}, []string{"InvalidTagKey.Malformed"}}, w, ""},
		{breach{"tag value", model.Params{"Tag.1.Key": "a", "Tag.1.Value": "acs:b"}, []string{"InvalidTagValue.Malformed"}}, w, ""},
		{breach{"21 tags", manyTags, []string{"QuotaExceed.Tags"}}, w, ""},
		{breach{"no such region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}}, w, ""},
		{breach{"no such vSwitch", model.Params{"VSwitchId": "vsw-none"}, []string{"InvalidVSwitchId.NotFound"}}, w, ""},
		{breach{"no such group", model.Params{"SecurityGroupId": "sg-none"}, []string{"InvalidSecurityGroupId.NotFound"}}, w, ""},
		{breach{"classic group", model.Params{"SecurityGroupId": classic}, []string{"InvalidSecurityGroupId.NotVpc"}}, w, ""},
		{breach{"other VPC", model.Params{"SecurityGroupId": sg3}, []string{"InvalidOperation.VpcMismatch"}}, w, ""},
		{breach{"managed group", model.Params{"SecurityGroupId": managed}, []string{"InvalidOperation.ResourceManagedByCloudProduct"}}, w, ""},
		{breach{"outside", model.Params{"PrimaryIpAddress": "10.2.0.9"}, []string{"InvalidVSwitchId.IpInvalid"}}, w, ""},
		{breach{"reserved", model.Params{"PrimaryIpAddress": "10.1.255.253"}, []string{"InvalidVSwitchId.IpInvalid"}}, w, ""},
		{breach{"IPv6 outside", model.Params{"Ipv6Address.1": "2409::1"}, []string{"InvalidVSwitchId.IpInvalid"}}, w, ""},
		{breach{"taken", model.Params{"PrimaryIpAddress": "10.1.0.9"}, []string{"InvalidPrivateIpAddress.Duplicated"}}, w, ""},
		{breach{"IPv6 taken", model.Params{"Ipv6Address.1": "2408:4000:1:0::9"}, []string{"InvalidPrivateIpAddress.Duplicated"}}, w, ""},
		{breach{"full", model.Params{"VSwitchId": v.VSwitchId}, []string{"InvalidVSwitchId.IpNotEnough"}}, full, ""},
		{breach{"no IPv6 block", model.Params{"VSwitchId": v.VSwitchId, "Ipv6AddressCount": "1"}, []string{"InvalidVSwitchId.IpNotEnough"}}, w, ""},
		{breach{"6 groups", manyGroups, []string{"JoinedGroupLimitExceed"}}, w, ""},
		{breach{"full group", model.Params{"SecurityGroupId": "$sgfull"}, []string{"SecurityGroupInstanceLimitExceed"}}, tight, ""},
		{breach{"full enterprise group", model.Params{"SecurityGroupId": "$esgfull"}, []string{"SecurityGroupInstanceLimitExceed"}}, tight, ""},
		{breach{"5th ENI", nil, []string{"MaxEniCountExceeded"}}, four, ""},
		{breach{"token again", model.Params{"ClientToken": "once", "Description": "another"}, []string{"IdempotentParameterMismatch"}}, w, ""},
		{breach{"nobody", nil, []string{"Forbidden.SubUser"}}, w, "nobody"},
		{breach{"gone", model.Params{"VSwitchId": "vsw-x", "SecurityGroupId": "sg-x"},
			[]string{"Abs.InvalidAccount.NotFound", "InvalidVSwitchId.NotFound", "InvalidSecurityGroupId.NotFound"}}, restricted, "gone"},
		{breach{"reseller", model.Params{"VSwitchId": "vsw-x", "SecurityGroupId": "sg-x"},
			[]string{"InvalidUserType.NotSupported", "InvalidVSwitchId.NotFound", "InvalidSecurityGroupId.NotFound"}}, restricted, "reseller"},
		{breach{"region without ENIs", model.Params{"RegionId": ecs.RegionWithoutEnis, "VSwitchId": "vsw-x", "SecurityGroupId": "sg-x"},
			[]string{"Forbidden.RegionId", "InvalidVSwitchId.NotFound", "InvalidSecurityGroupId.NotFound"}}, restricted, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, value := range c.params {
				if value != "" && value[0] == '$' {
					c.params[name] = named(t, c.world, value[1:])
				}
			}
			for _, r := range wantCodes(t, c.world, as(c.as, anEni(t, c.world, c.params)), c.codes...).Broken {
				broken[r.ID()] = true
			}
		})
	}
	everyRuleIsBroken(t, w, "CreateNetworkInterface", broken)
	_ = taken
}
