package simtest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"

	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/simtest"
)

// The test in the README and in docs/simtest.md is the one that is compiled and
// run here, and is as short as it is said to be.
func TestTheDocumentShowsTheTestThatRuns(t *testing.T) {
	test, err := os.ReadFile("readme_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "docs/simtest.md"} {
		document, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(document), "```go\n"+string(test)+"```\n") {
			t.Errorf("%s does not hold readme_test.go word for word: copy it there", name)
		}
	}
	if _, body, _ := strings.Cut(string(test), "func Test"); strings.Count("func Test"+body, "\n") > 25 || strings.Count(string(test), "\n") > 30 {
		t.Error("the test is longer than 25 lines")
	}
}

// run makes an instance and returns its id.
func run(tb testing.TB, cloud *simtest.Cloud) string {
	tb.Helper()
	request := ecs.CreateRunInstancesRequest()
	request.ImageId, request.InstanceType = cloud.ID("image.linux"), "ecs.g7.large"
	request.VSwitchId, request.SecurityGroupId = cloud.ID("vsw1"), cloud.ID("sg1")
	made, err := cloud.Client().RunInstances(request)
	if err != nil {
		tb.Fatal(err)
	}
	return made.InstanceIdSets.InstanceIdSet[0]
}

func stop(cloud *simtest.Cloud, id string) error {
	request := ecs.CreateStopInstanceRequest()
	request.InstanceId = id
	_, err := cloud.Client().StopInstance(request)
	return err
}

// code is the error code of a refusal; empty for success.
func code(tb testing.TB, err error) string {
	tb.Helper()
	if err == nil {
		return ""
	}
	failed, ok := errors.AsType[sdkerrors.Error](err)
	if !ok {
		tb.Fatal(err)
	}
	return failed.ErrorCode()
}

// Everything works the same way on a simulator of this process and on one that
// runs already.
func TestStartAndConnectAreTheSame(t *testing.T) {
	began := time.Date(2030, 5, 6, 7, 8, 0, 0, time.UTC)
	started := simtest.Start(t, simtest.FrozenClock(began), simtest.WithSeed(5), simtest.WithWorld("quota"))
	for name, cloud := range map[string]*simtest.Cloud{"Start": started, "Connect": simtest.Connect(t, started.URL)} {
		t.Run(name, func(t *testing.T) {
			cloud.Reset()
			clock := cloud.Clock()
			if now := clock.Now(); !now.Equal(began) {
				t.Fatalf("the time is %v", now)
			}
			id := run(t, cloud)
			if got := cloud.State().Instance(id); got == nil || got.Status != "Pending" || !got.CreationTime.Equal(began) {
				t.Fatalf("state %+v", got)
			}
			if pending := clock.Pending(); len(pending) != 1 || pending[0].ID != id {
				t.Errorf("pending %+v", pending)
			}
			if name := clock.Step(id); name != "Instance/Pending-Starting" || cloud.State().Instance(id).Status != "Starting" {
				t.Errorf("stepped %s to %s", name, cloud.State().Instance(id).Status)
			}
			if n := clock.RunUntilIdle(); n != 1 || cloud.State().Instance(id).Status != "Running" {
				t.Errorf("%d transitions to %s", n, cloud.State().Instance(id).Status)
			}
			before := clock.Now()
			if now := clock.Advance(time.Hour); now.Sub(before) != time.Hour {
				t.Errorf("advanced from %v to %v", before, now)
			}
			clock.Set(began.AddDate(1, 0, 0))
			if err := stop(cloud, id); err != nil {
				t.Error(err)
			}
			if primary := cloud.State().NetworkInterface(cloud.State().Instance(id).PrimaryEni); primary == nil || primary.InstanceId != id {
				t.Errorf("its network interface is %+v", primary)
			}
			cloud.ResetAccount("main")
			if left := cloud.State().Of("main").Instances(); len(left) != 0 {
				t.Errorf("%d instances after a reset", len(left))
			}
			if cloud.State().In("cn-hangzhou").VSwitch(cloud.ID("vsw1")) == nil {
				t.Error("vsw1 is gone")
			}
		})
	}
}

func TestTheClockTicksWithTheCalls(t *testing.T) {
	cloud := simtest.Start(t)
	id := run(t, cloud)
	for range 60 {
		status, err := cloud.Client().DescribeInstanceStatus(ecs.CreateDescribeInstanceStatusRequest())
		if err != nil {
			t.Fatal(err)
		}
		if all := status.InstanceStatuses.InstanceStatus; len(all) == 1 && all[0].InstanceId == id && all[0].Status == "Running" {
			return
		}
	}
	t.Error("sixty looks later it does not run")
}

func TestFaultsStrikeOnceAndAreCounted(t *testing.T) {
	cloud := simtest.Start(t, simtest.Transitions(simtest.Instant))
	id := run(t, cloud)
	fault := cloud.Faults().Arm(simtest.Fault{Operation: "StopInstance", Code: "InternalError", Times: 1, Params: map[string]string{"InstanceId": id}})
	if got := code(t, stop(cloud, id)); got != "InternalError" {
		t.Errorf("got %q", got)
	}
	if err := stop(cloud, id); err != nil {
		t.Error(err)
	}
	if all := cloud.Faults().All(); len(all) != 1 || all[0].ID != fault || all[0].Hits != 1 || !all[0].Consumed {
		t.Errorf("%+v", all)
	}
	cloud.Faults().Disarm(fault)
	cloud.Faults().Arm(simtest.Fault{Operation: "*", Kind: simtest.FaultThrottle})
	cloud.Faults().DisarmAll()
	if all := cloud.Faults().All(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

func TestCallersAreWhoTheWorldSaysTheyAre(t *testing.T) {
	cloud := simtest.Start(t)
	look := func(caller string) string {
		_, err := cloud.ClientOf(caller).DescribeInstances(ecs.CreateDescribeInstancesRequest())
		return code(t, err)
	}
	for caller, want := range map[string]string{"main": "", "other": "", "reader": "", "nobody": "Forbidden.RAM"} {
		if got := look(caller); got != want {
			t.Errorf("%s is answered %q, want %q", caller, got, want)
		}
	}
}

// What was under way when the snapshot was taken is under way again, here and in
// another simulator of the same world.
func TestSnapshotsGoBack(t *testing.T) {
	cloud := simtest.Start(t, simtest.FrozenClock(time.Time{}))
	id := run(t, cloud)
	at, kept := cloud.Clock().Now(), cloud.Snapshot()
	cloud.Clock().RunUntilIdle()
	next := run(t, cloud)
	other := simtest.Start(t, simtest.FrozenClock(time.Time{}))
	for _, c := range []*simtest.Cloud{cloud, other} {
		c.Restore(kept)
		if all := c.State().Instances(); len(all) != 1 || all[0].InstanceId != id || all[0].Status != "Pending" || !c.Clock().Now().Equal(at) {
			t.Errorf("after going back: %+v at %v", all, c.Clock().Now())
		}
		if again := run(t, c); again != next {
			t.Errorf("the next id is %s, and was %s", again, next)
		}
		c.Clock().RunUntilIdle()
		if c.State().Instance(id).Status != "Running" {
			t.Errorf("%s is %s", id, c.State().Instance(id).Status)
		}
	}
}

// VPC operations are called through the same client.
func TestTheClientCallsVpcToo(t *testing.T) {
	cloud := simtest.Start(t)
	r := requests.NewCommonRequest()
	r.Version, r.ApiName = "2016-04-28", "DescribeVpcs"
	answer, err := cloud.Client().ProcessCommonRequest(r)
	if err != nil || !strings.Contains(answer.GetHttpContentString(), cloud.ID("vpc1")) {
		t.Errorf("%v, %v", answer, err)
	}
	if vpc := cloud.State().Vpc(cloud.ID("vpc1")); vpc == nil || vpc.CidrBlock != "10.0.0.0/8" {
		t.Errorf("vpc1 is %+v", vpc)
	}
}

// fake is a test that is made to fail.
type fake struct {
	testing.TB
	said []string
}

func (f *fake) Helper() {}

func (f *fake) Errorf(format string, args ...any) {
	f.said = append(f.said, fmt.Sprintf(format, args...))
}

func TestUnreadParametersFailATest(t *testing.T) {
	cloud := simtest.Start(t)
	ask := func(param string) {
		r := requests.NewCommonRequest()
		r.Version, r.ApiName = "2014-05-26", "DescribeInstances"
		r.QueryParams[param] = "x"
		_, err := cloud.Client().ProcessCommonRequest(r)
		_ = code(t, err)
	}
	ask("InstanceName")
	cloud.RequireNoUnreadParams(t)
	ask("InstanceNam")
	f := &fake{TB: t}
	cloud.RequireNoUnreadParams(f)
	if len(f.said) != 1 || !strings.Contains(f.said[0], "DescribeInstances does not read InstanceNam") {
		t.Errorf("said %q", f.said)
	}
}

// A world file of the test's own.
func TestAWorldOfOnesOwn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.yaml")
	world := `name: mine
now: 2026-01-01T00:00:00Z
accounts: [{name: me, id: "1000000000000009"}]
callers: [{name: me, account: me, kind: account, keys: [{id: my-key, secret: my-secret}]}]
regions: [{id: cn-shanghai, name: China (Shanghai), zones: [cn-shanghai-a]}]
networks: [{account: me, region: cn-shanghai, vpcs: [{as: mine, cidr: 10.0.0.0/8}]}]
`
	if err := os.WriteFile(file, []byte(world), 0o600); err != nil {
		t.Fatal(err)
	}
	started := simtest.Start(t, simtest.WithWorld(file), simtest.RealClock())
	for _, cloud := range []*simtest.Cloud{started, simtest.Connect(t, started.URL, simtest.WithWorld(file))} {
		if _, err := cloud.Client().DescribeInstances(ecs.CreateDescribeInstancesRequest()); err != nil {
			t.Error(err)
		}
		if len(cloud.State().Of("me").Vpcs()) != 1 || cloud.ID("mine") == "" {
			t.Errorf("%+v", cloud.State().Vpcs())
		}
	}
}

// Fifty simulators at once know nothing of each other.
func TestFiftyAtOnce(t *testing.T) {
	clouds := make([]*simtest.Cloud, 50)
	for i := range clouds {
		clouds[i] = simtest.Start(t, simtest.WithSeed(uint64(i+1)), simtest.FrozenClock(time.Time{}))
	}
	var wg sync.WaitGroup
	ids := make([]string, len(clouds))
	for i, cloud := range clouds {
		wg.Go(func() {
			ids[i] = run(t, cloud)
			cloud.Clock().Advance(time.Duration(i) * time.Hour)
			cloud.Faults().Arm(simtest.Fault{Operation: "StopInstance", Kind: sim.FaultThrottle, Times: 1})
			for range i % 5 {
				run(t, cloud)
			}
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for i, cloud := range clouds {
		if all := cloud.State().Instances(); len(all) != 1+i%5 || seen[ids[i]] || cloud.Clock().Now().Hour() != i%24 || len(cloud.Faults().All()) != 1 {
			t.Errorf("cloud %d has %d instances at %v", i, len(all), cloud.Clock().Now())
		}
		seen[ids[i]] = true
	}
}

// asTest runs a test outside of one: what it leaves is cleaned up at its end.
func asTest(test func(testing.TB)) {
	f := &outside{}
	defer f.end()
	test(f)
}

// outside is the little of a test that a simulator needs.
type outside struct {
	testing.TB
	cleanups []func()
}

func (*outside) Helper()                  {}
func (*outside) Context() context.Context { return context.Background() }
func (o *outside) Cleanup(f func())       { o.cleanups = append(o.cleanups, f) }
func (*outside) Fatalf(format string, args ...any) {
	panic(fmt.Sprintf(format, args...))
}

func (o *outside) end() {
	for _, f := range o.cleanups {
		f()
	}
}
