package target_test

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

// A behind is a proxy in front of the simulator that answers some calls as the
// simulator would have answered them a while ago.
type behind struct {
	cloud, copied *sim.Cloud
	now, then     http.Handler // of both

	mu   sync.Mutex
	past []moment // oldest first
	// late answers a call from the past; false lets it pass.
	late func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool)
}

// A moment is the state after a call that is no reading.
type moment struct {
	sim.Snapshot

	at   time.Time
	call url.Values
}

// disguiseAs returns the disguise that answers late in the way.
func disguiseAs(t *testing.T, late func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool)) disguise {
	t.Helper()
	return func(cloud *sim.Cloud, handler http.Handler) http.Handler {
		copied := sim.New(cloud.World(), sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
		then, err := rpc.NewHandler(copied, rpc.Options{AuthOff: true})
		if err != nil {
			t.Fatal(err)
		}
		b := &behind{cloud: cloud, copied: copied, now: handler, then: then, late: late}
		b.past = []moment{{at: cloud.Now(), Snapshot: cloud.Snapshot()}}
		return b
	}
}

func (b *behind) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	call := r.URL.Query()
	form, _ := url.ParseQuery(string(body)) // what is no form is none of our business
	maps.Copy(call, form)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if old, ok := b.late(b, call, r); ok {
		w.WriteHeader(old.Code)
		_, _ = w.Write(old.Body.Bytes())
		_ = b.cloud.Advance(200 * time.Millisecond)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	b.now.ServeHTTP(w, r)
	if !strings.HasPrefix(call.Get("Action"), "Describe") {
		b.past = append(b.past, moment{Snapshot: b.cloud.Snapshot(), at: b.cloud.Now(), call: call})
	}
}

// as answers the request as it would have been answered at the time.
func (b *behind) as(m moment, at time.Time, r *http.Request) *httptest.ResponseRecorder {
	if err := b.copied.Restore(m.Snapshot); err != nil {
		panic(err)
	}
	_ = b.copied.SetNow(at) // a moment that is later than the time stays where it is
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	old := httptest.NewRecorder()
	b.then.ServeHTTP(old, r)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return old
}

// until returns the last moment up to the time.
func (b *behind) until(at time.Time) moment {
	n := len(b.past) - 1
	for n > 0 && b.past[n].at.After(at) {
		n--
	}
	return b.past[n]
}

// lateReads shows everything as it was.
func lateReads(by time.Duration) func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool) {
	return func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool) {
		if !strings.HasPrefix(call.Get("Action"), "Describe") {
			return nil, false
		}
		at := b.cloud.Now().Add(-by)
		return b.as(b.until(at), at, r), true
	}
}

// lateReleases refuses to delete what was in use a while ago.
func lateReleases(by time.Duration) func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool) {
	return func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool) {
		if !slices.Contains([]string{"DeleteSecurityGroup", "DeleteVSwitch", "DeleteVpc"}, call.Get("Action")) {
			return nil, false
		}
		for _, m := range slices.Backward(b.past) {
			began := b.cloud.Now().Add(-by)
			if m.at.After(began) {
				began = m.at
			}
			old := b.as(m, began, r)
			if strings.Contains(old.Body.String(), `"DependencyViolation`) {
				return old, true
			}
			if began != m.at {
				break // this moment was still true when the time began
			}
		}
		return nil, false
	}
}

// lateGroups shows resources as they were before their groups were changed.
func lateGroups(by time.Duration) func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool) {
	changes := []string{"JoinSecurityGroup", "LeaveSecurityGroup", "ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute"}
	return func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool) {
		n := len(b.past) - 1
		last := b.past[n]
		groups := last.call.Has("SecurityGroupId") || last.call.Has("SecurityGroupId.1") || last.call.Has("SecurityGroupIds.1")
		if !strings.HasPrefix(call.Get("Action"), "Describe") || !groups || !slices.Contains(changes, last.call.Get("Action")) {
			return nil, false
		}
		if b.cloud.Now().Sub(last.at) > by {
			return nil, false
		}
		return b.as(b.past[n-1], b.cloud.Now(), r), true
	}
}

// afterTheYes does what the cloud may be late with: an interface changes its group,
// an instance is made and deleted, and what they were in is deleted.
const afterTheYes = `# ecsim sequence 1 · world default · seed 1
g1 = CreateSecurityGroup RegionId=cn-hangzhou VpcId=$vpc1
v1 = CreateVSwitch RegionId=cn-hangzhou CidrBlock=10.109.0.0/24 VpcId=$vpc1 ZoneId=cn-hangzhou-i
await v1 Available
e1 = CreateNetworkInterface RegionId=cn-hangzhou SecurityGroupId=$g1 VSwitchId=$v1
await e1 Available
ModifyNetworkInterfaceAttribute RegionId=cn-hangzhou NetworkInterfaceId=$e1 SecurityGroupId.1=$sg1
ModifyNetworkInterfaceAttribute RegionId=cn-hangzhou NetworkInterfaceId=$e1 Description=changed
ModifyNetworkInterfaceAttribute RegionId=cn-hangzhou NetworkInterfaceId=$e1 SecurityGroupId.1=$g1
DeleteNetworkInterface RegionId=cn-hangzhou NetworkInterfaceId=$e1
await e1 gone
DeleteSecurityGroup RegionId=cn-hangzhou SecurityGroupId=$g1
DeleteVSwitch RegionId=cn-hangzhou VSwitchId=$v1
g2 = CreateSecurityGroup RegionId=cn-hangzhou VpcId=$vpc1
i1 = RunInstances RegionId=cn-hangzhou ImageId=$image.linux InstanceType=ecs.g7.large SecurityGroupId=$g2 VSwitchId=$vsw1
await i1 Running
DeleteInstance RegionId=cn-hangzhou Force=true InstanceId=$i1
DeleteSecurityGroup RegionId=cn-hangzhou SecurityGroupId=$g2
`

// What is late, and then as it should be, is no difference; what outlasts its range is
// one, and says so.
func TestWhatIsLateIsNoDifferenceUntilItOutlastsItsRange(t *testing.T) {
	for _, c := range []struct {
		name  string
		late  func(b *behind, call url.Values, r *http.Request) (*httptest.ResponseRecorder, bool)
		lag   model.LagOf
		finds string // what the differences are about; empty for a target that conforms
	}{
		{"reads 2 s", lateReads(2 * time.Second), model.LagAppears, ""},
		{"releases 60 s", lateReleases(time.Minute), model.LagCounts, ""},
		{"groups 5 s", lateGroups(5 * time.Second), model.LagShown, ""},
		{"releases too late", lateReleases(24 * time.Hour), model.LagCounts, "answers Delete"},
		{"groups too late", lateGroups(24 * time.Hour), model.LagShown, "effect ModifyNetworkInterfaceAttribute/SecurityGroupId"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cloud, start := hide(t, "default", disguiseAs(t, c.late))
			s, err := sequence.Parse(afterTheYes)
			if err != nil {
				t.Fatal(err)
			}
			res, err := run.RunOrdered(t.Context(), cloud, start, s, oracle.NoOrders{})
			if err != nil {
				t.Fatal(err)
			}
			wantLag(t, res, c.lag, c.finds)
		})
	}
}

// wantLag reports anything but the lag, or the difference that outlasted it.
func wantLag(t *testing.T, res run.RunResult, lag model.LagOf, want string) {
	t.Helper()
	var found []string
	for _, f := range res.Found {
		j := f.Judgement
		if text := j.Kind + " " + j.Item; want != "" && strings.HasPrefix(text, want) { // how well the effect is known decides whether it fails
			if strings.Contains(j.Seen, "still after") && strings.Contains(j.Seen, lag.String()) {
				found = append(found, text) // others are seen when the time is over already
			}
			continue
		}
		t.Errorf("step %d: %s %s (%s): expected %s, saw %s", f.Step+1, j.Kind, j.Item, j.Basis.Level, j.Expected, j.Seen)
	}
	if (len(found) > 0) != (want != "") {
		t.Errorf("found %v, want %q, which outlasts %q", found, want, lag)
	}
	for _, step := range res.Steps {
		if want == "" && step.Step.Kind == sequence.StepCall && step.Outcome.Class != model.ClassOK {
			t.Errorf("%s was answered %d %s", step.Step, step.Outcome.HTTP, step.Outcome.Code)
		}
	}
	met := slices.ContainsFunc(res.Lags, func(l run.LagMet) bool { return l.What == lag.String() })
	if want == "" && !met {
		t.Errorf("no lag of the kind %q was met: %v", lag, res.Lags)
	}
	if len(res.Leftover) > 0 && want == "" {
		t.Errorf("left over: %v", res.Leftover)
	}
}

// A proxy that shows everything late conforms in a whole check. ECSIM_LATE_CALLS asks
// for more calls than the test has time for.
func TestATargetThatReadsLateConforms(t *testing.T) {
	calls := 100
	if text := os.Getenv("ECSIM_LATE_CALLS"); text != "" {
		var err error
		if calls, err = strconv.Atoi(text); err != nil {
			t.Fatalf("ECSIM_LATE_CALLS: %v: give a number of calls", err)
		}
	}
	cloud, start := hide(t, "default", disguiseAs(t, lateReads(2*time.Second)))
	report, err := explore.Explore(context.Background(), cloud, start, explore.Options{Calls: calls, KeepGoing: true, Suite: lifecycles(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		t.Errorf("%s: %s %s (%s): expected %s, saw %s\n%s", f.Verdict, f.Kind, f.Rule, f.Basis, f.Expected, f.Observed, f.Sequence)
	}
	if len(report.Lags) == 0 {
		t.Error("no lag was met")
	}
}

// lifecycles are the witnesses of transitions, and some others.
func lifecycles(t *testing.T) []plan.Case {
	t.Helper()
	suite, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(suite, func(c plan.Case) bool { return !strings.Contains(c.Name, "/transition/") })
}

// A creation that fails is a failure of the cloud, and no difference: what it left is
// judged from then on. A target that is held to strict has none.
func TestACreationThatFailsIsNoDifference(t *testing.T) {
	const failing = `# ecsim sequence 1 · world default · seed 1
e1 = CreateNetworkInterface RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
await e1 Available
ModifyNetworkInterfaceAttribute RegionId=cn-hangzhou NetworkInterfaceId=$e1 Description=failed
i1 = RunInstances RegionId=cn-hangzhou ImageId=$image.linux InstanceType=ecs.g7.large SecurityGroupId=$sg1 VSwitchId=$vsw1
await i1 Running
m1 = CreateImage RegionId=cn-hangzhou InstanceId=$i1
await m1 Available
ModifyImageAttribute RegionId=cn-hangzhou ImageId=$m1 Description=failed
DeleteImage RegionId=cn-hangzhou ImageId=$m1
`
	s, err := sequence.Parse(failing)
	if err != nil {
		t.Fatal(err)
	}
	for _, strict := range []bool{false, true} {
		cloud, start := hide(t, "default", plain)
		for _, op := range []string{"CreateNetworkInterface", "CreateImage"} {
			if _, err := cloud.cloud.Arm(sim.Fault{Operation: op, Kind: sim.FaultFail}); err != nil {
				t.Fatal(err)
			}
		}
		if strict {
			start.Eventual = nil
		}
		res, err := run.RunOrdered(t.Context(), cloud, start, s, oracle.NoOrders{})
		if err != nil {
			t.Fatal(err)
		}
		var met []string
		for _, l := range res.Lags {
			met = append(met, l.What)
		}
		switch want := []string{"NetworkInterface/Creating-CreateFailed", "Image/Creating-CreateFailed"}; {
		case strict && (len(res.Found) == 0 || len(met) > 0):
			t.Errorf("held to strict: found %v, met %v", res.Found, met)
		case !strict && (len(res.Found) > 0 || !slices.Equal(met, want)):
			t.Errorf("found %v, met %v, want %v", res.Found, met, want)
		}
	}
}

// An instance that is never created is gone.
func TestAnInstanceThatIsNeverCreatedIsNoDifference(t *testing.T) {
	s, err := sequence.Parse(`# ecsim sequence 1 · world default · seed 1
i1 = RunInstances RegionId=cn-hangzhou ImageId=$image.linux InstanceType=ecs.g7.large SecurityGroupId=$sg1 VSwitchId=$vsw1 Amount=2
await i1 Running
StopInstance InstanceId=$i1
`)
	if err != nil {
		t.Fatal(err)
	}
	cloud, start := hide(t, "default", plain)
	if _, err := cloud.cloud.Arm(sim.Fault{Operation: "RunInstances", Kind: sim.FaultFail}); err != nil {
		t.Fatal(err)
	}
	res, err := run.RunOrdered(t.Context(), cloud, start, s, oracle.NoOrders{})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Found) > 0 || !slices.ContainsFunc(res.Lags, func(l run.LagMet) bool { return l.What == "Instance/Pending-gone" }) {
		t.Errorf("found %v, met %v", res.Found, res.Lags)
	}
}

// What fails whenever it is asked for is no accident.
func TestWhatAlwaysFailsIsADifference(t *testing.T) {
	const make1 = "NAME = CreateNetworkInterface RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\nawait NAME Available\n"
	text := []string{"# ecsim sequence 1 · world default · seed 1\n"}
	for _, name := range []string{"e1", "e2", "e3", "e4"} {
		text = append(text, strings.ReplaceAll(make1, "NAME", name))
	}
	s, err := sequence.Parse(strings.Join(text, ""))
	if err != nil {
		t.Fatal(err)
	}
	cloud, start := hide(t, "default", plain)
	if _, err := cloud.cloud.Arm(sim.Fault{Operation: "CreateNetworkInterface", Kind: sim.FaultFail}); err != nil {
		t.Fatal(err)
	}
	res, err := run.RunOrdered(t.Context(), cloud, start, s, oracle.NoOrders{})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Lags) != 3 || len(res.Found) != 1 || !res.Found[0].Judgement.Fails() {
		t.Errorf("met %v, found %v", res.Lags, res.Found)
	}
}
