package model

import (
	"maps"
	"strconv"
	"testing"
)

// anEni is a CreateNetworkInterface call that is accepted; "-" leaves a
// parameter out.
func anEni(t *testing.T, w World, more Params) Call {
	t.Helper()
	p := Params{"VSwitchId": named(t, w, "vsw1"), "SecurityGroupId": named(t, w, "sg1")}
	maps.Copy(p, more)
	return main1("CreateNetworkInterface", p)
}

// withEni returns a world with one Available ENI, and its id.
func withEni(t *testing.T, w World, more Params) (World, string) {
	t.Helper()
	w, reply := accept(t, w, anEni(t, w, more))
	return settle(w), reply.Created[0]
}

// eniCall is a call about an ENI.
func eniCall(op, id string, more Params) Call {
	p := Params{"NetworkInterfaceId": id}
	maps.Copy(p, more)
	return main1(op, p)
}

// attached returns a world in which the ENI is InUse.
func attached(t *testing.T, w World, eni, instance string, more Params) World {
	t.Helper()
	p := Params{"InstanceId": instance}
	maps.Copy(p, more)
	w, _ = accept(t, w, eniCall("AttachNetworkInterface", eni, p))
	return settle(w)
}

// stopped returns a world in which the instance is Stopped.
func stopped(t *testing.T, w World, instance string) World {
	t.Helper()
	w, _ = accept(t, w, about("StopInstance", instance, nil))
	return settle(w)
}

// eniOf returns the ENI of the first account in its first region.
func eniIn(t *testing.T, w World, id string) *NetworkInterface {
	t.Helper()
	e, ok := w.Find(w.Base().Accounts[0].ID, w.Base().Regions[0].RegionId, KindNetworkInterface, id).(*NetworkInterface)
	if !ok {
		t.Fatalf("there is no ENI %s", id)
	}
	return e
}

// withStatus puts the ENI, or the instance, into a status from outside.
func withEniStatus(w World, account, region, id, status string) World {
	e := *enis(w.place(account, region)).get(id)
	e.Status, e.Hidden.Since = status, w.Now()
	put(&w, account, region, e)
	return w
}

func TestAnEniIsMadeAttachedDetachedAndDeleted(t *testing.T) {
	w := newWorld(t)
	w, i := running(t, w, nil)
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
	status(Creating)
	status(Available)
	if got := groupOf(t, w, "sg1").Hidden.Members; got != before+1 {
		t.Errorf("the group has %d members, want %d", got, before+1)
	}
	w, _ = accept(t, w, eniCall("AttachNetworkInterface", id, Params{"InstanceId": i}))
	if eniIn(t, w, id).InstanceId != i {
		t.Error("an Attaching ENI does not say to what")
	}
	status(Attaching)
	status(InUse)
	w, _ = accept(t, w, eniCall("DetachNetworkInterface", id, Params{"InstanceId": i}))
	w, _ = accept(t, w, eniCall("DetachNetworkInterface", id, Params{"InstanceId": i})) // repeating is allowed
	status(Detaching)
	status(Available)
	if eniIn(t, w, id).InstanceId != "" {
		t.Error("a detached ENI still names its instance")
	}
	w, _ = accept(t, w, eniCall("DeleteNetworkInterface", id, nil))
	w, _ = accept(t, w, eniCall("DeleteNetworkInterface", id, nil)) // likewise
	status(Deleting)
	if w.Find("1000000000000001", "cn-hangzhou", KindNetworkInterface, id) != nil {
		t.Error("the ENI is still there")
	}
	if got := groupOf(t, w, "sg1").Hidden.Members; got != before {
		t.Errorf("the group has %d members, want %d", got, before)
	}
}

// groupOf returns a group of the first account in its first region by its name.
func groupOf(t *testing.T, w World, name string) *SecurityGroup {
	t.Helper()
	return securityGroups(w.place(w.Base().Accounts[0].ID, w.Base().Regions[0].RegionId)).get(named(t, w, name))
}

func TestCreateNetworkInterfaceMakesWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	call := anEni(t, w, Params{
		"SecurityGroupId": "-", "SecurityGroupIds.1": named(t, w, "sg1"), "SecurityGroupIds.2": named(t, w, "sg2"),
		"PrimaryIpAddress": "10.1.7.7", "Ipv6Address.1": "2408:4000:1:0::abc", "NetworkInterfaceName": "front", "Description": "the front one",
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
	want := NetworkInterface{
		NetworkInterfaceId: e.NetworkInterfaceId, MacAddress: e.MacAddress, NetworkInterfaceName: "front", Description: "the front one",
		Type: Trunk, Status: Creating, VpcId: named(t, w, "vpc1"), VSwitchId: named(t, w, "vsw1"), ZoneId: "cn-hangzhou-i",
		PrivateIpAddress: "10.1.7.7", Ipv6: "2408:4000:1::abc", SecurityGroupIds: NewList(named(t, w, "sg1"), named(t, w, "sg2")),
		QueueNumber: 3, QueuePairNumber: 5, NetworkInterfaceTrafficMode: HighPerformance, SourceDestCheck: true,
		TcpEstablishedTimeout: 910, TcpClosedAndTimeWaitTimeout: 3, UdpTimeout: 30, CreationTime: w.Now(), Tags: "team=a",
		Hidden: NetworkInterfaceHidden{Since: w.Now(), Business: "nas"},
	}
	if e != want {
		t.Errorf("got %+v\nwant %+v", e, want)
	}
	if e.MacAddress == "" {
		t.Error("no MAC address")
	}
	// What is not asked for has its default.
	w, id := withEni(t, w, nil)
	if e := eniIn(t, w, id); e.Type != Secondary || !e.DeleteOnRelease || e.SourceDestCheck || e.NetworkInterfaceTrafficMode != Standard ||
		e.QueueNumber != 0 || e.PrivateIpAddress == "" || e.Status != Available {
		t.Errorf("defaults: %+v", e)
	}
	w, id = withEni(t, w, Params{"Ipv6AddressCount": "2"})
	if n := eniIn(t, w, id).Ipv6.Len(); n != 2 {
		t.Errorf("%d IPv6 addresses, want 2", n)
	}
}

func TestCreateNetworkInterfaceRefuses(t *testing.T) {
	w := newWorld(t)
	sg1, sg3, managed, classic := named(t, w, "sg1"), named(t, w, "sg3"), named(t, w, "sgmanaged"), named(t, w, "sgclassic")
	w, taken := withEni(t, w, Params{"PrimaryIpAddress": "10.1.0.9", "Ipv6Address.1": "2408:4000:1::9"})
	w, _ = accept(t, w, anEni(t, w, Params{"ClientToken": "once"}))
	manyTags, manyGroups := Params{}, Params{"SecurityGroupId": "-"}
	for n := range 21 {
		manyTags["Tag."+strconv.Itoa(n+1)+".Key"] = "k" + strconv.Itoa(n)
	}
	for n := range 6 {
		manyGroups["SecurityGroupIds."+strconv.Itoa(n+1)] = sg1
	}
	small := w
	small, _ = accept(t, small, main1("DescribeNetworkInterfaces", nil))
	v := *vswitches(small.place("1000000000000001", "cn-hangzhou")).get(named(t, w, "vsw2"))
	v.CidrBlock = "10.2.0.0/30"
	full := small
	put(&full, "1000000000000001", "cn-hangzhou", v)
	tight, restricted := namedWorld(t, worldQuota), namedWorld(t, worldRestricted)
	four := tight
	for n := range 4 {
		four, _ = accept(t, four, anEni(t, four, Params{"SecurityGroupId": named(t, tight, []string{"sg1", "sg2", "sg3", "esg1"}[n])}))
	}
	broken := map[string]bool{}
	for _, c := range []struct {
		breach
		world World
		as    string
	}{
		{breach{name: "plain"}, w, ""},
		{breach{"no region", Params{"RegionId": "-"}, []string{"MissingParameter"}}, w, ""},
		{breach{"no vSwitch", Params{"VSwitchId": "-"}, []string{"MissingParameter"}}, w, ""},
		{breach{"no group", Params{"SecurityGroupId": "-"}, []string{"MissingParameter"}}, w, ""},
		{breach{"a group and a list", Params{"SecurityGroupIds.1": named(t, w, "sg2")}, []string{"InvalidParameter.Conflict"}}, w, ""},
		{breach{"addresses and a count", Params{"Ipv6Address.1": "2408:4000:1::a", "Ipv6AddressCount": "1"}, []string{"InvalidParameter.Conflict"}}, w, ""},
		{breach{"both types", Params{"SecurityGroupId": "-", "SecurityGroupIds.1": sg1, "SecurityGroupIds.2": named(t, w, "esg1")},
			[]string{"InvalidParameter.Conflict"}}, w, ""},
		{breach{"short name", Params{"NetworkInterfaceName": "n"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"short description", Params{"Description": "d"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"odd type", Params{"InstanceType": "Primary"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"odd mode", Params{"NetworkInterfaceTrafficMode": "Fast"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"pairs without RDMA", Params{"QueuePairNumber": "2"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"no IPv6", Params{"Ipv6Address.1": "10.1.0.7"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"no count", Params{"Ipv6AddressCount": "0"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"no Boolean", Params{"DeleteOnRelease": "yes"}, []string{"InvalidParameter"}}, w, ""},
		{breach{"2048 queues", Params{"QueueNumber": "2048"}, nil}, w, ""},
		{breach{"2049 queues", Params{"QueueNumber": "2049"}, []string{"InvalidParameter.InvalidEniQueueNumber"}}, w, ""},
		{breach{"a tag twice", Params{"Tag.1.Key": "a", "Tag.2.Key": "a"}, []string{"Duplicate.TagKey"}}, w, ""},
		{breach{"tag key", Params{"Tag.1.Key": "acs:a"}, []string{"InvalidTagKey.Malformed"}}, w, ""},
		{breach{"tag value", Params{"Tag.1.Key": "a", "Tag.1.Value": "acs:b"}, []string{"InvalidTagValue.Malformed"}}, w, ""},
		{breach{"21 tags", manyTags, []string{"QuotaExceed.Tags"}}, w, ""},
		{breach{"no such region", Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}}, w, ""},
		{breach{"no such vSwitch", Params{"VSwitchId": "vsw-none"}, []string{"InvalidVSwitchId.NotFound"}}, w, ""},
		{breach{"no such group", Params{"SecurityGroupId": "sg-none"}, []string{"InvalidSecurityGroupId.NotFound"}}, w, ""},
		{breach{"classic group", Params{"SecurityGroupId": classic}, []string{"InvalidSecurityGroupId.NotVpc"}}, w, ""},
		{breach{"other VPC", Params{"SecurityGroupId": sg3}, []string{"InvalidOperation.VpcMismatch"}}, w, ""},
		{breach{"managed group", Params{"SecurityGroupId": managed}, []string{"InvalidOperation.ResourceManagedByCloudProduct"}}, w, ""},
		{breach{"outside", Params{"PrimaryIpAddress": "10.2.0.9"}, []string{"InvalidVSwitchId.IpInvalid"}}, w, ""},
		{breach{"reserved", Params{"PrimaryIpAddress": "10.1.255.253"}, []string{"InvalidVSwitchId.IpInvalid"}}, w, ""},
		{breach{"IPv6 outside", Params{"Ipv6Address.1": "2409::1"}, []string{"InvalidVSwitchId.IpInvalid"}}, w, ""},
		{breach{"taken", Params{"PrimaryIpAddress": "10.1.0.9"}, []string{"InvalidPrivateIpAddress.Duplicated"}}, w, ""},
		{breach{"IPv6 taken", Params{"Ipv6Address.1": "2408:4000:1:0::9"}, []string{"InvalidPrivateIpAddress.Duplicated"}}, w, ""},
		{breach{"full", Params{"VSwitchId": v.VSwitchId}, []string{"InvalidVSwitchId.IpNotEnough"}}, full, ""},
		{breach{"no IPv6 block", Params{"VSwitchId": v.VSwitchId, "Ipv6AddressCount": "1"}, []string{"InvalidVSwitchId.IpNotEnough"}}, w, ""},
		{breach{"6 groups", manyGroups, []string{"JoinedGroupLimitExceed"}}, w, ""},
		{breach{"full group", Params{"SecurityGroupId": "$sgfull"}, []string{"SecurityGroupInstanceLimitExceed"}}, tight, ""},
		{breach{"full enterprise group", Params{"SecurityGroupId": "$esgfull"}, []string{"SecurityGroupInstanceLimitExceed"}}, tight, ""},
		{breach{"5th ENI", nil, []string{"MaxEniCountExceeded"}}, four, ""},
		{breach{"token again", Params{"ClientToken": "once", "Description": "another"}, []string{"IdempotentParameterMismatch"}}, w, ""},
		{breach{"nobody", nil, []string{"Forbidden.SubUser"}}, w, "nobody"},
		{breach{"gone", Params{"VSwitchId": "vsw-x", "SecurityGroupId": "sg-x"},
			[]string{"Abs.InvalidAccount.NotFound", "InvalidVSwitchId.NotFound", "InvalidSecurityGroupId.NotFound"}}, restricted, "gone"},
		{breach{"reseller", Params{"VSwitchId": "vsw-x", "SecurityGroupId": "sg-x"},
			[]string{"InvalidUserType.NotSupported", "InvalidVSwitchId.NotFound", "InvalidSecurityGroupId.NotFound"}}, restricted, "reseller"},
		{breach{"region without ENIs", Params{"RegionId": regionWithoutEnis, "VSwitchId": "vsw-x", "SecurityGroupId": "sg-x"},
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
