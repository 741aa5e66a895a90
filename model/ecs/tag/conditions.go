package tag

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A shown is where the tags of a kind are seen.
type shown struct {
	kind  model.Kind
	field string
}

// places are the kinds with tags, and what shows them.
func places() []shown {
	var all []shown
	for _, record := range ecs.Records() {
		if field := record.Kind().ShowsTags(); field != "" {
			all = append(all, shown{record.Kind(), field})
		}
	}
	return all
}

// effects make one change of the tags of each kind, which are seen in different
// places.
func effects(name string, basis model.Basis, change func(r *model.Request, has model.List) model.List) []model.Effect {
	var all []model.Effect
	for _, p := range places() {
		word := model.TagType(p.kind)
		all = append(all, model.Effect{
			Name: name + "-" + word, When: model.ValueIs("ResourceType", word), SeenBy: p.field, Basis: basis,
			Do: func(r *model.Request) {
				for _, v := range named(r) {
					tags, _ := r.TagsOf(v)
					r.SetTags(v, change(r, tags))
				}
			},
		})
	}
	return all
}

// trials are calls about resources of other kinds than groups.
func trials(tags string) model.Trials {
	id := func(word, name string) string { return "ResourceType=" + word + " ResourceId.1=" + name + " " + tags }
	return model.Trials{Shapes: model.Varied(""), Combinations: model.Varied(
		id("instance", "$i1"), id("eni", "$e1"), id("image", "$m1"), id("VPC", "$n1"), id("VSWITCH", "$v1"), id("keypair", "$k1"))}
}

// ids are the resources that the call names: ResourceId.N, or ResourceId alone.
func ids(r *model.Request) []string {
	all := r.List("ResourceId")
	if len(all) == 0 && r.Has("ResourceId") {
		all = []string{r.Text("ResourceId")}
	}
	return all
}

// find returns the resource of the call's type by its id; nil for none of the account
// in the region.
func find(r *model.Request, id string) model.Resource {
	kind := r.TaggedKinds()[r.Text("ResourceType")]
	if kind == nil || r.Place == nil {
		return nil
	}
	return r.Place.Named(kind, id)
}

// named are the known resources that the call names.
func named(r *model.Request) []model.Resource {
	var all []model.Resource
	for _, id := range ids(r) {
		if v := find(r, id); v != nil {
			all = append(all, v)
		}
	}
	return all
}

// listed are the types that the page lists. Of those that the model does not keep no
// resource exists.
func listed() []string {
	return []string{
		"instance", "disk", "snapshot", "image", "securitygroup", "volume", "eni", "ddh", "ddhcluster", "keypair", "launchtemplate",
		"reservedinstance", "snapshotpolicy", "elasticityassurance", "capacityreservation", "command", "invocation", "activation", "managedinstance",
	}
}

// typeUnknown: the type is none of ECS, and none of VPC, whose form of the operation
// is served under the same name.
func typeUnknown(r *model.Request) bool {
	word := r.Text("ResourceType")
	return r.Has("ResourceType") && !slices.Contains(listed(), word) && r.TaggedKinds()[word] == nil
}

// visible: the id names something that the account can use, and does not own.
func visible(r *model.Request, id string) bool {
	kind := r.TaggedKinds()[r.Text("ResourceType")]
	return kind != nil && r.Place != nil && find(r, id) == nil && r.Usable(kind, id) != nil
}

// unknown: a resource of the type does not exist.
func unknown(r *model.Request) bool {
	return r.Place != nil && !typeUnknown(r) && r.Has("ResourceType") &&
		slices.ContainsFunc(ids(r), func(id string) bool { return find(r, id) == nil && !visible(r, id) })
}

// notTaggable: the resource belongs to somebody else.
func notTaggable(r *model.Request) bool {
	return slices.ContainsFunc(ids(r), func(id string) bool { return visible(r, id) })
}

const mostIds = 50

func tooManyIds(r *model.Request) bool { return r.Beyond(len(ids(r)), mostIds) }

func manyIds() model.Params {
	p := model.Params{}
	for n := 1; n <= mostIds+1; n++ {
		p["ResourceId."+strconv.Itoa(n)] = "sg-none"
	}
	return p
}

// keyTwiceButCase: two keys differ in the case of letters alone.
func keyTwiceButCase(r *model.Request) bool {
	seen := map[string]string{}
	for _, t := range r.Tags() {
		low := strings.ToLower(t.Key)
		if other, again := seen[low]; again && other != t.Key {
			return true
		}
		seen[low] = t.Key
	}
	return false
}

// valueAlone: a tag has a value and no key.
func valueAlone(r *model.Request) bool {
	return slices.ContainsFunc(r.Tags(), func(t model.Tag) bool { return t.Key == "" && t.Value != "" })
}

// quotaReached: a resource would have more tags than one may.
func quotaReached(r *model.Request) bool {
	return slices.ContainsFunc(named(r), func(v model.Resource) bool {
		tags, _ := r.TagsOf(v)
		return r.Beyond(len(tags.WithTags(r.Tags()...).All()), model.MostTags)
	})
}

// absent is a rule of these pages: what is missing is answered with 404.
func absent(code, param string) model.Rule {
	return model.Rule{Code: code, When: model.Not(model.Given(param)), Break: model.Break{Drop: []string{param}}}
}

// merged are the tags with those of the call.
func merged(r *model.Request, has model.List) model.List { return has.WithTags(r.Tags()...) }

// internal are rows about parameters that the vendor's own services send.
func internal(codes ...string) []model.Left {
	var left []model.Left
	for _, code := range append([]string{
		"MissingParameter.TagOwnerUid", "MissingParameter.TagOwnerBid", "PermissionDenied.TagOwnerUid", "PermissionDenied.Scope", "Invalid.Scope",
		"NoPermission.Tag",
	}, codes...) {
		left = append(left, model.Left{Code: code, Why: "about parameters and tags of the vendor's own services"})
	}
	return left
}

// copied are rows that stand on a page because they stand on that of TagResources.
func copied(codes ...string) []model.Left {
	var left []model.Left
	for _, code := range codes {
		left = append(left, model.Left{Code: code, Why: "copied from TagResources: no source says which call of this operation is answered so"})
	}
	return left
}
