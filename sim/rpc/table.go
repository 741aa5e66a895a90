package rpc

import (
	"reflect"
	"sort"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/wire"
	"github.com/ecsim/ecsim/sim"
)

// An answer is an accepted call with all that its body shows.
type answer struct {
	call    model.Call
	world   model.World
	reply   model.Reply
	account string
	region  string
	asked   []string // AdditionalAttributes of the call
	plans   *plans
}

func (p *plans) answer(call model.Call, a sim.Answer) *answer {
	caller, _ := a.World.Base().Caller(call.Caller)
	out := &answer{call: call, world: a.World, reply: a.Outcome.Reply, account: caller.Account, region: call.Params["RegionId"], plans: p}
	if out.region == "" {
		out.region = call.Region
	}
	if regions := a.World.Base().Regions; out.region == "" && len(regions) > 0 {
		out.region = regions[0].RegionId
	}
	for name, value := range call.Params {
		if strings.HasPrefix(name, "Include") && strings.EqualFold(value, "true") { // a member that is shown on request
			out.asked = append(out.asked, name)
		}
	}
	sort.Strings(out.asked)
	for n := 1; ; n++ {
		attribute, ok := call.Params["AdditionalAttributes."+strconv.Itoa(n)]
		if !ok {
			return out
		}
		out.asked = append(out.asked, attribute)
	}
}

// body writes what the call answers, beyond RequestId.
func (a *answer) body() object {
	says := a.plans.answers.Of(a.call.Op)
	switch {
	case a.call.Op == "DescribeImageSharePermission": // accounts are no resources
		return encodeShares(a)
	case says.Records != "":
		return a.beside(says).with(inside(says.Records, records(a.reply.Records)))
	case says.Made != "":
		return a.made(says)
	case says.In != "":
		return a.list(says)
	case says.Of != nil && len(a.reply.Items) > 0:
		return a.show(a.reply.Items[0], says.View)
	default:
		return a.plain()
	}
}

// show writes a resource as the view has it.
func (a *answer) show(r model.Resource, view string) object {
	return a.plans.of(reflect.TypeOf(r).Elem(), view, a.asked).write(source{a, r, reflect.ValueOf(r).Elem()})
}

// list writes the described resources, and what stands beside them; or the one
// resource in an object of its own.
func (a *answer) list(says wire.Answer) object {
	if !strings.HasSuffix(says.In, "[]") {
		var one object
		if len(a.reply.Items) > 0 {
			one = a.show(a.reply.Items[0], says.View)
		}
		return object{{says.In, one}}
	}
	all := make([]object, 0, len(a.reply.Items))
	for _, r := range a.reply.Items {
		all = append(all, a.show(r, says.View))
	}
	return a.beside(says).with(inside(says.In, all))
}

// beside writes what stands beside a list.
func (a *answer) beside(says wire.Answer) object {
	o := a.plain()
	page := a.reply.Page
	if says.Numbered {
		o = o.with(member{"TotalCount", page.Total}, member{"PageNumber", page.Number}, member{"PageSize", page.Size})
	}
	if says.Tokened {
		o = o.with(member{"NextToken", page.Next})
	}
	if says.Regional {
		o = o.with(member{"RegionId", a.region})
	}
	return o
}

// records writes the elements of a list that are no resources.
func records(all []model.Record) []object {
	out := make([]object, 0, len(all))
	for _, r := range all {
		out = append(out, record(r))
	}
	return out
}

// record writes one element. Members of one inner object stand beside each other.
func record(r model.Record) object {
	var o object
	for i := 0; i < len(r); {
		outer, _, inner := strings.Cut(r[i].Name, ".")
		if !inner {
			o = append(o, member{outer, recorded(r[i].Value)})
			i++
			continue
		}
		var within model.Record
		for ; i < len(r) && strings.HasPrefix(r[i].Name, outer+"."); i++ {
			within = append(within, model.Member{Name: strings.TrimPrefix(r[i].Name, outer+"."), Value: r[i].Value})
		}
		o = append(o, member{outer, record(within)})
	}
	return o
}

func recorded(value any) any {
	if inner, ok := value.([]model.Record); ok {
		return records(inner)
	}
	return value
}

// made writes the resource that the call made, or only its id where answers
// have no more, or a repeated call is about one that is gone.
func (a *answer) made(says wire.Answer) object {
	for _, id := range a.reply.Created {
		if found, _, _ := a.world.Locate(id); found != nil && says.Of != nil {
			return a.show(found, says.View).with(a.plain()...)
		}
	}
	if strings.HasSuffix(says.Made, "[]") {
		return a.plain().with(inside(says.Made, a.reply.Created))
	}
	id := ""
	if len(a.reply.Created) > 0 {
		id = a.world.Model().Kinds().InCalls(a.reply.Created[0])
	}
	return a.plain().with(member{says.Made, id})
}

// inside puts a list into its wrapper: {"SecurityGroupIds": {"SecurityGroupId": […]}}.
func inside(place string, list any) member {
	wrapper, element, _ := strings.Cut(strings.TrimSuffix(place, "[]"), ".")
	return member{wrapper, object{{element, list}}}
}

// plain writes the scalars of the reply, if there are any.
func (a *answer) plain() object {
	names := make([]string, 0, len(a.reply.Values))
	for name := range a.reply.Values {
		names = append(names, name)
	}
	sort.Strings(names)
	var o object
	for _, name := range names {
		o = append(o, member{name, a.reply.Values[name]})
	}
	return o
}
