package ram

import "testing"

// Resources of the tests.
var (
	web   = Resource{ARN: ARN("ecs", "cn-hangzhou", "123", "instance", "i-web"), Tags: map[string]string{"team": "dev", "size": "4"}}
	db    = Resource{ARN: ARN("ecs", "cn-hangzhou", "123", "instance", "i-db"), Tags: map[string]string{"team": "ops"}}
	shout = Resource{ARN: "acs:ecs:cn-hangzhou:123:instance/I-WEB"}
	img   = Resource{ARN: ARN("ecs", "cn-beijing", "123", "image", "m-1")}
)

func policy(tb testing.TB, statements string) Policy {
	tb.Helper()
	p, err := ParsePolicy([]byte(`{"Version":"1","Statement":[` + statements + `]}`))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

const (
	allowECS    = `{"Effect":"Allow","Action":"ecs:*","Resource":"*"}`
	allowWeb    = `{"Effect":"Allow","Action":"ecs:*","Resource":"acs:ecs:*:*:instance/i-web"}`
	allowDB     = `{"Effect":"Allow","Action":"ecs:*","Resource":"acs:ecs:*:*:instance/i-db"}`
	allowDev    = `{"Effect":"Allow","Action":"ecs:*","Resource":"*","Condition":{"StringEquals":{"ecs:tag/team":"dev"}}}`
	allowNew    = `{"Effect":"Allow","Action":"ecs:RunInstances","Resource":"acs:ecs:*:*:instance/*"}`
	denyStop    = `{"Effect":"Deny","Action":["ecs:StopInstance","ecs:Delete*"],"Resource":"*"}`
	denyOps     = `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"ecs:tag/team":"ops"}}}`
	allButRAM   = `{"Effect":"Allow","NotAction":"ram:*","Resource":"*"}`
	allButImage = `{"Effect":"Allow","Action":"*","NotResource":"acs:ecs:*:*:image/*"}`
)

func TestEvaluate(t *testing.T) {
	const start, stop = "ecs:StartInstance", "ecs:StopInstance"
	noDecision := func(resource int) Decision { return Decision{Policy: -1, Statement: -1, Resource: resource} }
	allowed := func(policy, statement int) Decision {
		return Decision{Allowed: true, Why: Allowed, Policy: policy, Statement: statement}
	}
	denied := func(policy, statement, resource int) Decision {
		return Decision{Why: ExplicitDeny, Policy: policy, Statement: statement, Resource: resource}
	}
	for name, c := range map[string]struct {
		policies  []string
		action    string
		resources []Resource
		want      Decision
	}{
		"no policy allows nothing":                 {nil, start, []Resource{web}, noDecision(0)},
		"an Allow that covers the request":         {[]string{allowECS}, start, []Resource{web}, allowed(0, 0)},
		"action names in any case":                 {[]string{allowECS}, "ECS:sTARTiNSTANCE", []Resource{web}, allowed(0, 0)},
		"another service":                          {[]string{allowECS}, "vpc:DeleteVpc", []Resource{web}, noDecision(0)},
		"another resource":                         {[]string{allowWeb}, start, []Resource{db}, noDecision(0)},
		"resources are case-sensitive":             {[]string{allowWeb}, start, []Resource{shout}, noDecision(0)},
		"Deny wins over an earlier Allow":          {[]string{allowECS, denyStop}, stop, []Resource{web}, denied(1, 0, 0)},
		"Deny wins within a policy":                {[]string{allowECS + "," + denyStop}, stop, []Resource{web}, denied(0, 1, 0)},
		"a Deny of something else":                 {[]string{allowECS, denyStop}, start, []Resource{web}, allowed(0, 0)},
		"a Deny alone allows nothing":              {[]string{denyStop}, start, []Resource{web}, noDecision(0)},
		"every resource needs an Allow":            {[]string{allowWeb}, start, []Resource{web, db}, noDecision(1)},
		"not from the same statement":              {[]string{allowWeb, allowDB}, start, []Resource{db, web}, allowed(1, 0)},
		"one Allow for all":                        {[]string{`{"Effect":"Allow","Action":"*","Resource":"*"}`}, start, []Resource{web, db}, allowed(0, 0)},
		"one denied resource denies the request":   {[]string{allowECS, denyOps}, start, []Resource{web, db}, denied(1, 0, 1)},
		"explicit comes before implicit":           {[]string{allowDB, denyOps}, start, []Resource{web, db}, denied(1, 0, 1)},
		"tags decide":                              {[]string{allowDev}, start, []Resource{web}, allowed(0, 0)},
		"tags of each resource":                    {[]string{allowDev}, start, []Resource{web, db}, noDecision(1)},
		"an unknown resource has no tags":          {[]string{allowDev}, start, []Resource{{ARN: web.ARN}}, noDecision(0)},
		"NotAction leaves the rest":                {[]string{allButRAM}, start, []Resource{web}, allowed(0, 0)},
		"NotAction is no Allow of the named":       {[]string{allButRAM}, "ram:CreateUser", []Resource{web}, noDecision(0)},
		"NotResource leaves the rest":              {[]string{allButImage}, start, []Resource{web}, allowed(0, 0)},
		"NotResource is no Allow of the named":     {[]string{allButImage}, start, []Resource{img}, noDecision(0)},
		"without resources only * will do":         {[]string{allowWeb, allowECS}, "ecs:DescribeRegions", nil, allowed(1, 0)},
		"without resources a narrow grant is none": {[]string{allowWeb}, "ecs:DescribeRegions", nil, noDecision(0)},
		"a pattern covers what is yet to be made":  {[]string{allowNew}, "ecs:RunInstances", []Resource{{ARN: ARN("ecs", "r", "1", "instance", "*")}}, allowed(0, 0)},
		"NotAction with a star is nothing":         {[]string{`{"Effect":"Allow","NotAction":"*","Resource":"*"}`}, start, []Resource{web}, noDecision(0)},
		"NotResource with a star is nothing":       {[]string{`{"Effect":"Allow","Action":"*","NotResource":"*"}`}, start, []Resource{web}, noDecision(0)},
		"a policy without statements says nothing": {[]string{allowECS, ""}, start, []Resource{web}, allowed(0, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			var policies []Policy
			for _, s := range c.policies {
				p := Policy{}
				if s != "" {
					p = policy(t, s)
				}
				policies = append(policies, p)
			}
			if got := Evaluate(policies, Request{Action: c.action, Resources: c.resources}); got != c.want {
				t.Errorf("got %v (%+v), want %v (%+v)", got, got, c.want, c.want)
			}
		})
	}
}

func TestEvaluateSession(t *testing.T) {
	r := Request{Action: "ecs:StopInstance", Resources: []Resource{web}}
	ecs, stop, image := policy(t, allowECS), policy(t, denyStop), policy(t, allowDB)
	for name, c := range map[string]struct {
		role, session []Policy
		want          string
	}{
		"no session policy restricts nothing":    {[]Policy{ecs}, nil, "allowed by statement 1 of policy 1 for resource 1"},
		"both allow":                             {[]Policy{ecs}, []Policy{FullAccess()}, "allowed by statement 1 of policy 1 for resource 1"},
		"a session adds no rights":               {nil, []Policy{FullAccess()}, "no allow by any policy for resource 1"},
		"a session takes rights away":            {[]Policy{ecs}, []Policy{image}, "no allow by any session policy for resource 1"},
		"a session may deny":                     {[]Policy{ecs}, []Policy{ecs, stop}, "explicit deny by statement 1 of session policy 2 for resource 1"},
		"a role may deny":                        {[]Policy{ecs, stop}, []Policy{ecs}, "explicit deny by statement 1 of policy 2 for resource 1"},
		"the session is asked first, and denies": {[]Policy{stop}, []Policy{image}, "no allow by any session policy for resource 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := EvaluateSession(c.role, c.session, r).String(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestEvaluateAllocatesNothing(t *testing.T) {
	policies := []Policy{policy(t, allowDev), policy(t, denyStop), FullAccess()}
	r := Request{Action: "ecs:StartInstance", Resources: []Resource{web, db}}
	if n := testing.AllocsPerRun(100, func() { Evaluate(policies, r) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
