package model

// networkOperations are the operations on VPCs and vSwitches.
func networkOperations() []Operation {
	return []Operation{
		createVpc(), deleteVpc(), describeVpcs(),
		createVSwitch(), deleteVSwitch(), describeVSwitches(),
	}
}
