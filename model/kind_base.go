package model

import "time"

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
