package model

import (
	"sort"
	"time"

	"github.com/ecsim/ecsim/model/ram"
)

// A Base is the part of a world that never changes: callers, regions, types and
// limits. All worlds of one file share it.
type Base struct {
	Name string // of the world
	// Names are the symbolic names of the starting resources, with their ids:
	// sequences write $NAME for the id.
	Names    map[string]string
	Accounts []Account
	Callers  []Caller
	Regions  []Region
	Zones    []Zone
	Types    map[string]*InstanceType
	// Facts holds the values of the world file; other facts have the reference
	// value, or are unknown for a target that is not ecsim's own.
	Facts map[Fact]Range
	// Answers holds the JSON objects that the world file gives as answers of
	// operations that the model does not have, by operation.
	Answers map[string]string
	// Stranger marks the world of a target that is not ecsim's own: facts that
	// it has not shown are unknown.
	Stranger bool
}

// An Account owns resources.
type Account struct {
	ID   string // 16 digits on the real cloud
	Name string
}

// A Caller is an identity that may call.
type Caller struct {
	Name    string // the NAME of "as NAME" in sequences
	Account string // account id
	// Kind is account, user (a RAM user) or sts (an assumed role).
	Kind string
	// Policies are RAM policy documents; an account needs none.
	Policies []string
	// Session is the session policy of an assumed role; empty for none.
	Session string
	Keys    []AccessKey

	policies, session []ram.Policy // compiled, see [Base.AddCaller]
}

// An AccessKey authenticates a caller to the simulator. The secret never leaves
// it.
type AccessKey struct {
	ID, Secret    string
	SecurityToken string // set for STS keys
	Disabled      bool
	// Expires is the end of a session's key, in the cloud's time; zero for
	// never.
	Expires time.Time
}

// The kinds of callers.
const (
	CallerAccount = "account"
	CallerUser    = "user"
	CallerSTS     = "sts"
)

// AccountIDs returns the ids of all accounts, sorted.
func (b *Base) AccountIDs() []string {
	ids := make([]string, 0, len(b.Accounts))
	for _, a := range b.Accounts {
		ids = append(ids, a.ID)
	}
	sort.Strings(ids)
	return ids
}

// Caller returns the caller of the name; the empty name is the first caller.
func (b *Base) Caller(name string) (Caller, bool) {
	if name == "" && len(b.Callers) > 0 {
		return b.Callers[0], true
	}
	for _, c := range b.Callers {
		if c.Name == name {
			return c, true
		}
	}
	return Caller{}, false
}

// Region returns the region of the id, or nil.
func (b *Base) Region(id string) *Region {
	for i := range b.Regions {
		if b.Regions[i].RegionId == id {
			return &b.Regions[i]
		}
	}
	return nil
}

// Zone returns the zone of the id, or nil.
func (b *Base) Zone(id string) *Zone {
	for i := range b.Zones {
		if b.Zones[i].ZoneId == id {
			return &b.Zones[i]
		}
	}
	return nil
}

// ZoneRegion returns the region that has the zone, or nil.
func (b *Base) ZoneRegion(zone string) *Region {
	for i := range b.Regions {
		if b.Regions[i].Zones.Has(zone) {
			return &b.Regions[i]
		}
	}
	return nil
}

// knows returns the known range of a fact. kinds has the reference values.
func (b *Base) knows(kinds *Kinds, f Fact) Range {
	if r, ok := b.Facts[f]; ok {
		return r
	}
	if t := b.Types[f.Scope]; t != nil {
		if n, ok := t.figure(f.Name); ok {
			return Exactly(n)
		}
		return Range{0, Unlimited}
	}
	value, most := kinds.reference(f.Name)
	if b.Stranger {
		return Range{0, most}
	}
	return Exactly(value)
}

// The kinds of what worlds do not keep.
//
//nolint:gochecknoglobals // constants in all but syntax: a kind never changes
var (
	// KindRegion is the kind of regions, which are part of the base.
	KindRegion = NewKind(KindFacts{Number: 7, Name: "Region", Product: "ecs", ARN: "region"})
	// KindZone is the kind of zones, which are part of the base.
	KindZone = NewKind(KindFacts{Number: 8, Name: "Zone", Product: "ecs", ARN: "zone"})
	// KindInstanceType is the kind of instance types, which are part of the base.
	KindInstanceType = NewKind(KindFacts{Number: 9, Name: "InstanceType", Product: "ecs", ARN: "instancetype"})
)

// Regions, zones and instance types are part of the base: worlds do not keep
// them, and no call changes them.

// RegionKind is the record of regions.
func RegionKind() *KindRecord { return DeclareBase[Region](KindRegion) }

// ZoneKind is the record of zones.
func ZoneKind() *KindRecord { return DeclareBase[Zone](KindZone) }

// InstanceTypeKind is the record of instance types.
func InstanceTypeKind() *KindRecord { return DeclareBase[InstanceType](KindInstanceType) }

// A Region is a region of the world.
type Region struct {
	RegionId  string `wire:"RegionId"`
	LocalName string `wire:"LocalName" compare:"volatile"`
	Zones     List   `wire:"-" compare:"volatile"` // zone ids
}

// A Zone is a zone of a region.
type Zone struct {
	ZoneId    string `wire:"ZoneId ZoneNo,write"`
	LocalName string `wire:"LocalName" compare:"volatile"`
	Types     List   `wire:"AvailableInstanceTypes.InstanceTypes[]" compare:"volatile"` // instance types on sale
}

// Lifecycle says that a region has no status.
func (*Region) Lifecycle() (status string, since time.Time) { return "", time.Time{} }

// Lifecycle says that a zone has no status.
func (*Zone) Lifecycle() (status string, since time.Time) { return "", time.Time{} }

// Lifecycle says that an instance type has no status.
func (*InstanceType) Lifecycle() (status string, since time.Time) { return "", time.Time{} }

// Kind returns KindRegion.
func (*Region) Kind() Kind { return KindRegion }

// ID returns the RegionId.
func (r *Region) ID() string { return r.RegionId }

// Kind returns KindZone.
func (*Zone) Kind() Kind { return KindZone }

// ID returns the ZoneId.
func (z *Zone) ID() string { return z.ZoneId }
