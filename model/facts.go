package model

import (
	"slices"
)

// A Fact is a property of an account, a region or an instance type: a quota, a
// feature that is granted or offered, a figure. A feature is 1 or 0.
type Fact struct {
	Scope string // account id, region id, instance type id, or a text
	Name  FactName
}

// A FactName is the name of a fact.
type FactName string

// A Range is the known range of a fact's value: it lies in Lo..Hi. Lo equals Hi
// if it is known exactly.
type Range struct{ Lo, Hi int }

// Exactly returns the range of a known value.
func Exactly(n int) Range { return Range{n, n} }

// Known says whether the value is known exactly.
func (r Range) Known() bool { return r.Lo == r.Hi }

// Unlimited means that no bound is known; it is far above any figure of ECS.
const Unlimited = 1 << 30

// The facts of an account, by account id.
const (
	// FeatureUserData: granted to pass UserData (page row 45).
	FeatureUserData FactName = "UserData"
	// FeatureRecycleBin: granted to set Recyclable (invite-only, row 14).
	FeatureRecycleBin FactName = "RecycleBin"
	// FeatureNetworkEncryption: granted VPC traffic encryption (row 65).
	FeatureNetworkEncryption FactName = "NetworkEncryption"
	// FeatureConfidentialComputing: granted GPU confidential computing (row 38).
	FeatureConfidentialComputing FactName = "ConfidentialComputing"
	// FeatureQueueSize: on the allow list for RxQueueSize and TxQueueSize (ENI row 12).
	FeatureQueueSize FactName = "QueueSize"
	// FeatureConnectionTracking: on the allow list (ENI row 15).
	FeatureConnectionTracking FactName = "ConnectionTracking"
	// FeatureClosedParameters: may send parameters that are not public (ENI row 3).
	FeatureClosedParameters FactName = "ClosedParameters"
	// FeatureClassicNetwork: may have resources outside VPCs (CreateSecurityGroup row 13).
	FeatureClassicNetwork FactName = "ClassicNetwork"
	// AccountInGoodStanding: 1 unless a payment is overdue (row 16).
	AccountInGoodStanding FactName = "GoodStanding"
	// AccountOrdinary: 1 unless the account is of a kind that may not use ENIs (ENI row 33).
	AccountOrdinary FactName = "Ordinary"
	// AccountExists: 1 unless the account is gone or its key expired (ENI row 34).
	AccountExists FactName = "Exists"
	// AccountOther: 1 unless the account is the one that calls, which a stranger
	// does not say.
	AccountOther FactName = "Other"
)

// The quotas of an account, by account id.
const (
	QuotaGroupsPerInterface FactName = "GroupsPerInterface"
	QuotaBasicMembers       FactName = "BasicGroupMembers"
	QuotaEnterpriseMembers  FactName = "EnterpriseGroupMembers"
	QuotaClassicMembers     FactName = "ClassicGroupMembers"
	QuotaRulesPerInterface  FactName = "RulesPerInterface"
	QuotaRulesPerGroup      FactName = "RulesPerGroup"
	QuotaGroups             FactName = "Groups"
	QuotaNetworkInterfaces  FactName = "NetworkInterfaces"
	QuotaImages             FactName = "Images"
	QuotaImagesPerFamily    FactName = "ImagesPerFamily"
	QuotaFamilies           FactName = "Families"
	QuotaShares             FactName = "SharesPerImage"
	QuotaSharedImages       FactName = "SharedImages"
	QuotaVCpus              FactName = "VCpus"
	// QuotaVpcs is by region, QuotaVSwitches by VPC.
	QuotaVpcs      FactName = "Vpcs"
	QuotaVSwitches FactName = "VSwitches"
)

// The facts of a region, by region id.
const (
	// RegionBurstStandard, RegionBurstUnlimited: the region offers the mode (row 15).
	RegionBurstStandard      FactName = "BurstStandard"
	RegionBurstUnlimited     FactName = "BurstUnlimited"
	RegionNetworkInterfaces  FactName = "RegionNetworkInterfaces"
	RegionQueueSize          FactName = "RegionQueueSize"
	RegionConnectionTracking FactName = "RegionConnectionTracking"
	RegionSourceDestCheck    FactName = "RegionSourceDestCheck"
)

// The fact of a text, by the text itself: it is not published which texts pass.
const (
	// TextPasses: 1 unless the content check of community images refuses the
	// text (ModifyImageAttribute row 18, the ContainsSensitiveWords rows of
	// ModifyImageSharePermission).
	TextPasses FactName = "TextPasses"
)

// reference returns the value that a reference world has unless its file says
// otherwise, and the largest value the fact can have.
func (n FactName) reference() (value, most int) {
	switch n {
	case QuotaGroupsPerInterface: // limits: security groups per instance / per ENI
		return 5, Unlimited
	case QuotaBasicMembers:
		return 2000, Unlimited
	case QuotaClassicMembers:
		return 1000, Unlimited
	case QuotaEnterpriseMembers:
		return 65536, Unlimited
	case QuotaRulesPerInterface:
		return 1000, Unlimited
	case QuotaRulesPerGroup:
		return 200, Unlimited
	case QuotaGroups, QuotaNetworkInterfaces, QuotaImages:
		return 100, Unlimited
	case QuotaImagesPerFamily, QuotaFamilies: // no figure is published; chosen so that ordinary use stays below
		return 100, Unlimited
	case QuotaShares:
		return 50, Unlimited
	case QuotaVpcs: // VPC limits and quotas (2023)
		return 10, Unlimited
	case QuotaVSwitches: // CreateVSwitch pages since 2023; 24 before
		return 150, Unlimited
	case QuotaSharedImages, QuotaVCpus: // no figure is published
		return 1000, Unlimited
	default: // a feature
		return 1, 1
	}
}

// A Question is an unknown fact that a verdict depends on: is it at least N?
// The verdict assumes that it is; [World.Learn] makes the two possible worlds.
type Question struct {
	Fact Fact
	N    int
}

// factsAbout returns what a fact is about: an account, a region, an instance
// type or a text; empty if there is no such fact.
func factsAbout(name FactName) string {
	for _, kind := range knownFacts() {
		if slices.Contains(kind.names, name) {
			return kind.about
		}
	}
	return ""
}

type factKind struct {
	about string
	names []FactName
}

// knownFacts lists every fact, so that a misspelt one in a world file is
// refused. A test checks that the list is complete.
func knownFacts() []factKind {
	return []factKind{
		{"account", []FactName{
			FeatureUserData, FeatureRecycleBin, FeatureNetworkEncryption, FeatureConfidentialComputing, FeatureQueueSize,
			FeatureConnectionTracking, FeatureClosedParameters, FeatureClassicNetwork,
			AccountInGoodStanding, AccountOrdinary, AccountExists, AccountOther,
			QuotaGroupsPerInterface, QuotaBasicMembers, QuotaEnterpriseMembers, QuotaClassicMembers, QuotaRulesPerInterface,
			QuotaRulesPerGroup, QuotaGroups, QuotaNetworkInterfaces, QuotaImages, QuotaImagesPerFamily, QuotaFamilies,
			QuotaShares, QuotaSharedImages, QuotaVCpus, QuotaVpcs, QuotaVSwitches,
		}},
		{"region", []FactName{
			RegionBurstStandard, RegionBurstUnlimited, RegionNetworkInterfaces, RegionQueueSize, RegionConnectionTracking,
			RegionSourceDestCheck,
		}},
		{"instance type", []FactName{
			TypeEniQuantity, TypeEriQuantity, TypeQueuesPerEni, TypeQueuesTotal, TypePrimaryQueues, TypeSecondaryQueues,
			TypeQueuePairs, TypeQueuePairsTotal, TypeJumboFrame, TypeEncryption, TypeIpv4PerEni, TypeIpv6PerEni, TypeBurstable,
			TypeTrunk, TypeNested, TypeHighDensity, TypeNVS, TypeVISST, TypeVRDT, TypeThreads, TypeCores, TypeRemote, TypeHotplug,
		}},
		{"text", []FactName{TextPasses}},
	}
}
