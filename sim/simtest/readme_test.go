package simtest_test

import (
	"testing"
	"time"

	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"

	"github.com/ecsim/ecsim/sim/simtest"
)

func TestAnInstanceIsRunningInNoTime(t *testing.T) {
	cloud := simtest.Start(t, simtest.FrozenClock(time.Time{}))
	run := ecs.CreateRunInstancesRequest()
	run.InstanceType, run.ImageId = "ecs.g7.large", cloud.ID("image.linux")
	run.VSwitchId, run.SecurityGroupId = cloud.ID("vsw1"), cloud.ID("sg1")
	made, err := cloud.Client().RunInstances(run)
	if err != nil {
		t.Fatal(err)
	}
	cloud.Clock().RunUntilIdle()
	instance := cloud.State().Instance(made.InstanceIdSets.InstanceIdSet[0])
	if instance.Status != "Running" {
		t.Errorf("the instance is %s", instance.Status)
	}
}
