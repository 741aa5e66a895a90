package clients

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A ClientPlan is the plan of several clients: a preparation by one of them,
// then rounds that all begin together.
type ClientPlan struct {
	Setup  []sequence.Step
	Rounds []Round
}

// A Round has the steps of each client, in order.
type Round [][]sequence.Step

// A contention draws the rounds of one plan.
type contention struct {
	*rand.Rand

	m      *model.Model
	tables *oracle.Tables
	region string
	hot    string // the instance that this round is about
	eni    string
	group  string
	// made are interfaces and groups that earlier rounds may have made.
	enis, groups []string
	round        int
}

// mostConcurrent limits the calls of a history: the time of a search grows with
// the number of open calls.
const mostConcurrent = 200

// drawClients draws a plan for n clients, with at most calls calls, from the
// seed.
func drawClients(start oracle.Start, n, calls int, seed uint64) ClientPlan {
	c := &contention{
		Rand: rand.New(rand.NewPCG(seed, uint64(n))), m: start.World.Model(), tables: start.Tables, region: start.Region,
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

// setup makes the contended resources: a Running and a Stopped instance, an
// interface and a group.
func (c *contention) setup() []sequence.Step {
	steps := []sequence.Step{
		c.plain("g1", ecs.KindSecurityGroup), c.plain("i1", ecs.KindInstance),
		c.plain("i2", ecs.KindInstance), c.plain("e1", ecs.KindNetworkInterface),
	}
	steps = append(steps,
		sequence.Step{Kind: sequence.StepAwait, Name: "i1", Status: ecs.Running},
		sequence.Step{Kind: sequence.StepAwait, Name: "i2", Status: ecs.Running})
	for _, op := range c.m.Operations() {
		if want := op.Trials.Want; want.Status == ecs.Stopped && want.By != "" {
			steps = append(steps, c.call(want.By, model.Params{want.Param: "$i2"}))
		}
	}
	return append(steps,
		sequence.Step{Kind: sequence.StepAwait, Name: "i2", Status: ecs.Stopped},
		sequence.Step{Kind: sequence.StepAwait, Name: "e1", Status: ecs.Available})
}

// next draws a round: all clients call about the same resources.
func (c *contention) next(n int) Round {
	c.round++
	c.hot = pickOf(c, []string{"i1", "i1", "i2"})
	c.eni, c.group = pickOf(c, c.enis), pickOf(c, c.groups)
	t := c.theme()
	round := make(Round, n)
	for i := range round {
		for range 1 + c.IntN(2) {
			if c.IntN(100) < 25 { // lookups show what others did
				round[i] = append(round[i], c.lookup())
			} else {
				round[i] = append(round[i], c.of(t))
			}
		}
	}
	c.keep("e", &c.enis, round)
	c.keep("g", &c.groups, round)
	return round
}

// keep makes the resources of this round available to later rounds.
func (c *contention) keep(prefix string, names *[]string, round Round) {
	name := prefix + strconv.Itoa(c.round+1)
	for _, steps := range round {
		if slices.ContainsFunc(steps, func(s sequence.Step) bool { return s.Bind == name }) {
			*names = []string{(*names)[len(*names)-1], name}
			return
		}
	}
}

func (c *contention) theme() model.Theme {
	all := c.m.Themes()
	sum := 0
	for _, t := range all {
		sum += t.Weight
	}
	n := c.IntN(sum)
	for _, t := range all {
		if n -= t.Weight; n < 0 {
			return t
		}
	}
	return all[0]
}

func pickOf[T any](c *contention, from []T) T { return from[c.IntN(len(from))] }

// call makes a step of the operation, in the region of the plan.
func (c *contention) call(op string, params model.Params) sequence.Step {
	all := model.Params{}
	if bound, ok := c.m.Operation(op); ok {
		if _, reads := bound.Param("RegionId"); reads {
			all["RegionId"] = c.region
		}
	}
	maps.Copy(all, params)
	return sequence.Step{Kind: sequence.StepCall, Op: op, Params: all}
}

// plain makes a resource of the kind by a plain call.
func (c *contention) plain(name string, kind model.Kind) sequence.Step {
	maker := c.m.Maker(kind)
	s := c.call(maker.Name, maker.Plain)
	s.Bind = name
	return s
}

// of draws a call of the theme.
func (c *contention) of(t model.Theme) sequence.Step {
	if t.OneToken {
		return c.creation(t.Calls[c.round%len(t.Calls)])
	}
	drawn := t.Calls[0]
	if len(t.Calls) > 1 {
		sum := 0
		for _, call := range t.Calls {
			sum += call.Share
		}
		n := c.IntN(sum)
		for _, call := range t.Calls {
			if n -= call.Share; n < 0 {
				drawn = call
				break
			}
		}
	}
	params := model.Params{}
	for _, name := range drawn.Params.Names() {
		params[name] = c.value(drawn.Params[name])
	}
	s := c.call(drawn.Op, params)
	s.Bind = strings.ReplaceAll(drawn.Bind, "#round", strconv.Itoa(c.round))
	return s
}

// creation makes a resource with a token of the round; sometimes with another
// parameter, which the same token refuses.
func (c *contention) creation(call model.Contender) sequence.Step {
	next := strconv.Itoa(c.round + 1)
	s := c.call(call.Op, nil)
	if op, ok := c.m.Operation(call.Op); ok {
		maps.Copy(s.Params, op.Plain)
	}
	s.Bind = strings.ReplaceAll(call.Bind, "#round", next)
	s.Params["ClientToken"] = "token-" + next
	if c.IntN(5) == 0 {
		s.Params["Description"] = "another"
	}
	return s
}

// value expands a value of a contender. A text that no other call gives lets a
// lookup show which call won.
func (c *contention) value(text string) string {
	if all := strings.Split(text, "|"); len(all) > 1 {
		text = pickOf(c, all)
	}
	switch text {
	case "$hot":
		return "$" + c.hot
	case "$eni":
		return "$" + c.eni
	case "$group":
		return "$" + c.group
	case "#value":
		return "name-" + strconv.Itoa(c.IntN(1_000_000))
	}
	if head, ok := strings.CutSuffix(text, "#digit"); ok {
		return head + strconv.Itoa(c.IntN(10))
	}
	return strings.ReplaceAll(text, "#round", strconv.Itoa(c.round))
}

// lookup is a lookup of one of the resources that the round is about.
func (c *contention) lookup() sequence.Step {
	kind, name := ecs.KindInstance, c.hot
	switch c.IntN(4) {
	case 0:
		kind, name = ecs.KindNetworkInterface, c.eni
	case 1:
		kind, name = ecs.KindSecurityGroup, c.group
	}
	s, _ := c.tables.LookupStep(kind, "", name, c.region)
	return s
}
