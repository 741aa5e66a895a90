package model

import "slices"

// detachNetworkInterface: page of 2024-12-31; conditions of editions 2018 to 2024.
func detachNetworkInterface() Operation {
	return Operation{
		Name:   "DetachNetworkInterface",
		Trials: Trials{Shapes: varied(""), Want: Want{Param: "NetworkInterfaceId", Status: InUse, With: "InstanceId"}},
		Weight: Weight{Cards: 3, Why: "needs an attached one", Order: 17},
		Params: []Param{
			required("RegionId"), required("NetworkInterfaceId").names(theEni), required("InstanceId").names(theInstance),
			optional("TrunkNetworkInstanceId").names(theTrunk),
		},
		Rules: slices.Concat(eniCallers("Forbidden.SubUser"), []Rule{
			{Code: "MissingParameter", When: missing(), Says: missingText,
				Refuses: Documented("DetachNetworkInterface (2024)"), Answers: Inferred("the only row for what is not supplied"),
				Sentence: "RegionId, NetworkInterfaceId or InstanceId is absent or empty.", Break: Break{Drop: []string{"NetworkInterfaceId"}}},
			malformedEniId(), malformedInstanceId(),
		}, eniFeatures(), []Rule{
			{Code: "InvalidEniId.NotFound", When: eniUnknown, Says: eniText, Break: Break{Set: Params{"NetworkInterfaceId": "eni-none"}}},
			{Code: "InvalidEcsId.NotFound", When: instanceUnknown, Says: always("The specified EcsId is not found."),
				Break: Break{Set: Params{"InstanceId": "i-none"}}},
			{Code: "InvalidOperation.EniServiceManaged", Needs: theEni, When: serviceManaged, Says: managedEniText, Break: managedEniBreak()},
			{Code: "InvalidOperation.DetachPrimaryEniNotAllowed", Needs: theEni, When: eniTypeIs(Primary),
				Says: always("Detaching primary ENI from ECS instance is not allowed.")},
			{Code: "InvalidParameter.EniNotBelongEcs", Needs: theEni | theInstance, When: attachedElsewhere,
				Says: always("The specified ENI does not belong to the specified ECS instance.")},
			{Code: "InvalidParameter.EniNotBelongTrunk", Needs: theEni, When: onAnotherTrunk,
				Refuses: Inferred("the code of the row"), Answers: Inferred("the code of the row, as EniNotBelongEcs"),
				Says:     always("The specified ENI does not belong to the specified trunk ENI."),
				Sentence: "TrunkNetworkInstanceId names a trunk on which the ENI is not.",
				Break:    Break{Set: Params{"TrunkNetworkInstanceId": "eni-none"}}},
			{Code: "InvalidOperation.InvalidEniState", Needs: theEni, When: not(eniIs(InUse, Detaching)), Says: eniStateText(InUse)},
			{Code: "InvalidOperation.InvalidEcsState", Row: 6, Needs: theInstance, When: not(instanceIs(Running, Stopped)),
				Says: ecsStateText("Running or Stopped")},
			{Code: "InvalidOperation.InvalidEcsState", Row: 13, Needs: theInstance, When: not(instanceIs(Running, Stopped)),
				Answers:  Assumed("row 13 differs from row 6 in a period behind the placeholder only; row 6 is the older one"),
				Says:     ecsStateText("Running or Stopped"),
				Shadowed: "Row 6 has the same condition and stands before it."},
			{Code: "InvalidOperation.EniHotPlugNotSupported", Needs: theEni | theInstance, When: both(rdma, not(instanceIs(Stopped)))},
			{Code: "InvalidOperation.HotPlugNotSupport", Needs: theInstance | theType, When: both(instanceIs(Running), typeWithoutHotplug),
				Says: always("The instance type does not support hot-plugging of ENIs.")},
			{Code: "InvalidOperation.HasMemberEniAttached", Needs: theEni, When: hasMembers,
				Says: always("The trunk ENI has member ENIs attached.")},
		}),
		Effects: []Effect{
			{Name: "Status", When: eniIs(InUse), Do: beginDetach, SeenBy: "DescribeNetworkInterfaces.Status"},
		},
	}
}

// attachedElsewhere: the ENI is attached, to another instance.
func attachedElsewhere(r *Request) bool {
	return eniOf(r).InstanceId != "" && eniOf(r).InstanceId != instanceOf(r).InstanceId
}

func onAnotherTrunk(r *Request) bool {
	return r.has("TrunkNetworkInstanceId") && eniOf(r).TrunkNetworkInterfaceId != r.str("TrunkNetworkInstanceId")
}

func typeWithoutHotplug(r *Request) bool { return !typeOf(r).Hotplug() }

// hasMembers: member ENIs are attached to the trunk.
func hasMembers(r *Request) bool {
	for _, e := range enis(r.place).all {
		if e.TrunkNetworkInterfaceId == eniOf(r).NetworkInterfaceId {
			return true
		}
	}
	return false
}

func beginDetach(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.Status, e.Hidden.Since = Detaching, r.w.Now() })
}
