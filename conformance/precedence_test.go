package conformance_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/precedence"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

const vnc = "ModifyInstanceVncPasswd"

// inquire sorts the rules of an operation on a simulator.
func inquire(t *testing.T, op string, orders oracle.Orders, options ...sim.Option) *precedence.Inquiry {
	t.Helper()
	m := newModel(t)
	w := defaultWorld(t, m)
	cases, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	inquiry, err := precedence.NewInquiry(m, precedence.InquiryOptions{Operations: []string{op}, Seed: 1, Triples: 20, Orders: orders})
	if err != nil {
		t.Fatal(err)
	}
	cloud := sim.New(w, append(options, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))...)
	if err := inquiry.Ask(context.Background(), target.NewInProcess(cloud), oracle.Start{World: w}, cases); err != nil {
		t.Fatal(err)
	}
	if left := inquiry.Leftover(); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	return inquiry
}

func mutant(t *testing.T, id string) sim.Option {
	t.Helper()
	x, err := sim.FindMutant(newModel(t), id)
	if err != nil {
		t.Fatal(err)
	}
	return sim.WithMutant(x)
}

// ordersOf reads back what an inquiry wrote.
func ordersOf(t *testing.T, inquiry *precedence.Inquiry) *precedence.KnownOrders {
	t.Helper()
	known, err := precedence.NewKnownOrders(newModel(t), writtenBy(t, inquiry))
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func writtenBy(t *testing.T, inquiry *precedence.Inquiry) precedence.Precedence {
	t.Helper()
	data, err := inquiry.Precedence(precedence.PrecedenceTarget{Kind: precedence.TargetSimulator, Name: "ecsim"}, "2026-11-25").YAML()
	if err != nil {
		t.Fatal(err)
	}
	p, err := precedence.ParsePrecedence("orders.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The order of the simulator's rules comes out of its answers alone: all pairs
// that a call can break together, none the other way round.
func TestPrecedenceIsRecovered(t *testing.T) {
	inquiry := inquire(t, vnc, nil)
	s := inquiry.Stats()[0]
	if s.Askable < 25 || s.Decided != s.Askable || s.Against != 0 {
		t.Errorf("%d of %d pairs are decided, %d against the model's order", s.Decided, s.Askable, s.Against)
	}
	if s.Probes > s.KLogK {
		t.Errorf("%d probes, more than k log k = %d", s.Probes, s.KLogK)
	}
	if found := inquiry.Findings(); len(found) > 0 {
		t.Errorf("findings: %v", found)
	}
	op, _ := newModel(t).Operation(vnc)
	known := ordersOf(t, inquiry)
	for i, a := range op.Rules {
		for _, b := range op.Rules[i+1:] {
			if id, _ := known.First(a, b); id == b.ID() {
				t.Errorf("%s before %s", b.ID(), a.ID())
			}
		}
	}
}

// A cloud that checks two rules the other way round is seen to, and is held to
// what was known before.
func TestPrecedenceOfASwappedPair(t *testing.T) {
	m := newModel(t)
	const early, late = vnc + "/InvalidRegionId.NotFound", vnc + "/IncorrectVncPassword.Malformed#2"
	swap := mutant(t, "swap:"+early)
	inquiry := inquire(t, vnc, nil, swap)
	if s := inquiry.Stats()[0]; s.Decided != s.Askable || s.Against != 1 {
		t.Errorf("%d of %d pairs are decided, %d against the model's order, want 1", s.Decided, s.Askable, s.Against)
	}
	a, _ := m.Rule(early)
	b, _ := m.Rule(late)
	if id, _ := ordersOf(t, inquiry).First(a, b); id != early {
		t.Errorf("first is %q, want %s", id, early)
	}

	healthy := ordersOf(t, inquire(t, vnc, nil))
	found := inquire(t, vnc, healthy, swap).Findings()
	if len(found) == 0 || !found[0].Contradiction || !strings.Contains(found[0].Text, "against what is known: simulator ecsim") {
		t.Errorf("the known order is not held up: %v", found)
	}
}

// check holds a target to a known order: what breaks it is a failure where a
// probe was about the pair.
func TestCheckEnforcesAKnownOrder(t *testing.T) {
	m := newModel(t)
	w := defaultWorld(t, m)
	known := ordersOf(t, inquire(t, vnc, nil))
	s, err := sequence.Parse("# ecsim sequence 1 · world default\n" +
		"ModifyInstanceVncPasswd InstanceId=i-none RegionId=cn-nowhere VncPassword=abc\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		orders  oracle.Orders
		options []sim.Option
		want    []string
	}{
		{"nothing is known", oracle.NoOrders{}, []sim.Option{mutant(t, "swap:"+vnc+"/InvalidRegionId.NotFound")}, nil},
		{"as known", known, nil, nil},
		{"against", known, []sim.Option{mutant(t, "swap:"+vnc+"/InvalidRegionId.NotFound")}, []string{"order " + vnc + "/IncorrectVncPassword.Malformed#2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			res, err := run.RunOrdered(context.Background(), target.NewInProcess(sim.New(w, test.options...)), oracle.Start{World: w}, s, test.orders)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range res.Found {
				got = append(got, f.Judgement.Key())
				if !f.Judgement.Fails() {
					t.Errorf("%s does not fail", f.Judgement.Key())
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A target whose answers form no order is reported as contradictory.
func TestPrecedenceFindsContradictions(t *testing.T) {
	m := newModel(t)
	w := defaultWorld(t, m)
	cases, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	inquiry, err := precedence.NewInquiry(m, precedence.InquiryOptions{Operations: []string{vnc}, Triples: 50})
	if err != nil {
		t.Fatal(err)
	}
	fickle := &lastWins{Target: target.NewInProcess(sim.New(w)), world: w}
	if err := inquiry.Ask(context.Background(), fickle, oracle.Start{World: w}, cases); err != nil {
		t.Fatal(err)
	}
	if found := inquiry.Findings(); len(found) == 0 || !found[0].Contradiction {
		t.Errorf("findings: %v", found)
	}
}

// lastWins answers every other refusal of a call with the last broken rule.
type lastWins struct {
	sequence.Target

	world model.World
	n     int
}

func (l *lastWins) Do(ctx context.Context, c model.Call) (model.Outcome, error) {
	out, err := l.Target.Do(ctx, c)
	if v := l.world.Apply(c); c.Op == vnc && len(v.Broken) > 1 && out.Class == model.ClassError {
		l.n++
		if l.n%2 == 0 {
			last := v.Broken[len(v.Broken)-1]
			out.Code, out.HTTP, out.Message = last.Code, last.HTTP, v.Message(len(v.Broken)-1)
		}
	}
	return out, err
}

func TestPrecedenceFileRoundTrip(t *testing.T) {
	p := writtenBy(t, inquire(t, "ModifyInstanceMetadataOptions", nil))
	data, err := p.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := precedence.ParsePrecedence("orders.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, again, cmpopts.IgnoreUnexported(precedence.Precedence{}, precedence.PrecedencePair{})); diff != "" {
		t.Error(diff)
	}
	if len(p.Operations[0].Pairs) == 0 || len(p.Operations[0].Probes) == 0 {
		t.Errorf("the file holds %d pairs and %d probes", len(p.Operations[0].Pairs), len(p.Operations[0].Probes))
	}
}

const goodPrecedence = `schema: ecsim.precedence/1
target: {kind: region, name: cn-hangzhou}
date: 2026-11-25
operations:
  - operation: ModifyInstanceVncPasswd
    pairs:
      - pair: [MissingParameter, InvalidInstanceId.NotFound]
        winner: MissingParameter
        evidence: [ticket 1]
      - pair: [InvalidInstanceId.NotFound, IncorrectInstanceStatus]
        winner: InvalidInstanceId.NotFound
        evidence: [ticket 2]
`

func TestPrecedenceFileErrors(t *testing.T) {
	m := newModel(t)
	for _, test := range []struct{ name, old, new, want string }{
		{"empty", goodPrecedence, "", "is empty"},
		{"unknown field", "date:", "day:", "field day not found"},
		{"unknown field of a pair", "winner: MissingParameter", "winners: MissingParameter", `line 8: a pair has no field "winners"`},
		{"schema", "precedence/1", "precedence/2", `schema: "ecsim.precedence/2"`},
		{"kind", "kind: region", "kind: cloud", `kind "cloud" is none of simulator, emulator, region`},
		{"no name", "name: cn-hangzhou", `name: ""`, "the name is missing"},
		{"date", "2026-11-25", "yesterday", `date: "yesterday"`},
		{"winner", "winner: MissingParameter", "winner: Other", `line 7: winner: "Other" is none of the pair`},
		{"evidence", "evidence: [ticket 1]", "evidence: []", "line 7: evidence"},
		{"one rule", "[MissingParameter, InvalidInstanceId.NotFound]", "[MissingParameter]", "want 2 elements"},
		{"unknown rule", "InvalidInstanceId.NotFound, Inc", "InvalidInstanceId.Lost, Inc", `winner: "InvalidInstanceId.NotFound" is none`},
		{"rule of nobody", "MissingParameter", "MissingParam", `line 7: pair: ModifyInstanceVncPasswd has no rule "MissingParam"`},
		{"operation", "operation: ModifyInstanceVncPasswd", "operation: ModifyNothing", `the model has no operation "ModifyNothing"`},
		{
			"circle", "evidence: [ticket 2]\n",
			"evidence: [ticket 2]\n      - pair: [MissingParameter, IncorrectInstanceStatus]\n        winner: IncorrectInstanceStatus\n        evidence: [ticket 3]\n",
			"line 13: winner: IncorrectInstanceStatus before MissingParameter contradicts what is known",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.ReplaceAll(goodPrecedence, test.old, test.new)
			p, err := precedence.ParsePrecedence("FILE", []byte(text))
			if err == nil {
				_, err = precedence.NewKnownOrders(m, p)
			}
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "FILE: ") {
				t.Errorf("error %v, want FILE: …%s", err, test.want)
			}
		})
	}
}

// What a probe was about is observed; what follows from two is inferred.
func TestKnownOrdersSayHowTheyAreKnown(t *testing.T) {
	m := newModel(t)
	p, err := precedence.ParsePrecedence("FILE", []byte(goodPrecedence))
	if err != nil {
		t.Fatal(err)
	}
	known, err := precedence.NewKnownOrders(m, p)
	if err != nil {
		t.Fatal(err)
	}
	rule := func(code string) *model.BoundRule {
		r, ok := m.Rule(vnc + "/" + code)
		if !ok {
			t.Fatal(code)
		}
		return r
	}
	missing, unknown, status := rule("MissingParameter"), rule("InvalidInstanceId.NotFound"), rule("IncorrectInstanceStatus")
	for _, test := range []struct {
		a, b  *model.BoundRule
		first string
		level model.Level
	}{
		{missing, unknown, missing.ID(), model.LevelObserved},
		{unknown, missing, missing.ID(), model.LevelObserved},
		{status, missing, missing.ID(), model.LevelInferred},
		{status, rule("NoSuchResource"), "", 0},
	} {
		if id, basis := known.First(test.a, test.b); id != test.first || basis.Level != test.level {
			t.Errorf("%s, %s: first is %q (%s), want %q (%s)", test.a.ID(), test.b.ID(), id, basis.Level, test.first, test.level)
		}
	}
	if known.Pairs() != 2 {
		t.Errorf("%d pairs", known.Pairs())
	}
}

// Only evidence from a real region counts for all targets.
func TestOnlyRegionsAreEmbedded(t *testing.T) {
	all, err := precedence.RegionOrders()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := precedence.NewKnownOrders(newModel(t), all...); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(all, func(p precedence.Precedence) bool { return p.Target.Kind != precedence.TargetRegion }) {
		t.Error("a file is about another kind of target")
	}
}
