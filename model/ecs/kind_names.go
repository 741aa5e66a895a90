package ecs

import "github.com/ecsim/ecsim/model"

// The first kinds of resources. A new one is declared in a file of its own, as
// [KindKeyPair] is, with the next number; its record goes into [Records] (records.go).
//
//nolint:gochecknoglobals // constants in all but syntax: a kind never changes
var (
	// KindInstance is the kind of ECS instances.
	KindInstance = model.NewKind(model.KindFacts{
		Number: 1, Name: "Instance", ShowsTags: "DescribeInstances.Tags",
		Prefix: "i", Letter: "i", Product: "ecs", ARN: "instance", Removal: 2,
	})
	// KindImage is the kind of images. The id of a public image is a word.
	KindImage = model.NewKind(model.KindFacts{
		Number: 2, Name: "Image", ShowsTags: "DescribeImages.Tags",
		Prefix: "m", AnyID: true, Letter: "m", Product: "ecs", ARN: "image", Removal: 1,
	})
	// KindNetworkInterface is the kind of elastic network interfaces (ENIs).
	KindNetworkInterface = model.NewKind(model.KindFacts{
		Number: 3, Name: "NetworkInterface", ShowsTags: "DescribeNetworkInterfaces.Tags",
		Prefix: "eni", Letter: "e", Product: "ecs", ARN: "eni", Removal: 3,
	})
	// KindSecurityGroup is the kind of security groups.
	KindSecurityGroup = model.NewKind(model.KindFacts{
		Number: 4, Name: "SecurityGroup", ShowsTags: "DescribeSecurityGroups.Tags",
		Prefix: "sg", Letter: "g", Product: "ecs", ARN: "securitygroup", Removal: 4, Holds: true,
	})
	// KindVSwitch is the kind of vSwitches.
	KindVSwitch = model.NewKind(model.KindFacts{
		Number: 5, Name: "VSwitch", ShowsTags: "DescribeVSwitches.Tags",
		Prefix: "vsw", Letter: "v", Product: "vpc", ARN: "vswitch", Removal: 5, Holds: true,
	})
	// KindVpc is the kind of virtual private clouds.
	KindVpc = model.NewKind(model.KindFacts{
		Number: 6, Name: "Vpc", ShowsTags: "DescribeVpcs.Tags",
		Prefix: "vpc", Letter: "n", Product: "vpc", ARN: "vpc", Removal: 6, Holds: true,
	})
)
