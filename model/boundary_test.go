package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A subject is a world with a call that only lacks the parameter under test.
type subject struct {
	name string
	w    model.World
	base model.Params
}

// Every documented constraint of the page operations holds on both sides: each
// legal value is accepted on some subject, each illegal one is refused on all,
// and, where the legal ones are accepted, with a code that is the parameter's.
func TestBoundariesOfEveryParameter(t *testing.T) {
	m := newWorld(t).Model()
	cases, parameters := 0, 0
	for _, name := range m.Catalog().Pages() {
		facts, err := m.Catalog().Operation(name)
		if err != nil {
			t.Fatal(err)
		}
		subjects := subjectsOf(t, name)
		for _, p := range facts.Parameters {
			list := model.Boundaries(p)
			if len(list) == 0 {
				continue
			}
			parameters++
			cases += len(list)
			t.Run(name+"/"+p.Name, func(t *testing.T) { checkBoundaries(t, facts, p, subjects, list) })
		}
	}
	t.Logf("%d cases of %d parameters", cases, parameters)
	if cases < 250 {
		t.Errorf("%d cases: the catalog's constraints gave more than 250", cases)
	}
}

func checkBoundaries(t *testing.T, facts *catalog.Operation, p catalog.Parameter, subjects []subject, list []model.Boundary) {
	t.Helper()
	best := bestSubject(facts.Name, p, subjects, list)
	for _, b := range list {
		accepted := false
		for _, s := range subjects {
			v := s.w.Apply(boundaryCall(facts.Name, p, s, b.Value))
			accepted = accepted || v.Accepted()
			if v.Accepted() && !b.Legal {
				t.Errorf("%s %.40q (%s) is accepted on %s", p.Name, b.Value, b.Why, s.name)
			}
		}
		if b.Legal && !accepted {
			v := best.w.Apply(boundaryCall(facts.Name, p, best, b.Value))
			t.Errorf("%s %.40q (%s) is accepted nowhere; on %s: %v", p.Name, b.Value, b.Why, best.name, codes(v))
		}
		if !b.Legal {
			v := best.w.Apply(boundaryCall(facts.Name, p, best, b.Value))
			if len(v.Broken) == 0 || !speaksOf(facts, p, v.Broken[0]) {
				t.Errorf("%s %.40q (%s): refused with %v, which is not about the parameter", p.Name, b.Value, b.Why, codes(v))
			}
		}
	}
}

// bestSubject is the one on which most legal values are accepted.
func bestSubject(op string, p catalog.Parameter, subjects []subject, list []model.Boundary) subject {
	best, most := subjects[0], -1
	for _, s := range subjects {
		n := 0
		for _, b := range list {
			if b.Legal && s.w.Apply(boundaryCall(op, p, s, b.Value)).Accepted() {
				n++
			}
		}
		if n > most {
			best, most = s, n
		}
	}
	return best
}

// boundaryCall gives the parameter the value, and what the constraint says
// goes with it.
func boundaryCall(op string, p catalog.Parameter, s subject, value string) model.Call {
	name := p.Name
	if element, ok := strings.CutSuffix(name, ".N"); ok {
		name = element + ".1"
	} else if strings.HasPrefix(p.Type, "array") {
		name += ".1"
	}
	params := s.base.With(name, value)
	for other, v := range companions()[p.Name] {
		switch {
		case v == "same":
			v = value
		case value == "false": // what is off needs nothing beside it
			continue
		}
		params = params.With(other, v)
	}
	return model.Call{Op: op, Params: params}
}

// companions are the parameters that a constraint's words ask for: must_equal,
// required_if, only_with.
func companions() map[string]model.Params {
	return map[string]model.Params{
		"RxQueueSize": {"TxQueueSize": "same"},
		"TxQueueSize": {"RxQueueSize": "same"},
		"NetworkInterfaceTrafficConfig.RxQueueSize":       {"NetworkInterfaceTrafficConfig.TxQueueSize": "same"},
		"NetworkInterfaceTrafficConfig.TxQueueSize":       {"NetworkInterfaceTrafficConfig.RxQueueSize": "same"},
		"NetworkInterfaceTrafficConfig.QueuePairNumber":   {"NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode": ecs.HighPerformance},
		"EnhancedNetwork.EnableSriov":                     {"EnhancedNetwork.VirtualFunctionTotalQueueNumber": "8", "EnhancedNetwork.VirtualFunctionQuantity": "8"},
		"EnhancedNetwork.VirtualFunctionQuantity":         {"EnhancedNetwork.EnableSriov": "true", "EnhancedNetwork.VirtualFunctionTotalQueueNumber": "8"},
		"EnhancedNetwork.VirtualFunctionTotalQueueNumber": {"EnhancedNetwork.EnableSriov": "true", "EnhancedNetwork.VirtualFunctionQuantity": "8"},
	}
}

// speaksOf says whether the rule is about the parameter: by the catalog's
// mapping, by the condition's parameter, or as the general row.
func speaksOf(facts *catalog.Operation, p catalog.Parameter, r *model.BoundRule) bool {
	if slices.Contains(p.ErrorCodes, r.Code) || r.Code == "InvalidParameter" || r.Code == "MissingParameter" {
		return true
	}
	row, ok := facts.Row(r.Row)
	if !ok || row.Condition == nil {
		return r.Common
	}
	about := row.Condition.Parameter
	return about != "" && (strings.HasPrefix(p.Name, about) || strings.HasPrefix(about, p.Name) || strings.HasSuffix(p.Name, about))
}

// subjectsOf makes worlds on which calls of the operation can succeed.
func subjectsOf(t *testing.T, op string) []subject {
	t.Helper()
	var out []subject
	switch op {
	case "ModifyImageAttribute":
		w := newWorld(t)
		w, instance := addInstance(t, w, testInstance{Status: ecs.Stopped})
		w, reply := accept(t, w, main1("CreateImage", model.Params{"RegionId": "cn-hangzhou", "InstanceId": instance}))
		w = settle(w)
		base := model.Params{"RegionId": "cn-hangzhou", "ImageId": reply.Created[0]}
		out = append(out, subject{"available image", w, base})
		w, _ = accept(t, w, main1(op, base.With("Status", ecs.Deprecated)))
		out = append(out, subject{"deprecated image", w, base})
		w, instance = addInstance(t, newWorld(t), testInstance{Image: "image.windows", Status: ecs.Stopped})
		w, reply = accept(t, w, main1("CreateImage", model.Params{"RegionId": "cn-hangzhou", "InstanceId": instance}))
		return append(out, subject{"image at v1", settle(w), model.Params{"RegionId": "cn-hangzhou", "ImageId": reply.Created[0]}})
	case "ModifyNetworkInterfaceAttribute":
		return eniSubjects(t)
	}
	for _, of := range []testInstance{
		{}, {Status: ecs.Stopped}, {Image: "image.windows"}, {Type: "ecs.t6-c1m2.large"}, {Type: "ecs.g8i.24xlarge", Status: ecs.Stopped},
		{Type: "ecs.g8i.xlarge", Status: ecs.Stopped}, {Charge: ecs.PrePaid}, {Type: "ecs.gn8v-tee.4xlarge", Status: ecs.Stopped},
		{Type: "ecs.ebmre7p.32xlarge", Status: ecs.Stopped}, {Type: "ecs.g8ae.xlarge", Status: ecs.Stopped}, {Type: "ecs.c7.4xlarge", Status: ecs.Stopped},
		{Charge: ecs.PrePaid, Status: ecs.Stopped},
	} {
		w, id := addInstance(t, newWorld(t), of)
		base := model.Params{"InstanceId": id, "RegionId": "cn-hangzhou"}
		switch op {
		case "ModifyInstanceMetadataOptions":
			base["HttpEndpoint"] = "enabled"
		case "ModifyInstanceVncPasswd":
			base["VncPassword"] = "Ecs123"
		}
		out = append(out, subject{of.Type + " " + of.Image + " " + of.Status, w, base})
	}
	return out
}

func eniSubjects(t *testing.T) []subject {
	t.Helper()
	var out []subject
	for _, of := range []testInstance{{Status: ecs.Stopped}, {Type: "ecs.g8i.xlarge", Status: ecs.Stopped}, {Type: "ecs.ebmre7p.32xlarge", Status: ecs.Stopped}} {
		w, id := addInstance(t, newWorld(t), of)
		w, eni := addSecondary(t, w, id, nil)
		out = append(out, subject{"attached to " + of.Type, w, model.Params{"RegionId": "cn-hangzhou", "NetworkInterfaceId": eni}})
	}
	w := newWorld(t)
	w, reply := accept(t, w, main1("CreateNetworkInterface", model.Params{
		"RegionId": "cn-hangzhou", "VSwitchId": named(t, w, "vsw1"), "SecurityGroupId": named(t, w, "sg1"),
	}))
	return append(out, subject{"available", settle(w), model.Params{"RegionId": "cn-hangzhou", "NetworkInterfaceId": reply.Created[0]}})
}
