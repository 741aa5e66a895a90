package ram

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Small alphabets, so that what is drawn for a policy and for a request often meets.
var (
	actionPatterns   = []string{"*", "ecs:*", "ecs:Start*", "ECS:stopinstance", "ecs:St??tInstance", "vpc:*", "*:*Instance"}
	actions          = []string{"ecs:StartInstance", "ecs:StopInstance", "vpc:CreateVpc"}
	resourcePatterns = []string{"*", "acs:ecs:*:*:*", "acs:ecs:*:*:instance/*", "acs:ecs:r?:1:instance/i-1", "acs:vpc:*:*:*"}
	arns             = []string{"acs:ecs:r1:1:instance/i-1", "acs:ecs:r1:1:instance/i-2", "acs:ecs:r2:2:image/m", "acs:vpc:r1:1:vpc/v"}
	words            = []string{"dev", "ops", "DEV", "", "日本", "a<b>&\"c"}
	operandsOf       = map[string][]string{"Bool": {"true", "false"}, "Stri": words, "Nume": {"1", "2.5", "-3"},
		"Date": {"2024-05-01", "2024-05-01T02:00:00Z"}, "IpAd": {"10.0.0.1", "10.0.0.0/8"}, "NotI": {"10.0.0.1", "::1"}}
	keyNames = []string{"ecs:tag/team", "acs:ResourceTag/team", "k:a", KeySourceIP, KeyCurrentTime, KeySecureTransport}
)

func some(from []string) *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.SampledFrom(from), 1, 3)
}

func drawCondition(t *rapid.T) map[string]map[string][]string {
	condition := map[string]map[string][]string{}
	for range rapid.IntRange(0, 2).Draw(t, "operators") {
		op := rapid.SampledFrom(slices.Sorted(maps.Keys(operators))).Draw(t, "operator")
		keys := map[string][]string{}
		for _, k := range some(keyNames).Draw(t, "keys") {
			keys[k] = some(operandsOf[op[:4]]).Draw(t, "operands")
		}
		condition[op] = keys
	}
	return condition
}

func statements(effects ...Effect) *rapid.Generator[Statement] {
	return rapid.Custom(func(t *rapid.T) Statement {
		s := Statement{Effect: rapid.SampledFrom(effects).Draw(t, "effect"), Condition: drawCondition(t)}
		for _, either := range []struct {
			yes, no *[]string
			from    []string
		}{{&s.Action, &s.NotAction, actionPatterns}, {&s.Resource, &s.NotResource, resourcePatterns}} {
			list := either.yes
			if rapid.IntRange(0, 4).Draw(t, "not") == 0 {
				list = either.no
			}
			*list = some(either.from).Draw(t, "list")
		}
		return s
	})
}

func policies(effects ...Effect) *rapid.Generator[Policy] {
	return rapid.Custom(func(t *rapid.T) Policy {
		p, err := NewPolicy(rapid.SliceOfN(statements(effects...), 1, 3).Draw(t, "statements")...)
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
}

var requests = rapid.Custom(func(t *rapid.T) Request {
	r := Request{Action: rapid.SampledFrom(actions).Draw(t, "action")}
	for range rapid.IntRange(0, 3).Draw(t, "resources") {
		tags := rapid.MapOfN(rapid.Just("team"), rapid.SampledFrom(words), 0, 1).Draw(t, "tags")
		r.Resources = append(r.Resources, Resource{ARN: rapid.SampledFrom(arns).Draw(t, "arn"), Tags: tags})
	}
	r.Context.Keys = rapid.MapOfN(rapid.SampledFrom(keyNames[2:]),
		rapid.SampledFrom([]string{"true", "1", "10.0.0.1", "dev", "2024-05-01T02:00:00Z"}), 0, 3).Draw(t, "keys")
	return r
})

func TestDenyAlwaysWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := requests.Draw(t, "request")
		denying := policies(Deny).Draw(t, "deny")
		others := rapid.SliceOfN(policies(Allow, Deny), 0, 3).Draw(t, "policies")
		if alone := Evaluate([]Policy{denying}, r); alone.Why != ExplicitDeny {
			return
		}
		at := rapid.IntRange(0, len(others)).Draw(t, "at")
		if d := Evaluate(slices.Insert(slices.Clone(others), at, denying), r); d.Allowed || d.Why != ExplicitDeny {
			t.Fatalf("got %v", d)
		}
	})
}

func TestEvaluateIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := requests.Draw(t, "request")
		before := rapid.SliceOfN(policies(Allow, Deny), 0, 3).Draw(t, "policies")
		at := rapid.IntRange(0, len(before)).Draw(t, "at")
		with := func(p Policy) Decision { return Evaluate(slices.Insert(slices.Clone(before), at, p), r) }
		was := Evaluate(before, r)
		if d := with(policies(Allow).Draw(t, "allow")); was.Allowed && !d.Allowed {
			t.Fatalf("one Allow more: %v", d)
		}
		if d := with(policies(Deny).Draw(t, "deny")); !was.Allowed && d.Allowed {
			t.Fatalf("one Deny more: %v", d)
		}
		if d := with(FullAccess()); d.Allowed != (was.Why != ExplicitDeny) {
			t.Fatalf("with full access: %v, was %v", d, was)
		}
	})
}

func TestDecisionsAreTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := requests.Draw(t, "request")
		ps := rapid.SliceOfN(policies(Allow, Deny), 0, 3).Draw(t, "policies")
		d := Evaluate(ps, r)
		if d.Allowed != (d.Why == Allowed) {
			t.Fatalf("%+v contradicts itself", d)
		}
		resources := r.Resources
		if len(resources) == 0 {
			resources = []Resource{{ARN: "*"}}
		}
		one := r
		one.Resources = resources[d.Resource : d.Resource+1]
		if alone := Evaluate(ps, one); alone.Why != d.Why {
			t.Fatalf("the resource that decided alone: %v, together: %v", alone, d)
		}
		if d.Policy >= 0 {
			decided, _ := NewPolicy(ps[d.Policy].Statements()[d.Statement])
			if alone := Evaluate([]Policy{decided}, one); alone.Why != d.Why {
				t.Fatalf("the statement that decided alone: %v, together: %v", alone, d)
			}
		}
		for i := range resources { // a request is allowed when each of its resources is, alone
			one.Resources = resources[i : i+1]
			if d.Allowed && !Evaluate(ps, one).Allowed {
				t.Fatalf("resource %d alone is denied", i)
			}
		}
	})
}

func TestSessionIsIntersection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := requests.Draw(t, "request")
		role := rapid.SliceOfN(policies(Allow, Deny), 0, 3).Draw(t, "role")
		session := rapid.SliceOfN(policies(Allow, Deny), 1, 3).Draw(t, "session")
		want := Evaluate(role, r).Allowed && Evaluate(session, r).Allowed
		if d := EvaluateSession(role, session, r); d.Allowed != want {
			t.Fatalf("got %v, want %v", d, want)
		}
	})
}

func TestParseFormatIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := policies(Allow, Deny).Draw(t, "policy")
		back, err := ParsePolicy([]byte(p.String()))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back.Statements(), p.Statements()) || back.String() != p.String() {
			t.Fatalf("%v came back as %v", p, back)
		}
		r := requests.Draw(t, "request")
		if a, b := Evaluate([]Policy{p}, r), Evaluate([]Policy{back}, r); a != b {
			t.Fatalf("%v before, %v after", a, b)
		}
	})
}

// matches says what wildcards mean, one character at a time.
func matches(pattern, s []rune) bool {
	switch {
	case len(pattern) == 0:
		return len(s) == 0
	case pattern[0] == '*':
		return matches(pattern[1:], s) || len(s) > 0 && matches(pattern, s[1:])
	case len(s) == 0:
		return false
	}
	return (pattern[0] == '?' || pattern[0] == s[0]) && matches(pattern[1:], s[1:])
}

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"?", "", false},
		{"?", "日", true}, // a character, not a byte
		{"*??x*", "日xzz", false},
		{"ecs:Describe*", "ecs:Describe", true},
		{"ecs:Describe*", "ecs:Descr", false},
		{"a*b*c", "a-b-b-c", true},
		{"a*b*c", "a-c-b", false},
		{"acs:ecs:*:1:instance/*", "acs:ecs:r:2:x:1:instance/i", true}, // a star crosses colons
		{"i-*", "i-*", true}, // a text with a star of its own
	} {
		p := compile(c.pattern, false)
		if got := p.match(c.text); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.text, got)
		}
	}
}

func TestPatternAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("*?abAé日")), 0, 8, -1).Draw(t, "pattern")
		s := rapid.StringOfN(rapid.SampledFrom([]rune("abABé日*")), 0, 8, -1).Draw(t, "text")
		exact, folded := compile(text, false), compile(text, true)
		if got, want := exact.match(s), matches([]rune(text), []rune(s)); got != want {
			t.Fatalf("%q on %q: %v, want %v", text, s, got, want)
		}
		lowered := func(s string) (rs []rune) {
			for _, r := range s {
				rs = append(rs, lowerRune(r))
			}
			return rs
		}
		if got, want := folded.match(s), matches(lowered(text), lowered(s)); got != want {
			t.Fatalf("%q on %q, any case: %v, want %v", text, s, got, want)
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	for _, s := range []string{allowECS, allowDev, denyStop, denyOps, allButRAM, allButImage} {
		f.Add([]byte(`{"Version":"1","Statement":[` + s + `]}`))
	}
	f.Add([]byte(`{"Version":"1","Statement":[{"Effect":"Deny","Action":["a:\ud800"],"Resource":"*","Condition":{"IpAddress":{"acs:SourceIp":"::/0"}}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ParsePolicy(data)
		if err != nil {
			if e := new(Error); !errors.As(err, &e) || e.Problem == "" {
				t.Fatalf("%+v says nothing", e)
			}
			return
		}
		back, err := ParsePolicy([]byte(p.String()))
		if err != nil {
			t.Fatalf("%v: %v", p, err)
		}
		if !utf8.ValidString(p.String()) || !reflect.DeepEqual(back.Statements(), p.Statements()) {
			t.Fatalf("%v came back as %v", p, back)
		}
		Evaluate([]Policy{p}, Request{Action: "ecs:RunInstances", Resources: []Resource{web, db, img}})
	})
}
