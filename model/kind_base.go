package model

import "time"

// Regions, zones and instance types are part of the base: worlds do not keep
// them, and no call changes them.

func regionKind() *KindRecord       { return DeclareBase[Region](KindRegion) }
func zoneKind() *KindRecord         { return DeclareBase[Zone](KindZone) }
func instanceTypeKind() *KindRecord { return DeclareBase[InstanceType](KindInstanceType) }

// Lifecycle says that a region has no status.
func (*Region) Lifecycle() (status string, since time.Time) { return "", time.Time{} }

// Lifecycle says that a zone has no status.
func (*Zone) Lifecycle() (status string, since time.Time) { return "", time.Time{} }

// Lifecycle says that an instance type has no status.
func (*InstanceType) Lifecycle() (status string, since time.Time) { return "", time.Time{} }
