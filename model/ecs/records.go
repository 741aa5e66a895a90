package ecs

import "github.com/ecsim/ecsim/model"

// ReferenceKinds returns the table of all kinds.
func ReferenceKinds() (*model.Kinds, error) { return model.NewKinds(Records()...) }

// Records are the records of all kinds, in the order of their numbers.
func Records() []*model.KindRecord {
	return []*model.KindRecord{
		instanceKind(), imageKind(), networkInterfaceKind(), securityGroupKind(), vswitchKind(), vpcKind(),
		model.RegionKind(), model.ZoneKind(), model.InstanceTypeKind(), keyPairKind(), diskKind(),
	}
}
