package securitygroup

import "github.com/ecsim/ecsim/model"

// Operations are the operations on security groups.
func Operations() []model.Operation {
	return []model.Operation{
		createSecurityGroup(), deleteSecurityGroup(), describeSecurityGroups(), describeSecurityGroupAttribute(),
		authorizeSecurityGroup(), joinSecurityGroup(), leaveSecurityGroup(),
		authorizeSecurityGroupEgress(), revokeSecurityGroup(), revokeSecurityGroupEgress(), modifySecurityGroupRule(),
		modifySecurityGroupAttribute(), modifySecurityGroupPolicy(), describeSecurityGroupReferences(),
	}
}
