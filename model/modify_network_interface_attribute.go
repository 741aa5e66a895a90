package model

import "slices"

// modifyNetworkInterfaceAttribute, page of 2026-04-04.
func modifyNetworkInterfaceAttribute() Operation {
	return Operation{
		Name:   "ModifyNetworkInterfaceAttribute",
		Trials: eniAttributeTrials(),
		Weight: Weight{Cards: 11, Why: "61 rows", Order: 2},
		Params: []Param{
			required("RegionId"), required("NetworkInterfaceId").names(theEni),
			optional("NetworkInterfaceName"), optional("Description"), list("SecurityGroupId").names(theGroups),
			boolean("DeleteOnRelease"), boolean("SourceDestCheck"),
			integer("QueueNumber"), integer("RxQueueSize"), integer("TxQueueSize"),
			optional(trafficMode), integer(trafficQueues), integer(trafficPairs), integer(trafficRx), integer(trafficTx),
			integer(trackEstablished), integer(trackClosed), integer(trackUdp),
			boolean(enhancedSriov), boolean(enhancedRss), integer(enhancedVFQueues), integer(enhancedVFs),
		},
		Rules: slices.Concat(eniModifyRequestRules(), eniModifyFeatureRules(), eniModifyResourceRules(), eniModifyQuotaRules(), []Rule{
			{Code: "Throttling", Row: 30, Fault: true},
			{Code: "InternalError", Row: 32, Fault: true},
		}),
		Effects: []Effect{
			{Name: "NetworkInterfaceName", When: given("NetworkInterfaceName"), Do: setEniName, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceName"},
			{Name: "Description", When: given("Description"), Do: setEniDescription, SeenBy: "DescribeNetworkInterfaces.Description"},
			{Name: "SecurityGroupId", When: given("SecurityGroupId"), Do: replaceEniGroups, SeenBy: "DescribeNetworkInterfaces.SecurityGroupIds"},
			{Name: "DeleteOnRelease", When: given("DeleteOnRelease"), Do: setDeleteOnRelease, SeenBy: "DescribeNetworkInterfaces.DeleteOnRelease"},
			{Name: "SourceDestCheck", When: given("SourceDestCheck"), Do: setSourceDestCheck, SeenBy: "DescribeNetworkInterfaces.SourceDestCheck",
				Kept: keptOverDefault()},
			{Name: "QueueNumber", When: given("QueueNumber"), Do: setEniQueues("QueueNumber"), SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
			{Name: "RxQueueSize", When: given("RxQueueSize"), Do: setRxQueueSize("RxQueueSize"), SeenBy: NotSeen},
			{Name: "TxQueueSize", When: given("TxQueueSize"), Do: setTxQueueSize("TxQueueSize"), SeenBy: NotSeen},
			{Name: trafficMode, When: given(trafficMode), Do: setTrafficMode(trafficMode), SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceTrafficMode"},
			{Name: trafficQueues, When: given(trafficQueues), Do: setEniQueues(trafficQueues), SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
			{Name: trafficPairs, When: given(trafficPairs), Do: setQueuePairs(trafficPairs), SeenBy: "DescribeNetworkInterfaces.QueuePairNumber"},
			{Name: trafficRx, When: given(trafficRx), Do: setRxQueueSize(trafficRx), SeenBy: NotSeen},
			{Name: trafficTx, When: given(trafficTx), Do: setTxQueueSize(trafficTx), SeenBy: NotSeen},
			{Name: trackEstablished, When: given(trackEstablished), SeenBy: "DescribeNetworkInterfaceAttribute." + trackEstablished,
				Do: setEniNumber(trackEstablished, func(e *NetworkInterface) *int { return &e.TcpEstablishedTimeout }), Kept: keptOverDefault()},
			{Name: trackClosed, When: given(trackClosed), SeenBy: "DescribeNetworkInterfaceAttribute." + trackClosed,
				Do: setEniNumber(trackClosed, func(e *NetworkInterface) *int { return &e.TcpClosedAndTimeWaitTimeout }), Kept: keptOverDefault()},
			{Name: trackUdp, When: given(trackUdp), SeenBy: "DescribeNetworkInterfaceAttribute." + trackUdp,
				Do: setEniNumber(trackUdp, func(e *NetworkInterface) *int { return &e.UdpTimeout }), Kept: keptOverDefault()},
			{Name: enhancedSriov, When: given(enhancedSriov), Do: setSriov, SeenBy: "DescribeNetworkInterfaceAttribute." + enhancedSriov, Basis: closedParameter()},
			{Name: enhancedRss, When: given(enhancedRss), Do: setRss, SeenBy: "DescribeNetworkInterfaceAttribute." + enhancedRss, Basis: closedParameter()},
			{Name: enhancedVFQueues, When: given(enhancedVFQueues), SeenBy: NotSeen, Basis: closedParameter(),
				Do: setEniNumber(enhancedVFQueues, func(e *NetworkInterface) *int { return &e.VFTotalQueueNumber })},
			{Name: enhancedVFs, When: given(enhancedVFs), SeenBy: NotSeen, Basis: closedParameter(),
				Do: setEniNumber(enhancedVFs, func(e *NetworkInterface) *int { return &e.VFQuantity })},
		},
		Left: []Left{{Code: "InvalidOperation.Conflict", HTTP: 409,
			Why: "another change of the ENI is in progress: a call of the model is over when the next one begins"}},
	}
}

// The members of the objects, under their wire names.
const (
	trafficMode   = "NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode"
	trafficQueues = "NetworkInterfaceTrafficConfig.QueueNumber"
	trafficPairs  = "NetworkInterfaceTrafficConfig.QueuePairNumber"
	trafficRx     = "NetworkInterfaceTrafficConfig.RxQueueSize"
	trafficTx     = "NetworkInterfaceTrafficConfig.TxQueueSize"

	trackEstablished = "ConnectionTrackingConfiguration.TcpEstablishedTimeout"
	trackClosed      = "ConnectionTrackingConfiguration.TcpClosedAndTimeWaitTimeout"
	trackUdp         = "ConnectionTrackingConfiguration.UdpTimeout"

	enhancedSriov    = "EnhancedNetwork.EnableSriov"
	enhancedRss      = "EnhancedNetwork.EnableRss"
	enhancedVFQueues = "EnhancedNetwork.VirtualFunctionTotalQueueNumber"
	enhancedVFs      = "EnhancedNetwork.VirtualFunctionQuantity"
)

const (
	pageOfEni = "ModifyNetworkInterfaceAttribute page of 2026-04-04"
	// copied is why rows of the block of 2019 have no call of this operation.
	copied = "One block of rows was copied in 2019 to the pages of attach, detach, create, delete, describe, assign and modify alike; "
)

// eniModifyRequestRules: who calls, what is absent, and what is wrong with the
// request itself.
func eniModifyRequestRules() []Rule {
	parameter := func(name string) Basis { return Documented(pageOfEni + ", " + name) }
	return []Rule{
		{Code: "Abs.InvalidAccount.NotFound", Row: 34, When: accountGone, Says: always("The Account is not found or ak is expired."),
			Break: accountGoneBreak()},
		{Code: "Forbidden.NotSupportRAM", Row: 35, Vestigial: "The row is of 2018, when the operation was closed to RAM users; " +
			"the page of 2026-04-04 gives it the RAM action ecs:ModifyNetworkInterfaceAttribute, so that no RAM user is turned away as such."},
		{Code: "Forbidden.SubUser", Row: 36, When: ramDenies, Says: ramText, Break: Break{Caller: noPermissions}},
		{Code: "MissingParameter", Row: 2, When: missing(), Says: missingText, Break: Break{Drop: []string{"RegionId"}}},
		{Code: "InvalidParams.NetworkInterfaceName", Row: 47, When: eniName().breaks("NetworkInterfaceName"),
			Refuses: parameter("NetworkInterfaceName"), Answers: Inferred("the name of the code; the page does not tie the rule to a row"),
			Says:  always(`The specified NetworkInterfaceName is not valid.`),
			Break: Break{Set: Params{"NetworkInterfaceName": "1st"}}},
		{Code: "InvalidParams.EniId", Row: 9, When: idMalformed("NetworkInterfaceId", KindNetworkInterface),
			Says: func(r *Request) string {
				return `The specified EniId "` + r.str("NetworkInterfaceId") + `" is not valid.`
			},
			Break: Break{Set: Params{"NetworkInterfaceId": "network-interface"}}},
		{Code: "InvalidParameter", Row: 4, When: eniValueWrong, Says: eniValueWrongText,
			Refuses: parameter("Description, DeleteOnRelease and SourceDestCheck"),
			Answers: Inferred("seen for CreateNetworkInterface (cilium pull request 21828); the page has no row for these parameters"),
			Break:   Break{Set: Params{"Description": "x"}}},
		{Code: "InvalidInstanceID.Malformed", Row: 5, Vestigial: copied + "the operation has no InstanceId parameter, the row belongs to attach and detach."},
		{Code: "InvalidParameter.Conflict", Row: 14, When: givenTwice, Says: always("The specified parameters conflict with each other."),
			Break: Break{Set: Params{"QueueNumber": "2", trafficQueues: "2"}}},
		{Code: "InvalidParameter.InvalidEniQueueNumber", Row: 51, When: either(queueNumberWrong("QueueNumber"), queueNumberWrong(trafficQueues)),
			Doubt: Doubt{When: trafficQueuesAboveAll,
				Basis: Inferred("the page gives the range 1 to 2048 for QueueNumber at the top, and none for the one inside NetworkInterfaceTrafficConfig")},
			Says: always("The specified QueueNumber is not valid."), Break: Break{Set: Params{"QueueNumber": "2049"}}},
		{Code: "InvalidParameter.EniTrafficMode", Row: 25, When: valueNotIn(trafficMode, Standard, HighPerformance),
			Break: Break{Set: Params{trafficMode: "Fast"}}},
		{Code: "InvalidParameter.QueuePairNumberMustEmpty", Row: 24, When: pairsWithoutRdma,
			Break: Break{Set: Params{trafficMode: Standard, trafficPairs: "2"}}},
		{Code: "InvalidParameter.InvalidQueuePairNumber", Row: 16, When: pairsOutOfRange,
			Break: Break{Set: Params{trafficMode: HighPerformance, trafficPairs: "0"}}},
		{Code: "InvalidParameter.EniEnhancedNetwork", Row: 27, When: enhancedInconsistent, Break: Break{Set: Params{enhancedSriov: "true"}}},
		{Code: "InvalidParameter.SecurityGroupIdRepeated", Row: 61, When: groupTwice,
			Break: Break{Set: Params{"SecurityGroupId.1": "$sg1", "SecurityGroupId.2": "$sg1"}}},
	}
}

// eniModifyFeatureRules: what account and region may use. Queue depths and
// connection tracking are looked at before their values (rows 13 and 17): the
// conditions of rows 12 and 15 infer it.
func eniModifyFeatureRules() []Rule {
	depths, tracking := Params{"RxQueueSize": "8192", "TxQueueSize": "8192"}, Params{trackUdp: "10"}
	return []Rule{
		unknownRegion(),
		{Code: "InvalidUserType.NotSupported", Row: 33, When: not(accountMay(AccountOrdinary)), Break: accountKindBreak()},
		{Code: "Forbidden.RegionId", Row: 10, When: not(regionOffers(RegionNetworkInterfaces)), Break: regionBreak(regionWithoutEnis)},
		{Code: "UnsupportedParameter", Row: 3, When: both(enhancedGiven, not(accountMay(FeatureClosedParameters))),
			Says: always("The parameters is unsupported."), Break: Break{World: worldRestricted, Set: Params{enhancedRss: "false"}}},
		{Code: "InvalidEniQueueSize.RegionOrUserNotSupported", Row: 12,
			When:  both(depthGiven, not(both(regionOffers(RegionQueueSize), accountMay(FeatureQueueSize)))),
			Break: Break{World: worldRestricted, Set: depths}},
		{Code: "InvalidParameter.EniQueueSize", Row: 13, When: depthWrong,
			Doubt: Doubt{When: oneDepthOnly,
				Basis: Inferred("that one of the two alone counts as different nobody says: it may as well be compared with the present value of the other")},
			Break: Break{Set: Params{"RxQueueSize": "8192"}}},
		{Code: "InvalidConnectionTrackingConfiguration.RegionOrUserNotSupported", Row: 15,
			When:  both(trackingGiven, not(both(regionOffers(RegionConnectionTracking), accountMay(FeatureConnectionTracking)))),
			Break: Break{World: worldRestricted, Set: tracking}},
		{Code: "InvalidParameter.EniConnectionTrackingConfiguration", Row: 17, When: trackingWrong, Break: Break{Set: Params{trackUdp: "11"}}},
		{Code: "InvalidOperation.SourceDestCheckUnsupported", Row: 31, When: both(given("SourceDestCheck"), not(regionOffers(RegionSourceDestCheck))),
			Says:  func(r *Request) string { return r.region },
			Break: Break{World: worldRestricted, Set: Params{"RegionId": regionWithoutExtras, "SourceDestCheck": "false"}}},
	}
}

// eniModifyResourceRules: what exists, how it belongs together, and its status.
func eniModifyResourceRules() []Rule {
	return []Rule{
		{Code: "InvalidEniId.NotFound", Row: 57, When: eniUnknown, Says: eniText, Break: Break{Set: Params{"NetworkInterfaceId": "eni-none"}}},
		{Code: "InvalidSecurityGroupId.NotFound", Row: 59, When: groupUnknown, Says: always("The specified SecurityGroupId is not found."),
			Break: Break{Set: Params{"SecurityGroupId.1": "sg-none"}}},
		{Code: "InvalidEcsId.NotFound", Row: 56, Vestigial: copied + "no parameter names an instance, and the one of an attached ENI exists."},
		{Code: "InvalidVSwitchId.NotFound", Row: 58, Vestigial: copied + "no parameter names a vSwitch, and one with an ENI in it cannot go."},
		{Code: "InvalidOperation.EniServiceManaged", Row: 44, Needs: theEni, When: serviceManaged, Says: managedEniText, Break: managedEniBreak()},
		{Code: "InvalidOperation.EniTypeUnsupported", Row: 55, Needs: theEni, When: forBusiness,
			Break: Break{World: worldLocked, Set: Params{"NetworkInterfaceId": "$enibusiness"}}},
		{Code: "InvalidOperation.InvalidEniType", Row: 43, Needs: theEni, When: both(eniTypeIs(Member), beyondNameAndDescription),
			Says:  always("The operation is not allowed in the current ENI type."),
			Break: Break{Set: Params{"DeleteOnRelease": "false"}}},
		{Code: "InvalidOperation.ModifyPrimaryEniQueueNumber", Row: 48, Needs: theEni, When: both(eniTypeIs(Primary), given("QueueNumber")),
			Break: Break{Set: Params{"QueueNumber": "1"}}},
		{Code: "InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc", Row: 60, Needs: theEni, When: both(eniTypeIs(Primary), beyondNameAndDescription),
			Break: Break{Set: Params{"DeleteOnRelease": "false"}}},
		{Code: "InvalidSecurityGroupId.NotVpc", Row: 42, When: someGroupClassic, Says: always("The specified SecurityGroupId not in VPC."),
			Break: Break{Set: Params{"SecurityGroupId.1": "$sgclassic"}}},
		{Code: "InvalidOperation.VpcMismatch", Row: 40, Needs: theEni, When: groupOfOtherVpcThanEni,
			Says:  always("The VPC of the specified ENI and security group are not in the same VPC."),
			Break: Break{Set: Params{"SecurityGroupId.1": "$sg3"}}},
		{Code: "InvalidOperation.MultiGroupType", Row: 45, Needs: theEni, When: either(groupsOfTwoTypes, groupTypeOtherThanHost),
			Break: Break{Set: Params{"SecurityGroupId.1": "$sg1", "SecurityGroupId.2": "$esg1"}}},
		{Code: "InvalidOperation.ResourceManagedByCloudProduct", Row: 50, Needs: theEni, When: either(someGroupManaged, leavesManagedGroup),
			Says: managedText, Break: Break{Set: Params{"SecurityGroupId.1": "$sgmanaged"}}},
		{Code: "InvalidTrafficMode.ModifyToStandardNotSupported", Row: 21, Needs: theEni, When: both(valueIs(trafficMode, Standard), rdma),
			Break: Break{Set: Params{trafficMode: Standard}}},
		{Code: "InvalidOperation.EniTrafficModeNotSupportIPv6", Row: 22, Needs: theEni, When: both(rdmaAsked, hasIpv6),
			Break: Break{Set: Params{trafficMode: HighPerformance}}},
		{Code: "InvalidOperation.InstanceTypeNotSupportHighPerformance", Row: 20, Needs: theEni | theHost | theType,
			When:  both(eniIs(InUse), rdmaAsked, typeWithoutRdma),
			Break: Break{Set: Params{trafficMode: HighPerformance}}},
		{Code: "InvalidOperation.NotSupportModifyVFQueueNumberAndVFQuantity", Row: 28, Needs: theEni, When: changesVFs,
			Break: Break{Set: Params{enhancedSriov: "true", enhancedVFQueues: "8", enhancedVFs: "3"}}},
		{Code: "InvalidOperation.TrunkAttachmentMustEmpty", Row: 29, Needs: theEni | theHost, When: both(eniTypeIs(Trunk), isTrue(enhancedSriov)),
			Break: Break{Set: Params{enhancedSriov: "true", enhancedVFQueues: "8", enhancedVFs: "2"}}},
		{Code: "InvalidOperation.InstanceTypeNotSupportRss", Row: 26, Needs: theEni | theHost | theType, When: both(isTrue(enhancedRss), oneQueueOnly),
			Refuses: Assumed("the page says which refusal, and nothing which types have no RSS; it spreads packets over several queues, and these types have one"),
			Break:   Break{Set: Params{enhancedRss: "true"}}},
		{Code: "InvalidOperation.DetachPrimaryEniNotAllowed", Row: 8, Vestigial: copied +
			"the operation detaches nothing, and in 2021 the row stood even on the page of DescribeNetworkInterfaces, which only reads."},
		{Code: "InvalidOperation.AvailabilityZoneMismatch", Row: 39, Vestigial: copied + "ENI and instance keep their zones, the row belongs to attach."},
		{Code: "InvalidOperation.InvalidEniState", Row: 49, Needs: theEni, When: both(given("QueueNumber"), not(queuesOpen)),
			Break: Break{Set: Params{"QueueNumber": "1"}}},
		{Code: "InvalidOperation.InvalidEniState", Row: 7, Needs: theEni, When: not(eniIs(Available, InUse)), Says: eniStateText("Available or InUse")},
		{Code: "InvalidOperation.InvalidEcsState", Row: 6, Needs: theEni | theHost, When: both(not(hostIs(Running, Stopped)), appliedOnInstance),
			Says:  ecsStateText("Running or Stopped"),
			Break: Break{Set: Params{"SourceDestCheck": "true"}}},
	}
}

// eniModifyQuotaRules: quotas of the account and figures of the type.
func eniModifyQuotaRules() []Rule {
	attached := theEni | theHost | theType
	return []Rule{
		{Code: "JoinedGroupLimitExceed", Limit: true, Row: 11, When: groupsAbove("SecurityGroupId"),
			Break: Break{World: worldQuota, Set: Params{"SecurityGroupId.1": "$sg1", "SecurityGroupId.2": "$sg2", "SecurityGroupId.3": "$sg3",
				"SecurityGroupId.4": "$sg4", "SecurityGroupId.5": "$sg5", "SecurityGroupId.6": "$sg6"}}},
		{Code: "SecurityGroupInstanceLimitExceed", Limit: true, Row: 41, Needs: theEni, When: groupFull(BasicGroup, QuotaBasicMembers),
			Says:  always("The maximum number of instances in a security group is exceeded."),
			Break: Break{World: worldQuota, Set: Params{"SecurityGroupId.1": "$sgfull"}}},
		{Code: "InvalidOperation.EniCountExceeded", Limit: true, Row: 46, Needs: theEni, When: groupFull(EnterpriseGroup, QuotaEnterpriseMembers),
			Break: Break{World: worldQuota, Set: Params{"SecurityGroupId.1": "$esgfull"}}},
		{Code: "AclLimitExceed", Limit: true, Row: 54, When: launchRulesTooMany,
			Break: Break{World: worldQuota, Set: Params{"SecurityGroupId.1": "$sgrules", "SecurityGroupId.2": "$sg6"}}},
		{Code: "InvalidOperation.HighPerformanceEniPerInstanceLimitExceeded", Limit: true, Row: 19, Needs: attached, When: both(eniIs(InUse), rdmaAsked, tooManyRdmaEnis),
			Break: Break{Set: Params{trafficMode: HighPerformance}}},
		{Code: "InvalidOperation.MaxEniQueuePairNumberExceed", Limit: true, Row: 18, Needs: attached, When: both(eniIs(InUse), pairsAboveType),
			Break: Break{Set: Params{trafficMode: HighPerformance, trafficPairs: "22"}}},
		{Code: "InvalidOperation.EniQueuePairNumberOverflow", Row: 23, Needs: attached, When: both(eniIs(InUse), pairsAboveInstance),
			Refuses: Assumed("no figure is published for an instance; taken to be EriQuantity times QueuePairNumber of the type"),
			Break:   Break{Set: Params{trafficPairs: "22"}}},
		{Code: "InvalidOperation.MaxEniQueueNumberExceeded", Limit: true, Row: 52, Needs: attached, When: both(eniIs(InUse), queuesAboveEni),
			Break: Break{Set: Params{"QueueNumber": "2048"}}},
		{Code: "InvalidOperation.ExceedInstanceTypeQueueNumber", Limit: true, Row: 53, Needs: attached, When: both(eniIs(InUse), queuesAboveInstance),
			Break: Break{World: worldQuota, Set: Params{"QueueNumber": "4"}}},
		{Code: "InvalidOperation.NotSupportModifyQueueNumber", Row: 1, Needs: attached, When: both(eniIs(InUse), queuesGiven, oneQueueOnly),
			Break: Break{Set: Params{"QueueNumber": "1"}}},
		{Code: "MaxEniCountExceeded", Limit: true, Row: 37, Vestigial: copied + "the operation creates no ENI, the row belongs to create."},
		{Code: "EniPerInstanceLimitExceeded", Limit: true, Row: 38, Vestigial: copied +
			"the operation attaches nothing, the row belongs to attach, and row 19 is the one about RDMA ENIs."},
	}
}
