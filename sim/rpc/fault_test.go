package rpc

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// troubled is a served cloud whose delays take no time.
type troubled struct {
	*testing.T

	cloud   *sim.Cloud
	control *control.Client
	client  *http.Client
	base    string

	mu    sync.Mutex
	slept []time.Duration
}

func newTroubled(t *testing.T, seed uint64) *troubled {
	t.Helper()
	tr := &troubled{T: t}
	w, err := model.Default(cloudOf(t).World().Model(), seed)
	if err != nil {
		t.Fatal(err)
	}
	tr.cloud = sim.New(w, sim.WithSleep(func(_ context.Context, d time.Duration) {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		tr.slept = append(tr.slept, d)
	}))
	address, client, _ := serveBothWith(t, tr.cloud, Options{Now: func() time.Time { return noon }})
	tr.base, tr.client, tr.control = "http://"+address, client, &control.Client{URL: "http://" + address}
	return tr
}

func (tr *troubled) arm(f sim.Fault) string {
	tr.Helper()
	id, err := tr.control.Arm(tr.Context(), f)
	if err != nil {
		tr.Fatal(err)
	}
	return id
}

// make calls CreateVpc or another operation, and returns the code of the answer:
// reset where there is none.
func (tr *troubled) make(who credential, op string) string {
	tr.Helper()
	params := map[string]string{"RegionId": "cn-hangzhou"}
	if op == "CreateVpc" {
		params["CidrBlock"] = "192.168.0.0/16"
	}
	r := ways()["V3 POST form"].request(tr.T, tr.base, op, vpcVersion, who, params)
	response, err := tr.client.Do(r) //nolint:bodyclose // receive closes it
	if err != nil {
		return "reset"
	}
	return receive(tr.T, response).code
}

func (tr *troubled) vpcs() int {
	return len(tr.cloud.World().Resources("1000000000000001", "cn-hangzhou", ecs.KindVpc))
}

// count returns what became of the only fault.
func (tr *troubled) count() control.Fault {
	tr.Helper()
	all, err := tr.control.Faults(tr.Context())
	if err != nil || len(all) != 1 {
		tr.Fatalf("%d faults, %v", len(all), err)
	}
	return control.FaultOf(all[0])
}

// Each kind of fault, before and after the effect, for the first two calls of one
// operation: what the client hears, and whether the call took effect.
func TestEachKindOfFault(t *testing.T) {
	for _, c := range []struct {
		name   string
		fault  sim.Fault
		answer string
		effect bool
		sleeps time.Duration
	}{
		{"error before", sim.Fault{Code: "InternalError"}, "InternalError", false, 0},
		{"error after", sim.Fault{Code: "InternalError", Phase: sim.After}, "InternalError", true, 0},
		{"error of one's own", sim.Fault{Code: "Mine", HTTP: 418, Message: "mine"}, "Mine", false, 0},
		{"error, late", sim.Fault{Code: "ServiceUnavailable", Delay: time.Hour}, "ServiceUnavailable", false, time.Hour},
		{"throttle before", sim.Fault{Kind: sim.FaultThrottle}, "Throttling.User", false, 0},
		{"throttle with another code", sim.Fault{Kind: sim.FaultThrottle, Code: "Throttling"}, "Throttling", false, 0},
		{"throttle after", sim.Fault{Kind: sim.FaultThrottle, Phase: sim.After}, "Throttling.User", true, 0},
		{"delay", sim.Fault{Kind: sim.FaultDelay, Delay: time.Minute}, "", true, time.Minute},
		{"delay after", sim.Fault{Kind: sim.FaultDelay, Delay: time.Minute, Phase: sim.After}, "", true, time.Minute},
		{"reset before", sim.Fault{Kind: sim.FaultReset}, "reset", false, 0},
		{"reset after", sim.Fault{Kind: sim.FaultReset, Phase: sim.After}, "reset", true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := newTroubled(t, 1)
			c.fault.Operation, c.fault.Times = "CreateVpc", 2
			tr.arm(c.fault)
			before := tr.vpcs()
			for range 2 {
				if got := tr.make(mainKey(), "DescribeVpcs"); got != "" {
					t.Errorf("another operation is answered %s", got)
				}
				if got := tr.make(mainKey(), "CreateVpc"); got != c.answer {
					t.Errorf("answered %q, want %q", got, c.answer)
				}
			}
			if made := tr.vpcs() - before; made == 2 != c.effect || made == 0 == c.effect {
				t.Errorf("%d networks were made by two calls", made)
			}
			before = tr.vpcs()
			if got := tr.make(mainKey(), "CreateVpc"); got != "" || tr.vpcs() != before+1 {
				t.Errorf("the third call is answered %q", got)
			}
			if f := tr.count(); f.Matched != 3 || f.Hits != 2 || !f.Consumed {
				t.Errorf("counted %+v", f)
			}
			var want []time.Duration
			if c.sleeps > 0 {
				want = []time.Duration{c.sleeps, c.sleeps}
			}
			if !slices.Equal(tr.slept, want) {
				t.Errorf("slept %v, want %v", tr.slept, want)
			}
		})
	}
}

// A fault strikes the caller that it names, in one operation or in all.
func TestFaultsStrikeByCallerAndOperation(t *testing.T) {
	other := credential{"ecsim-other", "ecsim-other-secret", ""}
	for _, c := range []struct {
		operation, caller string
		struck            []string // who/operation
	}{
		{"*", "", []string{"main/CreateVpc", "main/DescribeVpcs", "other/CreateVpc", "other/DescribeVpcs"}},
		{"CreateVpc", "", []string{"main/CreateVpc", "other/CreateVpc"}},
		{"*", "other", []string{"other/CreateVpc", "other/DescribeVpcs"}},
		{"CreateVpc", "other", []string{"other/CreateVpc"}},
		{"CreateVpc", "main", []string{"main/CreateVpc"}},
		{"DeleteVpc", "", nil},
	} {
		t.Run(c.operation+" "+c.caller, func(t *testing.T) {
			tr := newTroubled(t, 1)
			tr.arm(sim.Fault{Operation: c.operation, Caller: c.caller, Kind: sim.FaultThrottle})
			var struck []string
			for _, who := range []struct {
				name string
				with credential
			}{{"main", mainKey()}, {"other", other}} {
				for _, op := range []string{"CreateVpc", "DescribeVpcs"} {
					if tr.make(who.with, op) == "Throttling.User" {
						struck = append(struck, who.name+"/"+op)
					}
				}
			}
			if f := tr.count(); !slices.Equal(struck, c.struck) || f.Hits != len(struck) || f.Matched != len(struck) || f.Consumed {
				t.Errorf("struck %v, want %v; counted %+v", struck, c.struck, f)
			}
		})
	}
}

// A probability strikes about that share of the calls, the same ones for the same
// seed and others for another.
func TestAProbabilityIsSeeded(t *testing.T) {
	const calls = 60
	pattern := func(seed uint64, probability float64) string {
		tr := newTroubled(t, seed)
		tr.arm(sim.Fault{Operation: "DescribeVpcs", Kind: sim.FaultThrottle, Probability: probability})
		struck := []byte(strings.Repeat(".", calls))
		for i := range struck {
			if tr.make(mainKey(), "DescribeVpcs") != "" {
				struck[i] = 'x'
			}
		}
		if f := tr.count(); f.Matched != calls || f.Hits != strings.Count(string(struck), "x") {
			t.Errorf("counted %+v of %s", f, struck)
		}
		return string(struck)
	}
	first := pattern(1, 0.5)
	if n := strings.Count(first, "x"); n < calls/4 || n > calls*3/4 {
		t.Errorf("half of the calls: %s", first)
	}
	if again := pattern(1, 0.5); again != first {
		t.Errorf("the same seed strikes\n%s and\n%s", first, again)
	}
	if other := pattern(2, 0.5); other == first {
		t.Errorf("another seed strikes the same calls: %s", other)
	}
	if all := pattern(1, 1); strings.Contains(all, ".") {
		t.Errorf("a certain fault strikes %s", all)
	}
}

// What no call could meet is refused, in words, and nothing is armed.
func TestFaultsOfNothingAreRefused(t *testing.T) {
	tr := newTroubled(t, 1)
	for want, f := range map[string]sim.Fault{
		`no operation is called "CreateVPC"`:     {Operation: "CreateVPC", Code: "InternalError"},
		`no operation is called ""`:              {Code: "InternalError"},
		`the world has no caller "stranger"`:     {Operation: "CreateVpc", Caller: "stranger", Code: "InternalError"},
		`kind "fire": choose error`:              {Operation: "CreateVpc", Kind: "fire"},
		`phase "during": choose before or after`: {Operation: "CreateVpc", Kind: sim.FaultReset, Phase: "during"},
		"a delay needs to know how long":         {Operation: "CreateVpc", Kind: sim.FaultDelay},
		`does not list the code "NoSuchCode"`:    {Operation: "CreateVpc", Code: "NoSuchCode"},
		"the probability 1 at most":              {Operation: "CreateVpc", Kind: sim.FaultReset, Probability: 1.5},
		"must be 0 or above":                     {Operation: "CreateVpc", Kind: sim.FaultReset, Times: -1},
	} {
		if _, err := tr.control.Arm(t.Context(), f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", f, err, want)
		}
	}
	if all, err := tr.control.Faults(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("armed %+v, %v", all, err)
	}
}
