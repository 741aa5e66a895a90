package generate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// value draws a value that the documentation of the parameter allows; false if
// nothing is known of it.
func (g *Generator) value(op string, p *model.Param) (string, bool) {
	if kind := p.Refers(); kind != nil {
		return g.reference(kind, p)
	}
	if p.Name == chargeType && g.world.World.Base().Stranger {
		return ecs.PostPaid, true
	}
	if special := g.Plan.tables.specials[p.Name]; len(special) > 0 {
		return sequence.Literal(pick(g.dice, special)), true
	}
	v := &g.documentation(op, p).Valid
	switch {
	case p.Type == model.TypeBoolean:
		return pick(g.dice, []string{"true", "false"}), true
	case len(v.Enum) > 0:
		return pick(g.dice, v.Enum), true
	case len(v.ExampleValues) > 0:
		return pick(g.dice, v.ExampleValues), true
	case p.Type == model.TypeInteger:
		return g.number(v), true
	case v.MinLength != nil && v.MaxLength != nil:
		return g.text(*v.MinLength, *v.MaxLength), true
	default:
		return "", false
	}
}

// number draws a number, mostly at the documented bounds.
func (g *Generator) number(v *catalog.Valid) string {
	candidates := []int{1, 2, 4, 8}
	if v.Min != nil {
		candidates = append(candidates, *v.Min, *v.Min)
	}
	if v.Max != nil {
		candidates = append(candidates, *v.Max, *v.Max)
	}
	for s := range v.SpecialValues {
		if n, err := strconv.Atoi(s); err == nil {
			candidates = append(candidates, n)
		}
	}
	return strconv.Itoa(pick(g.dice, candidates))
}

// text draws a text of a legal length, mostly short, sometimes at the bounds.
func (g *Generator) text(least, most int) string {
	length := []int{least, least + 1, min(most, 12), min(most, 12), min(most, 12), most}[g.below(6)]
	return "n" + strings.Repeat("a", length-1-len(g.serial(length))) + g.serial(length)
}

// serial returns a number that makes texts of a sequence distinct, if it fits.
func (g *Generator) serial(length int) string {
	s := strconv.Itoa(g.calls % 90)
	if len(s)+1 > length {
		return ""
	}
	return s
}

// instanceType draws a type that the target has.
func (g *Generator) instanceType() string {
	return pick(g.dice, g.Plan.tables.types)
}

// drawnTypes lists the types that are drawn, some several times.
func drawnTypes(w model.World) []string {
	base := w.Base()
	if base.Stranger {
		return types(w)
	}
	var known []string
	for _, t := range instanceTypes() {
		if base.Types[t] != nil {
			known = append(known, t)
		}
	}
	if len(known) == 0 {
		known = types(w)
	}
	return known
}

// wrong lists values that the documentation of the parameter forbids, and some
// that it does not mention.
func (g *Generator) wrong(p *model.Param, doc *catalog.Parameter) []string {
	v := doc.Valid
	out := []string{"nonsense", "http://x", "-2", "0", "1"}
	if v.MaxLength != nil {
		out = append(out, "n"+strings.Repeat("a", *v.MaxLength))
	}
	if v.Max != nil {
		out = append(out, strconv.Itoa(*v.Max+1))
	}
	if v.Min != nil {
		out = append(out, strconv.Itoa(*v.Min-1))
	}
	for _, e := range v.Enum {
		out = append(out, strings.ToUpper(e))
	}
	if p.Type == model.TypeBoolean {
		out = append(out, "yes")
	}
	return out
}

// reference draws the name of a resource of the kind: mostly one that the
// sequence made, sometimes one of another region or account, or a removed one.
func (g *Generator) reference(kind model.Kind, p *model.Param) (string, bool) {
	if kind == model.KindInstanceType {
		return g.instanceType(), true
	}
	own, here, others := g.sorted(kind)
	if p.Own { // it must exist for the next sequence, even if the target is wrong
		here = nil
	}
	pool := slices.Clip(own) // additions must not stay
	if len(own) == 0 || len(here) > 0 && g.chance(60) && kind != ecs.KindInstance {
		pool = append(pool, here...)
	}
	if len(others) > 0 && g.chance(4) {
		pool = others
	}
	if len(pool) == 0 {
		return kind.Prefix() + "-none", true
	}
	return "$" + pick(g.dice, pool), true
}

// sorted lists the resources of the kind: existing ones of the sequence, those
// of the starting world, and removed ones or those of others. The next call
// overwrites the lists.
func (g *Generator) sorted(kind model.Kind) (own, here, others []string) {
	for len(g.sorts) <= kind.Number() {
		g.sorts = append(g.sorts, sorting{})
	}
	s := &g.sorts[kind.Number()]
	hash := g.world.World.Hash()
	if s.known && s.hash == hash && s.things == len(g.things) {
		return s.own, s.here, s.others
	}
	s.known, s.hash, s.things = true, hash, len(g.things)
	own, here, others = s.own[:0], s.here[:0], s.others[:0]
	for _, t := range g.things {
		switch {
		case t.kind != kind:
		case t.own && g.alive(t):
			own = append(own, t.name)
		case t.own || g.foreign(t):
			others = append(others, t.name)
		default:
			here = append(here, t.name)
		}
	}
	s.own, s.here, s.others = own, here, others
	return own, here, others
}

// A sorting is a cached result of sorted: of which world and how many
// resources.
type sorting struct {
	known             bool
	hash              uint64
	things            int
	own, here, others []string
}

// foreign says whether the resource belongs to another account or region.
func (g *Generator) foreign(t thing) bool {
	id, _ := g.world.Id(t.name)
	_, account, region := g.world.World.Locate(id)
	caller, _ := g.world.World.Base().Caller("")
	return account != model.SystemAccount && account != caller.Account || region != g.region && account != model.SystemAccount
}

// fitting draws the parameters of a call whose parts have to fit each other.
func (g *Generator) fitting(op *model.BoundOperation) model.Params {
	if op.Trials.Want.With != "" {
		return g.pair(op.Trials.Want, op)
	}
	params := model.Params{}
	for _, c := range op.Trials.Choices {
		if c.Absent > 0 && g.chance(c.Absent) {
			continue
		}
		of := c.Of
		if c.In != nil {
			of = c.In(g.world.World.Base())
		}
		if len(of) > 0 {
			params[c.Param] = pick(g.dice, g.known(of))
		} else if p, ok := op.Param(c.Param); ok {
			params[c.Param], _ = g.value(op.Name, p)
		}
	}
	return g.Plan.tables.own.Params(params)
}

// pair draws an interface in the status that the operation needs, and an
// instance that it is or could be attached to.
func (g *Generator) pair(want model.Want, op *model.BoundOperation) model.Params {
	one, _ := op.Param(want.Param)
	other, _ := op.Param(want.With)
	var fitting, instances []string
	for _, t := range g.things {
		if !t.own || !g.alive(t) {
			continue
		}
		id, _ := g.world.Id(t.name)
		switch {
		case t.kind == other.Refers():
			instances = append(instances, t.name)
		case t.kind == one.Refers() && oracle.StatusOf(g.world.World, id) == want.Status:
			fitting = append(fitting, t.name)
		}
	}
	if len(fitting) == 0 || len(instances) == 0 {
		return nil
	}
	eni := pick(g.dice, fitting)
	p := model.Params{want.Param: "$" + eni, want.With: "$" + pick(g.dice, instances)}
	id, _ := g.world.Id(eni)
	if r, _, _ := g.world.World.Locate(id); r != nil && r.(*ecs.NetworkInterface).InstanceId != "" { //nolint:forcetypeassert // of the kind
		for _, i := range instances {
			if g.world.Names[i] == r.(*ecs.NetworkInterface).InstanceId { //nolint:forcetypeassert // of the kind
				p[want.With] = "$" + i
			}
		}
	}
	return p
}

// known keeps the values that name nothing, or existing resources; the first
// one if there are none of these.
func (g *Generator) known(values []string) []string {
	if !strings.HasPrefix(values[0], "$") {
		return values // of one parameter all are names, or none is
	}
	var out []string
	for _, v := range values {
		name, isName := strings.CutPrefix(v, "$")
		if _, ok := g.world.Names[name]; ok || !isName {
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		return values[:1]
	}
	return out
}
