package oracle

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A PossibleWorld is one possible world, with the model's ids of the names.
type PossibleWorld struct {
	World model.World
	Names map[string]string // never written to once it is shared
}

// alive says whether the named resource exists.
func (p PossibleWorld) alive(name string) bool {
	id, ok := p.Id(name)
	r, _, _ := p.World.Locate(id)
	return ok && r != nil
}

// StatusIn returns the status of the resource that the call is about; empty if
// it is about none.
func StatusIn(w model.World, op *model.BoundOperation, given func(param string) string) string {
	for i := range op.Params {
		p := &op.Params[i]
		if kind := p.Refers(); kind == nil || kind == model.KindInstanceType || !op.Needs(p) {
			continue
		}
		if r, _, _ := w.Locate(given(p.Name)); r != nil {
			return model.StatusOf(r)
		}
	}
	return ""
}

// where writes the statuses of the resources that the step names.
func (p PossibleWorld) where(step sequence.Step) string {
	var parts []string
	for _, name := range step.References() {
		id, ok := p.Id(name)
		if !ok {
			continue
		}
		r, _, _ := p.World.Locate(id)
		status := sequence.Gone
		if r != nil {
			status = model.StatusOf(r)
		}
		if status != "" {
			parts = append(parts, "$"+name+" "+status)
		}
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), ", ")
}

// Base says whether the name belongs to the starting world: a vSwitch is not
// looked up because an instance was put into it.
func (p PossibleWorld) Base(name string) bool {
	_, ok := p.World.Base().Names[name]
	return ok
}

// Kind returns the kind of the named resource, or 0.
func (p PossibleWorld) Kind(name string) model.Kind {
	id, ok := p.Id(name)
	if !ok {
		return nil
	}
	if r, _, _ := p.World.Locate(id); r != nil {
		return r.Kind()
	}
	return p.World.Model().Kinds().OfID(id)
}

// Exists says whether the named resource exists.
func (p PossibleWorld) Exists(name string) bool {
	r, _, _ := p.World.Locate(p.Names[name])
	return r != nil
}

// ForModel returns the call with the model's ids of a possible world. A name
// that the world does not have becomes an id that does not exist.
func (p PossibleWorld) ForModel(step sequence.Step, caller, region string) model.Call {
	return p.Modelled(step, caller, region, make(model.Params, len(step.Params)))
}

// Modelled is forModel with reused memory for the parameters: for a call that
// is applied at once and not kept.
func (p PossibleWorld) Modelled(step sequence.Step, caller, region string, room model.Params) model.Call {
	clear(room)
	for name, value := range step.Params {
		if strings.IndexByte(value, '$') >= 0 {
			value, _ = sequence.Expand(value, p.named)
		}
		room[name] = value
	}
	return model.Call{Caller: caller, Region: region, Op: step.Op, Params: room}
}

// named returns the text by which calls of the model name the resource, or an id
// that does not exist.
func (p PossibleWorld) named(name string) (string, bool) {
	if id, ok := p.Id(name); ok {
		return p.World.Model().Kinds().InCalls(id), true
	}
	if strings.HasSuffix(name, ".primary") { // it is gone with its instance; the id stays well-formed
		return ecs.KindNetworkInterface.Prefix() + "-none", true
	}
	return "none-" + name, true
}

// Id returns the model's id of a name, or of a part of a named resource.
func (p PossibleWorld) Id(name string) (string, bool) {
	if id, ok := p.Names[name]; ok {
		return id, true
	}
	if owner, ok := strings.CutSuffix(name, ".primary"); ok {
		if r, _, _ := p.World.Locate(p.Names[owner]); r != nil {
			if i, ok := r.(*ecs.Instance); ok && i.PrimaryEni != "" {
				return i.PrimaryEni, true
			}
		}
	}
	return "", false
}

// named binds the names of created resources in the worlds after an accepted
// call.
func named(p PossibleWorld, step sequence.Step, v model.Verdict) []PossibleWorld {
	names := p.Names
	if step.Bind != "" && len(v.Reply.Created) > 0 {
		names = maps.Clone(names)
		Bind(names, v.World, step.Bind, v.Reply.Created)
	}
	next := append(make([]PossibleWorld, 0, 1+len(v.Others)), PossibleWorld{v.World, names})
	for _, w := range v.Others {
		next = append(next, PossibleWorld{w, names})
	}
	return next
}

// Bind gives names to the resources that a call made, and to those that were made
// together with them: i1, i1.disk0.
func Bind(names map[string]string, w model.World, bind string, created []string) {
	for i, id := range created {
		name := Indexed(bind, i)
		names[name] = id
		for _, a := range w.Aspects(id) {
			names[name+"."+a.Word] = a.ID
		}
	}
}

// aspects lists the names of the disks that were made together with the named
// resource.
func (p PossibleWorld) aspects(name string) []string {
	var all []string
	for n := 0; ; n++ {
		aspect := name + ".disk" + strconv.Itoa(n)
		if _, ok := p.Names[aspect]; !ok {
			return all
		}
		all = append(all, aspect)
	}
}

// Indexed returns the name of the n-th resource that a call made.
func Indexed(bind string, n int) string {
	if n == 0 {
		return bind
	}
	return bind + "[" + strconv.Itoa(n) + "]"
}

// PendingOf returns the transition that the resource can take next.
func PendingOf(w model.World, id string) (model.Transition, bool) {
	for _, t := range w.Pending() {
		if t.ID == id {
			return t, true
		}
	}
	return model.Transition{}, false
}

// After applies a call to the model.
func (p PossibleWorld) After(step sequence.Step, caller, region string) PossibleWorld {
	v := p.World.Apply(p.ForModel(step, caller, region))
	if !v.Accepted() {
		return p
	}
	names := p.Names
	if step.Bind != "" && len(v.Reply.Created) > 0 {
		names = make(map[string]string, len(p.Names)+2)
		maps.Copy(names, p.Names)
		Bind(names, v.World, step.Bind, v.Reply.Created)
	}
	return PossibleWorld{v.World, names}
}

// Settled makes all pending transitions of the resource happen.
func Settled(w model.World, id string) (next model.World, moved bool) {
	for {
		next, ok := Move(w, id)
		if !ok {
			return w, moved
		}
		w, moved = next, true
	}
}

// StatusOf returns the status of the resource; empty where it is gone.
func StatusOf(w model.World, id string) string {
	r, _, _ := w.Locate(id)
	if r == nil {
		return sequence.Gone
	}
	return model.StatusOf(r)
}

// Move makes the pending transition of the resource happen.
func Move(w model.World, id string) (model.World, bool) {
	for _, t := range w.Pending() {
		if t.ID == id {
			return w.Fire(t), true
		}
	}
	return w, false
}

// Step applies one step of a sequence to the model.
func (p PossibleWorld) Step(s sequence.Step, caller, region string) (next PossibleWorld, nextCaller string) {
	switch s.Kind {
	case sequence.StepAs:
		return p, s.Text
	case sequence.StepAwait:
		if id, ok := p.Id(s.Name); ok {
			p.World, _ = Settled(p.World, id)
		}
	case sequence.StepCall:
		return p.After(s, caller, region), caller
	case sequence.StepAt, sequence.StepFault: // no witness has them
	}
	return p, caller
}

// An Unfolding is the frontier with the transitions that matter to a call
// expanded.
type Unfolding struct {
	Worlds []PossibleWorld
	moved  map[string]bool // the resources whose transitions are expanded
	capped bool            // there were more worlds than the limit
}
