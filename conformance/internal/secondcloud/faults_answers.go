package secondcloud

// answerFaults refuse with another answer, or take a dry run for what it is not.
func answerFaults() []Fault {
	isDryRun := func(c *call) bool { return c.isTrue("DryRun") }
	return []Fault{
		{
			Name: "stopped-400", Wrong: "StopInstance of a Stopped instance answers 400 instead of 403", Calls: 2,
			Breaks:   "StopInstance, row 403 IncorrectInstanceStatus",
			Findings: []string{"StopInstance/IncorrectInstanceStatus*"},
			plant:    answers("StopInstance", "the instance is Running", refuse(bad, wrongStatus().code, wrongStatus().message)),
		},
		{
			Name: "attach-names-the-wrong-thing", Wrong: "AttachNetworkInterface says of an unknown instance that the interface is unknown", Calls: 2,
			Breaks:   "AttachNetworkInterface, row 404 InvalidEcsId.NotFound",
			Findings: []string{"AttachNetworkInterface/InvalidE*Id.NotFound*"},
			plant:    answers("AttachNetworkInterface", "the instance exists", noSuchENI(notFound, "eni")),
		},
		{
			Name: "dry-run-stops", Wrong: "a dry run of StopInstance stops the instance", Calls: 2,
			Breaks:   "StopInstance, DryRun: only checks",
			Findings: []string{"StopInstance/dry-run*", "StopInstance/Status*", "StopInstance/DryRunOperation*"},
			plant: alsoFor("StopInstance", "the instance can hibernate", func(c *call) bool {
				if isDryRun(c) {
					c.op.do(c)
				}
				return false
			}, nil),
		},
		{
			Name: "dry-run-is-blind", Wrong: "a dry run of StartInstance does not look at the status", Calls: 2,
			Breaks:   "StartInstance, DryRun: checks the status, too; row 403 IncorrectInstanceStatus",
			Findings: []string{"StartInstance/IncorrectInstanceStatus*", "StartInstance/DryRunOperation*"},
			plant:    unlessCall("StartInstance", "the instance is Stopped", isDryRun),
		},
		{
			Name: "deprecated-is-useless", Wrong: "a Deprecated image launches no instance", Calls: 4,
			Breaks:   "ModifyImageAttribute, Status: you can use the image to create an instance",
			Findings: []string{"RunInstances/OperationDenied.ImageNotValid*"},
			plant: alsoFor("RunInstances", "the image can be used", func(c *call) bool { return c.image.status == deprecated },
				refuse(forbidden, "OperationDenied.ImageNotValid", "The specified image is not available, please check the status of the image.")),
		},
	}
}

// relationFaults do not see how resources hang together.
func relationFaults() []Fault {
	return []Fault{
		{
			Name: "group-with-cards-deleted", Wrong: "a group is deleted though secondary interfaces are in it", Calls: 3,
			Breaks:   "DeleteSecurityGroup, row 403 DependencyViolation",
			Findings: []string{"DeleteSecurityGroup/DependencyViolation*"},
			plant:    unlessCall("DeleteSecurityGroup", "nothing is in the group", func(c *call) bool { return c.instancesIn(c.group) == 0 }),
		},
		{
			Name: "vpc-with-group-deleted", Wrong: "a VPC is deleted though a security group is left", Calls: 3,
			Breaks:   "DeleteVpc, row 400 DependencyViolation.SecurityGroup",
			Findings: []string{"DeleteVpc/DependencyViolation.SecurityGroup*"},
			plant:    without("DeleteVpc", "no security group is left"),
		},
		{
			Name: "attach-across-zones", Wrong: "an interface is attached to an instance of another zone", Calls: 3,
			Breaks:   "AttachNetworkInterface, row 403 InvalidOperation.AvailabilityZoneMismatch",
			Findings: []string{"AttachNetworkInterface/InvalidOperation.AvailabilityZoneMismatch*"},
			plant:    without("AttachNetworkInterface", "one zone"),
		},
		{
			Name: "boot-mode-in-use", Wrong: "the boot mode of an image in use is changed", Calls: 4,
			Breaks:   "ModifyImageAttribute, row 403 OperationDeined.ImageUsingByInstance",
			Findings: []string{"ModifyImageAttribute/OperationDeined.ImageUsingByInstance*"},
			plant:    without("ModifyImageAttribute", "the boot mode of an image in use stays"),
		},
		{
			Name: "too-many-cards", Wrong: "more interfaces are attached than the type has", Calls: 5,
			Breaks:   "AttachNetworkInterface, row 403 EniPerInstanceLimitExceeded; EniQuantity of DescribeInstanceTypes",
			Findings: []string{"AttachNetworkInterface/EniPerInstanceLimitExceeded*"},
			plant:    without("AttachNetworkInterface", "room at the instance"),
		},
		{
			Name: "sixth-group", Wrong: "an instance joins a sixth group", Calls: 6,
			Breaks:   "JoinSecurityGroup, row 400 InstanceSecurityGroupLimitExceeded; 5 groups by default",
			Findings: []string{"JoinSecurityGroup/InstanceSecurityGroupLimitExceeded*"},
			plant:    without("JoinSecurityGroup", "the number of groups"),
		},
		{
			Name: "queues-are-not-summed", Wrong: "the queues of all interfaces are not held to those of the type", Calls: 6,
			Breaks:   "ModifyNetworkInterfaceAttribute, row 403 InvalidOperation.ExceedInstanceTypeQueueNumber; TotalEniQueueQuantity",
			Findings: []string{"ModifyNetworkInterfaceAttribute/InvalidOperation.ExceedInstanceTypeQueueNumber*"},
			plant:    without("ModifyNetworkInterfaceAttribute", "the queues of all interfaces"),
		},
	}
}
