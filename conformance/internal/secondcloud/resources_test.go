package secondcloud

import (
	"fmt"
	"testing"
	"time"
)

func TestImages(t *testing.T) {
	c := newClient(t, Options{})
	instance := c.run()
	id := c.ok("CreateImage", "InstanceId", instance, "ImageName", "golden", "ImageFamily", "metals").at("ImageId").(string)
	c.no(403, "InvalidStatus.ImageIsCreating", "ModifyImageAttribute", "ImageId", id, "Description", "new")
	c.no(403, "IncorrectDiskStatus.CreatingSnapshot", "CreateImage", "InstanceId", instance)
	c.want(len(c.ok("DescribeImages", "ImageId", id).at("Images", "Image").([]any)), 0)
	c.want(c.ok("DescribeImages", "ImageId", id, "Status", "Creating,Waiting").at("Images", "Image", 0, "Status"), "Creating")
	c.wait()
	c.no(400, "InvalidImageName.Duplicated", "CreateImage", "InstanceId", instance, "ImageName", "golden")
	c.no(403, "ImageStatus.NotDeprecated", "ModifyImageAttribute", "ImageId", id, "Status", "Available")
	c.no(400, "DryRunOperation", "ModifyImageAttribute", "ImageId", id, "Status", "Deprecated", "DryRun", "true")
	c.ok("ModifyImageAttribute", "ImageId", id, "Status", "Deprecated")
	c.no(403, "ImageStatus.NotAvailable", "ModifyImageAttribute", "ImageId", id, "Status", "Deprecated")
	c.no(403, "InvalidOperation.FeaturesImdsSupportNotMatch", "ModifyImageAttribute", "ImageId", id, "Features.ImdsSupport", "v1")
	child := c.run("ImageId", id)
	c.no(403, "OperationDeined.ImageUsingByInstance", "ModifyImageAttribute", "ImageId", id, "BootMode", "UEFI")
	c.no(403, "ImageUsingByInstance", "DeleteImage", "ImageId", id)
	c.no(403, "InvalidImageFamily.MissingAvailableImage", "RunInstances", "ImageFamily", "metals", "InstanceType", "ecs.g7.large")
	c.ok("ModifyImageAttribute", "ImageId", id, "Status", "Available")
	vswitches, groups := c.network()
	c.no(400, "InvalidParameter.Conflict", "RunInstances", "ImageFamily", "metals", "ImageId", id, "InstanceType", "ecs.g7.large",
		"VSwitchId", vswitches[2], "SecurityGroupId", groups[3])
	c.want(c.see(c.run("ImageId", "", "ImageFamily", "metals"), "ImageId"), id)
	c.ok("DeleteImage", "ImageId", id, "Force", "true")
	c.want(c.see(child, "ImageId"), id)
	c.no(404, "InvalidImageId.NotFound", "DeleteImage", "ImageId", ubuntu)
	c.no(404, "InvalidImageId.NotFound", "ModifyImageAttribute", "ImageId", id, "Description", "new")
}

func TestFamiliesAreLimited(t *testing.T) {
	c := newClient(t, Options{})
	instance := c.run()
	create := func(pairs ...string) (int, reply) {
		status, r := c.try("CreateImage", append([]string{"InstanceId", instance}, pairs...)...)
		c.wait()
		return status, r
	}
	for range mostImagesOfFamily {
		if status, r := create("ImageFamily", "family0"); status != 200 {
			t.Fatal(r)
		}
	}
	if _, r := create("ImageFamily", "family0"); r["Code"] != "ImageQuotaExceed.ImageFamily" {
		t.Error(r)
	}
	for n := 1; n < mostFamilies; n++ {
		if status, r := create("ImageFamily", fmt.Sprintf("family%d", n)); status != 200 {
			t.Fatal(r)
		}
	}
	if _, r := create("ImageFamily", "further"); r["Code"] != "ImageFamilyQuotaExceed" {
		t.Error(r)
	}
	_, r := create()
	c.no(400, "ImageFamilyQuotaFull", "ModifyImageAttribute", "ImageId", r["ImageId"].(string), "ImageFamily", "further")
	c.no(400, "ImageQuotaFull.ImageFamily", "ModifyImageAttribute", "ImageId", r["ImageId"].(string), "ImageFamily", "family0")
}

func TestLifeOfAnInterface(t *testing.T) {
	c := newClient(t, Options{})
	vswitches, groups := c.network()
	instance := c.run()
	create := func(pairs ...string) string {
		return c.ok("CreateNetworkInterface", append([]string{"VSwitchId", vswitches[2], "SecurityGroupId", groups[3]}, pairs...)...).
			at("NetworkInterfaceId").(string)
	}
	see := func(id, field string) any {
		return c.ok("DescribeNetworkInterfaces", "NetworkInterfaceId.1", id).at("NetworkInterfaceSets", "NetworkInterfaceSet", 0, field)
	}
	id, other := create(), create("VSwitchId", vswitches[1])
	attach := []string{"NetworkInterfaceId", id, "InstanceId", instance}
	c.no(400, "InvalidOperation.InvalidEniState", "AttachNetworkInterface", attach...)
	c.wait()
	c.want(see(id, "QueueNumber"), nil)
	c.no(403, "InvalidOperation.AvailabilityZoneMismatch", "AttachNetworkInterface", "NetworkInterfaceId", other, "InstanceId", instance)
	c.no(404, "InvalidEcsId.NotFound", "AttachNetworkInterface", "NetworkInterfaceId", id, "InstanceId", "i-none")
	c.no(404, "InvalidEniId.NotFound", "AttachNetworkInterface", "NetworkInterfaceId", "eni-none", "InstanceId", instance)
	c.no(400, "InvalidParams.EniId", "AttachNetworkInterface", "NetworkInterfaceId", "none", "InstanceId", instance)
	c.ok("AttachNetworkInterface", attach...)
	c.want(see(id, "Status"), "Attaching")
	c.no(400, "InvalidOperation.InvalidEniState", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id, "Description", "new")
	c.wait()
	c.want(see(id, "Status"), "InUse")
	c.want(see(id, "QueueNumber"), 4.0)
	c.no(403, "InvalidOperation.InvalidEniState", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id, "QueueNumber", "2")
	c.no(400, "InvalidOperation.InvalidEniState", "DeleteNetworkInterface", "NetworkInterfaceId", id)
	c.stop(instance)
	c.no(403, "InvalidOperation.MaxEniQueueNumberExceeded", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id, "QueueNumber", "5")
	c.ok("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id, "QueueNumber", "2")
	c.no(400, "InvalidParameter.EniNotBelongEcs", "DetachNetworkInterface", "NetworkInterfaceId", id, "InstanceId", c.run())
	c.ok("DetachNetworkInterface", attach...)
	c.ok("DetachNetworkInterface", attach...)
	c.wait()
	c.want(see(id, "Status"), "Available")
	c.want(see(id, "QueueNumber"), 2.0)
	c.no(400, "InvalidOperation.InvalidEniState", "DetachNetworkInterface", attach...)
	c.ok("DeleteNetworkInterface", "NetworkInterfaceId", id)
	c.want(see(id, "Status"), "Deleting")
	c.ok("DeleteNetworkInterface", "NetworkInterfaceId", id)
	c.wait()
	c.no(403, "InvalidEniId.NotFound", "DeleteNetworkInterface", "NetworkInterfaceId", id)
}

func TestInterfacesGoWithTheirInstance(t *testing.T) {
	c := newClient(t, Options{})
	vswitches, groups := c.network()
	instance := c.run()
	var ids []string
	for _, goes := range []string{"true", "false", "true"} {
		ids = append(ids, c.ok("CreateNetworkInterface", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3], "DeleteOnRelease", goes).
			at("NetworkInterfaceId").(string))
		c.wait()
		c.ok("AttachNetworkInterface", "NetworkInterfaceId", ids[len(ids)-1], "InstanceId", instance)
		c.wait()
	}
	more := c.ok("CreateNetworkInterface", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3]).at("NetworkInterfaceId").(string)
	c.wait()
	c.no(403, "EniPerInstanceLimitExceeded", "AttachNetworkInterface", "NetworkInterfaceId", more, "InstanceId", instance)
	primary := c.see(instance, "NetworkInterfaces", "NetworkInterface", 0, "NetworkInterfaceId").(string)
	for _, refused := range []struct {
		status           int
		code, name, what string
	}{
		{403, "InvalidOperation.ModifyPrimaryEniQueueNumber", "QueueNumber", "2"},
		{404, "InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc", "SecurityGroupId.1", groups[2]},
		{404, "InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc", "DeleteOnRelease", "false"},
		{404, "InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc", "ConnectionTrackingConfiguration.UdpTimeout", "100"},
	} {
		c.no(refused.status, refused.code, "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", primary, refused.name, refused.what)
	}
	c.ok("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", primary, "NetworkInterfaceName", "first.one", "SourceDestCheck", "true")
	c.no(400, "InvalidOperation.DetachPrimaryEniNotAllowed", "DetachNetworkInterface", "NetworkInterfaceId", primary, "InstanceId", instance)
	c.ok("DeleteInstance", "InstanceId", instance, "Force", "true")
	left := c.ok("DescribeNetworkInterfaces").list("NetworkInterfaceId", "NetworkInterfaceSets", "NetworkInterfaceSet")
	if fmt.Sprint(left) != fmt.Sprint([]string{more, ids[1]}) {
		t.Errorf("%v are left of %v and %s", left, ids, more)
	}
}

func TestClausesOfInterfaces(t *testing.T) {
	c := newClient(t, Options{})
	vswitches, groups := c.network()
	id := c.ok("CreateNetworkInterface", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3], "PrimaryIpAddress", "172.20.17.1").
		at("NetworkInterfaceId").(string)
	c.wait()
	for _, refused := range []struct {
		status        int
		code          string
		name, is, bad string
	}{
		{403, "InvalidParams.NetworkInterfaceName", "NetworkInterfaceName", "a.b", ".b"},
		{400, "InvalidParameter", "Description", "good", "x"},
		{403, "InvalidParameter.InvalidEniQueueNumber", "QueueNumber", "2048", "2049"},
		{403, "InvalidParameter.InvalidEniQueueNumber", "QueueNumber", "1", "many"},
		{400, "InvalidParameter.EniConnectionTrackingConfiguration", "ConnectionTrackingConfiguration.TcpEstablishedTimeout", "910", "long"},
		{400, "InvalidParameter.EniConnectionTrackingConfiguration", "ConnectionTrackingConfiguration.UdpTimeout", "60", "61"},
		{403, "InvalidOperation.VpcMismatch", "SecurityGroupId.1", groups[2], groups[0]},
		{404, "InvalidSecurityGroupId.NotFound", "SecurityGroupId.1", groups[1], "sg-none"},
	} {
		c.ok("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id, refused.name, refused.is)
		c.no(refused.status, refused.code, "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id, refused.name, refused.bad)
	}
	c.no(404, "InvalidParameter.SecurityGroupIdRepeated", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id,
		"SecurityGroupId.1", groups[2], "SecurityGroupId.2", groups[2])
	c.no(403, "InvalidOperation.MultiGroupType", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id,
		"SecurityGroupId.1", groups[2], "SecurityGroupId.2", groups[1])
	c.no(400, "InvalidEniQueueSize.RegionOrUserNotSupported", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id, "RxQueueSize", "deep")
	c.no(400, "InvalidEniQueueSize.RegionOrUserNotSupported", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id,
		"NetworkInterfaceTrafficConfig.TxQueueSize", "8192")
	c.no(400, "UnsupportedParameter", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", id,
		"NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode", "Standard")
	c.no(400, "InvalidPrivateIpAddress.Duplicated", "CreateNetworkInterface", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3],
		"PrimaryIpAddress", "172.20.17.1")
	c.no(403, "InvalidParameter.InvalidEniQueueNumber", "CreateNetworkInterface", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3],
		"QueueNumber", "many")
	c.no(403, "InvalidVSwitchId.IpInvalid", "CreateNetworkInterface", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3],
		"PrimaryIpAddress", "172.21.0.1")
	c.no(403, "InvalidOperation.InvalidEniType", "JoinSecurityGroup", "NetworkInterfaceId",
		c.see(c.run(), "NetworkInterfaces", "NetworkInterface", 0, "NetworkInterfaceId").(string), "SecurityGroupId", groups[2])
}

// The queues of a type that has fewer than its interfaces could use.
func TestQueuesOfAllInterfaces(t *testing.T) {
	c := newClient(t, Options{})
	vswitches, groups := c.network()
	instance := c.run("InstanceType", "ecs.r7x.2xlarge")
	var ids []string
	for range 2 {
		id := c.ok("CreateNetworkInterface", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3]).at("NetworkInterfaceId").(string)
		c.wait()
		c.ok("AttachNetworkInterface", "NetworkInterfaceId", id, "InstanceId", instance)
		ids = append(ids, id)
		c.wait()
	}
	c.stop(instance)
	c.ok("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", ids[0], "QueueNumber", "8")
	c.no(403, "InvalidOperation.ExceedInstanceTypeQueueNumber", "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", ids[1], "QueueNumber", "5")
}

func TestNetworks(t *testing.T) {
	c := newClient(t, Options{})
	vpc := c.ok("CreateVpc", "CidrBlock", "10.1.0.0/16", "VpcName", "mine").at("VpcId").(string)
	c.no(400, "IncorrectVpcStatus", "CreateVSwitch", "VpcId", vpc, "ZoneId", "eu-central-1a", "CidrBlock", "10.1.1.0/24")
	c.no(403, "IncorrectVpcStatus", "CreateSecurityGroup", "VpcId", vpc)
	c.wait()
	c.no(400, "InvalidParameter", "CreateVpc", "CidrBlock", "8.8.0.0/16")
	c.no(400, "IllegalParam.CidrBlockMask", "CreateVpc", "CidrBlock", "10.1.0.0/29")
	for _, refused := range []struct {
		status      int
		code, block string
	}{
		{400, "InvalidCidrBlock.Malformed", "10.1.1.1/24"},
		{400, "InvalidCirdrBlock.MaskLength", "10.1.1.0/30"},
		{400, "InvalidParameter", "10.2.1.0/24"},
	} {
		c.no(refused.status, refused.code, "CreateVSwitch", "VpcId", vpc, "ZoneId", "eu-central-1a", "CidrBlock", refused.block)
	}
	c.no(404, "InvalidZoneId.NotFound", "CreateVSwitch", "VpcId", vpc, "ZoneId", "nowhere", "CidrBlock", "10.1.1.0/24")
	vswitch := c.ok("CreateVSwitch", "VpcId", vpc, "ZoneId", "eu-central-1a", "CidrBlock", "10.1.1.0/24").at("VSwitchId").(string)
	c.no(400, "InvalidCidrBlock.Overlapped", "CreateVSwitch", "VpcId", vpc, "ZoneId", "eu-central-1a", "CidrBlock", "10.1.1.128/25")
	c.no(400, "IncorrectVSwitchStatus", "DeleteVSwitch", "VSwitchId", vswitch)
	c.wait()
	group := c.ok("CreateSecurityGroup", "VpcId", vpc, "SecurityGroupName", "mine").at("SecurityGroupId").(string)
	c.no(400, "DependencyViolation.VSwitch", "DeleteVpc", "VpcId", vpc)
	eni := c.ok("CreateNetworkInterface", "VSwitchId", vswitch, "SecurityGroupId", group).at("NetworkInterfaceId").(string)
	c.wait()
	c.no(400, "DependencyViolation", "DeleteVSwitch", "VSwitchId", vswitch)
	c.ok("DeleteNetworkInterface", "NetworkInterfaceId", eni)
	c.wait()
	c.no(400, "DryRunOperation", "DeleteVSwitch", "VSwitchId", vswitch, "DryRun", "true")
	c.ok("DeleteVSwitch", "VSwitchId", vswitch)
	c.no(404, "InvalidVSwitchId.NotFound", "DeleteVSwitch", "VSwitchId", vswitch)
	c.no(400, "DependencyViolation.SecurityGroup", "DeleteVpc", "VpcId", vpc)
	c.ok("DeleteSecurityGroup", "SecurityGroupId", group)
	c.ok("DeleteVpc", "VpcId", vpc)
	c.want(len(c.ok("DescribeVpcs", "VpcId", vpc).at("Vpcs", "Vpc").([]any)), 0)
	c.no(404, "InvalidVpcId.NotFound", "DeleteVpc", "VpcId", vpc)
}

func TestRulesOfGroups(t *testing.T) {
	c := newClient(t, Options{})
	_, groups := c.network()
	add := func(pairs ...string) []string { return append([]string{"SecurityGroupId", groups[3]}, pairs...) }
	for _, refused := range []struct {
		status int
		code   string
		pairs  []string
	}{
		{400, "InvalidIpProtocol.ValueNotSupported", []string{"IpProtocol", "ftp", "PortRange", "1/2", "SourceCidrIp", "0.0.0.0/0"}},
		{400, "InvalidIpProtocol.ValueNotSupported", []string{"PortRange", "1/2", "SourceCidrIp", "0.0.0.0/0"}},
		{400, "InvalidIpProtocol.Malformed", []string{"IpProtocol", "tcp", "SourceCidrIp", "0.0.0.0/0"}},
		{400, "InvalidIpProtocol.Malformed", []string{"IpProtocol", "tcp", "PortRange", "2/1", "SourceCidrIp", "0.0.0.0/0"}},
		{400, "OperationDenied", []string{"IpProtocol", "icmp", "PortRange", "1/2", "SourceCidrIp", "0.0.0.0/0"}},
		{400, "InvalidSourceCidrIp.Malformed", []string{"IpProtocol", "tcp", "PortRange", "1/2", "SourceCidrIp", "0.0.0.0/40"}},
		{400, "MissingParameter.Source", []string{"IpProtocol", "tcp", "PortRange", "1/2"}},
		{404, "InvalidSourceGroupId.NotFound", []string{"IpProtocol", "tcp", "PortRange", "1/2", "SourceGroupId", "sg-none"}},
		{403, "InvalidParamter.Conflict", []string{"IpProtocol", "tcp", "PortRange", "1/2", "SourceGroupId", groups[3]}},
		{400, "InvalidSourceGroupId.Mismatch", []string{"IpProtocol", "tcp", "PortRange", "1/2", "SourceGroupId", groups[0]}},
		{400, "InvalidPriority.ValueNotSupported", []string{"IpProtocol", "tcp", "PortRange", "1/2", "SourceCidrIp", "1.2.3.4", "Priority", "101"}},
		{400, "InvalidPolicy.Malformed", []string{"IpProtocol", "tcp", "PortRange", "1/2", "SourceCidrIp", "1.2.3.4", "Policy", "maybe"}},
	} {
		c.no(refused.status, refused.code, "AuthorizeSecurityGroup", add(refused.pairs...)...)
	}
	c.ok("AuthorizeSecurityGroup", add("IpProtocol", "tcp", "PortRange", "22/22", "SourceCidrIp", "10.0.0.0/8")...)
	c.ok("AuthorizeSecurityGroup", add("IpProtocol", "tcp", "PortRange", "22/22", "SourceCidrIp", "10.0.0.0/8")...)
	c.ok("AuthorizeSecurityGroup", add("Permissions.1.IpProtocol", "all", "Permissions.1.PortRange", "-1/-1", "Permissions.1.SourceGroupId", groups[2])...)
	c.want(c.ok("DescribeSecurityGroupAttribute", "SecurityGroupId", groups[3], "NicType", "internet").at("Permissions", "Permission", 0), nil)
	rules := c.ok("DescribeSecurityGroupAttribute", "SecurityGroupId", groups[3])
	c.want(len(rules.at("Permissions", "Permission").([]any)), 2)
	c.want(rules.at("Permissions", "Permission", 0, "IpProtocol"), "ALL")
	c.no(403, "DependencyViolation", "DeleteSecurityGroup", "SecurityGroupId", groups[2])
	c.ok("DeleteSecurityGroup", "SecurityGroupId", groups[3])
	c.ok("DeleteSecurityGroup", "SecurityGroupId", groups[2])
}

func TestTokens(t *testing.T) {
	c := newClient(t, Options{})
	_, groups := c.network()
	vpc := c.ok("DescribeVpcs").at("Vpcs", "Vpc", 1, "VpcId").(string)
	first := c.ok("CreateSecurityGroup", "VpcId", vpc, "ClientToken", "one").at("SecurityGroupId")
	c.want(c.ok("CreateSecurityGroup", "VpcId", vpc, "ClientToken", "one").at("SecurityGroupId"), first)
	c.no(400, "IdempotentParameterMismatch", "CreateSecurityGroup", "VpcId", vpc, "Description", "other", "ClientToken", "one")
	c.ok("DeleteSecurityGroup", "SecurityGroupId", first.(string))
	c.want(c.ok("CreateSecurityGroup", "VpcId", vpc, "ClientToken", "one").at("SecurityGroupId"), first)
	_, left := c.network()
	c.want(len(left), len(groups))
	c.no(400, "InvalidClientToken.ValueNotSupported", "CreateSecurityGroup", "VpcId", vpc, "ClientToken", "ü")
	instance := c.run()
	c.ok("CreateImage", "InstanceId", instance, "ClientToken", "two")
	c.no(400, "IdempotenceParamNotMatch", "CreateImage", "InstanceId", instance, "ImageName", "other", "ClientToken", "two")
	c.no(400, "DryRunOperation", "CreateVpc", "DryRun", "true", "ClientToken", "three")
	c.ok("CreateVpc", "CidrBlock", "10.9.0.0/16", "ClientToken", "three")
}

func TestPages(t *testing.T) {
	c := newClient(t, Options{})
	c.run("Amount", "12")
	page := c.ok("DescribeInstances", "PageNumber", "2")
	c.want(len(page.at("Instances", "Instance").([]any)), 2)
	c.want(page["TotalCount"], 12.0)
	c.no(400, "InvalidParameter", "DescribeInstances", "PageSize", "0")
	c.no(400, "InvalidParameter", "DescribeInstances", "NextToken", "made-up")
	seen := map[string]bool{}
	token := ""
	for range 3 {
		page := c.ok("DescribeInstances", "MaxResults", "5", "NextToken", token)
		for _, id := range page.list("InstanceId", "Instances", "Instance") {
			seen[id] = true
		}
		token = page["NextToken"].(string)
		if token == "" {
			break
		}
		c.run() // what is new does not move the pages
	}
	c.want(token, "")
	c.want(len(seen), 12)
	c.want(len(c.ok("DescribeNetworkInterfaces", "MaxResults", "1").at("NetworkInterfaceSets", "NetworkInterfaceSet").([]any)), 10)
}

func TestAClockThatTicks(t *testing.T) {
	tick := Ticking(time.Unix(0, 0), time.Second)
	tick()
	if !tick().Equal(time.Unix(2, 0)) {
		t.Error("two steps are two seconds")
	}
	if _, err := New(Options{Faults: []string{"none such"}}); err == nil {
		t.Error("an unknown fault is none")
	}
}

func TestTheDifference(t *testing.T) {
	c := newClient(t, Options{Difference: true})
	id := c.run()
	c.want(c.see(id, "InstanceChargeType"), "postpaid")
	c.want(c.ok("DescribeInstanceAttribute", "InstanceId", id).at("InstanceChargeType"), "postpaid")
}
