package model

import "slices"

// factsAbout says what a fact is about: an account, a region, an instance type
// or a text; empty where there is no such fact.
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

// knownFacts lists every fact, so that a world file that misspells one is
// refused. A test sees that none is left out.
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
			TypeTrunk, TypeNested, TypeHighDensity, TypeNVS, TypeVISST, TypeVRDT, TypeThreads, TypeCores, TypeRemote,
		}},
		{"text", []FactName{TextPasses}},
	}
}
