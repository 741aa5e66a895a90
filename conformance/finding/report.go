package finding

import (
	"cmp"
	"slices"
	"sort"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A Report is the result of a check. Its JSON form has the schema
// "ecsim.report/1" and is documented in docs/report.md.
type Report struct {
	Schema       string     `json:"schema"`
	Verdict      string     `json:"verdict"` // in words, see the constants
	End          End        `json:"end"`     // why the run ended
	Made         Made       `json:"made_by"`
	Seed         uint64     `json:"seed"`
	Target       string     `json:"target"`
	Clients      int        `json:"clients,omitempty"` // that called at once; 0 for one
	Calls        int        `json:"calls"`
	Sequences    int        `json:"sequences"`
	TargetCalls  CallCounts `json:"target_calls"`
	Divergences  int        `json:"divergences"`
	Questions    int        `json:"questions"`
	Inconclusive int        `json:"inconclusive"`
	Judged       int        `json:"judged"`        // calls whose answer was compared with the model
	Cut          int        `json:"cut,omitempty"` // waits that ended because the time of the run was over
	// Lags are the answers that were late and then as they should be.
	Lags         []Lag      `json:"lags,omitempty"`
	NotSupported []string   `json:"not_supported"`
	Frontier     Frontier   `json:"frontier"`
	Items        ItemCounts `json:"items"`
	Scores       Scores     `json:"scores"`
	Mix          []Mixed    `json:"mix"`
	Coverage     []Coverage `json:"coverage"`
	Findings     []Finding  `json:"findings"`
	// Observations are pairs of rules of unknown order for which the target
	// answered with the one that the model lists later.
	Observations []Observation `json:"observations,omitempty"`
	Leftover     []string      `json:"leftover"`
	Timing       *ReportTime   `json:"timing,omitempty"`
}

// A Lag counts the answers that gave an earlier state for a while, or that showed a
// failure of the cloud which it may have.
type Lag struct {
	What    string  `json:"what"` // not shown yet, shown as it was, still counts; or a failure of the cloud
	Count   int     `json:"count"`
	Longest float64 `json:"longest_seconds"` // until the answer was seen to be as it should
	At      string  `json:"at"`              // the operation of the longest one
}

// Late counts answers that were late.
func (r *Report) Late(met []run.LagMet) {
	for _, l := range met {
		at := slices.IndexFunc(r.Lags, func(known Lag) bool { return known.What == l.What })
		if at < 0 {
			at = len(r.Lags)
			r.Lags = append(r.Lags, Lag{What: l.What})
		}
		lag := &r.Lags[at]
		lag.Count++
		if took := l.For.Seconds(); took >= lag.Longest {
			lag.Longest, lag.At = took, l.Op
		}
	}
	slices.SortFunc(r.Lags, func(a, b Lag) int { return cmp.Compare(a.What, b.What) })
}

// CallCounts counts the calls to the target by their purpose.
type CallCounts struct {
	Explore int `json:"explore"`
	Observe int `json:"observe"`
	Shrink  int `json:"shrink"`
	// Beside counts the lookups, waits and clean-up of candidates, and the runs
	// that confirm the results.
	Beside  int `json:"beside_shrink"`
	Cleanup int `json:"cleanup"`
}

// Mixed says how often an operation was to be drawn, and how often it was
// called.
type Mixed struct {
	Operation string `json:"operation"`
	Weight    int    `json:"weight"` // cards in a deck
	Calls     int    `json:"calls"`
	Why       string `json:"why,omitempty"` // the reason of a default weight
}

// ItemCounts count the coverage items that a run has seen: (operation, rule,
// effect or success), and the same in each status of the resource.
type ItemCounts struct {
	Reached    int `json:"reached"`
	InStatuses int `json:"in_statuses"`
}

// An Observation says which of two broken rules answered.
type Observation struct {
	Answered string `json:"answered"`
	Instead  string `json:"instead_of"`
	Count    int    `json:"count"`
}

// Observe counts a judgement about the order of two rules.
func (r *Report) Observe(j oracle.Judgement) {
	if j.Answered == "" || j.Result != oracle.Pass {
		return
	}
	at, known := slices.BinarySearchFunc(r.Observations, j, func(o Observation, j oracle.Judgement) int {
		return cmp.Or(cmp.Compare(o.Answered, j.Answered), cmp.Compare(o.Instead, j.Instead))
	})
	if !known {
		r.Observations = slices.Insert(r.Observations, at, Observation{Answered: j.Answered, Instead: j.Instead})
	}
	r.Observations[at].Count++
}

// Frontier measures the sets of possible worlds.
type Frontier struct {
	Mean   float64 `json:"mean"`
	Peak   int     `json:"peak"`
	Capped int     `json:"capped"`
}

// Made says what made a report.
type Made struct {
	Version string `json:"ecsim"` // of the program; empty from a Go test
	Model   string `json:"model"` // the model's fingerprint: reports with another one were judged by other rules
}

// ReportTime is the only part of a report that differs between equal runs.
type ReportTime struct {
	Began          string  `json:"began"` // RFC 3339, UTC
	Seconds        float64 `json:"seconds"`
	CallsPerSecond float64 `json:"calls_per_second"`
}

// Coverage is the coverage of one operation in a run.
type Coverage struct {
	Operation string `json:"operation"`
	Calls     int    `json:"calls"`
	Accepted  int    `json:"accepted"`
	Refused   int    `json:"refused"`
	// RulesReached counts the rules that the target answered with as the model
	// expects, Ruled those that a call can break, Documented the listed rows.
	RulesReached int `json:"rules_reached"`
	Ruled        int `json:"ruled"`
	Documented   int `json:"documented"`
	// Reached lists the ids of the rules reached, sorted.
	Reached []string `json:"reached"`
	// Rules says what became of each rule that a call can break, in their order.
	Rules []RuleResult `json:"rules,omitempty"`
}

// A Finding is a divergence or question, reduced, with its evidence.
type Finding struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Verdict   string `json:"verdict"` // failure or question
	Operation string `json:"operation"`
	Rule      string `json:"rule"` // the rule, effect or transition
	// Answered is, for a finding about the order of rules, the rule that
	// answered too early.
	Answered    string   `json:"answered,omitempty"`
	Basis       string   `json:"basis"`
	Sources     []string `json:"sources,omitempty"`
	Reason      string   `json:"reason,omitempty"`
	Expected    string   `json:"expected"`
	Observed    string   `json:"observed"`
	Differences []string `json:"differences,omitempty"`
	// StandsOn are the known differences about the same resources that the worlds
	// had adopted before, as kind and item.
	StandsOn []string `json:"stands_on,omitempty"`
	// Worlds is the number of worlds that were possible until the last step,
	// and do not explain it; Died gives the reasons of the first few.
	Worlds         int               `json:"worlds,omitempty"`
	Died           []oracle.RuledOut `json:"died,omitempty"`
	Sequence       string            `json:"sequence"`
	Length         int               `json:"length"`
	OriginalLength int               `json:"original_length"`
	ShrinkCalls    int               `json:"shrink_target_calls"`
	Count          int               `json:"count"` // how often it was met
	// Partly says that the target does it right in other calls of this run: it
	// answers with the rule, or makes the effect. What is wrong is a detail of
	// something that is there, not something that nobody has built yet.
	Partly bool `json:"partly,omitempty"`
	// Elsewhere says that the target answers with the same code in another
	// operation, and so has it.
	Elsewhere bool `json:"elsewhere,omitempty"`
	// ShrinkBeside counts the target calls besides those of candidates.
	ShrinkBeside Beside `json:"shrink_beside"`
	// Reproduced says how often the finding came back when the result was run
	// again, as 3/3; empty if it was not run.
	Reproduced string `json:"reproduced,omitempty"`
	// AtCall is the number of explored calls at which it was first met.
	AtCall int    `json:"at_call"`
	File   string `json:"file,omitempty"`
	// TraceFile holds all calls and answers, to be judged again by ecsim
	// verify.
	TraceFile string `json:"trace_file,omitempty"`
	// PictureFile shows the calls of several clients side by side.
	PictureFile string            `json:"picture_file,omitempty"`
	Key         string            `json:"-"`
	TraceText   string            `json:"-"`
	Picture     string            `json:"-"`
	Failure     bool              `json:"-"`
	Parsed      sequence.Sequence `json:"-"`
}

// Fails says whether the finding is a failure rather than a question.
func (f Finding) Fails() bool { return f.Failure }

// Trace returns the calls and answers of the sequence, as the text of a trace;
// empty if they were not kept.
func (f Finding) Trace() string { return f.TraceText }

// Steps returns the finding's sequence.
func (f Finding) Steps() sequence.Sequence { return f.Parsed }

// Cover counts one step in the coverage of its operation.
func (r *Report) Cover(m *model.Model, res *run.StepResult) {
	if !res.Ran || res.Step.Kind != sequence.StepCall {
		return
	}
	c := r.CoverageOf(m, res.Step.Op)
	c.Calls++
	if res.Judgement.Result != oracle.Unsupported && res.Judgement.Result != oracle.Inconclusive {
		r.Judged++
	}
	switch res.Outcome.Class {
	case model.ClassOK:
		c.Accepted++
	case model.ClassError:
		c.Refused++
		for _, rule := range res.Verdict.Broken {
			if rule.Code == res.Outcome.Code && rule.HTTP == res.Outcome.HTTP && c.reach(rule.ID()) {
				break
			}
		}
	default: // says nothing about the operation
	}
}

// reach notes a rule; false says that it was reached before.
func (c *Coverage) reach(id string) bool {
	at, found := slices.BinarySearch(c.Reached, id)
	if !found {
		c.Reached = slices.Insert(c.Reached, at, id)
		c.RulesReached++
	}
	return !found
}

// CoverageOf returns the coverage of the operation, and adds it where it is missing.
func (r *Report) CoverageOf(m *model.Model, op string) *Coverage {
	at := sort.Search(len(r.Coverage), func(i int) bool { return r.Coverage[i].Operation >= op })
	if at < len(r.Coverage) && r.Coverage[at].Operation == op {
		return &r.Coverage[at]
	}
	c := Coverage{Operation: op, Reached: []string{}}
	if bound, ok := m.Operation(op); ok {
		c.Documented = bound.Documented
		for _, rule := range bound.Rules {
			if rule.When != nil {
				c.Ruled++
			}
		}
	}
	r.Coverage = append(r.Coverage, Coverage{})
	copy(r.Coverage[at+1:], r.Coverage[at:])
	r.Coverage[at] = c
	return &r.Coverage[at]
}

// Total is the number of all calls.
func (c CallCounts) Total() int { return c.Explore + c.Observe + c.Shrink + c.Beside + c.Cleanup }

// A Beside counts the target calls of a reduction besides those of its
// candidates.
type Beside struct {
	Observe int `json:"observe"` // lookups and waits of candidates
	Cleanup int `json:"cleanup"`
	Confirm int `json:"confirm"` // all calls of the runs that confirm the minimum
}
