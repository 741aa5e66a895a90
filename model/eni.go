package model

import (
	"slices"
	"strings"
)

// What the operations on ENIs share. In 2019 one block of rows was copied to
// the pages of all of them: who may call, from where, and the form of an id.

// eniCallers are the rows of the block about the caller, in front of all
// others. subUser is the code of the RAM row, which one page misspells.
func eniCallers(subUser string) []Rule {
	copied := func(row string) Basis {
		return Inferred("one block of rows stands on all ENI pages alike, and row " + row +
			" of ModifyNetworkInterfaceAttribute says what it means")
	}
	return []Rule{
		{Code: "Abs.InvalidAccount.NotFound", When: accountGone, Refuses: copied("34"), Answers: copied("34"),
			Sentence: "The account does not exist or its access key has expired.", Break: accountGoneBreak()},
		{Code: subUser, When: ramDenies, Says: ramText,
			Refuses: Documented("Policy evaluation process (RAM): what no policy allows is denied"), Answers: copied("36"),
			Sentence: "A RAM user or role calls without the permission.", Break: Break{Caller: noPermissions}},
	}
}

// tokenRule is the common row of a ClientToken that comes back with other
// parameters.
func tokenRule() Rule {
	return Rule{Code: "IdempotentParameterMismatch", TokenMismatch: true, When: decidedByReplay,
		Refuses: Documented("How to ensure idempotence, 2021"), Answers: Documented("common errors, Response results 2021"),
		Sentence: "The ClientToken was used before, with other parameters."}
}

// eniFeatures are the rows of the block about what account and region may use,
// behind the common row of an unknown region.
func eniFeatures() []Rule {
	copied := func(row string) Basis {
		return Inferred("one block of rows stands on all ENI pages alike, and row " + row +
			" of ModifyNetworkInterfaceAttribute says what it means")
	}
	return []Rule{
		unknownRegion(),
		{Code: "InvalidUserType.NotSupported", When: not(accountMay(AccountOrdinary)), Refuses: copied("33"), Answers: copied("33"),
			Sentence: "The kind of account may not use the operation.", Break: accountKindBreak()},
		{Code: "Forbidden.RegionId", When: not(regionOffers(RegionNetworkInterfaces)), Refuses: copied("10"), Answers: copied("10"),
			Sentence: "The region does not offer ENIs.", Break: regionBreak(regionWithoutEnis)},
	}
}

// The special worlds in which the rows of accounts, regions and quotas can be
// met (fixtures/worlds), and what they have.
const (
	worldRestricted = "restricted"
	worldQuota      = "quota"
	worldLocked     = "locked"
	// regionWithoutEnis offers no ENIs, regionWithoutExtras none of the
	// settings of an ENI that a region may lack.
	regionWithoutEnis   = "cn-qingdao"
	regionWithoutExtras = "cn-beijing"
)

func accountGoneBreak() Break { return Break{World: worldRestricted, Caller: "gone"} }
func accountKindBreak() Break { return Break{World: worldRestricted, Caller: "reseller"} }

func regionBreak(region string) Break {
	return Break{World: worldRestricted, Set: Params{"RegionId": region}}
}

func managedEniBreak() Break {
	return Break{World: worldLocked, Set: Params{"NetworkInterfaceId": "$enimanaged"}}
}

func accountGone(r *Request) bool { return !r.allows(r.account(), AccountExists) }

// accountMay and regionOffers say that account or region have the feature.
func accountMay(name FactName) func(*Request) bool {
	return func(r *Request) bool { return r.allows(r.account(), name) }
}

func regionOffers(name FactName) func(*Request) bool {
	return func(r *Request) bool { return r.allows(r.region, name) }
}

// missing says that a mandatory parameter is absent, or that the call lacks
// what else holds.
func missing(also ...func(*Request) bool) func(*Request) bool {
	return either(append(also, mandatoryMissing)...)
}

// missingText is the template of the common page, for rows that say only %s.
func missingText(r *Request) string {
	name := missingParam(r)
	if name == "" {
		return "The input parameter that is mandatory for processing this request is not supplied."
	}
	return `The input parameter "` + name + `" that is mandatory for processing this request is not supplied.`
}

// idMalformed says that the parameter is given and is no id of the form
// prefix-letters-and-digits (the form of the examples).
func idMalformed(name string, k Kind) func(*Request) bool {
	return func(r *Request) bool {
		rest, ok := strings.CutPrefix(r.str(name), k.Prefix()+"-")
		return r.has(name) && (!ok || rest == "" || strings.Trim(rest, "0123456789abcdefghijklmnopqrstuvwxyz") != "")
	}
}

// malformedEniId is the row of an ENI id that has not the form of one.
func malformedEniId() Rule {
	return Rule{
		Code: "InvalidParams.EniId", When: idMalformed("NetworkInterfaceId", KindNetworkInterface),
		Refuses: Inferred("such an id names no ENI"),
		Answers: Inferred("the same row of ModifyNetworkInterfaceAttribute (page of 2019-04): the format is not legal"),
		Says: func(r *Request) string {
			return `The specified EniId "` + r.str("NetworkInterfaceId") + `" is not valid.`
		},
		Sentence: "NetworkInterfaceId does not have the form of an ENI id.",
		Break:    Break{Set: Params{"NetworkInterfaceId": "network-interface"}},
	}
}

// malformedInstanceId likewise.
func malformedInstanceId() Rule {
	return Rule{
		Code: "InvalidInstanceID.Malformed", When: idMalformed("InstanceId", KindInstance),
		Refuses:  Inferred("such an id names no instance"),
		Answers:  Inferred("row 5 of ModifyNetworkInterfaceAttribute, which belongs to attach and detach"),
		Says:     func(r *Request) string { return `The specified InstanceId "` + r.str("InstanceId") + `" is not valid.` },
		Sentence: "InstanceId does not have the form of an instance id.",
		Break:    Break{Set: Params{"InstanceId": "instance"}},
	}
}

func eniText(r *Request) string {
	return `The specified EniId "` + r.str("NetworkInterfaceId") + `" is not found.`
}

// eniIs says that the ENI is in one of the statuses; eniTypeIs, of one of the types.
func eniIs(statuses ...string) func(*Request) bool {
	return func(r *Request) bool { return slices.Contains(statuses, eniOf(r).Status) }
}

func eniTypeIs(types ...string) func(*Request) bool {
	return func(r *Request) bool { return slices.Contains(types, eniOf(r).Type) }
}

// hostIs says that the instance of the ENI is in one of the statuses.
func hostIs(statuses ...string) func(*Request) bool {
	return func(r *Request) bool { return slices.Contains(statuses, hostOf(r).Status) }
}

func serviceManaged(r *Request) bool { return eniOf(r).ServiceManaged }

// rdma says that the ENI is in the RDMA mode.
func rdma(r *Request) bool { return eniOf(r).NetworkInterfaceTrafficMode == HighPerformance }

// attached yields the ENIs of the instance, the members of its trunk included.
func (p *place) attached(instance string, yield func(*NetworkInterface) bool) {
	for _, e := range enis(p).all {
		if e.InstanceId == instance && !yield(e) {
			return
		}
	}
}

// attachedEnis counts the ENIs that fill places of the instance: all but the
// members of a trunk, which share the trunk's (assumed: their number has a
// figure of its own, EniTotalQuantity).
func (p *place) attachedEnis(instance string) int {
	n := 0
	p.attached(instance, func(e *NetworkInterface) bool {
		if e.Type != Member {
			n++
		}
		return true
	})
	return n
}

// queues returns the queues that an ENI of an instance has: its own number, or
// the default of the type.
func (r *Request) queues(e *NetworkInterface, instanceType string) int {
	switch {
	case e.QueueNumber != 0:
		return e.QueueNumber
	case e.Type == Primary:
		return r.fact(instanceType, TypePrimaryQueues)
	default:
		return r.fact(instanceType, TypeSecondaryQueues)
	}
}

// Conditions on security groups that several operations share.

// groupOfVpcOtherThan says that a group is of a VPC other than the one.
func groupOfVpcOtherThan(r *Request, vpc string) bool {
	return slices.ContainsFunc(groupsOf(r), func(g *SecurityGroup) bool { return g.VpcId != "" && g.VpcId != vpc })
}

// managedText is the text that was seen in the field.
func managedText(r *Request) string {
	for _, g := range groupsOf(r) {
		if g.ServiceManaged {
			return `The specified SecurityGroup "` + g.SecurityGroupId + `" has been managed by serviceID "` +
				g.Hidden.ServiceID + `"; product "` + g.Hidden.Product + `".`
		}
	}
	return ""
}

// groupsAbove says that more groups are listed than one ENI may be in.
func groupsAbove(list string) func(*Request) bool {
	return func(r *Request) bool { return r.exceeds(len(r.list(list)), r.account(), QuotaGroupsPerInterface) }
}

// groupFull says that a group of the kind, which the ENI is not in yet, has no
// room for one more address.
func groupFull(kind string, quota FactName) func(*Request) bool {
	return func(r *Request) bool {
		return slices.ContainsFunc(groupsOf(r), func(g *SecurityGroup) bool {
			return g.SecurityGroupType == kind && (eniOf(r) == nil || !eniOf(r).SecurityGroupIds.Has(g.SecurityGroupId)) &&
				r.exceeds(g.Hidden.Members+1, r.quotaOf(g), quota)
		})
	}
}

func vswitchText(r *Request) string {
	return `The specified VSwitchId "` + r.str("VSwitchId") + `" is not found.`
}

func groupText(r *Request) string {
	return `The specified SecurityGroupId "` + unknownGroupOf(r) + `" is not found.`
}
