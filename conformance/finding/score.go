package finding

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// What became of a rule in a run.
const (
	Passed     = "passed"        // the target answered with it as the model expects
	Failed     = "failed"        // a failure is about it
	Asked      = "question"      // a question is about it
	NotReached = "not reached"   // nothing that was called breaks it
	NotThere   = "not supported" // the target does not have its operation
)

// A RuleResult says what became of one rule of an operation.
type RuleResult struct {
	Rule   string `json:"rule"`  // OPERATION/CODE, with #ROW where rows share a code
	Row    int    `json:"row"`   // of the page's error table, from 1; 0 for none
	Basis  string `json:"basis"` // how it is known, the weaker one of its two bases
	Result string `json:"result"`
}

// A Score counts rules by what became of them. Questions are no part of the share:
// no document decides them.
type Score struct {
	Passed       int `json:"passed"`
	Failed       int `json:"failed"`
	NotSupported int `json:"not_supported"`
	NotReached   int `json:"not_reached"`
	Questions    int `json:"questions"`
}

// Share is what passed of what passed, failed or is not supported, from 0 to 1;
// false where that is nothing.
func (s Score) Share() (share float64, ok bool) {
	of := s.Passed + s.Failed + s.NotSupported
	return float64(s.Passed) / float64(max(of, 1)), of > 0
}

// count counts one result.
func (s *Score) count(result string) {
	switch result {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case NotThere:
		s.NotSupported++
	case NotReached:
		s.NotReached++
	case Asked:
		s.Questions++
	}
}

// Scores are the scores of a report: the first is what people quote, the others are
// never mixed with it.
type Scores struct {
	// Known counts the documented and observed rules.
	Known Score `json:"documented_and_observed"`
	// Guessed counts the inferred and assumed rules.
	Guessed Score `json:"inferred_and_assumed"`
}

// Results fills in what became of each rule, and the scores.
func (r *Report) Results(m *model.Model) {
	r.partly(m)
	failed, asked := map[string]bool{}, map[string]bool{}
	for _, f := range r.Findings {
		if f.Fails() {
			failed[f.Rule] = true
		} else {
			asked[f.Rule] = true
		}
	}
	r.Scores = Scores{}
	for i := range r.Coverage {
		c := &r.Coverage[i]
		c.Rules = nil
		op, ok := m.Operation(c.Operation)
		if !ok {
			continue
		}
		for _, rule := range op.Rules {
			if rule.When == nil {
				continue // vestigial, or shown by injected faults only
			}
			result := RuleResult{Rule: rule.ID(), Row: rule.Row, Basis: weaker(rule.Refuses, rule.Answers).String(), Result: NotReached}
			_, reached := slices.BinarySearch(c.Reached, rule.ID())
			switch {
			case slices.Contains(r.NotSupported, c.Operation):
				result.Result = NotThere
			case failed[rule.ID()]:
				result.Result = Failed
			case asked[rule.ID()]:
				result.Result = Asked
			case reached:
				result.Result = Passed
			}
			c.Rules = append(c.Rules, result)
			if rule.Refuses.Level.Fails() && rule.Answers.Level.Fails() {
				r.Scores.Known.count(result.Result)
			} else {
				r.Scores.Guessed.count(result.Result)
			}
		}
	}
}

// weaker returns the level of the basis that is known less.
func weaker(a, b model.Basis) model.Level {
	return max(a.Level, b.Level)
}

// partly marks the findings about what the target does right in other calls.
func (r *Report) partly(m *model.Model) {
	answered, codes := map[string]bool{}, map[string]bool{}
	for _, c := range r.Coverage {
		for _, id := range c.Reached {
			answered[id], codes[codeOf(id)] = true, true
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		switch f.Kind {
		case "refuses", "answers", "message", "order":
			f.Partly, f.Elsewhere = answered[f.Rule], codes[codeOf(f.Rule)]
		case "effect":
			f.Partly = f.needsAnother(m)
		}
	}
}

// codeOf returns the code of a rule's id.
func codeOf(rule string) string {
	_, code, _ := strings.Cut(rule, "/")
	code, _, _ = strings.Cut(code, "#")
	return code
}

// needsAnother says whether the finding about an effect needs a parameter of another
// effect in the same call: without it the effect is made, else the reduction would
// have dropped it.
func (f *Finding) needsAnother(m *model.Model) bool {
	op, ok := m.Operation(f.Operation)
	if !ok {
		return false
	}
	for _, step := range f.Parsed.Steps {
		if step.Op != op.Name {
			continue
		}
		more := 0
		for name := range step.Params {
			if p, known := op.Param(name); known && !op.Needs(p) && name != "RegionId" {
				more++
			}
		}
		if more >= 2 && m.Makes(op.Name) == nil {
			return true
		}
	}
	return false
}
