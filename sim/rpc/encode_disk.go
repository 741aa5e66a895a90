package rpc

import (
	"strings"

	"github.com/ecsim/ecsim/model/ecs"
)

// diskExtras are what DescribeDisks has beside the fields of disks (response
// structure of the Go SDK); DescribeDisks 2021 says that EnableAutomatedSnapshotPolicy
// is whether the disk has a policy, and none has.
func diskExtras() extras {
	return extrasOf[ecs.Disk](
		fixed("", "ResourceGroupId", "AutoSnapshotPolicyId", "ProductCode", "StorageSetId", "StorageClusterId", "BdfId"),
		fixed("2999-09-08T16:00Z", "ExpiredTime"),
		fixed(false, "EnableAutomatedSnapshotPolicy", "BurstingEnabled"),
		fixed(0, "ProvisionedIops", "MountInstanceNum"),
		derived("SerialNumber", func(_ *answer, d *ecs.Disk) any { return strings.TrimPrefix(d.DiskId, ecs.KindDisk.Prefix()+"-") }),
		fixed([]string(nil), "OperationLocks.OperationLock[]", "MountInstances.MountInstance[]"),
	)
}
