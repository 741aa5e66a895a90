package ram

import "fmt"

// A Request is what a caller asks for: one action, the resources that it touches, and what else conditions may ask about.
// A request without resources (an operation that has no resource-level permission) touches "*", which only the resource
// pattern "*" and NotResource cover.
type Request struct {
	Action    string // as in ecs:RunInstances
	Resources []Resource
	Context   Context
}

// A Resource is one thing that a request touches, by its [ARN], with its tags. A resource that is not known has none.
type Resource struct {
	ARN  string
	Tags map[string]string
}

// A Reason is why a request is allowed or denied, in the words of the page "Policy evaluation process".
type Reason uint8

// The reasons of a decision.
const (
	ImplicitDeny Reason = iota // no statement allows it
	ExplicitDeny               // a Deny statement covers it
	Allowed                    // Allow statements cover it, and no Deny does
)

// String is the reason in words.
func (r Reason) String() string {
	switch r {
	case ExplicitDeny:
		return "explicit deny"
	case Allowed:
		return "allowed"
	case ImplicitDeny:
	}
	return "no allow"
}

// A Decision says whether a request is allowed, and which statement decided.
type Decision struct {
	Allowed   bool
	Why       Reason
	Policy    int  // index of the policy that decided, -1 when no statement did
	Statement int  // index of the statement in that policy, -1 when no statement did
	Resource  int  // index of the resource that decided: the first one denied or not allowed, or 0
	Session   bool // the session policies decided, not those of the role: Policy counts in them
}

// String says the decision in words, counting from 1 as errors do.
func (d Decision) String() string {
	kind := "policy"
	if d.Session {
		kind = "session policy"
	}
	if d.Policy < 0 {
		return fmt.Sprintf("%v by any %s for resource %d", d.Why, kind, d.Resource+1)
	}
	return fmt.Sprintf("%v by statement %d of %s %d for resource %d", d.Why, d.Statement+1, kind, d.Policy+1, d.Resource+1)
}

// Evaluate decides a request by the policies of a caller, attached to it or inherited from its groups. A Deny statement that
// covers any of the resources wins; otherwise every resource needs an Allow statement that covers it. Policies need not be
// ordered: their order decides only which of several statements the decision names.
func Evaluate(policies []Policy, r Request) Decision {
	resources := r.Resources
	if len(resources) == 0 {
		resources = []Resource{{ARN: "*"}}
	}
	for i := range policies {
		if !policies[i].denies {
			continue
		}
		if s, res := policies[i].denial(&r, resources); s >= 0 {
			return Decision{Why: ExplicitDeny, Policy: i, Statement: s, Resource: res}
		}
	}
	d := Decision{Allowed: true, Why: Allowed}
	for i := range resources {
		p, s := findAllow(policies, &r, &resources[i])
		if p < 0 {
			return Decision{Why: ImplicitDeny, Policy: p, Statement: s, Resource: i}
		}
		if i == 0 {
			d.Policy, d.Statement = p, s
		}
		if policies[p].statements[s].everything {
			break // the other resources too
		}
	}
	return d
}

// EvaluateSession decides a request that an assumed role makes in a session with policies of its own: it is allowed only
// when session and role both allow it. The session is asked first, and what it does not allow is final. A session without
// policies is not restricted.
func EvaluateSession(role []Policy, session []Policy, r Request) Decision {
	if len(session) > 0 {
		if d := Evaluate(session, r); !d.Allowed {
			d.Session = true
			return d
		}
	}
	return Evaluate(role, r)
}

// denial finds the first Deny statement of p that covers a resource, and that resource; -1 if there is none.
func (p Policy) denial(r *Request, resources []Resource) (statement, resource int) {
	for s := range p.statements {
		st := &p.statements[s]
		if st.doc.Effect != Deny || !st.coversAction(r.Action) {
			continue
		}
		for i := range resources {
			if st.coversResource(&r.Context, &resources[i]) {
				return s, i
			}
		}
	}
	return -1, -1
}

// findAllow finds the first Allow statement that covers one resource of a request; -1 if there is none.
func findAllow(policies []Policy, r *Request, res *Resource) (policy, statement int) {
	for p := range policies {
		for s := range policies[p].statements {
			st := &policies[p].statements[s]
			if st.doc.Effect == Allow &&
				(st.everything || st.coversAction(r.Action) && st.coversResource(&r.Context, res)) {
				return p, s
			}
		}
	}
	return -1, -1
}

func (s *statement) coversAction(action string) bool {
	return matchAny(s.actions, action) == (s.doc.Action != nil)
}

// coversResource asks for resource and conditions together: what a condition sees (the tags) depends on the resource.
func (s *statement) coversResource(ctx *Context, res *Resource) bool {
	if matchAny(s.resources, res.ARN) != (s.doc.Resource != nil) {
		return false
	}
	for i := range s.conditions {
		if !s.conditions[i].holds(ctx, res) {
			return false
		}
	}
	return true
}
