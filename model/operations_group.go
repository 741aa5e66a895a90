package model

// groupOperations are the operations on security groups.
func groupOperations() []Operation {
	return []Operation{
		createSecurityGroup(), deleteSecurityGroup(), describeSecurityGroups(), describeSecurityGroupAttribute(),
		authorizeSecurityGroup(), joinSecurityGroup(), leaveSecurityGroup(),
	}
}
