package model_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	enipkg "github.com/ecsim/ecsim/model/ecs/eni"
)

// Whatever calls on ENIs say, the world stays whole, a refused call changes
// nothing, and each verdict is the same when it is asked for again.
func TestAnyCallsOnEnisKeepTheWorldWhole(t *testing.T) {
	start := newWorld(t)
	start, i := RunningState(t, start, nil)
	start, trunk := withEni(t, start, model.Params{"InstanceType": ecs.Trunk})
	start, eni := withEni(t, start, nil)
	names := []string{"", "eni-none", i, trunk, eni, named(t, start, "vsw1"), named(t, start, "vsw3"), named(t, start, "sg1"), named(t, start, "sg2"),
		named(t, start, "sg3"), named(t, start, "esg1"), named(t, start, "sgmanaged"), named(t, start, "sgclassic"), instanceIn(t, start, i).PrimaryEni}
	values := []string{"1", "2", "4", "5", "8192", "2048", "0", "-1", "x", "true", "false", "any text", "10.1.0.77", "2408:4000:1::77",
		ecs.Standard, ecs.HighPerformance, ecs.Trunk, "910", "30"}
	rapid.Check(t, func(rt *rapid.T) {
		w := start
		for range rapid.IntRange(1, 12).Draw(rt, "calls") {
			op := rapid.SampledFrom(enipkg.Operations()).Draw(rt, "operation")
			c := anyCall(rt, op, append(slices.Clone(names), idsOfEnis(w)...), values)
			v, again := w.Apply(c), w.Apply(c)
			if v.World.Hash() != again.World.Hash() || !slices.Equal(codes(v), codes(again)) {
				rt.Fatalf("%s %v: two verdicts", c.Op, c.Params)
			}
			if !v.Accepted() && v.World.Hash() != w.Hash() {
				rt.Fatalf("%s %v: refused with %v, and the world changed", c.Op, c.Params, codes(v))
			}
			if err := v.World.Check(); err != nil {
				rt.Fatalf("%s %v: %v", c.Op, c.Params, err)
			}
			w = v.World
			if pending := w.Pending(); len(pending) > 0 && rapid.Bool().Draw(rt, "fire") {
				w = w.Fire(rapid.SampledFrom(pending).Draw(rt, "transition"))
			}
		}
		if err := settle(w).Check(); err != nil {
			rt.Fatal(err)
		}
	})
}

func idsOfEnis(w model.World) []string {
	var all []string
	for id := range ecs.Enis(w.Place("1000000000000001", "cn-hangzhou")).All {
		all = append(all, id)
	}
	return all
}

// anyCall draws the mandatory parameters mostly, and some of the others.
func anyCall(rt *rapid.T, op model.Operation, names, values []string) model.Call {
	c := model.Call{Op: op.Name, Params: model.Params{"RegionId": "cn-hangzhou"}}
	for _, p := range op.Params {
		if p.Name == "RegionId" || !p.Required && rapid.IntRange(0, 5).Draw(rt, "skip "+p.Name) > 0 {
			continue
		}
		pool := values
		if p.Names != 0 {
			pool = names
		}
		name := p.Name
		if p.Type == model.TypeList {
			name += rapid.SampledFrom([]string{"", ".1", ".1", ".1", ".2"}).Draw(rt, "at")
		}
		c.Params[name] = rapid.SampledFrom(pool).Draw(rt, name)
	}
	return c
}
