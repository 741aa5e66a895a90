package score

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

// A seeded sample of all mutants, with the suite alone: what `make mutants` does
// with all of them. What survives the suite has to be listed, or
// left to the exploration that this test has no time for. ECSIM_SAMPLE asks for
// a larger sample, over HTTP.
func TestSample(t *testing.T) {
	size, inProcess := 2, true
	if text := os.Getenv("ECSIM_SAMPLE"); text != "" {
		var err error
		if size, err = strconv.Atoi(text); err != nil || size < 1 {
			t.Fatalf("ECSIM_SAMPLE=%s: give a number of mutants", text)
		}
		inProcess = false
	}
	r, err := Run(t.Context(), Options{Sample: size, Seed: 3, Calls: -1, InProcess: inProcess})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Results) != size || r.Total.Mutants != size {
		t.Errorf("%d results, %d counted, want %d", len(r.Results), r.Total.Mutants, size)
	}
	if r.Total.Killed()*100 < r.Total.Visible*leastSample {
		t.Errorf("the suite kills %d of %d visible mutants, want at least %d %%", r.Total.Killed(), r.Total.Visible, leastSample)
	}
	for _, x := range r.Results {
		switch {
		case x.Broken != "":
			t.Errorf("%s: %s", x.ID, x.Broken)
		case x.Killed && (x.Length == 0 || x.Sequence == "" || x.Calls == 0 || x.By != bySuite):
			t.Errorf("%s: a kill without its evidence: %+v", x.ID, x)
		case x.Invisible == "" && !x.Killed:
			t.Logf("the suite alone does not kill %s: %s", x.ID, x.why())
		}
	}
	t.Logf("%d of %d killed, %.2f calls for each item of the suite", r.Total.Killed(), r.Total.Visible, r.Healthy.Suite.PerItem())
}

// leastSample is the share, in percent, below which the checker has got worse.
const leastSample = 60

// A mutant is found over HTTP, too: the first that one small world's suite is for.
func TestAMutantOverHTTP(t *testing.T) {
	const world = "images"
	s, err := newScorer(Options{Calls: -1, Worlds: []string{world}})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(cases, func(c plan.Case) bool { return c.Sequence.World == world && c.Item.Kind == "rule" })
	if i < 0 {
		t.Fatalf("the suite has no rule in the world %s: choose another", world)
	}
	m, err := sim.FindMutant(s.model, "skip:"+cases[i].Item.ID)
	if err != nil {
		t.Fatal(err)
	}
	if r := s.score(t.Context(), m); !r.Killed || r.Broken != "" || r.By != bySuite {
		t.Errorf("%+v", r)
	}
}

// A mutant of each kind is found, and its evidence can be read.
func TestOneMutantOfEachWay(t *testing.T) {
	s := inProcess(t)
	for _, id := range []string{
		"skip:ModifyInstanceAttribute/InvalidChargeType.ValueNotSupported",
		"code:StopInstance/InvalidInstanceId.NotFound",
		"status:StopInstance/InvalidInstanceId.NotFound",
		"message:StopInstance/InvalidInstanceId.NotFound",
		"lose:StopInstance/Status",
		"stuck:Instance/Stopping-Stopped",
	} {
		t.Run(id, func(t *testing.T) {
			m, err := sim.FindMutant(s.model, id)
			if err != nil {
				t.Fatalf("choose another mutant: %v", err)
			}
			r := s.score(t.Context(), m)
			if !r.Killed || r.Broken != "" {
				t.Fatalf("%+v", r)
			}
			if _, err := sequence.Parse(r.Sequence); err != nil {
				t.Errorf("the sequence does not parse: %v", err)
			}
		})
	}
}

func TestAnEndedRunSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, Options{Sample: 1, Calls: -1}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestChoose(t *testing.T) {
	tests := map[string]struct {
		o    Options
		want func([]sim.Mutant) bool
	}{
		"kinds":      {Options{Kinds: []string{"dry"}}, func(m []sim.Mutant) bool { return len(m) > 5 && m[0].Kind == "dry" }},
		"operations": {Options{Operations: []string{"StopInstance"}}, func(m []sim.Mutant) bool { return len(m) > 20 }},
		"both":       {Options{Kinds: []string{"token"}, Operations: []string{"RunInstances"}}, func(m []sim.Mutant) bool { return len(m) == 1 }},
		"a sample":   {Options{Sample: 17}, func(m []sim.Mutant) bool { return len(m) == 17 }},
		"none":       {Options{Kinds: []string{"token"}, Operations: []string{"StopInstance"}}, nil},
		"no kind":    {Options{Kinds: []string{"odd"}}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Choose(tt.o)
			if (err != nil) != (tt.want == nil) || tt.want != nil && !tt.want(got) {
				t.Errorf("%d mutants, %v", len(got), err)
			}
		})
	}
	ids := func(seed uint64) (ids []string) {
		chosen, err := Choose(Options{Sample: 30, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range chosen {
			ids = append(ids, m.ID)
		}
		return ids
	}
	if !slices.Equal(ids(1), ids(1)) || slices.Equal(ids(1), ids(2)) {
		t.Error("a sample has to depend on its seed, and on nothing else")
	}
}

// seenOf knows the order of the item and one other rule from a probe, and that
// of the item and all further ones only from other pairs.
type seenOf struct{ item, other string }

func (k seenOf) First(a, b *model.BoundRule) (string, model.Basis) {
	switch {
	case a.ID() == k.other && b.ID() == k.item:
		return a.ID(), model.Observed("the test")
	case a.Index+1 == b.Index: // neighbours: nothing is known
		return "", model.Basis{}
	default:
		return a.ID(), model.Inferred("the test")
	}
}

// A swap of neighbours of which nothing is known becomes one with a rule that a
// probe has seen in front, and not the nearest of which it only follows.
func TestASwapIsOneThatAProbeHasSeen(t *testing.T) {
	s, err := newScorer(Options{Calls: -1, NoSuite: true})
	if err != nil {
		t.Fatal(err)
	}
	op, ok := s.model.Operation("StopInstance")
	if !ok || len(op.Rules) < 5 {
		t.Fatal("StopInstance has too few rules for this test: choose another operation")
	}
	for _, r := range op.Rules[4:] {
		m, err := sim.FindMutant(s.model, "swap:"+r.ID())
		if err != nil || m.Before != op.Rules[r.Index-1].ID() || op.Rules[0].Code == r.Code {
			continue
		}
		s.orders = seenOf{r.ID(), op.Rules[0].ID()}
		if got := s.decided(m); got.Before != op.Rules[0].ID() {
			t.Errorf("%s instead of %s is swapped with %s", got.ID, m.ID, got.Before)
		}
		return
	}
	t.Fatal("no rule stands right behind one of another code: choose another operation")
}

func TestLogGoesOnWhereItStopped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.jsonl")
	o := Options{Seed: 7}
	open := func() *Log {
		t.Helper()
		l, err := OpenLog(path, o)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	l := open()
	for _, id := range []string{"skip:A/B", "skip:A/C"} {
		if err := l.Keep(Result{ID: id, Killed: true}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// The run was cut off while it wrote.
	if err := os.WriteFile(path, append(whole, `{"id":"skip:A/D","kil`...), 0o600); err != nil {
		t.Fatal(err)
	}
	l = open()
	if len(l.Known) != 2 || !l.Known["skip:A/B"].Killed {
		t.Errorf("known %v", l.Known)
	}
	if err := l.Keep(Result{ID: "skip:A/D"}); err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	if l = open(); len(l.Known) != 3 {
		t.Errorf("known %v", l.Known)
	}
	_ = l.Close()
	for name, o := range map[string]Options{"another seed": {Seed: 8}, "another budget": {Seed: 7, Calls: 9}, "no suite": {Seed: 7, NoSuite: true}} {
		if _, err := OpenLog(path, o); err == nil {
			t.Errorf("%s: results of other settings are taken", name)
		}
	}
	for name, text := range map[string]string{"no log": "hello\n", "no result": `{"schema":"ecsim.mutants/1","seed":7,"calls":5000}` + "\n{}\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenLog(path, o); err == nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Known results are not run again, and Keep sees only new ones.
func TestResume(t *testing.T) {
	chosen, err := Choose(Options{Sample: 3})
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]Result{}
	for _, m := range chosen[:2] {
		known[m.ID] = Result{ID: m.ID, Kind: m.Kind, Item: m.Item, Killed: true, By: bySuite, Length: 1, Shortest: 1}
	}
	var kept []string
	r, err := Run(t.Context(), Options{
		Sample: 3, Calls: -1, Worlds: []string{"images"}, InProcess: true, Known: known,
		Keep: func(r Result) error { kept = append(kept, r.ID); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) != 1 || kept[0] != chosen[2].ID || len(r.Results) != 3 {
		t.Errorf("kept %v, %d results", kept, len(r.Results))
	}
	full := errors.New("disk full")
	if _, err := Run(t.Context(), Options{Sample: 3, Calls: -1, Worlds: []string{"images"}, InProcess: true, Keep: func(Result) error { return full }}); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

func TestSurvivorsAreSound(t *testing.T) {
	all, err := Survivors()
	if err != nil {
		t.Fatal(err)
	}
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range unmatched(all, sim.Mutants(m)) {
		t.Errorf("no mutant is %s", pattern)
	}
}

func TestSurvivorsRefuse(t *testing.T) {
	for name, text := range map[string]string{
		"no mutants":                "survivors: [{is: equivalent, reason: r}]",
		"no reason":                 "survivors: [{mutants: [a], is: equivalent}]",
		"another word":              "survivors: [{mutants: [a], is: odd, reason: r}]",
		"a blind spot, no sight":    "survivors: [{mutants: [a], is: blind spot, reason: r}]",
		"equivalent, yet seen":      "survivors: [{mutants: [a], is: equivalent, reason: r, sees: s}]",
		"a field that nobody knows": "survivors: [{mutants: [a], is: equivalent, reason: r, why: s}]",
	} {
		if _, err := parseSurvivors([]byte(text)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	all, err := parseSurvivors([]byte("survivors: [{mutants: ['skip:*/A.B'], is: equivalent, reason: r}]"))
	if err != nil || matching(all, "skip:X/A.B") == nil || matching(all, "skip:X/AxB") != nil {
		t.Errorf("%v, %v", all, err)
	}
}

// A survivor that is killed, one that is not listed, and a pattern without a
// mutant are errors; an equivalent stands outside the score.
func TestReportComparesWithTheList(t *testing.T) {
	s := &scorer{options: Options{Calls: 10}}
	known, err := parseSurvivors([]byte("survivors: [{mutants: ['skip:*'], is: equivalent, reason: r}]"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		result Result
		wrong  bool
		is     string
	}{
		{Result{ID: "skip:A", Killed: true}, true, ""},
		{Result{ID: "skip:A"}, false, Equivalent},
		{Result{ID: "skip:A", Invisible: "i"}, false, ""},
		{Result{ID: "lose:A"}, true, ""},
		{Result{ID: "lose:A", Killed: true}, false, ""},
	} {
		r := &Report{}
		s.compare(r, &tt.result, known)
		if (len(r.Wrong) > 0) != tt.wrong || tt.result.Survivor != tt.is {
			t.Errorf("%+v: wrong %v", tt.result, r.Wrong)
		}
	}
}

func TestFigures(t *testing.T) {
	f := figures([]Result{
		{Killed: true, By: bySuite, Calls: 10, ShrinkCalls: 1, Length: 2, Shortest: 2, Proven: true},
		{Killed: true, By: byPrecedence, Calls: 20, ShrinkCalls: 1, Length: 2, Shortest: 2},
		{Killed: true, By: byExploration, Calls: 30, ShrinkCalls: 9, Length: 3, Shortest: 2},
		{Invisible: "nobody"},
		{Survivor: Equivalent},
		{Survivor: BlindSpot},
	})
	want := Figures{
		Mutants: 6, Invisible: 1, Equivalent: 1, Visible: 4, BySuite: 1, ByProbes: 1, ByExploring: 1, Survivors: 1,
		Calls: Spread{20, 30, 30}, ShrinkCalls: Spread{1, 9, 9}, Length: Spread{2, 3, 3}, Shortest: 2, Proven: 1,
	}
	if f != want {
		t.Errorf("got  %+v\nwant %+v", f, want)
	}
}

func TestTextNamesWhatIsWrong(t *testing.T) {
	r := &Report{Suite: true, Wire: "HTTP", Results: []Result{{ID: "skip:A/B", Kind: "skip", Item: "A/B", Others: []string{"effect C/D"}}}, Wrong: []string{"so it is"}}
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	r.sum(m)
	var b strings.Builder
	r.Text(&b)
	r.Markdown(&b)
	for _, part := range []string{"survivor skip:A/B: found, but not by its name: effect C/D", "wrong: so it is", "| skip | 1 | 0 | 1 |", "≥ 99 %"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("no %q in\n%s", part, b.String())
		}
	}
}
