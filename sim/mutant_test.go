package sim_test

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

// mutated returns a cloud that is wrong in one way.
func mutated(t *testing.T, id string, opts ...sim.Option) (*sim.Cloud, map[string]string) {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	mutant, err := sim.FindMutant(m, id)
	if err != nil {
		t.Fatal(err)
	}
	return cloudOf(t, append(opts, sim.WithMutant(mutant))...)
}

// A stage is a mutant cloud, with the test that observes it.
type stage struct {
	t     *testing.T
	c     *sim.Cloud
	names map[string]string
}

func TestEachKindOfMutantIsWrongInItsWay(t *testing.T) {
	instant := sim.WithTransitions(sim.TransitionsInstant)
	for id, show := range map[string]func(stage){
		"skip:StartInstance/IncorrectInstanceStatus": func(s stage) {
			do(s.t, s.c, "", "StartInstance", model.Params{"InstanceId": run(s.t, s.c, s.names)})
		},
		"skip:StartInstance/InvalidInstanceId.NotFound": func(s stage) {
			do(s.t, s.c, "", "StartInstance", model.Params{"InstanceId": "i-none"})
		},
		"code:StartInstance/InvalidInstanceId.NotFound": func(s stage) {
			out := s.c.Do(s.t.Context(), model.Call{Op: "StartInstance", Params: model.Params{"InstanceId": "i-none"}})
			if out.Class != model.ClassError || out.Code == "InvalidInstanceId.NotFound" {
				s.t.Errorf("%d %s", out.HTTP, out.Code)
			}
		},
		"status:StartInstance/InvalidInstanceId.NotFound": func(s stage) {
			out := s.c.Do(s.t.Context(), model.Call{Op: "StartInstance", Params: model.Params{"InstanceId": "i-none"}})
			if out.HTTP == 404 || out.Code != "InvalidInstanceId.NotFound" {
				s.t.Errorf("%d %s", out.HTTP, out.Code)
			}
		},
		"message:StartInstance/InvalidInstanceId.NotFound": func(s stage) {
			out := s.c.Do(s.t.Context(), model.Call{Op: "StartInstance", Params: model.Params{"InstanceId": "i-none"}})
			if out.HTTP != 404 || !strings.Contains(out.Message, "turned away") {
				s.t.Errorf("%d %s", out.HTTP, out.Message)
			}
		},
		"lose:StopInstance/Status": func(s stage) {
			id := run(s.t, s.c, s.names)
			do(s.t, s.c, "", "StopInstance", model.Params{"InstanceId": id})
			wantStatus(s.t, s.c, id, ecs.Running)
		},
		"stuck:Instance/Starting-Running": func(s stage) {
			wantStatus(s.t, s.c, run(s.t, s.c, s.names), ecs.Starting)
		},
		"target:Instance/Starting-Running": func(s stage) {
			wantStatus(s.t, s.c, run(s.t, s.c, s.names), ecs.Stopped)
		},
		"early:ModifyInstanceAttribute/HostName-at-restart": func(s stage) {
			id := run(s.t, s.c, s.names)
			do(s.t, s.c, "", "ModifyInstanceAttribute", model.Params{"InstanceId": id, "HostName": "early-bird"})
			items := do(s.t, s.c, "", "DescribeInstances", model.Params{"RegionId": "cn-hangzhou"}).Items
			if got := items[0].(*ecs.Instance).HostName; got != "early-bird" {
				s.t.Errorf("host name %q", got)
			}
		},
		"anyway:StopInstance": func(s stage) {
			id := run(s.t, s.c, s.names)
			do(s.t, s.c, "", "StopInstance", model.Params{"InstanceId": id})
			do(s.t, s.c, "", "StartInstance", model.Params{"InstanceId": id})
			do(s.t, s.c, "InvalidParameter", "StopInstance", model.Params{"InstanceId": id, "ForceStop": "maybe"})
			wantStatus(s.t, s.c, id, ecs.Stopped)
		},
		"dry:StopInstance": func(s stage) {
			id := run(s.t, s.c, s.names)
			do(s.t, s.c, model.DryRunOperation, "StopInstance", model.Params{"InstanceId": id, "DryRun": "true"})
			wantStatus(s.t, s.c, id, ecs.Stopped)
		},
		"neighbour:StopInstance": func(s stage) {
			one, other := run(s.t, s.c, s.names), run(s.t, s.c, s.names)
			do(s.t, s.c, "", "StopInstance", model.Params{"InstanceId": one})
			wantStatus(s.t, s.c, one, ecs.Running)
			wantStatus(s.t, s.c, other, ecs.Stopped)
		},
		"token:CreateSecurityGroup": func(s stage) {
			group := model.Params{"RegionId": "cn-hangzhou", "VpcId": s.names["vpc1"], "ClientToken": "t"}
			one, other := do(s.t, s.c, "", "CreateSecurityGroup", group), do(s.t, s.c, "", "CreateSecurityGroup", group)
			if one.Created[0] == other.Created[0] {
				s.t.Error("the token was known again")
			}
		},
		"stale:DescribeInstances": func(s stage) {
			id := run(s.t, s.c, s.names)
			wantStatus(s.t, s.c, id, "")
			wantStatus(s.t, s.c, id, ecs.Running)
		},
		"page:DescribeVSwitches": func(s stage) {
			reply := do(s.t, s.c, "", "DescribeVSwitches", model.Params{"RegionId": "cn-hangzhou"})
			if len(reply.Items) != reply.Page.Total-1 {
				s.t.Errorf("%d of %d", len(reply.Items), reply.Page.Total)
			}
		},
	} {
		t.Run(id, func(t *testing.T) {
			c, names := mutated(t, id, instant)
			show(stage{t, c, names})
		})
	}
}

func wantStatus(t *testing.T, c *sim.Cloud, id, want string) {
	t.Helper()
	if got := status(t, c, id); got != want {
		t.Errorf("%s is %q, want %q", id, got, want)
	}
}

func TestMutantsAreDerivedWithoutTouchingTheModel(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	before := inventory(m)
	seen := map[string]bool{}
	perKind := map[string]int{}
	for _, x := range sim.Mutants(m) {
		if seen[x.ID] || x.Means == "" || x.Apply == nil && x.Wrap == nil && x.World == nil {
			t.Errorf("%s: repeated, without a sentence or without a deed", x.ID)
		}
		seen[x.ID] = true
		perKind[x.Kind]++
		if x.Apply != nil {
			x.Apply(m)
		}
	}
	if after := inventory(m); after != before {
		t.Error("a mutant changed the model that it was derived from")
	}
	for _, kind := range sim.MutantKinds() {
		if perKind[kind] == 0 {
			t.Errorf("no mutant of kind %s", kind)
		}
	}
	t.Log(perKind)
}

// inventory writes down what mutants change.
func inventory(m *model.Model) string {
	var b strings.Builder
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			b.WriteString(r.ID() + r.Code + r.Message + string(rune(r.HTTP)))
		}
		for _, e := range op.Effects {
			b.WriteString(e.ID())
		}
	}
	for _, e := range m.Edges() {
		b.WriteString(e.Name + e.From + e.To)
	}
	return b.String()
}

func TestAnUnknownMutantSuggestsOthers(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"skip:StartInstance/InvalidInstanceId.NotFond":                "skip:StartInstance/InvalidInstanceId.NotFound",
		"skip:ModifyInstanceVncPasswd/IncorrectVncPassword.Malformed": "IncorrectVncPassword.Malformed#2",
		"lose:StopInstance/status":                                    "lose:StopInstance/Status",
	} {
		if _, err := sim.FindMutant(m, id); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// Mutants add up: each of two is wrong in its own way.
func TestMutantsAddUp(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	second, err := sim.FindMutant(m, "code:StopInstance/InvalidInstanceId.NotFound")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := mutated(t, "skip:StartInstance/InvalidInstanceId.NotFound", sim.WithMutant(second))
	if out := c.Do(t.Context(), model.Call{Op: "StartInstance", Params: model.Params{"InstanceId": "i-none"}}); out.Class != model.ClassOK {
		t.Errorf("StartInstance: %d %s", out.HTTP, out.Code)
	}
	if out := c.Do(t.Context(), model.Call{Op: "StopInstance", Params: model.Params{"InstanceId": "i-none"}}); out.Code == "InvalidInstanceId.NotFound" || out.Class != model.ClassError {
		t.Errorf("StopInstance: %d %s", out.HTTP, out.Code)
	}
}
