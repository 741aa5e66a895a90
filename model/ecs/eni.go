package ecs

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// Rules that the operations on ENIs share. In 2019 one block of rows was copied
// to the pages of all of them: about the caller, the region, and the format of
// ids.

// EniCallers are the rows of the block about the caller, before all others.
// subUser is the code of the RAM row, which one page misspells.
func EniCallers(subUser string) []model.Rule {
	copied := func(row string) model.Basis {
		return model.Inferred("one block of rows stands on all ENI pages alike, and row " + row +
			" of ModifyNetworkInterfaceAttribute says what it means")
	}
	return []model.Rule{
		{Code: "Abs.InvalidAccount.NotFound", When: AccountGone, Refuses: copied("34"), Answers: copied("34"),
			Sentence: "The account does not exist or its access key has expired.", Break: AccountGoneBreak()},
		{Code: subUser, When: model.RamDenies, Says: model.RamText,
			Refuses: model.Documented("Policy evaluation process (RAM): what no policy allows is denied"), Answers: copied("36"),
			Sentence: "A RAM user or role calls without the permission.", Break: model.Break{Caller: model.NoPermissions}},
	}
}

// TokenRule is the common row for a ClientToken that is repeated with other
// parameters.
func TokenRule() model.Rule {
	return model.Rule{Code: "IdempotentParameterMismatch", TokenMismatch: true, When: model.DecidedByReplay,
		Refuses: model.Documented("How to ensure idempotence, 2021"), Answers: TokenAnswer(),
		Sentence: "The ClientToken was used before, with other parameters."}
}

// TokenAnswer is how it is known what a repeated ClientToken is answered with.
func TokenAnswer() model.Basis {
	return model.Inferred("common errors, Response results 2021, has the code with 400; the table of CreateSnapshot has it with 403 and another text, " +
		"and the tables of other operations do not list it")
}

// EniFeatures are the rows of the block about features of account and region,
// after the common row for an unknown region.
func EniFeatures() []model.Rule {
	copied := func(row string) model.Basis {
		return model.Inferred("one block of rows stands on all ENI pages alike, and row " + row +
			" of ModifyNetworkInterfaceAttribute says what it means")
	}
	return []model.Rule{
		model.UnknownRegion(),
		{Code: "InvalidUserType.NotSupported", When: model.Not(AccountMay(model.AccountOrdinary)), Refuses: copied("33"), Answers: copied("33"),
			Sentence: "The kind of account may not use the operation.", Break: AccountKindBreak()},
		{Code: "Forbidden.RegionId", When: model.Not(RegionOffers(model.RegionNetworkInterfaces)), Refuses: copied("10"), Answers: copied("10"),
			Sentence: "The region does not offer ENIs.", Break: RegionBreak(RegionWithoutEnis)},
	}
}

// The special worlds in which rules about accounts, regions and quotas can be
// broken (fixtures/worlds), and their contents.
const (
	WorldRestricted = "restricted"
	WorldQuota      = "quota"
	WorldLocked     = "locked"
	// RegionWithoutEnis offers no ENIs, regionWithoutExtras none of the
	// settings of an ENI that a region may lack.
	RegionWithoutEnis   = "cn-qingdao"
	RegionWithoutExtras = "cn-beijing"
)

// AccountGoneBreak is the hint for an account that is gone.
func AccountGoneBreak() model.Break { return model.Break{World: WorldRestricted, Caller: "gone"} }

// AccountKindBreak is the hint for an account that may not use interfaces.
func AccountKindBreak() model.Break { return model.Break{World: WorldRestricted, Caller: "reseller"} }

// RegionBreak is the hint for a region that does not offer the setting.
func RegionBreak(region string) model.Break {
	return model.Break{World: WorldRestricted, Set: model.Params{"RegionId": region}}
}

// ManagedEniBreak is the hint for an interface that a service manages.
func ManagedEniBreak() model.Break {
	return model.Break{World: WorldLocked, Set: model.Params{"NetworkInterfaceId": "$enimanaged"}}
}

// AccountGone says that the account is gone.
func AccountGone(r *model.Request) bool { return !r.Allows(r.Account(), model.AccountExists) }

// AccountMay and regionOffers say that account or region have the feature.
func AccountMay(name model.FactName) func(*model.Request) bool {
	return func(r *model.Request) bool { return r.Allows(r.Account(), name) }
}

// RegionOffers says that the region offers the feature.
func RegionOffers(name model.FactName) func(*model.Request) bool {
	return func(r *model.Request) bool { return r.Allows(r.Region, name) }
}

// Missing says that a mandatory parameter is absent, or that one of the other
// conditions holds.
func Missing(also ...func(*model.Request) bool) func(*model.Request) bool {
	return model.Either(append(also, model.MandatoryMissing)...)
}

// MissingText is the template of the common page, for rows that say only %s.
func MissingText(r *model.Request) string {
	name := model.MissingParam(r)
	if name == "" {
		return "The input parameter that is mandatory for processing this request is not supplied."
	}
	return `The input parameter "` + name + `" that is mandatory for processing this request is not supplied.`
}

// IdMalformed says that the parameter is given and does not have the form
// prefix-letters-and-digits (the form of the examples).
func IdMalformed(name string, k model.Kind) func(*model.Request) bool {
	return func(r *model.Request) bool {
		rest, ok := strings.CutPrefix(r.Text(name), k.Prefix()+"-")
		return r.Has(name) && (!ok || rest == "" || strings.Trim(rest, "0123456789abcdefghijklmnopqrstuvwxyz") != "")
	}
}

// MalformedEniId is the row for a malformed ENI id.
func MalformedEniId() model.Rule {
	return model.Rule{
		Code: "InvalidParams.EniId", When: IdMalformed("NetworkInterfaceId", KindNetworkInterface),
		Refuses: model.Inferred("such an id names no ENI"),
		Answers: model.Inferred("the same row of ModifyNetworkInterfaceAttribute (page of 2019-04): the format is not legal"),
		Says: func(r *model.Request) string {
			return `The specified EniId "` + r.Text("NetworkInterfaceId") + `" is not valid.`
		},
		Sentence: "NetworkInterfaceId does not have the form of an ENI id.",
		Break:    model.Break{Set: model.Params{"NetworkInterfaceId": "network-interface"}},
	}
}

// MalformedInstanceId is the row of an instance id that has not the form of one.
func MalformedInstanceId() model.Rule {
	return model.Rule{
		Code: "InvalidInstanceID.Malformed", When: IdMalformed("InstanceId", KindInstance),
		Refuses: model.Inferred("such an id names no instance"),
		Answers: model.Inferred("row 5 of ModifyNetworkInterfaceAttribute, which belongs to attach and detach"),
		Says: func(r *model.Request) string {
			return `The specified InstanceId "` + r.Text("InstanceId") + `" is not valid.`
		},
		Sentence: "InstanceId does not have the form of an instance id.",
		Break:    model.Break{Set: model.Params{"InstanceId": "instance"}},
	}
}

// EniText fills a message with the interface.
func EniText(r *model.Request) string {
	return `The specified EniId "` + r.Text("NetworkInterfaceId") + `" is not found.`
}

// EniIs says that the ENI is in one of the statuses; eniTypeIs, of one of the types.
func EniIs(statuses ...string) func(*model.Request) bool {
	return func(r *model.Request) bool { return slices.Contains(statuses, EniOf(r).Status) }
}

// EniTypeIs says that the interface is of one of the types.
func EniTypeIs(types ...string) func(*model.Request) bool {
	return func(r *model.Request) bool { return slices.Contains(types, EniOf(r).Type) }
}

// HostIs says that the instance of the ENI is in one of the statuses.
func HostIs(statuses ...string) func(*model.Request) bool {
	return func(r *model.Request) bool { return slices.Contains(statuses, HostOf(r).Status) }
}

// ServiceManaged says that a service manages the interface.
func ServiceManaged(r *model.Request) bool { return EniOf(r).ServiceManaged }

// Rdma says that the ENI is in the RDMA mode.
func Rdma(r *model.Request) bool { return EniOf(r).NetworkInterfaceTrafficMode == HighPerformance }

// EachAttached yields the ENIs of the instance, the members of its trunk included.
func EachAttached(p *model.Place, instance string, yield func(*NetworkInterface) bool) {
	for id := range p.OwnedUnder(KindNetworkInterface, hostKey(instance)) {
		if !yield(Enis(p).Get(id)) {
			return
		}
	}
}

// AttachedEnis counts the ENIs that count against the type's number: all but
// the members of a trunk, which share the trunk's place (assumed: there is a
// separate figure for them, EniTotalQuantity).
func AttachedEnis(p *model.Place, instance string) int {
	n := 0
	EachAttached(p, instance, func(e *NetworkInterface) bool {
		if e.Type != Member {
			n++
		}
		return true
	})
	return n
}

// Queues returns the number of queues of an ENI of an instance: its own number,
// or the default of the type.
func Queues(r *model.Request, e *NetworkInterface, instanceType string) int {
	switch {
	case e.QueueNumber != 0:
		return e.QueueNumber
	case e.Type == Primary:
		return r.Fact(instanceType, model.TypePrimaryQueues)
	default:
		return r.Fact(instanceType, model.TypeSecondaryQueues)
	}
}

// Conditions on security groups that several operations share.

// GroupOfVpcOtherThan says that a group is of a VPC other than the one.
func GroupOfVpcOtherThan(r *model.Request, vpc string) bool {
	return slices.ContainsFunc(GroupsOf(r), func(g *SecurityGroup) bool { return g.VpcId != "" && g.VpcId != vpc })
}

// ManagedText is the message that was observed in the field.
func ManagedText(r *model.Request) string {
	for _, g := range GroupsOf(r) {
		if g.ServiceManaged {
			return `The specified SecurityGroup "` + g.SecurityGroupId + `" has been managed by serviceID "` +
				g.Hidden.ServiceID + `"; product "` + g.Hidden.Product + `".`
		}
	}
	return ""
}

// GroupsAbove says that more groups are listed than one ENI may be in.
func GroupsAbove(list string) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return r.Exceeds(len(r.List(list)), r.Account(), QuotaGroupsPerInterface)
	}
}

// GroupFull says that a group of the kind, which the ENI is not in yet, has no
// room for one more address.
func GroupFull(kind string, quota model.FactName) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return slices.ContainsFunc(GroupsOf(r), func(g *SecurityGroup) bool {
			return g.SecurityGroupType == kind && (EniOf(r) == nil || !EniOf(r).SecurityGroupIds.Has(g.SecurityGroupId)) &&
				r.Exceeds(g.Hidden.Members+1, QuotaOf(r, g), quota)
		})
	}
}

// VswitchText fills a message with the vSwitch.
func VswitchText(r *model.Request) string {
	return `The specified VSwitchId "` + r.Text("VSwitchId") + `" is not found.`
}

// GroupText fills a message with the unknown group.
func GroupText(r *model.Request) string {
	return `The specified SecurityGroupId "` + unknownGroupOf(r) + `" is not found.`
}

// IPv6 addresses belong to network interfaces like the others, and are not
// counted: a block of /64 never runs out.

// Ipv6Text returns the canonical form of the address; false if the text is not
// an IPv6 address.
func Ipv6Text(text string) (string, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil || !a.Is6() || a.Zone() != "" {
		return "", false
	}
	return a.String(), true
}

// Contains6 says whether the address is in the vSwitch's IPv6 block.
func (v *VSwitch) Contains6(address string) bool {
	prefix, err := netip.ParsePrefix(v.Ipv6Cidr)
	if err != nil {
		return false
	}
	a, err := netip.ParseAddr(address)
	return err == nil && prefix.Contains(a)
}

// host6 returns the n-th address of the vSwitch's IPv6 block, from 1.
func (v *VSwitch) host6(n int) string {
	a := netip.MustParsePrefix(v.Ipv6Cidr).Masked().Addr().As16()
	a[12], a[13], a[14], a[15] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
	return netip.AddrFrom16(a).String()
}

// takeIpv6 returns an IPv6 address of the ENI's vSwitch: the wanted one, or the
// next free one. It is taken when the ENI that has it is put. The caller has checked that the vSwitch has a block.
func takeIpv6(w *model.World, account, region string, e *NetworkInterface, wanted string) string {
	v := *Vswitches(w.Place(account, region)).Get(e.VSwitchId)
	p := w.Place(account, region)
	address, _ := Ipv6Text(wanted)
	for address == "" {
		v.Hidden.Next6++
		if candidate := v.host6(v.Hidden.Next6); !AddressInUse(p, v.VSwitchId, candidate) {
			address = candidate
		}
	}
	model.Put(w, account, region, v)
	return address
}

// AssignIpv6 gives the ENI of the request addresses of its vSwitch: the wanted
// ones, then as many more.
func AssignIpv6(r *model.Request, wanted []string, more int) {
	addresses := EniOf(r).Ipv6
	for _, a := range append(wanted, make([]string, more)...) {
		addresses = addresses.With(takeIpv6(r.World, r.Place.Account, r.Region, EniOf(r), a))
	}
	r.Reload()
	SetEni(r, func(e *NetworkInterface) { e.Ipv6 = addresses })
}
