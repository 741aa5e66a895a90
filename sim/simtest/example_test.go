package simtest_test

import (
	"fmt"
	"testing"

	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"

	"github.com/ecsim/ecsim/sim/simtest"
)

// A program that is meant to survive throttled calls is tested by a fault.
func ExampleFaults_Arm() {
	test := func(t testing.TB) {
		t.Helper()
		cloud := simtest.Start(t)
		cloud.Faults().Arm(simtest.Fault{Operation: "DescribeInstances", Kind: simtest.FaultThrottle, Times: 2})
		for attempt := 1; attempt <= 3; attempt++ { // the code under test
			_, err := cloud.Client().DescribeInstances(ecs.CreateDescribeInstancesRequest())
			fmt.Println("attempt", attempt, "succeeds:", err == nil)
		}
	}
	asTest(test) // in a test of yours: func TestRetries(t *testing.T) { … }
	// Output:
	// attempt 1 succeeds: false
	// attempt 2 succeeds: false
	// attempt 3 succeeds: true
}
