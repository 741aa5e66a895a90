package conformance

import (
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// A ClientPlan is what several clients do at once: a preparation that one of
// them makes alone, then rounds that all begin together.
type ClientPlan struct {
	Setup  []Step
	Rounds []Round
}

// A Round has the steps of each client, in order.
type Round [][]Step

// Calls counts the calls of the rounds.
func (p ClientPlan) Calls() int {
	n := 0
	for _, round := range p.Rounds {
		for _, steps := range round {
			n += len(steps)
		}
	}
	return n
}

// A theme is what the clients of a round quarrel about.
type theme struct {
	weight int
	why    string
	draw   func(*contention) Step
}

func themes() []theme {
	return []theme{
		{4, "the status of one instance decides each of these", (*contention).power},
		{4, "an interface is at one instance at a time", (*contention).attachment},
		{3, "a group holds what joined it, and goes only when nothing is in it", (*contention).membership},
		{2, "the last of two changes is the one that stays", (*contention).change},
		{3, "a token makes one thing, whoever sends it", (*contention).creation},
		{1, "two images of one name cannot be", (*contention).image},
		{1, "what is deleted is gone for all", (*contention).end},
	}
}

// A contention draws the rounds of one plan.
type contention struct {
	*rand.Rand

	m      *model.Model
	tables *tables
	region string
	hot    string // the instance that this round is about
	eni    string
	group  string
	// made are interfaces and groups that earlier rounds may have made.
	enis, groups []string
	round        int
}

// mostConcurrent bounds the calls of a history: a check takes time that grows
// with what is open at once.
const mostConcurrent = 200

// drawClients draws a plan for n clients, of up to so many calls, from the seed.
func drawClients(start Start, n, calls int, seed uint64) ClientPlan {
	c := &contention{
		Rand: rand.New(rand.NewPCG(seed, uint64(n))), m: start.World.Model(), tables: start.tables, region: start.Region,
		enis: []string{"e1"}, groups: []string{"g1"},
	}
	plan := ClientPlan{Setup: c.setup()}
	for left := min(calls, mostConcurrent); left > 0; {
		round := c.next(n)
		for _, steps := range round {
			left -= len(steps)
		}
		plan.Rounds = append(plan.Rounds, round)
	}
	return plan
}

// setup makes what is quarrelled about: a Running and a Stopped instance, an
// interface and a group.
func (c *contention) setup() []Step {
	instance := plainRecipes()["RunInstances"]
	steps := []Step{
		c.make("g1", "CreateSecurityGroup", plainRecipes()["CreateSecurityGroup"]),
		c.make("i1", "RunInstances", instance),
		c.make("i2", "RunInstances", instance),
		c.make("e1", "CreateNetworkInterface", plainRecipes()["CreateNetworkInterface"]),
	}
	return append(steps,
		Step{Kind: StepAwait, Name: "i1", Status: model.Running},
		Step{Kind: StepAwait, Name: "i2", Status: model.Running},
		c.call("StopInstance", "InstanceId", "$i2"),
		Step{Kind: StepAwait, Name: "i2", Status: model.Stopped},
		Step{Kind: StepAwait, Name: "e1", Status: model.Available})
}

// next draws a round: all clients call about the same things.
func (c *contention) next(n int) Round {
	c.round++
	c.hot = pickOf(c, []string{"i1", "i1", "i2"})
	c.eni, c.group = pickOf(c, c.enis), pickOf(c, c.groups)
	t := c.theme()
	round := make(Round, n)
	for i := range round {
		for range 1 + c.IntN(2) {
			if c.IntN(100) < 25 { // looks tell what others did
				round[i] = append(round[i], c.look())
			} else {
				round[i] = append(round[i], t.draw(c))
			}
		}
	}
	c.keep("e", &c.enis, round)
	c.keep("g", &c.groups, round)
	return round
}

// keep lets later rounds quarrel about what this one makes.
func (c *contention) keep(prefix string, names *[]string, round Round) {
	name := prefix + itoa(c.round+1)
	for _, steps := range round {
		if slices.ContainsFunc(steps, func(s Step) bool { return s.Bind == name }) {
			*names = []string{(*names)[len(*names)-1], name}
			return
		}
	}
}

func (c *contention) theme() theme {
	all := themes()
	sum := 0
	for _, t := range all {
		sum += t.weight
	}
	n := c.IntN(sum)
	for _, t := range all {
		if n -= t.weight; n < 0 {
			return t
		}
	}
	return all[0]
}

func pickOf[T any](c *contention, from []T) T { return from[c.IntN(len(from))] }

// call makes a step of the operation and pairs of parameters.
func (c *contention) call(op string, pairs ...string) Step {
	params := model.Params{}
	for pair := range slices.Chunk(pairs, 2) {
		params[pair[0]] = pair[1]
	}
	if bound, ok := c.m.Operation(op); ok {
		if _, reads := bound.Param("RegionId"); reads {
			params["RegionId"] = c.region
		}
	}
	return Step{Kind: StepCall, Op: op, Params: params}
}

func (c *contention) make(name, op string, params model.Params) Step {
	s := c.call(op)
	maps.Copy(s.Params, params)
	s.Bind = name
	return s
}

func (c *contention) power() Step {
	return c.call(pickOf(c, []string{"StartInstance", "StopInstance", "StopInstance", "RebootInstance"}), "InstanceId", "$"+c.hot)
}

func (c *contention) attachment() Step {
	switch n := c.IntN(10); {
	case n < 5:
		return c.call("AttachNetworkInterface", "NetworkInterfaceId", "$"+c.eni, "InstanceId", pickOf(c, []string{"$i1", "$i2"}))
	case n < 8:
		return c.call("DetachNetworkInterface", "NetworkInterfaceId", "$"+c.eni, "InstanceId", pickOf(c, []string{"$i1", "$i2"}))
	case n < 9:
		return c.call("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", "$"+c.eni, "NetworkInterfaceName", c.value())
	default:
		return c.call("DeleteNetworkInterface", "NetworkInterfaceId", "$"+c.eni)
	}
}

func (c *contention) membership() Step {
	switch n := c.IntN(10); {
	case n < 4:
		return c.call("JoinSecurityGroup", "SecurityGroupId", "$"+c.group, "InstanceId", "$"+c.hot)
	case n < 7:
		return c.call("LeaveSecurityGroup", "SecurityGroupId", "$"+c.group, "InstanceId", "$"+c.hot)
	case n < 9:
		return c.call("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", "$"+c.eni, "SecurityGroupId.1", "$"+c.group)
	default:
		return c.call("DeleteSecurityGroup", "SecurityGroupId", "$"+c.group)
	}
}

func (c *contention) change() Step {
	switch c.IntN(5) {
	case 0:
		return c.call("ModifyInstanceMetadataOptions", "InstanceId", "$"+c.hot, "HttpEndpoint", "enabled",
			"HttpTokens", pickOf(c, []string{"optional", "required"}))
	case 1:
		return c.call("ModifyInstanceVncPasswd", "InstanceId", "$"+c.hot, "VncPassword", "Abc12"+itoa(c.IntN(10)))
	case 2:
		return c.call("ModifyInstanceAttribute", "InstanceId", "$"+c.hot, "NetworkInterfaceQueueNumber", "1")
	default:
		return c.call("ModifyInstanceAttribute", "InstanceId", "$"+c.hot, "InstanceName", c.value())
	}
}

// creation makes a thing under a token of the round; now and then with another
// parameter, which the same token refuses.
func (c *contention) creation() Step {
	next := itoa(c.round + 1)
	var s Step
	if c.round%2 == 0 {
		s = c.make("e"+next, "CreateNetworkInterface", plainRecipes()["CreateNetworkInterface"])
	} else {
		s = c.make("g"+next, "CreateSecurityGroup", plainRecipes()["CreateSecurityGroup"])
	}
	s.Params["ClientToken"] = "token-" + next
	if c.IntN(5) == 0 {
		s.Params["Description"] = "another"
	}
	return s
}

func (c *contention) image() Step {
	return c.make("m"+itoa(c.round), "CreateImage", model.Params{"InstanceId": "$" + c.hot, "ImageName": "image-" + itoa(c.round)})
}

func (c *contention) end() Step {
	switch n := c.IntN(10); {
	case n < 4:
		return c.call("DeleteNetworkInterface", "NetworkInterfaceId", "$"+c.eni)
	case n < 8:
		return c.call("DeleteSecurityGroup", "SecurityGroupId", "$"+c.group)
	case n < 9:
		return c.call("ModifyInstanceAttribute", "InstanceId", "$i2", "DeletionProtection", pickOf(c, []string{"true", "false"}))
	default:
		return c.call("DeleteInstance", "InstanceId", "$i2", "Force", "true")
	}
}

// value is a text that no other call gives: a look then tells which call won.
func (c *contention) value() string { return "name-" + itoa(c.IntN(1_000_000)) }

// look looks at one of the things that the round is about.
func (c *contention) look() Step {
	kind, name := model.KindInstance, c.hot
	switch c.IntN(4) {
	case 0:
		kind, name = model.KindNetworkInterface, c.eni
	case 1:
		kind, name = model.KindSecurityGroup, c.group
	}
	s, _ := c.tables.lookStep(kind, "", name, c.region)
	return s
}
