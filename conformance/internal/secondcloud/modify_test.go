package secondcloud

import (
	"encoding/base64"
	"strings"
	"testing"
)

// Each clause is tried on both sides of its boundary.
func TestClausesOfModifyInstanceAttribute(t *testing.T) {
	c := newClient(t, Options{})
	linux, win, plain := c.run(), c.run("ImageId", windows), c.run("ImageId", freebsd)
	a := func(n int) string { return strings.Repeat("a", n) }
	for _, clause := range []struct {
		id, param, good, bad string
		status               int
		code                 string
	}{
		{linux, "InstanceName", "ab", "a", 400, "InvalidInstanceName.Malformed"},
		{linux, "InstanceName", a(128), a(129), 400, "InvalidInstanceName.Malformed"},
		{linux, "InstanceName", "中1:_-", "1a", 400, "InvalidInstanceName.Malformed"},
		{linux, "InstanceName", "httpx", "http://x", 400, "InvalidInstanceName.Malformed"},
		{linux, "InstanceName", "a-b", "a.b", 400, "InvalidInstanceName.Malformed"},
		{linux, "Description", a(256), a(257), 400, "InvalidDescription.Malformed"},
		{linux, "Description", "a https://", "https://a", 400, "InvalidDescription.Malformed"},
		{linux, "Password", "Abcdefg1", "Abcdef1", 400, "InvalidPassword.Malformed"},
		{linux, "Password", "Ab1" + a(27), "Ab1" + a(28), 400, "InvalidPassword.Malformed"},
		{linux, "Password", "abcdef1_", "abcdefg1", 400, "InvalidPassword.Malformed"},
		{linux, "Password", "Abcdefg1'", `Abcdefg1"`, 400, "InvalidPassword.Malformed"},
		{linux, "Password", "/Abcdefg1", "Äbcdefg1", 400, "InvalidPassword.Malformed"},
		{win, "Password", "A/bcdefg1", "/Abcdefg1", 400, "InvalidPassword.Malformed"},
		{linux, "HostName", a(64), a(65), 400, "InvalidHostName.Malformed"},
		{linux, "HostName", "a.b-c.1", "a.-", 400, "InvalidHostName.Malformed"},
		{linux, "HostName", "12", "1--2", 400, "InvalidHostName.Malformed"},
		{win, "HostName", a(15), a(16), 400, "InvalidHostName.Malformed"},
		{win, "HostName", "1a", "12", 400, "InvalidHostName.Malformed"},
		{win, "HostName", "a-b", "a.b", 400, "InvalidHostName.Malformed"},
		{linux, "UserData", "YQ==", "a", 403, "InvalidUserData.Base64FormatInvalid"},
		{linux, "UserData", userData(32 << 10), userData(32<<10 + 1), 400, "InvalidUserData.SizeExceeded"},
		{plain, "HostName", "bsd", "-bsd", 400, "InvalidHostName.Malformed"},
		{linux, "PrivateDnsNameOptions.HostnameType", "IpBased", "None", 400, "InvalidParameter"},
		{linux, "EnableJumboFrame", "true", "maybe", 400, "InvalidParameter"},
	} {
		c.ok("ModifyInstanceAttribute", "InstanceId", clause.id, clause.param, clause.good)
		c.no(clause.status, clause.code, "ModifyInstanceAttribute", "InstanceId", clause.id, clause.param, clause.bad)
	}
	c.no(400, "ImageNotSupportCloudInit", "ModifyInstanceAttribute", "InstanceId", plain, "UserData", "YQ==")
	c.no(400, "InvalidParameter.RecycleBin", "ModifyInstanceAttribute", "InstanceId", linux, "Recyclable", "true")
	c.no(403, "InvalidOperation.UserNotSupportNetworkEncryption", "ModifyInstanceAttribute", "InstanceId", linux, "EnableNetworkEncryption", "true")
	c.no(404, "Credit.NotFound", "ModifyInstanceAttribute", "InstanceId", linux, "CreditSpecification", "Standard")
	c.no(403, "InvalidOperation.InvalidRegion", "ModifyInstanceAttribute", "InstanceId", linux, "RegionId", "mars-1")
	c.no(404, "InvalidInstanceId.NotFound", "ModifyInstanceAttribute", "InstanceId", linux, "RegionId", "cn-shanghai")
}

func userData(bytes int) string {
	return base64.StdEncoding.EncodeToString(make([]byte, bytes))
}

func TestEffectsOfModifyInstanceAttribute(t *testing.T) {
	c := newClient(t, Options{})
	id := c.run("HostName", "before")
	c.ok("ModifyInstanceAttribute", "InstanceId", id, "InstanceName", "named", "Description", "described", "HostName", "after", "UserData", "YQ==")
	c.want(c.see(id, "InstanceName"), "named")
	c.want(c.see(id, "Description"), "described")
	c.want(c.see(id, "HostName"), "before")
	c.want(c.ok("DescribeUserData", "InstanceId", id).at("UserData"), "")
	c.ok("RebootInstance", "InstanceId", id)
	c.wait()
	c.want(c.see(id, "HostName"), "after")
	c.want(c.ok("DescribeUserData", "InstanceId", id).at("UserData"), "YQ==")

	c.no(400, "InvalidOperation.InvalidEcsState", "ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "2")
	c.no(400, "InvalidStatus.StoppedRequired", "ModifyInstanceAttribute", "InstanceId", id, "CpuOptions.ThreadsPerCore", "1")
	c.no(400, "InvalidOperation.InstanceStatusUnsupported", "ModifyInstanceAttribute", "InstanceId", id,
		"CpuOptions.TopologyType", "DiscreteCoreToHTMapping")
	c.stop(id)
	c.no(403, "InvalidOperation.MaxEniQueueNumberExceeded", "ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "5")
	c.no(403, "InvalidParameter.InvalidEniQueueNumber", "ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "0")
	c.ok("ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "2", "CpuOptions.ThreadsPerCore", "1",
		"CpuOptions.Core", "2", "CpuOptions.TopologyType", "DiscreteCoreToHTMapping", "EnableJumboFrame", "true")
	c.want(c.see(id, "Cpu"), 2.0)
	c.want(c.see(id, "CpuOptions", "ThreadsPerCore"), 1.0)
	c.want(c.ok("DescribeInstanceAttribute", "InstanceId", id).at("EnableJumboFrame"), true)
	queues := func() any {
		return c.ok("DescribeNetworkInterfaces", "InstanceId", id).at("NetworkInterfaceSets", "NetworkInterfaceSet", 0, "QueueNumber")
	}
	c.want(queues(), 2.0)
	c.ok("ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "-1")
	c.want(queues(), 4.0)

	burst := c.run("InstanceType", "ecs.t6-c1m2.large")
	c.want(c.see(burst, "CreditSpecification"), "Standard")
	c.ok("ModifyInstanceAttribute", "InstanceId", burst, "CreditSpecification", "Unlimited")
	c.want(c.see(burst, "CreditSpecification"), "Unlimited")
	c.no(400, "InvalidParam.NotSupportJumboFrame", "ModifyInstanceAttribute", "InstanceId", burst, "EnableJumboFrame", "true")
	c.stop(burst)
	c.no(400, "InvalidInstanceStatus.NotRunning", "ModifyInstanceAttribute", "InstanceId", burst, "CreditSpecification", "Standard")
}

func TestGroupsOfAnInstance(t *testing.T) {
	c := newClient(t, Options{})
	_, groups := c.network() // of the second VPC, enterprise, basic, basic
	id := c.run()
	set := func(ids ...string) []string {
		pairs := []string{"InstanceId", id}
		for i, group := range ids {
			pairs = append(pairs, "SecurityGroupIds."+string(rune('1'+i)), group)
		}
		return pairs
	}
	c.no(404, "InvalidParameter.SecurityGroupIdRepeated", "ModifyInstanceAttribute", set(groups[2], groups[2])...)
	c.no(404, "InvalidSecurityGroupId.NotFound", "ModifyInstanceAttribute", set("sg-none")...)
	c.no(404, "InvalidSecurityGroupVpc.NotBelongToOneVpc", "ModifyInstanceAttribute", set(groups[0])...)
	c.no(403, "EnterpriseGroupLimited.MutliGroupType", "ModifyInstanceAttribute", set(groups[1], groups[2])...)
	c.no(400, "JoinedGroupLimitExceed", "ModifyInstanceAttribute", set("a", "b", "c", "d", "e", "f")...)
	c.ok("ModifyInstanceAttribute", set(groups[1])...)
	c.want(c.see(id, "SecurityGroupIds", "SecurityGroupId", 0), groups[1])
	c.no(400, "InvalidOperation.MultiGroupType", "JoinSecurityGroup", "InstanceId", id, "SecurityGroupId", groups[2])
	c.ok("ModifyInstanceAttribute", set(groups[3])...)
	c.ok("JoinSecurityGroup", "InstanceId", id, "SecurityGroupId", groups[2])
	c.no(403, "InvalidInstanceId.AlreadyExists", "JoinSecurityGroup", "InstanceId", id, "SecurityGroupId", groups[2])
	c.no(400, "InvalidInstanceId.Mismatch", "JoinSecurityGroup", "InstanceId", id, "SecurityGroupId", groups[0])
	c.no(403, "DependencyViolation", "DeleteSecurityGroup", "SecurityGroupId", groups[2])
	c.ok("LeaveSecurityGroup", "InstanceId", id, "SecurityGroupId", groups[2])
	c.no(400, "InvalidSecurityGroupAssociation.NotFound", "LeaveSecurityGroup", "InstanceId", id, "SecurityGroupId", groups[2])
	c.no(403, "InstanceLastSecurityGroup", "LeaveSecurityGroup", "InstanceId", id, "SecurityGroupId", groups[3])
	c.ok("DeleteSecurityGroup", "SecurityGroupId", groups[2])
	c.no(403, "InvalidParam.EniIdAndInstanceId.Conflict", "JoinSecurityGroup", "InstanceId", id, "NetworkInterfaceId", "eni-1", "SecurityGroupId", groups[3])
}

func TestOptionsOfAnInstance(t *testing.T) {
	c := newClient(t, Options{})
	id := c.run()
	c.ok("ModifyInstanceMetadataOptions", "InstanceId", id, "HttpEndpoint", "enabled", "HttpTokens", "required", "HttpPutResponseHopLimit", "3")
	c.want(c.see(id, "MetadataOptions", "HttpTokens"), "required")
	c.want(c.see(id, "MetadataOptions", "HttpPutResponseHopLimit"), 3.0)
	c.no(400, "InvalidHttpEndpoint.NotSupported", "ModifyInstanceMetadataOptions", "InstanceId", id, "HttpEndpoint", "on")
	c.no(400, "InvalidHttpTokens.NotSupported", "ModifyInstanceMetadataOptions", "InstanceId", id, "HttpEndpoint", "enabled", "HttpTokens", "must")
	c.no(400, "InvalidHttpPutResponseHopLimit.NotSupported", "ModifyInstanceMetadataOptions", "InstanceId", id,
		"HttpEndpoint", "enabled", "HttpPutResponseHopLimit", "0")
	c.no(404, "InvalidInstanceId.NotFound", "ModifyInstanceMetadataOptions", "HttpEndpoint", "enabled")
	c.ok("ModifyInstanceVncPasswd", "InstanceId", id, "VncPassword", "abc123")
	c.no(400, "IncorrectVncPassword.Malformed", "ModifyInstanceVncPasswd", "InstanceId", id, "VncPassword", "abc1234")
	c.no(400, "IncorrectVncPassword.Malformed", "ModifyInstanceVncPasswd", "InstanceId", id, "VncPassword", "abc-12")
	c.no(404, "NoSuchResource", "ModifyInstanceVncPasswd", "InstanceId", id, "VncPassword", "abc123", "RegionId", "cn-shanghai")
	c.stop(id)
	c.no(403, "IncorrectInstanceStatus", "ModifyInstanceVncPasswd", "InstanceId", id, "VncPassword", "abc123")
}
