package conformance

import "github.com/ecsim/ecsim/model"

// provide makes what the operation is about, when the sequence has none: an
// instance for StopInstance, an image of its own for ModifyImageAttribute.
func (g *generator) provide(op string) {
	bound, ok := g.world.world.Model().Operation(op)
	if !ok || makes(op) != 0 {
		return
	}
	for i := range bound.Params {
		p := &bound.Params[i]
		needed := p.Required || about(op, p.Name)
		if !needed {
			continue
		}
		kind := p.Refers()
		maker, ok := g.plan.Start.tables.makers[kind]
		began := kind != model.KindInstance && kind != model.KindNetworkInterface && !destructive(op, p)
		if !ok || began || g.has(kind) || g.plan.Unsupported[maker] {
			continue
		}
		if _, ok := g.world.world.Model().Operation(maker); !ok || g.chance(3) {
			continue
		}
		g.produce(kind, maker)
	}
}

// produce makes one thing of the kind; an image needs an instance first.
func (g *generator) produce(kind model.Kind, maker string) {
	if kind == model.KindImage && !g.has(model.KindInstance) {
		g.produce(model.KindInstance, g.plan.Start.tables.makers[model.KindInstance])
	}
	bound := g.emit(g.valid(maker))
	if !g.racing || g.chance(30) {
		g.awaitSettled(bound)
	}
}

// A need is the status that most calls of an operation need, and the operation
// that brings an instance there.
type need struct{ status, by string }

func needs() map[string]need {
	return map[string]need{
		"StartInstance":  {model.Stopped, "StopInstance"},
		"RebootInstance": {model.Running, "StartInstance"},
		"StopInstance":   {model.Running, "StartInstance"},
	}
}

// prepare brings an instance into the status that most calls of the operation
// need, when none has it: only a Stopped instance starts.
func (g *generator) prepare(op string) {
	if op == "DeleteInstance" && g.chance(30) {
		g.deleteProtected()
	}
	need, ok := g.plan.Start.tables.needs[op]
	if !ok || g.racing || g.chance(25) {
		return
	}
	other := ""
	for _, t := range g.things {
		if !t.own || t.kind != model.KindInstance || !g.alive(t) {
			continue
		}
		switch id, _ := g.world.id(t.name); statusOf(g.world.world, id) {
		case need.status:
			return
		case model.Running, model.Stopped:
			other = t.name
		}
	}
	if other != "" {
		g.emit(Step{Kind: StepCall, Op: need.by, Params: model.Params{"InstanceId": "$" + other}})
		g.awaitSettled(other)
	}
}

// deleteProtected protects an instance and tries to delete it: two calls that
// rarely meet by chance, and what protection is for.
func (g *generator) deleteProtected() {
	for _, t := range g.things {
		if t.own && t.kind == model.KindInstance && g.alive(t) {
			g.emit(Step{Kind: StepCall, Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": "$" + t.name, "DeletionProtection": "true"}})
			g.emit(Step{Kind: StepCall, Op: "DeleteInstance", Params: model.Params{"InstanceId": "$" + t.name, "Force": "true"}})
			return
		}
	}
}

// about says whether an optional parameter is what the operation is about.
func about(op, param string) bool {
	return param == "InstanceId" && (op == "CreateImage" || op == "ModifyInstanceMetadataOptions") ||
		(op == "JoinSecurityGroup" || op == "LeaveSecurityGroup") && param == "InstanceId"
}

// has says whether the sequence has made a thing of the kind that still exists.
func (g *generator) has(kind model.Kind) bool {
	for _, t := range g.things {
		if t.own && t.kind == kind && t.name == root(t.name) && g.alive(t) {
			return true
		}
	}
	return false
}

// alive says whether the model still has the thing.
func (g *generator) alive(t thing) bool {
	id, ok := g.world.id(t.name)
	if !ok {
		return false
	}
	r, _, _ := g.world.world.Locate(id)
	return r != nil
}

// makers are the operations that make a kind.
func makers() map[model.Kind]string {
	return map[model.Kind]string{
		model.KindInstance: "RunInstances", model.KindImage: "CreateImage", model.KindNetworkInterface: "CreateNetworkInterface",
		model.KindSecurityGroup: "CreateSecurityGroup", model.KindVSwitch: "CreateVSwitch", model.KindVpc: "CreateVpc",
	}
}
