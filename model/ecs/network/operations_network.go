package network

import "github.com/ecsim/ecsim/model"

// Operations are the operations on VPCs and vSwitches.
func Operations() []model.Operation {
	return []model.Operation{
		createVpc(), deleteVpc(), describeVpcs(),
		createVSwitch(), deleteVSwitch(), describeVSwitches(),
		describeVpcAttribute(), describeVSwitchAttributes(), describeRouteTableList(), describeRouteTables(),
		modifyVpcAttribute(), modifyVSwitchAttribute(),
	}
}
