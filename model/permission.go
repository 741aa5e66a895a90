package model

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/ecsim/ecsim/model/ram"
)

// RAM: a RAM user or an assumed role may do what its policies allow. The
// account itself is not subject to policies.

// NoPermissions is the caller of the default world to whom no policy allows
// anything.
const NoPermissions = "nobody"

// ramCodes are the codes of rows for a denial by RAM; if an operation has none
// of them, the common row is its first rule. One page misspells the code.
func ramCodes() []string { return []string{"Forbidden.SubUser", "Forbbiden.SubUser", "Forbidden.RAM"} }

// ramRule is the rule of operations that have no row of their own.
func ramRule() Rule {
	return Rule{
		Code: "Forbidden.RAM", When: RamDenies,
		Refuses:  Documented("Policy evaluation process (RAM): what no policy allows is denied"),
		Answers:  Documented("common errors, Response results 2021"),
		Sentence: "A RAM user or role calls without the permission.",
		Break:    Break{Caller: NoPermissions},
	}
}

// RamDenies says that no policy permits the call.
func RamDenies(r *Request) bool { return !r.permitted() }

// RamText is the wording of editions before 2019, for rows that say only %s.
func RamText(*Request) string { return "The specified action is not available for you." }

// permitted says whether RAM allows the call: the action on every resource that
// the call names, with its tags; an unknown resource has no tags. An operation
// that names no resource needs permission on "*".
func (r *Request) permitted() bool {
	c := &r.caller
	if c.Kind == CallerAccount || c.Kind == "" {
		return true
	}
	request := ram.Request{Action: r.Operation.Action, Resources: r.touched(), Context: ram.Context{CurrentTime: r.World.now}}
	for _, p := range r.Operation.keyed {
		if request.Context.Keys == nil {
			request.Context.Keys = map[string]string{}
		}
		request.Context.Keys[p.Key] = strconv.FormatBool(r.Has(p.Name))
	}
	if len(c.session) > 0 {
		return ram.EvaluateSession(c.policies, c.session, request).Allowed
	}
	return ram.Evaluate(c.policies, request).Allowed
}

// touched lists the resources that the call names, and the one that it makes;
// an operation that lists a kind touches all of it. It is assumed that such
// lists have resource-level permission: no available page says which do. The
// catalog knows the resources of five operations only, and a test compares
// those with what is found here.
func (r *Request) touched() []ram.Resource {
	var all []ram.Resource
	for i := range r.Operation.Params {
		p := &r.Operation.Params[i]
		kind := p.kind
		if !r.World.model.kinds.Keeps(kind) || p.Filter || !r.given(p) {
			continue
		}
		for _, id := range r.ids(p) {
			all = append(all, ram.Resource{ARN: r.arn(kind, id), Tags: r.tagsOf(kind, id)})
		}
	}
	if whole := cmp.Or(r.Operation.Makes, r.Operation.Lists); whole != nil {
		res := ram.Resource{ARN: r.arn(whole, "*")}
		if !r.Operation.Reads { // a new resource has the tags of the call
			res.Tags = tagMap(NewTags(r.Tags()...))
		}
		all = append(all, res)
	}
	return all
}

// ids returns the ids that a parameter gives.
func (r *Request) ids(p *Param) []string {
	switch p.Type {
	case TypeList:
		return r.List(p.Name)
	case TypeJSONList:
		return r.JSONElements(p.Name)
	default:
		return []string{r.Text(p.Name)}
	}
}

// arn returns the ARN of a resource of the account in the region. Public images
// count as the caller's own (assumed).
func (r *Request) arn(kind Kind, id string) string {
	return ram.ARN(kind.Product(), r.Region, r.Account(), kind.ARN(), id)
}

// tagsOf returns the tags of the resource with the id.
func (r *Request) tagsOf(kind Kind, id string) map[string]string {
	if r.Place == nil {
		return nil
	}
	found := r.Usable(kind, id)
	if found == nil {
		return nil
	}
	return tagMap(r.World.model.kinds.Tags(found))
}

func tagMap(list List) map[string]string {
	if list == "" {
		return nil
	}
	tags := map[string]string{}
	for _, t := range list.Tags() {
		tags[t.Key] = t.Value
	}
	return tags
}

// compile parses the policies of the caller once. An error names the caller.
func (c *Caller) compile() error {
	c.policies, c.session = nil, nil
	for i, document := range c.Policies {
		p, err := ram.ParsePolicy([]byte(document))
		if err != nil {
			return fmt.Errorf("caller %s: policy %d: %w", c.Name, i+1, err)
		}
		c.policies = append(c.policies, p)
	}
	if c.Session != "" {
		p, err := ram.ParsePolicy([]byte(c.Session))
		if err != nil {
			return fmt.Errorf("caller %s: session policy: %w", c.Name, err)
		}
		c.session = []ram.Policy{p}
	}
	return nil
}

// AddCaller adds an identity to the world's base before calls are made. An
// error says which of its policies cannot be read.
func (b *Base) AddCaller(c Caller) error {
	switch c.Kind {
	case CallerAccount, CallerUser, CallerSTS:
	default:
		return fmt.Errorf("caller %s: kind %q is none of account, user and sts", c.Name, c.Kind)
	}
	if err := c.compile(); err != nil {
		return err
	}
	b.Callers = append(b.Callers, c)
	return nil
}
