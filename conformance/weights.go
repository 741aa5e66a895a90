package conformance

// A weight says how often an operation is drawn, and why so.
type weight struct {
	op     string
	weight int
	why    string
}

// weights are the operations that are drawn at will.
func weights() []weight {
	return []weight{
		{"ModifyInstanceAttribute", 14, "73 rows and 37 parameters wait behind one operation"},
		{"ModifyNetworkInterfaceAttribute", 11, "61 rows"},
		{"ModifyImageAttribute", 6, "19 rows"},
		{"ModifyInstanceMetadataOptions", 2, "few rows, no state"},
		{"ModifyInstanceVncPasswd", 2, "few rows, one status"},
		{"RunInstances", 3, "makes what most calls need; every instance is an await"},
		{"CreateInstance", 1, "the other way to an instance, which begins Stopped"},
		{"StartInstance", 4, "only a Stopped instance starts: statuses have to meet it"},
		{"StopInstance", 5, "many rules need a Stopped instance"},
		{"RebootInstance", 4, "makes visible what waits for a restart"},
		{"DeleteInstance", 2, "ends what other calls need"},
		{"CreateImage", 2, "one image serves many calls"},
		{"DeleteImage", 1, "ends what other calls need"},
		{"ModifyImageSharePermission", 2, "sharing decides rows of two operations"},
		{"CreateNetworkInterface", 3, "secondary interfaces are what 61 rows are about"},
		{"AttachNetworkInterface", 4, "rows of attached interfaces"},
		{"DetachNetworkInterface", 3, "needs an attached one"},
		{"DeleteNetworkInterface", 1, "ends what other calls need"},
		{"AssignIpv6Addresses", 1, "one row needs an address"},
		{"CreateSecurityGroup", 2, "groups of any kind"},
		{"DeleteSecurityGroup", 1, "membership decides"},
		{"JoinSecurityGroup", 2, "the other way into a group"},
		{"LeaveSecurityGroup", 2, "the other way out"},
		{"AuthorizeSecurityGroup", 1, "rules count towards a quota"},
		{"CreateVpc", 1, "groups of another VPC"},
		{"CreateVSwitch", 1, "small and other zones"},
		{"DeleteVSwitch", 1, "ends what other calls need"},
		{"DeleteVpc", 1, "ends what other calls need"},
		{"DescribeInstances", 2, "filters and pages"},
		{"DescribeImages", 1, "filters and pages"},
		{"DescribeNetworkInterfaces", 1, "filters and pages"},
		{"DescribeSecurityGroups", 1, "filters and pages"},
		{"DescribeInstanceAttribute", 1, "shows what others do not"},
		{"DescribeUserData", 1, "shows what others do not"},
		{"DescribeInstanceStatus", 1, "statuses in pages"},
		{"DescribeImageSharePermission", 1, "shows what others do not"},
		{"DescribeNetworkInterfaceAttribute", 1, "shows what others do not"},
		{"DescribeSecurityGroupAttribute", 1, "shows what others do not"},
		{"DescribeRegions", 1, "no state"},
		{"DescribeZones", 1, "no state"},
		{"DescribeInstanceTypes", 1, "no state"},
		{"DescribeVpcs", 1, "filters and pages"},
		{"DescribeVSwitches", 1, "filters and pages"},
	}
}
