package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// attachNetworkInterface: the table of 2021; conditions of editions 2018 to
// 2020 and of the current Chinese page. The limits that follow from the type of the
// instance have no rows there; see attach_limits.go.
func attachNetworkInterface() model.Operation {
	return model.Operation{
		Name:  "AttachNetworkInterface",
		Known: model.StatedBy("AttachNetworkInterface page (2021)"),
		Trials: model.Trials{
			Shapes: model.Varied("", "TrunkNetworkInstanceId=$e1"), Want: model.Want{Param: "NetworkInterfaceId", Status: ecs.Available, With: "InstanceId"},
		},
		Weight: model.Weight{Cards: 4, Why: "rows of attached interfaces", Order: 16},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("NetworkInterfaceId").Naming(ecs.TheEni), model.Required("InstanceId").Naming(ecs.TheInstance),
			model.Optional("TrunkNetworkInstanceId").Naming(ecs.TheTrunk), model.Boolean("WaitForNetworkConfigurationReady"),
		},
		Rules: slices.Concat(ecs.EniCallers("Forbidden.SubUser"), []model.Rule{
			{Code: "MissingParameter", When: ecs.Missing(), Says: ecs.MissingText,
				Refuses: model.Documented("AttachNetworkInterface (2021)"), Answers: model.Inferred("the only row for what is not supplied"),
				Sentence: "RegionId, NetworkInterfaceId or InstanceId is absent or empty.", Break: model.Break{Drop: []string{"NetworkInterfaceId"}}},
			ecs.MalformedEniId(), ecs.MalformedInstanceId(),
		}, ecs.EniFeatures(), []model.Rule{
			{Code: "InvalidEniId.NotFound", When: ecs.EniUnknown, Says: ecs.EniText, Break: model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}}},
			{Code: "InvalidEcsId.NotFound", When: ecs.InstanceUnknown, Says: model.Always("The specified EcsId is not found."),
				Break: model.Break{Set: model.Params{"InstanceId": "i-none"}}},
			{Code: "InvalidInstanceId.NotFound", When: ecs.InstanceUnknown,
				Refuses: model.Documented("AttachNetworkInterface (2018 to 2020), row InvalidEcsId.NotFound"),
				Answers: model.Assumed("the table lists it with the same meaning; the other row is the one that older editions have"),
				Says:    model.Always("The specified InstanceId does not exist."), Sentence: "No such instance for the account in the region.",
				Shadowed: "InvalidEcsId.NotFound has the same condition and stands before it."},
			{Code: "InvalidParameter", Needs: ecs.TheInstance, When: trunkUnusable,
				Refuses:  model.Inferred("DetachNetworkInterface 2024 has rows for trunks that are unfit, this table has none"),
				Answers:  model.Assumed("the general row for a parameter, for want of one of its own"),
				Says:     model.Always(`The specified parameter "TrunkNetworkInstanceId" is not valid.`),
				Sentence: "TrunkNetworkInstanceId names no Trunk ENI that is attached to the instance.",
				Break:    model.Break{Set: model.Params{"TrunkNetworkInstanceId": "eni-none"}}},
			{Code: "InvalidOperation.EniServiceManaged", Needs: ecs.TheEni, When: ecs.ServiceManaged, Says: managedEniText, Break: ecs.ManagedEniBreak()},
			{Code: "InvalidOperation.InvalidGeneration", Needs: ecs.TheInstance | ecs.TheType, When: noSecondaryEnis},
			{Code: "InvalidOperation.InvalidEniType", Needs: ecs.TheEni | ecs.TheInstance | ecs.TheType, Clauses: attachableClauses(),
				Says:     model.Always("The operation is not allowed in the current ENI type."),
				Sentence: "The ENI is not a secondary ENI that can be attached, or is in the RDMA mode and the type has no place for it."},
			{Code: "InvalidOperation.AvailabilityZoneMismatch", Needs: ecs.TheEni | ecs.TheInstance, When: otherZone,
				Says: model.Always("The VPC VSwitch of the specified ENI and ECS instance are not in the same availability zone.")},
			{Code: "InvalidOperation.VpcMismatch", Needs: ecs.TheEni | ecs.TheInstance, When: otherVpc,
				Says: model.Always("The VPC of the specified ENI and security group are not in the same VPC.")},
			{Code: "InvalidOperation.Ipv6NotSupport", Needs: ecs.TheEni | ecs.TheType, When: typeWithoutIpv6, Says: ipv6TypeText},
			{Code: "InvalidOperation.InvalidEniState", Needs: ecs.TheEni, When: model.Not(ecs.EniIs(ecs.Available)), Says: ecs.EniStateText(ecs.Available)},
			{Code: "InvalidOperation.InvalidEcsState", Needs: ecs.TheInstance | ecs.TheType, Clauses: attachStateClauses(), Says: attachStateText,
				Sentence: "The instance is neither Running nor Stopped, or is Running although its type, or the RDMA mode of the ENI, needs Stopped."},
			{Code: "EniPerInstanceLimitExceeded", Limit: true, Needs: ecs.TheInstance | ecs.TheType, When: noPlaceForEni,
				Says: model.Always("The number of ENI exceeds the limit for the type of instance you are trying to launch.")},
			attachLimits(),
		}),
		Effects: []model.Effect{
			{Name: "Status", Do: beginAttach, SeenBy: "DescribeNetworkInterfaces.Status"},
			{Name: "TrunkNetworkInstanceId", When: model.Given("TrunkNetworkInstanceId"), Do: becomeMember,
				SeenBy: "DescribeNetworkInterfaces.Attachment.TrunkNetworkInterfaceId"},
		},
		Left: []model.Left{
			{Code: "InvalidOperation.Ipv4CountExceeded", Why: "an ENI of the model has one private IPv4 address, which every type allows"},
		},
	}
}

func managedEniText(r *model.Request) string {
	return `The specified ENI "` + ecs.EniOf(r).NetworkInterfaceId + `" is managed by service.`
}

// trunkUnusable: the named trunk does not exist, is not a trunk, or is not
// attached to the instance.
func trunkUnusable(r *model.Request) bool {
	return r.Has("TrunkNetworkInstanceId") &&
		(ecs.TrunkOf(r) == nil || ecs.TrunkOf(r).Type != ecs.Trunk || ecs.TrunkOf(r).Status != ecs.InUse || ecs.TrunkOf(r).InstanceId != ecs.InstanceOf(r).InstanceId)
}

// noSecondaryEnis: the family or generation has no secondary ENIs. Instances
// of the classic network and those that are not I/O optimized have none (ENI
// overview 2021), nor do types with a single one.
func noSecondaryEnis(r *model.Request) bool {
	return ecs.InstanceOf(r).InstanceNetworkType == ecs.NetworkClassic || !ecs.InstanceOf(r).IoOptimized ||
		r.Exceeds(2, ecs.TypeOf(r).InstanceTypeId, model.TypeEniQuantity)
}

// notAttachable: the ENI is neither an ordinary secondary one nor a trunk for a
// type that supports trunks.
func notAttachable(r *model.Request) bool {
	switch ecs.EniOf(r).Type {
	case ecs.Primary, ecs.Member:
		return true
	case ecs.Trunk:
		return r.Has("TrunkNetworkInstanceId") || !r.Allows(ecs.TypeOf(r).InstanceTypeId, model.TypeTrunk)
	default:
		return false
	}
}

func otherZone(r *model.Request) bool { return ecs.EniOf(r).ZoneId != ecs.InstanceOf(r).ZoneId }

func otherVpc(r *model.Request) bool {
	return ecs.InstanceOf(r).VpcId != "" && ecs.EniOf(r).VpcId != ecs.InstanceOf(r).VpcId
}

// typeWithoutIpv6: the ENI has IPv6 addresses and the type has none.
func typeWithoutIpv6(r *model.Request) bool {
	return ecs.EniOf(r).Ipv6 != "" && r.Exceeds(1, ecs.TypeOf(r).InstanceTypeId, model.TypeIpv6PerEni)
}

func ipv6TypeText(r *model.Request) string {
	return "The instanceType of " + ecs.TypeOf(r).InstanceTypeId + " not support ipv6."
}

// noPlaceForEni: the instance has as many ENIs as its type allows. A member of
// a trunk does not count.
func noPlaceForEni(r *model.Request) bool {
	return !r.Has("TrunkNetworkInstanceId") &&
		r.Exceeds(ecs.AttachedEnis(r.Place, ecs.InstanceOf(r).InstanceId)+1, ecs.TypeOf(r).InstanceTypeId, model.TypeEniQuantity)
}

func beginAttach(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) {
		e.Status, e.InstanceId, e.Hidden.Since = ecs.Attaching, ecs.InstanceOf(r).InstanceId, r.Now()
	})
}

func becomeMember(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) {
		e.Type, e.TrunkNetworkInterfaceId = ecs.Member, ecs.TrunkOf(r).NetworkInterfaceId
	})
}
