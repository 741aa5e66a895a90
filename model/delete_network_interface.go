package model

import "slices"

// deleteNetworkInterface: page of 2024-12-31; conditions of editions 2018 to 2024.
func deleteNetworkInterface() Operation {
	return Operation{
		Name:    "DeleteNetworkInterface",
		Removes: KindNetworkInterface,
		Removal: Removal{Before: []Sample{ // it may be attached to an instance, or to a trunk
			{"DetachNetworkInterface", Params{"NetworkInterfaceId": It, "InstanceId": Each, "TrunkNetworkInstanceId": EachOrNone}},
		}},
		Trials: Trials{Shapes: varied("")},
		Weight: Weight{Cards: 1, Why: "ends what other calls need", Order: 18},
		Params: []Param{required("RegionId"), required("NetworkInterfaceId").names(theEni).own()},
		Rules: slices.Concat(eniCallers("Forbidden.SubUser"), []Rule{
			{Code: "MissingParameter", When: missing(), Says: missingText,
				Refuses: Documented("DeleteNetworkInterface (2024)"), Answers: Inferred("the only row for what is not supplied"),
				Sentence: "RegionId or NetworkInterfaceId is absent or empty.", Break: Break{Drop: []string{"NetworkInterfaceId"}}},
			malformedEniId(),
		}, eniFeatures(), []Rule{
			{Code: "InvalidEniId.NotFound", When: eniUnknown, Says: eniText, Break: Break{Set: Params{"NetworkInterfaceId": "eni-none"}}},
			{Code: "InvalidOperation.EniServiceManaged", Needs: theEni, When: serviceManaged, Says: managedEniText, Break: managedEniBreak()},
			{Code: "InvalidOperation.InvalidEniType", Needs: theEni, When: eniTypeIs(Primary),
				Says: always("The operation is not allowed in the current ENI type.")},
			{Code: "InvalidOperation.DetachPrimaryEniNotAllowed", Needs: theEni, When: eniTypeIs(Primary),
				Says:     always("Detaching primary ENI from ECS instance is not allowed."),
				Shadowed: "InvalidOperation.InvalidEniType has the same condition and stands before it."},
			{Code: "InvalidOperation.InvalidEniState", Needs: theEni, When: not(eniIs(Available, Deleting)), Says: eniStateText(Available)},
			{Code: "InvalidOperation.InvalidEcsState", Needs: theHost, When: not(hostIs(Running, Stopped)), Says: ecsStateText("Running or Stopped"),
				Shadowed: "An ENI that has an instance is neither Available nor Deleting, so that InvalidOperation.InvalidEniState stands before it."},
		}),
		Effects: []Effect{
			{Name: "Status", When: eniIs(Available), Do: beginDelete, SeenBy: "DescribeNetworkInterfaces.Status"},
		},
		Left: []Left{
			{Code: "InvalidOperation.HasSlaveEniBonded", Why: "worlds keep no bonded ENIs"},
		},
	}
}

func beginDelete(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.Status, e.Hidden.Since = Deleting, r.w.Now() })
}
