package model

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

// A Quota is a limit of an account on resources of a kind. It is a fact about
// the account, which a world file can change.
type Quota struct {
	Name FactName
	// Value is the limit of a reference world unless its file says otherwise.
	Value int
	// Source says where the value is from.
	Source string
}

// A factFacts is what is known of a fact by its name.
type factFacts struct {
	about string // an account, a region, an instance type or a text
	// value is that of a reference world unless its file says otherwise, most
	// the largest value that the fact can have.
	value, most int
}

// A Question is an unknown fact that a verdict depends on: is it at least N?
// The verdict assumes that it is; [World.Learn] makes the two possible worlds.
type Question struct {
	Fact Fact
	N    int
}

// fact returns what is known of a fact by its name; ok is false if there is no
// such fact.
func (ks *Kinds) fact(name FactName) (f factFacts, ok bool) {
	f, ok = ks.facts[name]
	return f, ok
}

// reference returns the value that a reference world has unless its file says
// otherwise, and the largest value the fact can have. An element of a list of a
// type, which has no entry, is a feature.
func (ks *Kinds) reference(name FactName) (value, most int) {
	f, ok := ks.facts[name]
	if !ok || f.about == aboutType {
		return 1, 1
	}
	return f.value, f.most
}

const aboutType = "instance type"

// factTable lists every fact but the quotas, which are declared with their
// kinds: a misspelt fact in a world file is refused. A test checks that the
// list is complete.
func factTable() map[FactName]factFacts {
	table := map[FactName]factFacts{}
	for about, names := range map[string][]FactName{
		"account": {
			FeatureUserData, FeatureRecycleBin, FeatureNetworkEncryption, FeatureConfidentialComputing, FeatureQueueSize,
			FeatureConnectionTracking, FeatureClosedParameters, FeatureClassicNetwork,
			AccountInGoodStanding, AccountOrdinary, AccountExists, AccountOther,
		},
		"region": {
			RegionBurstStandard, RegionBurstUnlimited, RegionNetworkInterfaces, RegionQueueSize, RegionConnectionTracking,
			RegionSourceDestCheck,
		},
		aboutType: {
			TypeEniQuantity, TypeEriQuantity, TypeQueuesPerEni, TypeQueuesTotal, TypePrimaryQueues, TypeSecondaryQueues,
			TypeQueuePairs, TypeQueuePairsTotal, TypeJumboFrame, TypeEncryption, TypeIpv4PerEni, TypeIpv6PerEni, TypeBurstable,
			TypeTrunk, TypeNested, TypeHighDensity, TypeNVS, TypeVISST, TypeVRDT, TypeThreads, TypeCores, TypeRemote, TypeHotplug,
		},
		"text": {TextPasses},
	} {
		for _, name := range names {
			table[name] = factFacts{about, 1, 1}
		}
	}
	return table
}
