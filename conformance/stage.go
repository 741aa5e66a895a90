package conformance

import (
	"maps"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// A stage is a state that is worth calling from, and the steps that build it.
// Stages are laid from the table of shapers along the lifecycle: for every
// class of instance, interface, image, group and network that rules ask about,
// in every status that it can be in.
type stage struct {
	steps []Step
	p     possible
	calls int
	// kinds are of what the stage made.
	kinds map[model.Kind]bool
	// effects are the ids of what its calls do.
	effects map[string]bool
}

// A stager builds stages by following their calls in the model.
type stager struct {
	start Start
	all   []stage
}

// stages lists the stages that can be built from the start, those of few calls first.
func stages(start Start) []stage {
	b := &stager{start: start}
	empty := stage{p: possible{start.World, start.World.Base().Names}, kinds: map[model.Kind]bool{}, effects: map[string]bool{}}
	b.keep(empty, true)
	b.instances(empty)
	b.interfaces(empty)
	b.images(empty)
	b.foreign(empty)
	b.networks(empty)
	slices.SortStableFunc(b.all, func(x, y stage) int { return x.calls - y.calls })
	return b.all
}

// keep adds the stage to the list, if it could be built.
func (b *stager) keep(s stage, ok bool) {
	if ok {
		b.all = append(b.all, s)
	}
}

// then follows one more call; ok is false where the model refuses it. An empty
// value leaves a parameter of the plain call out. A settled stage waits until
// nothing moves by itself.
func (b *stager) then(s stage, settles bool, op string, params model.Params) (next stage, ok bool) {
	base := b.start.World.Base()
	step := Step{Kind: StepCall, Op: op, Params: model.Params{}}
	bound, ok := b.start.World.Model().Operation(op)
	if !ok || base.Stranger && subscribes(params) {
		return s, false
	}
	maps.Copy(step.Params, plainRecipes()[op])
	maps.Copy(step.Params, params)
	maps.DeleteFunc(step.Params, func(_, value string) bool { return value == "" })
	if _, takes := bound.Param("RegionId"); takes && op != "ModifyInstanceAttribute" {
		step.Params["RegionId"] = b.start.Region
	}
	if kind := makes(op); kind != 0 {
		step.Bind = freeName(s.p, kind)
	}
	for _, name := range step.References() {
		if _, known := s.p.id(name); !known {
			return s, false
		}
	}
	caller := lastCaller(s.steps)
	v := s.p.world.Apply(s.p.forModel(step, caller, b.start.Region))
	if !v.Accepted() || v.DryRun {
		return s, false
	}
	next = stage{
		steps: append(slices.Clip(s.steps), step), p: s.p.after(unit{step: step, caller: caller}, b.start.Region),
		calls: s.calls + 1, kinds: maps.Clone(s.kinds), effects: maps.Clone(s.effects),
	}
	for _, e := range v.Effects {
		next.effects[e.ID()] = true
	}
	if kind := makes(op); kind != 0 {
		next.kinds[kind] = true
	}
	if settles {
		next.settle()
	}
	return next, true
}

// settle waits for everything that moves by itself.
func (s *stage) settle() {
	for _, name := range sortedNames(s.p.names) {
		w, moved := settled(s.p.world, s.p.names[name])
		if !moved {
			continue
		}
		s.p.world = w
		s.steps = append(slices.Clip(s.steps), Step{Kind: StepAwait, Name: name, Status: statusOf(w, s.p.names[name])})
	}
}

// freeName returns a name for the next thing of the kind.
func freeName(p possible, kind model.Kind) string {
	for n := 1; ; n++ {
		name := letterOf(kind) + itoa(n)
		if _, taken := p.names[name]; !taken {
			return name
		}
	}
}

// letterOf begins the names of things of a kind.
func letterOf(kind model.Kind) string {
	letters := [...]string{
		model.KindInstance: "i", model.KindImage: "m", model.KindNetworkInterface: "e",
		model.KindSecurityGroup: "g", model.KindVSwitch: "v", model.KindVpc: "n",
	}
	if int(kind) >= len(letters) {
		return ""
	}
	return letters[kind]
}

// after keeps the stage that follows s by one call, and returns it.
func (b *stager) after(s stage, settles bool, op string, params model.Params) (stage, bool) {
	next, ok := b.then(s, settles, op, params)
	b.keep(next, ok)
	return next, ok
}

// instances lays a Running and a Stopped instance of every class, one of the
// plain class in every other status, and what was changed on it and waits.
func (b *stager) instances(empty stage) {
	for n, class := range added("RunInstances") {
		running, ok := b.after(empty, true, "RunInstances", class)
		stopped, okToo := b.after(empty, true, "CreateInstance", class)
		if !ok || !okToo {
			continue
		}
		if n == 0 {
			running.kinds[model.KindNetworkInterface] = true // the primary ones
			stopped.kinds[model.KindNetworkInterface] = true
			b.statuses(empty, running, stopped)
		}
		if n == 0 || class["InstanceType"] == "ecs.t6-c1m2.large" || class["ImageId"] != "" {
			for _, change := range added("ModifyInstanceAttribute") {
				params := with(model.Params{"InstanceId": "$i1"}, change)
				b.after(running, true, "ModifyInstanceAttribute", params)
				b.after(stopped, true, "ModifyInstanceAttribute", params)
			}
		}
	}
}

// statuses lays an instance of the plain class in every status but the two that
// last, and two of them.
func (b *stager) statuses(empty, running, stopped stage) {
	one := model.Params{"InstanceId": "$i1"}
	if pending, ok := b.after(empty, false, "CreateInstance", nil); ok {
		pending.kinds[model.KindNetworkInterface] = true
	}
	b.after(empty, false, "RunInstances", nil)
	b.after(stopped, false, "StartInstance", one)
	b.after(running, false, "StopInstance", one)
	b.after(running, false, "RebootInstance", one)
	b.after(running, true, "StopInstance", with(one, model.Params{"StoppedMode": "StopCharging"}))
	b.after(running, true, "RunInstances", nil)
	b.after(empty, true, "RunInstances", model.Params{"SecurityGroupId": "$sgclassic", "VSwitchId": ""})
}

// added is what the shapers of an operation add to a plain call.
func added(op string) []model.Params {
	var out []model.Params
	for _, v := range shapers()[op] {
		if v.world == "" && len(v.drop) == 0 {
			out = append(out, v.set)
		}
	}
	return out
}

func with(p, more model.Params) model.Params {
	out := make(model.Params, len(p)+len(more))
	maps.Copy(out, p)
	maps.Copy(out, more)
	return out
}

// interfaces lays an interface of every class: free, attached to a Running and
// a Stopped instance, on the way there and back, and changed; and one of the
// plain class attached to instances whose types differ for it.
func (b *stager) interfaces(empty stage) {
	one := model.Params{"NetworkInterfaceId": "$e1"}
	pair := with(one, model.Params{"InstanceId": "$i1"})
	hosts := []model.Params{
		{}, {"InstanceType": "ecs.g8i.xlarge"}, {"InstanceType": "ecs.g8i.24xlarge"}, {"InstanceType": "ecs.ebmre7p.32xlarge"},
		{"InstanceType": "ecs.c7.4xlarge"}, {"InstanceType": "ecs.g5.large"}, {"InstanceType": "ecs.t6-c1m2.large"}, {"InstanceType": "ecs.g8ae.xlarge"},
	}
	for n, class := range added("CreateNetworkInterface") {
		free, ok := b.after(empty, true, "CreateNetworkInterface", class)
		if !ok {
			continue
		}
		b.after(empty, false, "CreateNetworkInterface", class)
		for h, host := range hosts {
			if n > 0 && h > 2 {
				break
			}
			for _, launch := range []string{"RunInstances", "CreateInstance"} {
				both, ok := b.then(free, true, launch, host)
				if !ok {
					continue
				}
				b.attached(both, pair, n == 0 && h < 2)
			}
		}
		b.after(free, false, "DeleteNetworkInterface", one)
	}
	b.trunk(empty)
	b.second(empty)
}

// second lays two interfaces on one instance that has room for one of high
// performance.
func (b *stager) second(empty stage) {
	const mode, high = "NetworkInterfaceTrafficMode", "HighPerformance"
	for _, second := range []model.Params{nil, {mode: high}} {
		s, ok := b.then(empty, true, "CreateInstance", model.Params{"InstanceType": "ecs.g8i.xlarge"})
		for n, class := range []model.Params{{mode: high}, second} {
			if ok {
				s, ok = b.then(s, true, "CreateNetworkInterface", class)
			}
			if ok {
				s, ok = b.then(s, true, "AttachNetworkInterface", model.Params{"NetworkInterfaceId": "$e" + itoa(n+1), "InstanceId": "$i1"})
			}
		}
		b.keep(s, ok)
	}
}

// attached lays an interface that is attached, and what follows from it.
func (b *stager) attached(both stage, pair model.Params, all bool) {
	on, ok := b.after(both, true, "AttachNetworkInterface", pair)
	if !ok || !all {
		return
	}
	b.after(both, false, "AttachNetworkInterface", pair)
	b.after(on, false, "DetachNetworkInterface", pair)
	for _, change := range added("ModifyNetworkInterfaceAttribute") {
		b.after(on, true, "ModifyNetworkInterfaceAttribute", with(pair.Without("InstanceId"), change))
	}
}

// trunk lays a trunk interface with a member.
func (b *stager) trunk(empty stage) {
	s, ok := b.then(empty, true, "CreateNetworkInterface", model.Params{"InstanceType": "Trunk"})
	if ok {
		s, ok = b.then(s, true, "CreateInstance", nil)
	}
	if ok {
		s, ok = b.then(s, true, "AttachNetworkInterface", model.Params{"NetworkInterfaceId": "$e1", "InstanceId": "$i1"})
	}
	if ok {
		s, ok = b.after(s, true, "CreateNetworkInterface", nil)
	}
	if ok {
		b.after(s, true, "AttachNetworkInterface", model.Params{"NetworkInterfaceId": "$e2", "InstanceId": "$i1", "TrunkNetworkInstanceId": "$e1"})
	}
}

// images lays an image of every class: being made, ready, changed, shared and
// in use.
func (b *stager) images(empty stage) {
	one := model.Params{"ImageId": "$m1"}
	source := model.Params{"InstanceId": "$i1"}
	hosts := []model.Params{{}, {"ImageId": "$image.windows"}, {"ImageId": "$image.plain"}, {"InstanceType": "ecs.c7.4xlarge"}}
	for h, host := range hosts {
		stopped, ok := b.then(empty, true, "CreateInstance", host)
		if !ok {
			continue
		}
		for n, class := range added("CreateImage") {
			ready, ok := b.after(stopped, true, "CreateImage", with(source, class))
			if !ok || h > 0 {
				break
			}
			b.after(stopped, false, "CreateImage", with(source, class))
			for _, change := range added("ModifyImageAttribute") {
				b.after(ready, true, "ModifyImageAttribute", with(one, change))
			}
			if n > 0 {
				continue
			}
			for _, change := range added("ModifyImageSharePermission") {
				b.after(ready, true, "ModifyImageSharePermission", with(one, change))
			}
			b.after(ready, true, "RunInstances", one)
			b.after(ready, true, "CreateImage", with(source, model.Params{"ImageName": "image-2"}))
		}
	}
}

// foreign lays an image of another account, shared and public, for the first
// caller to use.
func (b *stager) foreign(empty stage) {
	base := b.start.World.Base()
	if _, ok := base.Caller("other"); !ok {
		return
	}
	s := empty
	s.steps = []Step{{Kind: StepAs, Text: "other"}}
	s, ok := b.then(s, true, "CreateInstance", model.Params{"VSwitchId": "$other.vsw1", "SecurityGroupId": "$other.sg1"})
	if ok {
		s, ok = b.then(s, true, "CreateImage", model.Params{"InstanceId": "$i1"})
	}
	for _, share := range []model.Params{{"IsPublic": "true"}, {"AddAccount.1": base.Callers[0].Account}} {
		if !ok {
			return
		}
		shared, given := b.then(s, true, "ModifyImageSharePermission", with(share, model.Params{"ImageId": "$m1"}))
		shared.steps = append(slices.Clip(shared.steps), Step{Kind: StepAs, Text: base.Callers[0].Name})
		b.keep(shared, given)
	}
}

// networks lays groups, vSwitches and VPCs, empty and in use.
func (b *stager) networks(empty stage) {
	own := model.Params{"SecurityGroupId": "$g1"}
	for _, class := range added("CreateSecurityGroup") {
		group, ok := b.after(empty, true, "CreateSecurityGroup", class)
		if !ok {
			continue
		}
		b.after(group, true, "AuthorizeSecurityGroup", own)
		b.after(group, true, "CreateSecurityGroup", class)
		running, ok := b.after(group, true, "RunInstances", own)
		if ok {
			b.after(running, true, "CreateSecurityGroup", class)
		}
		b.after(group, true, "CreateNetworkInterface", own)
		if plain, ok := b.after(group, true, "CreateInstance", nil); ok {
			b.after(plain, true, "JoinSecurityGroup", with(own, model.Params{"InstanceId": "$i1"}))
		}
	}
	b.after(empty, false, "CreateVpc", nil)
	vpc, ok := b.after(empty, true, "CreateVpc", nil)
	if ok {
		b.after(vpc, true, "CreateSecurityGroup", model.Params{"VpcId": "$n1"})
		b.after(vpc, true, "CreateVSwitch", model.Params{"VpcId": "$n1", "CidrBlock": "192.168.1.0/24"})
	}
	b.after(empty, false, "CreateVSwitch", nil)
	if vswitch, ok := b.after(empty, true, "CreateVSwitch", nil); ok {
		b.after(vswitch, true, "CreateNetworkInterface", model.Params{"VSwitchId": "$v1"})
		b.after(vswitch, true, "RunInstances", model.Params{"VSwitchId": "$v1"})
	}
}
