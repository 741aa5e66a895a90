package model

import "slices"

// attachNetworkInterface: the table of 2021; conditions of editions 2018 to
// 2020 and of the current Chinese page. That an ENI in the RDMA mode cannot be
// attached to a Running instance has no row there; DetachNetworkInterface has.
func attachNetworkInterface() Operation {
	return Operation{
		Name: "AttachNetworkInterface",
		Trials: Trials{
			Shapes: varied("", "TrunkNetworkInstanceId=$e1"), Want: Want{Param: "NetworkInterfaceId", Status: Available, With: "InstanceId"},
		},
		Weight: Weight{Cards: 4, Why: "rows of attached interfaces", Order: 16},
		Params: []Param{
			required("RegionId"), required("NetworkInterfaceId").names(theEni), required("InstanceId").names(theInstance),
			optional("TrunkNetworkInstanceId").names(theTrunk), boolean("WaitForNetworkConfigurationReady"),
		},
		Rules: slices.Concat(eniCallers("Forbidden.SubUser"), []Rule{
			{Code: "MissingParameter", When: missing(), Says: missingText,
				Refuses: Documented("AttachNetworkInterface (2021)"), Answers: Inferred("the only row for what is not supplied"),
				Sentence: "RegionId, NetworkInterfaceId or InstanceId is absent or empty.", Break: Break{Drop: []string{"NetworkInterfaceId"}}},
			malformedEniId(), malformedInstanceId(),
		}, eniFeatures(), []Rule{
			{Code: "InvalidEniId.NotFound", When: eniUnknown, Says: eniText, Break: Break{Set: Params{"NetworkInterfaceId": "eni-none"}}},
			{Code: "InvalidEcsId.NotFound", When: instanceUnknown, Says: always("The specified EcsId is not found."),
				Break: Break{Set: Params{"InstanceId": "i-none"}}},
			{Code: "InvalidInstanceId.NotFound", When: instanceUnknown,
				Refuses: Documented("AttachNetworkInterface (2018 to 2020), row InvalidEcsId.NotFound"),
				Answers: Assumed("the table lists it with the same meaning; the other row is the one that older editions have"),
				Says:    always("The specified InstanceId does not exist."), Sentence: "No such instance for the account in the region.",
				Shadowed: "InvalidEcsId.NotFound has the same condition and stands before it."},
			{Code: "InvalidParameter", Needs: theInstance, When: trunkUnusable,
				Refuses:  Inferred("DetachNetworkInterface 2024 has rows for trunks that are unfit, this table has none"),
				Answers:  Assumed("the general row for a parameter, for want of one of its own"),
				Says:     always(`The specified parameter "TrunkNetworkInstanceId" is not valid.`),
				Sentence: "TrunkNetworkInstanceId names no Trunk ENI that is attached to the instance.",
				Break:    Break{Set: Params{"TrunkNetworkInstanceId": "eni-none"}}},
			{Code: "InvalidOperation.EniServiceManaged", Needs: theEni, When: serviceManaged, Says: managedEniText, Break: managedEniBreak()},
			{Code: "InvalidOperation.InvalidGeneration", Needs: theInstance | theType, When: noSecondaryEnis},
			{Code: "InvalidOperation.InvalidEniType", Needs: theEni | theInstance | theType, When: notAttachable,
				Says: always("The operation is not allowed in the current ENI type.")},
			{Code: "InvalidOperation.AvailabilityZoneMismatch", Needs: theEni | theInstance, When: otherZone,
				Says: always("The VPC VSwitch of the specified ENI and ECS instance are not in the same availability zone.")},
			{Code: "InvalidOperation.VpcMismatch", Needs: theEni | theInstance, When: otherVpc,
				Says: always("The VPC of the specified ENI and security group are not in the same VPC.")},
			{Code: "InvalidOperation.Ipv6NotSupport", Needs: theEni | theType, When: typeWithoutIpv6, Says: ipv6TypeText},
			{Code: "InvalidOperation.InvalidEniState", Needs: theEni, When: not(eniIs(Available)), Says: eniStateText(Available)},
			{Code: "InvalidOperation.InvalidEcsState", Needs: theInstance | theType, When: attachWrongState, Says: ecsStateText("Running or Stopped")},
			{Code: "EniPerInstanceLimitExceeded", Limit: true, Needs: theInstance | theType, When: noPlaceForEni,
				Says: always("The number of ENI exceeds the limit for the type of instance you are trying to launch.")},
		}),
		Effects: []Effect{
			{Name: "Status", Do: beginAttach, SeenBy: "DescribeNetworkInterfaces.Status"},
			{Name: "TrunkNetworkInstanceId", When: given("TrunkNetworkInstanceId"), Do: becomeMember,
				SeenBy: "DescribeNetworkInterfaces.Attachment.TrunkNetworkInterfaceId"},
		},
		Left: []Left{
			{Code: "InvalidOperation.Ipv4CountExceeded", Why: "an ENI of the model has one private IPv4 address, which every type allows"},
		},
	}
}

func managedEniText(r *Request) string {
	return `The specified ENI "` + eniOf(r).NetworkInterfaceId + `" is managed by service.`
}

// trunkUnusable: the trunk that is named is none, or not one of the instance.
func trunkUnusable(r *Request) bool {
	return r.has("TrunkNetworkInstanceId") &&
		(trunkOf(r) == nil || trunkOf(r).Type != Trunk || trunkOf(r).Status != InUse || trunkOf(r).InstanceId != instanceOf(r).InstanceId)
}

// noSecondaryEnis: the family or generation has no secondary ENIs. Instances
// of the classic network and those that are not I/O optimized have none (ENI
// overview 2021), nor do types with a single one.
func noSecondaryEnis(r *Request) bool {
	return instanceOf(r).InstanceNetworkType == NetworkClassic || !instanceOf(r).IoOptimized ||
		r.exceeds(2, typeOf(r).InstanceTypeId, TypeEniQuantity)
}

// notAttachable: the ENI is no ordinary secondary one, nor a trunk for a type
// that has trunks.
func notAttachable(r *Request) bool {
	switch eniOf(r).Type {
	case Primary, Member:
		return true
	case Trunk:
		return r.has("TrunkNetworkInstanceId") || !r.allows(typeOf(r).InstanceTypeId, TypeTrunk)
	default:
		return false
	}
}

func otherZone(r *Request) bool { return eniOf(r).ZoneId != instanceOf(r).ZoneId }

func otherVpc(r *Request) bool {
	return instanceOf(r).VpcId != "" && eniOf(r).VpcId != instanceOf(r).VpcId
}

// typeWithoutIpv6: the ENI has IPv6 addresses and the type has none.
func typeWithoutIpv6(r *Request) bool {
	return eniOf(r).Ipv6 != "" && r.exceeds(1, typeOf(r).InstanceTypeId, TypeIpv6PerEni)
}

func ipv6TypeText(r *Request) string {
	return "The instanceType of " + typeOf(r).InstanceTypeId + " not support ipv6."
}

// attachWrongState: the instance is neither Running nor Stopped, or Running
// although ENIs of its type are attached in Stopped only.
func attachWrongState(r *Request) bool {
	return !instanceIs(Running, Stopped)(r) || instanceIs(Running)(r) && !typeOf(r).Hotplug()
}

// noPlaceForEni: the instance has as many ENIs as its type allows. A member
// takes no place.
func noPlaceForEni(r *Request) bool {
	return !r.has("TrunkNetworkInstanceId") &&
		r.exceeds(r.place.attachedEnis(instanceOf(r).InstanceId)+1, typeOf(r).InstanceTypeId, TypeEniQuantity)
}

func beginAttach(r *Request) {
	r.setEni(func(e *NetworkInterface) {
		e.Status, e.InstanceId, e.Hidden.Since = Attaching, instanceOf(r).InstanceId, r.w.Now()
	})
}

func becomeMember(r *Request) {
	r.setEni(func(e *NetworkInterface) {
		e.Type, e.TrunkNetworkInterfaceId = Member, trunkOf(r).NetworkInterfaceId
	})
}
