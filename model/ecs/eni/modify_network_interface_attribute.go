package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifyNetworkInterfaceAttribute, page of 2026-04-04.
func modifyNetworkInterfaceAttribute() model.Operation {
	return model.Operation{
		Name:   "ModifyNetworkInterfaceAttribute",
		Known:  model.StatedBy("ModifyNetworkInterfaceAttribute page of 2026-04-04"),
		Trials: eniAttributeTrials(),
		Weight: model.Weight{Cards: 11, Why: "61 rows", Order: 2},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("NetworkInterfaceId").Naming(ecs.TheEni),
			model.Optional("NetworkInterfaceName"), model.Optional("Description"), model.ListOf("SecurityGroupId").Naming(ecs.TheGroups),
			model.Boolean("DeleteOnRelease"), model.Boolean("SourceDestCheck"),
			model.Integer("QueueNumber"), model.Integer("RxQueueSize"), model.Integer("TxQueueSize"),
			model.Optional(TrafficMode), model.Integer(TrafficQueues), model.Integer(TrafficPairs), model.Integer(TrafficRx), model.Integer(TrafficTx),
			model.Integer(TrackEstablished), model.Integer(TrackClosed), model.Integer(TrackUdp),
			model.Boolean(EnhancedSriov), model.Boolean(EnhancedRss), model.Integer(EnhancedVFQueues), model.Integer(EnhancedVFs),
		},
		Rules: model.Read(slices.Concat(eniModifyRequestRules(), eniModifyFeatureRules(), eniModifyResourceRules(), eniModifyQuotaRules(), []model.Rule{
			{Code: "Throttling", Row: 30, Fault: true},
			{Code: "InternalError", Row: 32, Fault: true},
		}), eniModifyReadings()),
		Effects: []model.Effect{
			{Name: "NetworkInterfaceName", When: model.Given("NetworkInterfaceName"), Do: setEniName, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceName"},
			{Name: "Description", When: model.Given("Description"), Do: setEniDescription, SeenBy: "DescribeNetworkInterfaces.Description"},
			{Name: "SecurityGroupId", When: model.Given("SecurityGroupId"), Do: replaceEniGroups, SeenBy: "DescribeNetworkInterfaces.SecurityGroupIds",
				Timing: model.Inferred("the page says that the change takes effect almost immediately, after a brief delay, and not what is shown until then")},
			{Name: "DeleteOnRelease", When: model.Given("DeleteOnRelease"), Do: setDeleteOnRelease, SeenBy: "DescribeNetworkInterfaces.DeleteOnRelease"},
			{Name: "SourceDestCheck", When: model.Given("SourceDestCheck"), Do: setSourceDestCheck, SeenBy: "DescribeNetworkInterfaces.SourceDestCheck",
				Kept: ecs.KeptOverDefault()},
			{Name: "QueueNumber", When: model.Given("QueueNumber"), Do: setEniQueues("QueueNumber"), SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
			{Name: "RxQueueSize", When: model.Given("RxQueueSize"), Do: setRxQueueSize("RxQueueSize"), SeenBy: model.NotSeen},
			{Name: "TxQueueSize", When: model.Given("TxQueueSize"), Do: setTxQueueSize("TxQueueSize"), SeenBy: model.NotSeen},
			{Name: TrafficMode, When: model.Given(TrafficMode), Do: setTrafficMode(TrafficMode), SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceTrafficMode"},
			{Name: TrafficQueues, When: model.Given(TrafficQueues), Do: setEniQueues(TrafficQueues), SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
			{Name: TrafficPairs, When: model.Given(TrafficPairs), Do: setQueuePairs(TrafficPairs), SeenBy: "DescribeNetworkInterfaces.QueuePairNumber"},
			{Name: TrafficRx, When: model.Given(TrafficRx), Do: setRxQueueSize(TrafficRx), SeenBy: model.NotSeen},
			{Name: TrafficTx, When: model.Given(TrafficTx), Do: setTxQueueSize(TrafficTx), SeenBy: model.NotSeen},
			{Name: TrackEstablished, When: model.Given(TrackEstablished), SeenBy: "DescribeNetworkInterfaceAttribute." + TrackEstablished,
				Do: setEniNumber(TrackEstablished, func(e *ecs.NetworkInterface) *int { return &e.TcpEstablishedTimeout }), Kept: ecs.KeptOverDefault()},
			{Name: TrackClosed, When: model.Given(TrackClosed), SeenBy: "DescribeNetworkInterfaceAttribute." + TrackClosed,
				Do: setEniNumber(TrackClosed, func(e *ecs.NetworkInterface) *int { return &e.TcpClosedAndTimeWaitTimeout }), Kept: ecs.KeptOverDefault()},
			{Name: TrackUdp, When: model.Given(TrackUdp), SeenBy: "DescribeNetworkInterfaceAttribute." + TrackUdp,
				Do: setEniNumber(TrackUdp, func(e *ecs.NetworkInterface) *int { return &e.UdpTimeout }), Kept: ecs.KeptOverDefault()},
			{Name: EnhancedSriov, When: model.Given(EnhancedSriov), Do: setSriov, SeenBy: "DescribeNetworkInterfaceAttribute." + EnhancedSriov, Basis: ecs.ClosedParameter()},
			{Name: EnhancedRss, When: model.Given(EnhancedRss), Do: setRss, SeenBy: "DescribeNetworkInterfaceAttribute." + EnhancedRss, Basis: ecs.ClosedParameter()},
			{Name: EnhancedVFQueues, When: model.Given(EnhancedVFQueues), SeenBy: model.NotSeen, Basis: ecs.ClosedParameter(),
				Do: setEniNumber(EnhancedVFQueues, func(e *ecs.NetworkInterface) *int { return &e.VFTotalQueueNumber })},
			{Name: EnhancedVFs, When: model.Given(EnhancedVFs), SeenBy: model.NotSeen, Basis: ecs.ClosedParameter(),
				Do: setEniNumber(EnhancedVFs, func(e *ecs.NetworkInterface) *int { return &e.VFQuantity })},
		},
		Left: []model.Left{{Code: "InvalidOperation.Conflict", HTTP: 409,
			Why: "another change of the ENI is in progress: a call of the model is over when the next one begins"}},
	}
}

// The members of the objects, under their wire names.
const (
	TrafficMode   = "NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode"
	TrafficQueues = "NetworkInterfaceTrafficConfig.QueueNumber"
	TrafficPairs  = "NetworkInterfaceTrafficConfig.QueuePairNumber"
	TrafficRx     = "NetworkInterfaceTrafficConfig.RxQueueSize"
	TrafficTx     = "NetworkInterfaceTrafficConfig.TxQueueSize"

	TrackEstablished = "ConnectionTrackingConfiguration.TcpEstablishedTimeout"
	TrackClosed      = "ConnectionTrackingConfiguration.TcpClosedAndTimeWaitTimeout"
	TrackUdp         = "ConnectionTrackingConfiguration.UdpTimeout"

	EnhancedSriov    = "EnhancedNetwork.EnableSriov"
	EnhancedRss      = "EnhancedNetwork.EnableRss"
	EnhancedVFQueues = "EnhancedNetwork.VirtualFunctionTotalQueueNumber"
	EnhancedVFs      = "EnhancedNetwork.VirtualFunctionQuantity"
)

const (
	pageOfEni = "ModifyNetworkInterfaceAttribute page of 2026-04-04"
	// copied is why rows of the block of 2019 have no call of this operation.
	copied = "One block of rows was copied in 2019 to the pages of attach, detach, create, delete, describe, assign and modify alike; "
)

// eniModifyRequestRules: who calls, what is absent, and what is wrong with the
// request itself.
func eniModifyRequestRules() []model.Rule {
	parameter := func(name string) model.Basis { return model.Documented(pageOfEni + ", " + name) }
	return []model.Rule{
		{Code: "Abs.InvalidAccount.NotFound", Row: 34, When: ecs.AccountGone, Says: model.Always("The Account is not found or ak is expired."),
			Break: ecs.AccountGoneBreak()},
		{Code: "Forbidden.NotSupportRAM", Row: 35, Vestigial: "The row is of 2018, when the operation was closed to RAM users; " +
			"the page of 2026-04-04 gives it the RAM action ecs:ModifyNetworkInterfaceAttribute, so that no RAM user is turned away as such."},
		{Code: "Forbidden.SubUser", Row: 36, When: model.RamDenies, Says: model.RamText, Break: model.Break{Caller: model.NoPermissions}},
		{Code: "MissingParameter", Row: 2, When: ecs.Missing(), Says: ecs.MissingText, Break: model.Break{Drop: []string{"RegionId"}}},
		{Code: "InvalidParams.NetworkInterfaceName", Row: 47, Clauses: eniName().Clauses("NetworkInterfaceName"),
			Refuses: parameter("NetworkInterfaceName"), Answers: model.Inferred("the name of the code; the page does not tie the rule to a row"),
			Says:  model.Always(`The specified NetworkInterfaceName is not valid.`),
			Break: model.Break{Set: model.Params{"NetworkInterfaceName": "1st"}}},
		{Code: "InvalidParams.EniId", Row: 9, When: ecs.IdMalformed("NetworkInterfaceId", ecs.KindNetworkInterface),
			Says: func(r *model.Request) string {
				return `The specified EniId "` + r.Text("NetworkInterfaceId") + `" is not valid.`
			},
			Break: model.Break{Set: model.Params{"NetworkInterfaceId": "network-interface"}}},
		{Code: "InvalidParameter", Row: 4, Clauses: otherValueClauses(), Says: eniValueWrongText,
			Refuses: parameter("Description, DeleteOnRelease and SourceDestCheck"),
			Answers: model.Inferred("seen for CreateNetworkInterface (cilium pull request 21828); the page has no row for these parameters"),
			Break:   model.Break{Set: model.Params{"Description": "x"}}},
		{Code: "InvalidInstanceID.Malformed", Row: 5, Vestigial: copied + "the operation has no InstanceId parameter, the row belongs to attach and detach."},
		{Code: "InvalidParameter.Conflict", Row: 14, Clauses: twiceClauses(), Says: model.Always("The specified parameters conflict with each other."),
			Break: model.Break{Set: model.Params{"QueueNumber": "2", TrafficQueues: "2"}}},
		{Code: "InvalidParameter.InvalidEniQueueNumber", Row: 51, Clauses: queueNumberClauses(),
			Says: model.Always("The specified QueueNumber is not valid."), Break: model.Break{Set: model.Params{"QueueNumber": "2049"}}},
		{Code: "InvalidParameter.EniTrafficMode", Row: 25, When: model.ValueNotIn(TrafficMode, ecs.Standard, ecs.HighPerformance),
			Break: model.Break{Set: model.Params{TrafficMode: "Fast"}}},
		{Code: "InvalidParameter.QueuePairNumberMustEmpty", Row: 24, Clauses: pairsEmptyClauses(),
			Break: model.Break{Set: model.Params{TrafficMode: ecs.Standard, TrafficPairs: "2"}}},
		{Code: "InvalidParameter.InvalidQueuePairNumber", Row: 16, Clauses: pairsClauses(),
			Break: model.Break{Set: model.Params{TrafficMode: ecs.HighPerformance, TrafficPairs: "0"}}},
		{Code: "InvalidParameter.EniEnhancedNetwork", Row: 27, Clauses: enhancedClauses(), Break: model.Break{Set: model.Params{EnhancedSriov: "true"}}},
		{Code: "InvalidParameter.SecurityGroupIdRepeated", Row: 61, When: groupTwice,
			Break: model.Break{Set: model.Params{"SecurityGroupId.1": "$sg1", "SecurityGroupId.2": "$sg1"}}},
	}
}

// eniModifyFeatureRules: features of account and region. Queue depths and
// connection tracking are checked before their values (rows 13 and 17), as the
// conditions of rows 12 and 15 suggest.
func eniModifyFeatureRules() []model.Rule {
	depths, tracking := model.Params{"RxQueueSize": "8192", "TxQueueSize": "8192"}, model.Params{TrackUdp: "10"}
	return []model.Rule{
		model.UnknownRegion(),
		{Code: "InvalidUserType.NotSupported", Row: 33, When: model.Not(ecs.AccountMay(model.AccountOrdinary)), Break: ecs.AccountKindBreak()},
		{Code: "Forbidden.RegionId", Row: 10, When: model.Not(ecs.RegionOffers(model.RegionNetworkInterfaces)), Break: ecs.RegionBreak(ecs.RegionWithoutEnis)},
		{Code: "UnsupportedParameter", Row: 3, When: model.Both(enhancedGiven, model.Not(ecs.AccountMay(model.FeatureClosedParameters))),
			Says: model.Always("The parameters is unsupported."), Break: model.Break{World: ecs.WorldRestricted, Set: model.Params{EnhancedRss: "false"}}},
		{Code: "InvalidEniQueueSize.RegionOrUserNotSupported", Row: 12,
			When:  model.Both(depthGiven, model.Not(model.Both(ecs.RegionOffers(model.RegionQueueSize), ecs.AccountMay(model.FeatureQueueSize)))),
			Break: model.Break{World: ecs.WorldRestricted, Set: depths}},
		{Code: "InvalidParameter.EniQueueSize", Row: 13, Clauses: depthClauses(),
			Break: model.Break{Set: model.Params{"RxQueueSize": "8192"}}},
		{Code: "InvalidConnectionTrackingConfiguration.RegionOrUserNotSupported", Row: 15,
			When:  model.Both(trackingGiven, model.Not(model.Both(ecs.RegionOffers(model.RegionConnectionTracking), ecs.AccountMay(model.FeatureConnectionTracking)))),
			Break: model.Break{World: ecs.WorldRestricted, Set: tracking}},
		{Code: "InvalidParameter.EniConnectionTrackingConfiguration", Row: 17, Clauses: trackingClauses(), Break: model.Break{Set: model.Params{TrackUdp: "11"}}},
		{Code: "InvalidOperation.SourceDestCheckUnsupported", Row: 31, When: model.Both(model.Given("SourceDestCheck"), model.Not(ecs.RegionOffers(model.RegionSourceDestCheck))),
			Says:  func(r *model.Request) string { return r.Region },
			Break: model.Break{World: ecs.WorldRestricted, Set: model.Params{"RegionId": ecs.RegionWithoutExtras, "SourceDestCheck": "false"}}},
	}
}

// eniModifyResourceRules: existence, relations, and statuses.
func eniModifyResourceRules() []model.Rule {
	return []model.Rule{
		{Code: "InvalidEniId.NotFound", Row: 57, When: ecs.EniUnknown, Says: ecs.EniText, Break: model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}}},
		{Code: "InvalidSecurityGroupId.NotFound", Row: 59, When: ecs.GroupUnknown, Says: model.Always("The specified SecurityGroupId is not found."),
			Break: model.Break{Set: model.Params{"SecurityGroupId.1": "sg-none"}}},
		{Code: "InvalidEcsId.NotFound", Row: 56, Vestigial: copied + "no parameter names an instance, and the one of an attached ENI exists."},
		{Code: "InvalidVSwitchId.NotFound", Row: 58, Vestigial: copied + "no parameter names a vSwitch, and one with an ENI in it cannot go."},
		{Code: "InvalidOperation.EniServiceManaged", Row: 44, Needs: ecs.TheEni, When: ecs.ServiceManaged, Says: managedEniText, Break: ecs.ManagedEniBreak()},
		{Code: "InvalidOperation.EniTypeUnsupported", Row: 55, Needs: ecs.TheEni, When: forBusiness,
			Break: model.Break{World: ecs.WorldLocked, Set: model.Params{"NetworkInterfaceId": "$enibusiness"}}},
		{Code: "InvalidOperation.InvalidEniType", Row: 43, Needs: ecs.TheEni, Clauses: secondaryOnlyClauses(ecs.Member, model.Basis{}),
			Says:  model.Always("The operation is not allowed in the current ENI type."),
			Break: model.Break{Set: model.Params{"DeleteOnRelease": "false"}}},
		{Code: "InvalidOperation.ModifyPrimaryEniQueueNumber", Row: 48, Needs: ecs.TheEni, When: model.Both(ecs.EniTypeIs(ecs.Primary), model.Given("QueueNumber")),
			Break: model.Break{Set: model.Params{"QueueNumber": "1"}}},
		{Code: "InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc", Row: 60, Needs: ecs.TheEni, Clauses: secondaryOnlyClauses(ecs.Primary,
			model.Inferred("the row names what only a secondary ENI has, and connection tracking is not in it; it may be accepted as SourceDestCheck is")),
			Break: model.Break{Set: model.Params{"DeleteOnRelease": "false"}}},
		{Code: "InvalidSecurityGroupId.NotVpc", Row: 42, When: ecs.SomeGroupClassic, Says: model.Always("The specified SecurityGroupId not in VPC."),
			Break: model.Break{Set: model.Params{"SecurityGroupId.1": "$sgclassic"}}},
		{Code: "InvalidOperation.VpcMismatch", Row: 40, Needs: ecs.TheEni, When: groupOfOtherVpcThanEni,
			Says:  model.Always("The VPC of the specified ENI and security group are not in the same VPC."),
			Break: model.Break{Set: model.Params{"SecurityGroupId.1": "$sg3"}}},
		{Code: "InvalidOperation.MultiGroupType", Row: 45, Needs: ecs.TheEni, Clauses: []model.Clause{
			model.If("groups-of-one-type", ecs.GroupsOfTwoTypes, set("SecurityGroupId.1", "$sg1", "SecurityGroupId.2", "$esg1")),
			model.If("type-of-the-instance", model.Both(groupTypeOtherThanHost, model.Not(ecs.GroupsOfTwoTypes)), set("SecurityGroupId.1", "$esg1")),
		},
			Break: model.Break{Set: model.Params{"SecurityGroupId.1": "$sg1", "SecurityGroupId.2": "$esg1"}}},
		{Code: "InvalidOperation.ResourceManagedByCloudProduct", Row: 50, Needs: ecs.TheEni, Clauses: []model.Clause{
			model.If("enters-no-managed-group", ecs.SomeGroupManaged, set("SecurityGroupId.1", "$sgmanaged")), model.If("leaves-no-managed-group", leavesManagedGroup),
		},
			Says: ecs.ManagedText, Break: model.Break{Set: model.Params{"SecurityGroupId.1": "$sgmanaged"}}},
		{Code: "InvalidTrafficMode.ModifyToStandardNotSupported", Row: 21, Needs: ecs.TheEni, When: model.Both(model.ValueIs(TrafficMode, ecs.Standard), ecs.Rdma),
			Break: model.Break{Set: model.Params{TrafficMode: ecs.Standard}}},
		{Code: "InvalidOperation.EniTrafficModeNotSupportIPv6", Row: 22, Needs: ecs.TheEni, When: model.Both(rdmaAsked, hasIpv6),
			Break: model.Break{Set: model.Params{TrafficMode: ecs.HighPerformance}}},
		{Code: "InvalidOperation.InstanceTypeNotSupportHighPerformance", Row: 20, Needs: ecs.TheEni | ecs.TheHost | ecs.TheType,
			When:  model.Both(ecs.EniIs(ecs.InUse), rdmaAsked, typeWithoutRdma),
			Break: model.Break{Set: model.Params{TrafficMode: ecs.HighPerformance}}},
		{Code: "InvalidOperation.NotSupportModifyVFQueueNumberAndVFQuantity", Row: 28, Needs: ecs.TheEni, When: changesVFs,
			Refuses: model.Inferred("that EnableSriov is true means the stored value: with the one of the request the row would contradict row 27"),
			Break:   model.Break{Set: model.Params{EnhancedSriov: "true", EnhancedVFQueues: "8", EnhancedVFs: "3"}}},
		{Code: "InvalidOperation.TrunkAttachmentMustEmpty", Row: 29, Needs: ecs.TheEni | ecs.TheHost, When: model.Both(ecs.EniTypeIs(ecs.Trunk), model.IsTrue(EnhancedSriov)),
			Break: model.Break{Set: model.Params{EnhancedSriov: "true", EnhancedVFQueues: "8", EnhancedVFs: "2"}}},
		{Code: "InvalidOperation.InstanceTypeNotSupportRss", Row: 26, Needs: ecs.TheEni | ecs.TheHost | ecs.TheType, When: model.Both(model.IsTrue(EnhancedRss), oneQueueOnly),
			Refuses: model.Assumed("the page says which refusal, and nothing which types have no RSS; it spreads packets over several queues, and these types have one"),
			Break:   model.Break{Set: model.Params{EnhancedRss: "true"}}},
		{Code: "InvalidOperation.DetachPrimaryEniNotAllowed", Row: 8, Vestigial: copied +
			"the operation detaches nothing, and in 2021 the row stood even on the page of DescribeNetworkInterfaces, which only reads."},
		{Code: "InvalidOperation.AvailabilityZoneMismatch", Row: 39, Vestigial: copied + "ENI and instance keep their zones, the row belongs to attach."},
		{Code: "InvalidOperation.InvalidEniState", Row: 49, Needs: ecs.TheEni, When: model.Both(model.Given("QueueNumber"), model.Not(queuesOpen)),
			Break: model.Break{Set: model.Params{"QueueNumber": "1"}}},
		{Code: "InvalidOperation.InvalidEniState", Row: 7, Needs: ecs.TheEni, When: model.Not(ecs.EniIs(ecs.Available, ecs.InUse)), Says: ecs.EniStateText("Available or InUse")},
		{Code: "InvalidOperation.InvalidEcsState", Row: 6, Needs: ecs.TheEni | ecs.TheHost, When: model.Both(model.Not(ecs.HostIs(ecs.Running, ecs.Stopped)), appliedOnInstance),
			Says:  ecs.EcsStateText("Running or Stopped"),
			Break: model.Break{Set: model.Params{"SourceDestCheck": "true"}}},
	}
}

// eniModifyQuotaRules: quotas of the account and figures of the type.
func eniModifyQuotaRules() []model.Rule {
	attached := ecs.TheEni | ecs.TheHost | ecs.TheType
	return []model.Rule{
		{Code: "JoinedGroupLimitExceed", Limit: true, Row: 11, When: ecs.GroupsAbove("SecurityGroupId"),
			Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId.1": "$sg1", "SecurityGroupId.2": "$sg2", "SecurityGroupId.3": "$sg3",
				"SecurityGroupId.4": "$sg4", "SecurityGroupId.5": "$sg5", "SecurityGroupId.6": "$sg6"}}},
		{Code: "SecurityGroupInstanceLimitExceed", Limit: true, Row: 41, Needs: ecs.TheEni, When: ecs.GroupFull(ecs.BasicGroup, ecs.QuotaBasicMembers),
			Says:  model.Always("The maximum number of instances in a security group is exceeded."),
			Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId.1": "$sgfull"}}},
		{Code: "InvalidOperation.EniCountExceeded", Limit: true, Row: 46, Needs: ecs.TheEni, When: ecs.GroupFull(ecs.EnterpriseGroup, ecs.QuotaEnterpriseMembers),
			Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId.1": "$esgfull"}}},
		{Code: "AclLimitExceed", Limit: true, Row: 54, When: ecs.LaunchRulesTooMany,
			Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId.1": "$sgrules", "SecurityGroupId.2": "$sg6"}}},
		{Code: "InvalidOperation.HighPerformanceEniPerInstanceLimitExceeded", Limit: true, Row: 19, Needs: attached, When: model.Both(ecs.EniIs(ecs.InUse), rdmaAsked, tooManyRdmaEnis),
			Break: model.Break{Set: model.Params{TrafficMode: ecs.HighPerformance}}},
		{Code: "InvalidOperation.MaxEniQueuePairNumberExceed", Limit: true, Row: 18, Needs: attached, When: model.Both(ecs.EniIs(ecs.InUse), pairsAboveType),
			Break: model.Break{Set: model.Params{TrafficMode: ecs.HighPerformance, TrafficPairs: "22"}}},
		{Code: "InvalidOperation.EniQueuePairNumberOverflow", Row: 23, Needs: attached, When: model.Both(ecs.EniIs(ecs.InUse), pairsAboveInstance),
			Refuses: model.Assumed("no figure is published for an instance; taken to be EriQuantity times QueuePairNumber of the type"),
			Break:   model.Break{World: ecs.WorldQuota, Set: model.Params{TrafficPairs: "5"}}},
		{Code: "InvalidOperation.MaxEniQueueNumberExceeded", Limit: true, Row: 52, Needs: attached, When: model.Both(ecs.EniIs(ecs.InUse), queuesAboveEni),
			Break: model.Break{Set: model.Params{"QueueNumber": "2048"}}},
		{Code: "InvalidOperation.ExceedInstanceTypeQueueNumber", Limit: true, Row: 53, Needs: attached, When: model.Both(ecs.EniIs(ecs.InUse), queuesAboveInstance),
			Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"QueueNumber": "4"}}},
		{Code: "InvalidOperation.NotSupportModifyQueueNumber", Row: 1, Needs: attached, When: model.Both(ecs.EniIs(ecs.InUse), queuesGiven, oneQueueOnly),
			Break: model.Break{Set: model.Params{"QueueNumber": "1"}}},
		{Code: "MaxEniCountExceeded", Limit: true, Row: 37, Vestigial: copied + "the operation creates no ENI, the row belongs to create."},
		{Code: "EniPerInstanceLimitExceeded", Limit: true, Row: 38, Vestigial: copied +
			"the operation attaches nothing, the row belongs to attach, and row 19 is the one about RDMA ENIs."},
	}
}
