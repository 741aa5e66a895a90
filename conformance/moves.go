package conformance

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// A mover lists the calls that are worth trying in a world: for each operation
// a plain call, and that call with one thing different, over all classes of
// each parameter. The planner tries them all; nothing here is drawn.
type mover struct {
	m      *model.Model
	region string
	docs   map[string]*catalog.Operation
}

func newMover(start Start) (*mover, error) {
	m := start.World.Model()
	v := &mover{m: m, region: start.Region, docs: map[string]*catalog.Operation{}}
	for _, op := range m.Operations() {
		doc, err := m.Catalog().Operation(op.Name)
		if err != nil {
			return nil, err
		}
		v.docs[op.Name] = doc
	}
	return v, nil
}

// A planned call has a caller; the empty caller is the first of the world.
type planned struct {
	step   Step
	caller string
	shapes bool // see shapers
}

// moves lists the calls of the operation that are worth trying in the world.
func (v *mover) moves(p possible, op *model.BoundOperation) []planned {
	var out []planned
	seen := map[string]bool{}
	var plain model.Params
	add := func(params model.Params, caller string) {
		m := planned{Step{Kind: StepCall, Op: op.Name, Params: params}, caller, caller == "" && shapes(op.Name, params, plain)}
		if key := caller + " " + m.step.String(); !seen[key] {
			seen[key] = true
			out = append(out, m)
		}
	}
	for _, plain = range v.plain(p, op) {
		add(plain, "")
		for _, delta := range shapers()[op.Name] {
			params := plain
			for name, value := range delta {
				params = params.With(name, value)
			}
			add(params, "")
		}
		for i := range op.Params {
			for _, params := range v.varied(p, op, plain, &op.Params[i]) {
				add(params, "")
			}
		}
		for _, r := range op.Rules {
			if params, ok := hinted(plain, r.Break); ok && r.When != nil && follows(p.world.Base(), r.Break) {
				add(params, r.Break.Caller)
			}
		}
	}
	return out
}

// follows says whether a hint can be followed in the world.
func follows(base *model.Base, b model.Break) bool {
	if b.World != "" && b.World != base.Name {
		return false
	}
	_, ok := base.Caller(b.Caller)
	return ok
}

// hinted applies a hint to a plain call.
func hinted(plain model.Params, b model.Break) (model.Params, bool) {
	if len(b.Set) == 0 && len(b.Drop) == 0 && b.Caller == "" {
		return nil, false
	}
	params := plain
	for _, name := range b.Drop {
		params = params.Without(name)
	}
	for name, value := range b.Set {
		params = params.With(name, value)
	}
	return params, true
}

// plain lists calls with nothing but what is needed: one for each thing that
// the operation can be about.
func (v *mover) plain(p possible, op *model.BoundOperation) []model.Params {
	base := model.Params{}
	if _, ok := op.Param("RegionId"); ok && op.Name != "ModifyInstanceAttribute" {
		base["RegionId"] = v.region
	}
	lists := []model.Params{base}
	if recipe, ok := plainRecipes()[op.Name]; ok {
		maps.Copy(base, recipe)
	}
	for i := range op.Params {
		param := &op.Params[i]
		if _, given := base[param.Name]; given || !param.Required && !about(op.Name, param.Name) {
			continue
		}
		values := v.needed(p, op, param)
		var next []model.Params
		for _, params := range lists {
			for _, value := range values {
				next = append(next, params.With(wireName(param), wireValue(param, value)))
			}
		}
		if len(next) > 0 {
			lists = next
		}
	}
	return lists
}

// wireName is the name under which a single value of the parameter is sent.
func wireName(p *model.Param) string {
	if p.Type == model.TypeList {
		return p.Name + ".1"
	}
	return p.Name
}

func wireValue(p *model.Param, value string) string {
	if p.Type == model.TypeJSONList {
		return `["` + value + `"]`
	}
	return value
}

// needed lists values for a parameter that a plain call needs.
func (v *mover) needed(p possible, op *model.BoundOperation, param *model.Param) []string {
	if kind := param.Refers(); kind != 0 && kind != model.KindInstanceType {
		return v.subjects(p, kind, destructive(op.Name, param))
	}
	if special := specials()[param.Name]; len(special) > 0 {
		return []string{Literal(special[0])}
	}
	doc, _ := v.docs[op.Name].Parameter(param.Name)
	switch {
	case len(doc.Valid.Enum) > 0:
		return doc.Valid.Enum[:1]
	case param.Type == model.TypeBoolean:
		return []string{"true"}
	case param.Type == model.TypeInteger:
		return []string{"1"}
	default:
		return []string{"name-1"}
	}
}

// subjects lists what a call can be about: everything of the kind that the
// path made, or, when it made nothing, what the world began with.
func (v *mover) subjects(p possible, kind model.Kind, ownOnly bool) []string {
	var own, began []string
	for _, name := range sortedNames(p.names) {
		if p.kind(name) != kind || !p.exists(name) {
			continue
		}
		if p.base(name) {
			if !ownOnly {
				began = append(began, "$"+name)
			}
		} else {
			if len(own) < mostSubjects {
				own = append(own, "$"+name)
			}
		}
	}
	if kind == model.KindNetworkInterface {
		own = append(own, v.primaries(p)...)
	}
	switch {
	case len(own) > 0 && (kind == model.KindSecurityGroup || kind == model.KindVSwitch || kind == model.KindVpc):
		return append(own, began[:min(1, len(began))]...)
	case len(own) > 0:
		return own
	case len(began) > 0:
		return began[:1]
	default:
		return []string{kind.Prefix() + "-none"}
	}
}

// mostSubjects bounds the things of a kind that calls are tried on: a path
// that makes a hundred instances tells no more than one that makes two.
const mostSubjects = 2

func (v *mover) primaries(p possible) []string {
	var out []string
	for _, name := range sortedNames(p.names) {
		if p.kind(name) == model.KindInstance && !p.base(name) {
			if _, ok := p.id(name + ".primary"); ok {
				out = append(out, "$"+name+".primary")
			}
		}
	}
	return out[:min(len(out), mostSubjects)]
}

func (p possible) exists(name string) bool {
	r, _, _ := p.world.Locate(p.names[name])
	return r != nil
}

// varied lists the plain call with one parameter different, over its classes:
// absent, each documented value, both sides of each bound, and nonsense.
func (v *mover) varied(p possible, op *model.BoundOperation, plain model.Params, param *model.Param) []model.Params {
	if opaque(param.Name) {
		return nil
	}
	var out []model.Params
	name := wireName(param)
	if _, given := plain[name]; given {
		out = append(out, plain.Without(name))
	}
	for _, value := range v.classes(p, op, param) {
		out = append(out, plain.With(name, wireValue(param, value)))
	}
	if param.Type == model.TypeList {
		out = append(out, v.lists(p, plain, param)...)
	}
	return out
}

// classes lists one value of each class of the parameter's documentation.
func (v *mover) classes(p possible, op *model.BoundOperation, param *model.Param) []string {
	if kind := param.Refers(); kind != 0 {
		return v.references(p, kind, destructive(op.Name, param))
	}
	doc, _ := v.docs[op.Name].Parameter(param.Name)
	var out []string
	for _, s := range specials()[param.Name] {
		out = append(out, Literal(s))
	}
	out = append(out, doc.Valid.Enum...)
	out = append(out, doc.Valid.ExampleValues...)
	switch param.Type {
	case model.TypeBoolean:
		out = append(out, "true", "false", "maybe")
	case model.TypeInteger:
		out = append(out, "1", "2", "0", "-1", "none")
	default:
		out = append(out, "1", "a b", "http://x")
	}
	out = append(out, bounds(doc.Valid)...)
	slices.Sort(out)
	return slices.Compact(out)
}

// bounds lists the values at and beyond the documented bounds.
func bounds(d catalog.Valid) []string {
	var out []string
	if d.Min != nil {
		out = append(out, strconv.Itoa(*d.Min), strconv.Itoa(*d.Min-1))
	}
	if d.Max != nil {
		out = append(out, strconv.Itoa(*d.Max), strconv.Itoa(*d.Max+1))
	}
	if d.MaxLength != nil {
		out = append(out, "n"+strings.Repeat("a", *d.MaxLength-1), "n"+strings.Repeat("a", *d.MaxLength))
	}
	return out
}

// references lists everything of the kind that has a name, and what has none.
func (v *mover) references(p possible, kind model.Kind, ownOnly bool) []string {
	if kind == model.KindInstanceType {
		return append(types(p.world), "ecs.none")
	}
	out := []string{kind.Prefix() + "-none", "none"}
	own := 0
	for _, name := range sortedNames(p.names) {
		if p.kind(name) == kind && !(ownOnly && p.base(name) && v.mine(p, name)) {
			if !p.base(name) {
				own++
			}
			if own <= mostSubjects || p.base(name) {
				out = append(out, "$"+name)
			}
		}
	}
	if kind == model.KindNetworkInterface {
		out = append(out, v.primaries(p)...)
	}
	return out
}

// mine says whether the thing belongs to the world's first caller, in the
// region of the plan: there a destructive call would succeed.
func (v *mover) mine(p possible, name string) bool {
	_, account, region := p.world.Locate(p.names[name])
	caller, _ := p.world.Base().Caller("")
	return account == caller.Account && region == v.region
}

func types(w model.World) []string {
	var out []string
	for name := range w.Base().Types {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// lists makes lists: a pair of different ones, the same twice, and one too many.
func (v *mover) lists(p possible, plain model.Params, param *model.Param) []model.Params {
	kind := param.Refers()
	if kind == 0 {
		return nil
	}
	var here []string
	for _, ref := range v.references(p, kind, false) {
		if strings.HasPrefix(ref, "$") && !strings.Contains(ref, ".") {
			here = append(here, ref)
		}
	}
	var out []model.Params
	for _, second := range here {
		out = append(out, plain.With(param.Name+".1", here[0]).With(param.Name+".2", second))
	}
	many := plain
	for i, ref := range here {
		many = many.With(param.Name+"."+strconv.Itoa(i+1), ref)
	}
	return append(out, many)
}

// plainRecipes are plain calls of operations whose parts have to fit.
func plainRecipes() map[string]model.Params {
	instance := model.Params{
		"ImageId": "$image.linux", "InstanceType": "ecs.g7.xlarge", "VSwitchId": "$vsw1", "SecurityGroupId": "$sg1",
	}
	return map[string]model.Params{
		"RunInstances":           instance,
		"CreateInstance":         instance,
		"CreateNetworkInterface": {"VSwitchId": "$vsw1", "SecurityGroupId": "$sg1"},
		"CreateSecurityGroup":    {"VpcId": "$vpc1"},
		"CreateVpc":              {"CidrBlock": "192.168.0.0/16"},
		"CreateVSwitch":          {"VpcId": "$vpc1", "CidrBlock": "10.99.0.0/24", "ZoneId": "cn-hangzhou-i"},
		"AuthorizeSecurityGroup": {"IpProtocol": "tcp", "PortRange": "22/22", "SourceCidrIp": "0.0.0.0/0"},
		"AssignIpv6Addresses":    {"Ipv6AddressCount": "1"},
	}
}
