package generate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// varied lists the plain call with one parameter changed, over its classes:
// absent, each documented value, both sides of each bound, and nonsense.
func (v *Mover) varied(p oracle.PossibleWorld, op *model.BoundOperation, plain model.Params, param *model.Param) []model.Params {
	switch param.Name {
	case "NextToken": // only the target knows its meaning
		return nil
	case "Tag":
		return []model.Params{plain.With("Tag.1.Key", "team").With("Tag.1.Value", "a")}
	}
	var out []model.Params
	name := wireName(param)
	if _, given := plain[name]; given {
		out = append(out, plain.Without(name))
	}
	for _, value := range v.classes(p, op, param) {
		out = append(out, plain.With(name, param.Value(value)))
	}
	if param.Type == model.TypeList {
		out = append(out, v.lists(p, plain, param)...)
	}
	return out
}

// classes lists one value of each class of the parameter's documentation.
func (v *Mover) classes(p oracle.PossibleWorld, op *model.BoundOperation, param *model.Param) []string {
	if kind := param.Refers(); kind != nil {
		return v.references(p, kind, param.Own)
	}
	doc, _ := v.docs[op.Name].Parameter(param.Name)
	var out []string
	for _, s := range v.tables.specials[param.Name] {
		out = append(out, sequence.Literal(s))
	}
	out = append(out, v.tables.legal[param.Name]...)
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

// references lists all names of the kind, and ids that do not exist.
func (v *Mover) references(p oracle.PossibleWorld, kind model.Kind, ownOnly bool) []string {
	if kind == model.KindInstanceType {
		return append(slices.Clip(v.tables.types), "ecs.none")
	}
	out := []string{kind.Prefix() + "-none", "none"}
	own := 0
	for _, name := range sequence.SortedNames(p.Names) {
		if p.Kind(name) == kind && !(ownOnly && p.Base(name) && v.mine(p, name)) {
			if !p.Base(name) {
				own++
			}
			if own <= mostSubjects || p.Base(name) {
				out = append(out, "$"+name)
			}
		}
	}
	if kind == ecs.KindNetworkInterface {
		out = append(out, v.primaries(p)...)
	}
	return out
}

// mine says whether the resource belongs to the world's first caller, in the
// region of the plan: a destructive call would succeed there.
func (v *Mover) mine(p oracle.PossibleWorld, name string) bool {
	_, account, region := p.World.Locate(p.Names[name])
	caller, _ := p.World.Base().Caller("")
	return account == caller.Account && region == v.region
}

// types lists the types that calls name: all of an embedded world, and those of
// another target that reach its figures.
func types(w model.World) []string {
	base := w.Base()
	if !base.Stranger || len(base.Zones) == 0 {
		return model.SortedTypes(base.Types)
	}
	return locality.Reaching(locality.OnSale(base, base.Zones[0].ZoneId))
}

// lists makes lists: a pair of different ones, the same twice, and one too many. What
// a call changes is never a resource of the starting world, in a list as elsewhere.
func (v *Mover) lists(p oracle.PossibleWorld, plain model.Params, param *model.Param) []model.Params {
	kind := param.Refers()
	if kind == nil {
		return nil
	}
	var here []string
	for _, ref := range v.references(p, kind, param.Own) {
		if strings.HasPrefix(ref, "$") && !strings.Contains(ref, ".") {
			here = append(here, ref)
		}
	}
	if len(here) == 0 {
		return nil
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

// legal are valid values for parameters for which neither the documentation nor
// the generator has one.
func legal() map[string][]string {
	return map[string][]string{
		"InstanceName":                     {"web-1"},
		"NetworkInterfaceName":             {"eni-1"},
		"SecurityGroupName":                {"group-1"},
		"Description":                      {"abc"},
		"PrivateIpAddress":                 {"10.1.0.99"},
		"PrimaryIpAddress":                 {"10.1.0.99"},
		"Ipv6Address":                      {"2408:4000:1::99"},
		"HostNames":                        {"web-1"},
		"HttpEndpoint":                     {"enabled", "disabled"},
		"HttpTokens":                       {"optional", "required"},
		"BootMode":                         {"BIOS", "UEFI"},
		"Features.ImdsSupport":             {"v1", "v2"},
		"CpuOptions.TopologyType":          {"ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"},
		"RemoteConnectionOptions.Password": {"123456"},
		"RemoveAccount":                    {"1000000000000002"},
		"ClientToken":                      {clientToken},
		"RegionId":                         {"cn-nowhere"},
	}
}

// clientToken is the token of all planned calls that have one, so that it is
// repeated with other parameters.
const clientToken = "token-1"

// Sticky says whether a later call can repeat a value of the parameter with an
// effect, although the shape of a world does not show it: a token, an address.
func Sticky(wire string) bool {
	switch name, _, _ := strings.Cut(wire, "."); name {
	case "ClientToken", "PrivateIpAddress", "PrimaryIpAddress", "Ipv6Address":
		return true
	default:
		return false
	}
}
