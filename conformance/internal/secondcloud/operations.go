package secondcloud

import "slices"

// operations are all that the cloud can do, by name.
func operations() map[string]*operation {
	all := slices.Concat(
		[]*operation{describeRegions(), describeZones(), describeInstanceTypes()},
		[]*operation{
			runInstances(), createInstance(), deleteInstance(), startInstance(), stopInstance(), rebootInstance(),
			modifyInstanceAttribute(), modifyInstanceVncPasswd(), modifyInstanceMetadataOptions(),
			describeInstances(), describeInstanceStatus(), describeInstanceAttribute(), describeUserData(),
		},
		[]*operation{createImage(), deleteImage(), modifyImageAttribute(), describeImages()},
		[]*operation{
			createNetworkInterface(), deleteNetworkInterface(), attachNetworkInterface(), detachNetworkInterface(),
			modifyNetworkInterfaceAttribute(), describeNetworkInterfaces(),
		},
		[]*operation{
			createSecurityGroup(), deleteSecurityGroup(), authorizeSecurityGroup(), joinSecurityGroup(), leaveSecurityGroup(),
			describeSecurityGroups(), describeSecurityGroupAttribute(),
		},
		[]*operation{createVpc(), deleteVpc(), describeVpcs(), createVSwitch(), deleteVSwitch(), describeVSwitches()},
	)
	table := make(map[string]*operation, len(all))
	for _, op := range all {
		table[op.name] = op.withDefaults()
	}
	return table
}

// withDefaults fills in the common refusals where the page has none of its own.
func (o *operation) withDefaults() *operation {
	if o.lacks == nil {
		o.lacks = missing
	}
	if o.noRegion == nil {
		o.noRegion = func(*call) *refusal {
			return refuse(notFound, "InvalidRegionId.NotFound", "The specified RegionId does not exist.")
		}
	}
	if o.mistyped == nil {
		o.mistyped = invalid
	}
	return o
}
