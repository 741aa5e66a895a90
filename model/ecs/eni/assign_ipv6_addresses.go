package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// assignIpv6Addresses: the table of 2021. The catalog has no conditions for it:
// each row is read from its code and from the sibling pages of 2018.
func assignIpv6Addresses() model.Operation {
	code := model.Inferred("the code of the row, and the sibling pages of 2018")
	return model.Operation{
		Name:  "AssignIpv6Addresses",
		Known: model.StatedBy("AssignIpv6Addresses page (2021)"),
		Plain: model.Params{"Ipv6AddressCount": "1"},
		Trials: model.Trials{
			Shapes: model.Varied(""),
			Combinations: []model.Variation{
				{Set: model.Params{"ClientToken": model.SampleToken, "Ipv6AddressCount": "2"}},
				{Drop: []string{"Ipv6AddressCount"}, Set: model.Params{"Ipv6Address.1": "2408:4000:1::99"}},
			},
		},
		Weight: model.Weight{Cards: 1, Why: "one row needs an address", Order: 19},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("NetworkInterfaceId").Naming(ecs.TheEni),
			model.ListOf("Ipv6Address"), model.Integer("Ipv6AddressCount"), model.Optional("ClientToken"),
		},
		Rules: slices.Concat(ecs.EniCallers("Forbbiden.SubUser"), []model.Rule{
			ecs.TokenRule(),
			{Code: "MissingParameter", When: ecs.Missing(nothingToAssign),
				Says: ecs.MissingText, Refuses: model.Documented("AssignIpv6Addresses (2021)"), Answers: model.Inferred("the only row for what is not supplied"),
				Sentence: "RegionId or NetworkInterfaceId is absent, or neither addresses nor their number are given.",
				Break:    model.Break{Drop: []string{"NetworkInterfaceId"}}},
			ecs.MalformedEniId(),
			{Code: "InvalidParameter", When: assignValueWrong, Refuses: code, Answers: code,
				Says:     model.Always("The specified parameter \"Ipv6AddressCount\" is not valid."),
				Sentence: "Ipv6AddressCount is no positive number, or is given together with addresses.",
				Break:    model.Break{Set: model.Params{"Ipv6AddressCount": "0"}}},
			{Code: "InvalidIp.Address", When: anyNotIpv6, Refuses: code, Answers: code,
				Says: model.Always("The specified IpAddress is not valid."), Sentence: "An element of Ipv6Address.N is no IPv6 address.",
				Break: model.Break{Set: model.Params{"Ipv6Address.1": "10.1.0.1"}, Drop: []string{"Ipv6AddressCount"}}},
			{Code: "InvalidIp.IpRepeated", When: ipv6Repeated, Refuses: code, Answers: code,
				Says: model.Always("The specified IpAddress is repeated."), Sentence: "Ipv6Address.N names an address twice.",
				Break: model.Break{Set: model.Params{"Ipv6Address.1": "2001:db8::1", "Ipv6Address.2": "2001:db8::1"}, Drop: []string{"Ipv6AddressCount"}}},
		}, ecs.EniFeatures(), []model.Rule{
			{Code: "InvalidEniId.NotFound", When: ecs.EniUnknown, Says: ecs.EniText, Refuses: code, Answers: code,
				Sentence: "No ENI with this NetworkInterfaceId belongs to the account in the region.",
				Break:    model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}}},
			{Code: "InvalidOperation.EniServiceManaged", Needs: ecs.TheEni, When: ecs.ServiceManaged, Says: managedEniText, Refuses: code, Answers: code,
				Sentence: "The ENI is managed by a cloud service.", Break: ecs.ManagedEniBreak()},
			{Code: "InvalidVSwitch.Ipv6NotTurnOn", Needs: ecs.TheEni, When: vswitchWithoutIpv6, Refuses: code, Answers: code,
				Says: model.Always("The VSwitch of the specified ENI has no IPv6 CIDR block."), Sentence: "The ENI's vSwitch has no IPv6 block."},
			{Code: "InvalidVSwitchId.IpInvalid", Needs: ecs.TheEni, When: ipv6Outside, Refuses: code, Answers: code,
				Says: model.Always("The specified IpAddress is not valid in VSwitch CIDR block."), Sentence: "An address is outside the vSwitch's IPv6 block.",
				Break: model.Break{Set: model.Params{"Ipv6Address.1": "2001:db8::1"}, Drop: []string{"Ipv6AddressCount"}}},
			{Code: "InvalidIp.IpAssigned", Needs: ecs.TheEni, When: assignedAlready, Refuses: code, Answers: code,
				Says: model.Always("The specified IpAddress is assigned already."), Sentence: "An address is in use."},
			{Code: "InvalidOperation.Ipv6NotSupport", Needs: ecs.TheEni, Clauses: []model.Clause{
				model.If("ipv6-of-the-type", hostWithoutIpv6),
				model.If("no-rdma", ecs.Rdma).Known(asModify("22")),
			}, Says: assignIpv6Text,
				Refuses: code, Answers: code, Sentence: "The ENI is attached and the instance type has no IPv6, or the ENI is in the RDMA mode."},
			{Code: "InvalidOperation.InvalidEniState", Needs: ecs.TheEni, When: model.Not(ecs.EniIs(ecs.Available, ecs.InUse)), Says: ecs.EniStateText("Available or InUse"),
				Refuses: code, Answers: code, Sentence: "The ENI is neither Available nor InUse."},
			{Code: "InvalidOperation.InvalidEcsState", Needs: ecs.TheHost, When: model.Not(ecs.HostIs(ecs.Running, ecs.Stopped)), Says: ecs.EcsStateText("Running or Stopped"),
				Refuses: code, Answers: code, Sentence: "The ENI is attached and its instance is neither Running nor Stopped."},
			{Code: "InvalidOperation.Ipv6CountExceeded", Limit: true, Needs: ecs.TheEni | ecs.TheHost | ecs.TheType, When: ipv6Above,
				Refuses:  model.Observed("terway, pkg/aliyun/client/errors/errors.go: the limit of IPv6 addresses of an ENI"),
				Answers:  model.Observed("terway, pkg/aliyun/client/errors/errors.go"),
				Says:     model.Always("The number of IPv6 addresses exceeds the limit of the instance type."),
				Sentence: "The ENI is attached and would have more IPv6 addresses than the type allows.",
				Break:    model.Break{Set: model.Params{"Ipv6AddressCount": "31"}, Drop: []string{"Ipv6Address.1"}}},
		}),
		Effects: []model.Effect{
			{Name: "Ipv6Address", When: model.Given("Ipv6Address"), SeenBy: "DescribeNetworkInterfaces.Ipv6Sets",
				Do: func(r *model.Request) { ecs.AssignIpv6(r, r.List("Ipv6Address"), 0) }},
			{Name: "Ipv6AddressCount", When: model.Given("Ipv6AddressCount"), SeenBy: "DescribeNetworkInterfaces.Ipv6Sets",
				Do: func(r *model.Request) { n, _ := r.Integer("Ipv6AddressCount"); ecs.AssignIpv6(r, nil, n) }},
		},
		Reply: func(r *model.Request) model.Reply { return model.Reply{Items: []model.Resource{ecs.EniOf(r)}} },
	}
}

// nothingToAssign: the call gives neither addresses nor prefixes; prefixes
// count, although the model does not keep them.
func nothingToAssign(r *model.Request) bool {
	return len(r.List("Ipv6Address")) == 0 && !r.HasAny("Ipv6AddressCount", "Ipv6Prefix.1", "Ipv6PrefixCount")
}

func assignValueWrong(r *model.Request) bool {
	return model.WrongTypeBut(r) != "" || countBelowOne("Ipv6AddressCount")(r) ||
		model.Given("Ipv6Address")(r) && model.Given("Ipv6AddressCount")(r)
}

func anyNotIpv6(r *model.Request) bool { return slices.ContainsFunc(r.List("Ipv6Address"), notIpv6) }

func ipv6Repeated(r *model.Request) bool {
	seen := map[string]bool{}
	for _, a := range r.List("Ipv6Address") {
		address, _ := ecs.Ipv6Text(a)
		if seen[address] && address != "" {
			return true
		}
		seen[address] = true
	}
	return false
}

// eniVSwitch returns the vSwitch of the ENI; an ENI always has one.
func eniVSwitch(r *model.Request) *ecs.VSwitch {
	return ecs.Vswitches(r.Place).Get(ecs.EniOf(r).VSwitchId)
}

func vswitchWithoutIpv6(r *model.Request) bool { return eniVSwitch(r).Ipv6Cidr == "" }

func ipv6Outside(r *model.Request) bool {
	v := eniVSwitch(r)
	return v.Ipv6Cidr != "" && slices.ContainsFunc(r.List("Ipv6Address"), func(a string) bool { return !notIpv6(a) && !v.Contains6(a) })
}

func assignedAlready(r *model.Request) bool { return ipv6Taken(r, eniVSwitch(r)) }

func assignIpv6Text(r *model.Request) string {
	if hostWithoutIpv6(r) {
		return ipv6TypeText(r)
	}
	return "The ENI in the " + ecs.HighPerformance + " mode not support ipv6."
}

func hostWithoutIpv6(r *model.Request) bool {
	return ecs.HostOf(r) != nil && ecs.TypeOf(r) != nil && r.Exceeds(1, ecs.TypeOf(r).InstanceTypeId, model.TypeIpv6PerEni)
}

// ipv6Above: the ENI would have more IPv6 addresses than the type allows.
func ipv6Above(r *model.Request) bool {
	more, _ := r.Integer("Ipv6AddressCount")
	return r.Exceeds(ecs.EniOf(r).Ipv6.Len()+len(r.List("Ipv6Address"))+more, ecs.TypeOf(r).InstanceTypeId, model.TypeIpv6PerEni)
}
