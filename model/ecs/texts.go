package ecs

// Texts are what a region writes for a code whose rows say only %s, where no rule
// fills it with what the call names. The first ones were seen, or stand in a row of
// the same code on another page; the others are worded like the rows beside them
// (assumed: no source has them, and a message is never judged by such a row). What
// explains a rule to its reader, its condition, is no text of the cloud.
func Texts() map[string]string {
	return map[string]string{
		"Abs.InvalidAccount.NotFound":                            "The Account is not found or ak is expired.",
		"InvalidOperation.ResourceManagedByCloudProduct":         "The current operation is not supported because the resource is managed by a cloud product.",
		"InvalidParameter.SecurityGroupIdRepeated":               "The specified security group ids has repeated.",
		"InvalidSecurityGroupId.NotFound":                        "The specified SecurityGroupId is not found.",
		"SecurityGroupInstanceLimitExceed":                       "The maximum number of instances in a security group is exceeded.",
		"AclLimitExceed":                                         "The number of security group rules exceeds the limit.",
		"Forbidden.RegionId":                                     "The specified region does not support this operation.",
		"InvalidHostname.SingleAndMultiConflict":                 "The parameters HostName and HostNames cannot be specified at the same time.",
		"InvalidHostname.SizeInvalid":                            "The number of HostNames must be equal to Amount.",
		"InvalidLaunchTemplate.NotFound":                         "The specified LaunchTemplate is not found.",
		"InvalidOperation.EniLinked":                             "The specified instance has linked network interfaces.",
		"InvalidOperation.ExceedInstanceTypeQueueNumber":         "The total queue number exceeds the limit of the instance type.",
		"InvalidOperation.InvalidGeneration":                     "The specified instance does not support network interfaces.",
		"InvalidOperation.InvalidRegion":                         "The specified RegionId is not valid.",
		"InvalidOperation.MaxEniQueueNumberExceeded":             "The QueueNumber exceeds the limit of the instance type.",
		"InvalidOperation.NotSupportModifyQueueNumber":           "The specified network interface does not support modifying QueueNumber.",
		"InvalidParam.Amount":                                    "The specified Amount is not valid.",
		"InvalidParam.Ipv4ProtocolConflictWithIpv6Address":       "The specified IpProtocol conflicts with the IPv6 address.",
		"InvalidParam.Ipv6ProtocolConflictWithIpv4Address":       "The specified IpProtocol conflicts with the IPv4 address.",
		"InvalidParam.Ipv6DestCidrIp":                            "The specified parameter Ipv6DestCidrIp is not valid.",
		"InvalidParam.Ipv6SourceCidrIp":                          "The specified parameter Ipv6SourceCidrIp is not valid.",
		"InvalidParameter.Conflict":                              "The specified parameters conflict with each other.",
		"InvalidParameter.InvalidEniQueueNumber":                 "The specified QueueNumber is not valid.",
		"InvalidParameter.NotMatch":                              "The specified parameters are not matched.",
		"InvalidSecurityGroup.NetworkType":                       "The network type of the specified security group does not match.",
		"InvalidSecurityGroup.VpcMismatch":                       "The specified security groups are not in the same VPC.",
		"InvalidSecurityGroupId.MultiGroupIdNetworkTypeConflict": "The network types of the specified security groups conflict with each other.",
		"InvalidSecurityGroupId.SingleIdAndMultiIdConflict":      "The parameters SecurityGroupId and SecurityGroupIds cannot be specified at the same time.",
		"InvalidUserType.NotSupported":                           "The current user type does not support this operation.",
		"JoinedGroupLimitExceed":                                 "The number of security groups exceeds the limit.",
		"QuotaExceed.Tags":                                       "The number of tags exceeds the limit of 20.",
	}
}
