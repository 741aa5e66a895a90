package report

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/model"
)

// A Cover accounts for every documented row of every modelled operation. Its
// JSON form has the schema "ecsim.cover/1".
type Cover struct {
	Schema string `json:"schema"`
	// Pages sums up the five operations that are modelled row by row,
	// Supporting the others.
	Pages      CoverCounts      `json:"pages"`
	Supporting CoverCounts      `json:"supporting"`
	Operations []CoverOperation `json:"operations"`
}

// CoverCounts counts rows: each has one standing, and each row with a rule has
// one level of either basis.
type CoverCounts struct {
	Rows       int         `json:"rows"`
	Reachable  int         `json:"reachable"`
	Vestigial  int         `json:"vestigial"`
	Fault      int         `json:"fault"`
	OutOfScope int         `json:"out_of_scope"`
	Unmodelled int         `json:"unmodelled"`
	Refuses    CoverLevels `json:"refuses"`
	Answers    CoverLevels `json:"answers"`
	// Reasons counts the rows that are out of scope by the word of the reason.
	Reasons map[string]int `json:"reasons,omitempty"`
	// Witnessed and Reached count reachable rows; null where no witnesses, or
	// no report of a run, are given.
	Witnessed *int `json:"witnessed"`
	Reached   *int `json:"reached"`
}

// CoverLevels counts rows by how they are known.
type CoverLevels struct {
	Documented int `json:"documented"`
	Observed   int `json:"observed"`
	Inferred   int `json:"inferred"`
	Assumed    int `json:"assumed"`
}

// A CoverOperation is one operation with its rows in the order of its page.
type CoverOperation struct {
	Operation string `json:"operation"`
	// Page is true for the operations that are modelled row by row.
	Page bool `json:"page"`
	// PageDate is the date of the page that lists the rows; empty for July 2021.
	PageDate string `json:"page_date"`
	// Common counts rules for errors that are common to all operations.
	Common int         `json:"common_rules"`
	Counts CoverCounts `json:"counts"`
	Rows   []CoverRow  `json:"rows"`
}

// A CoverRow is one documented row.
type CoverRow struct {
	Row       int            `json:"row"`
	HTTP      int            `json:"http"`
	Code      string         `json:"code"`
	Message   string         `json:"message"`
	Standing  model.Standing `json:"standing"`
	Condition string         `json:"condition"`
	// Rule is the rule's id, Order its place in canonical precedence, from 1.
	Rule    string      `json:"rule,omitempty"`
	Order   int         `json:"order,omitempty"`
	Refuses *CoverBasis `json:"refuses,omitempty"`
	Answers *CoverBasis `json:"answers,omitempty"`
	// Doubt is the weaker basis for some of the calls, about which Refuses
	// claims too much.
	Doubt *CoverBasis `json:"doubt,omitempty"`
	// Clauses are the promises of the condition, where it has several.
	Clauses []CoverClause `json:"clauses,omitempty"`
	// Vestigial says why no call can meet the row.
	Vestigial string `json:"vestigial,omitempty"`
	// Shadowed says which rule in front of it always answers instead.
	Shadowed string `json:"shadowed,omitempty"`
	// Left says why the row has no rule; Reason is the word by which it is counted.
	Reason        string `json:"reason,omitempty"`
	Left          string `json:"left,omitempty"`
	Witness       string `json:"witness,omitempty"`
	WitnessLength *int   `json:"witness_length"`
	// Minimal says that no shorter witness exists; else none was found.
	Minimal *bool `json:"witness_minimal"`
	Reached *bool `json:"reached"`
}

// A CoverBasis is how one claim is known.
type CoverBasis struct {
	Level   string   `json:"level"`
	Sources []string `json:"sources,omitempty"`
	Reason  string   `json:"reason,omitempty"` // where inferred or assumed
}

// A Witness is the shortest known sequence that makes a rule happen.
type Witness struct {
	Name   string // of the sequence
	Length int    // in calls
	// Minimal says that no shorter one is among those that docs/planner.md names.
	Minimal bool
}

// Witnesses makes the index of a suite, by rule id; nil without a suite.
func Witnesses(cases []plan.Case) map[string]Witness {
	if len(cases) == 0 {
		return nil
	}
	index := map[string]Witness{}
	for _, c := range cases {
		if c.Item.Kind == "rule" {
			index[c.Item.ID] = Witness{Name: c.Name, Length: c.Sequence.Length(), Minimal: c.Minimal}
		}
	}
	return index
}

// CoverInputs are optional additions to the model: witnesses, and the report of
// a run.
type CoverInputs struct {
	Witnesses map[string]Witness // by rule id
	Run       *finding.Report
}

// counts returns a new count. Inputs that are not given stay null.
func (in CoverInputs) counts() CoverCounts {
	var c CoverCounts
	if in.Witnesses != nil {
		c.Witnessed = new(int)
	}
	if in.Run != nil {
		c.Reached = new(int)
	}
	return c
}

// NewCover accounts for all rows of the model's operations.
func NewCover(m *model.Model, in CoverInputs) (*Cover, error) {
	c := &Cover{Schema: "ecsim.cover/1", Pages: in.counts(), Supporting: in.counts()}
	reached := reachedIn(in.Run)
	for _, op := range m.Operations() {
		rows, err := op.Cover(m.Catalog())
		if err != nil {
			return nil, fmt.Errorf("cover %s: %w", op.Name, err)
		}
		facts, err := m.Catalog().Operation(op.Name)
		if err != nil {
			return nil, fmt.Errorf("cover %s: %w", op.Name, err)
		}
		out := CoverOperation{Operation: op.Name, Page: op.Page, PageDate: facts.PageDate, Counts: in.counts(), Rows: make([]CoverRow, 0, len(rows))}
		for _, rule := range op.Rules {
			if rule.Row == 0 {
				out.Common++
			}
		}
		sum := &c.Supporting
		if op.Page {
			sum = &c.Pages
		}
		for _, row := range rows {
			entry := coverRow(row, in.Witnesses, reached)
			out.Rows = append(out.Rows, entry)
			out.Counts.add(row, entry)
			sum.add(row, entry)
		}
		c.Operations = append(c.Operations, out)
	}
	return c, nil
}

// reachedIn lists the rules that a run reached; nil without a run.
func reachedIn(r *finding.Report) map[string]bool {
	if r == nil {
		return nil
	}
	reached := map[string]bool{}
	for _, c := range r.Coverage {
		for _, id := range c.Reached {
			reached[id] = true
		}
	}
	return reached
}

func coverRow(row model.CoverRow, witnesses map[string]Witness, reached map[string]bool) CoverRow {
	out := CoverRow{
		Row: row.Row, HTTP: row.HTTP, Code: row.Code, Message: row.Message,
		Standing: row.Standing, Condition: row.Condition(), Left: row.Left, Reason: row.Reason,
	}
	if row.Rule == nil {
		return out
	}
	out.Rule, out.Order = row.Rule.ID(), row.Rule.Index+1
	out.Vestigial, out.Shadowed = row.Rule.Vestigial, row.Rule.Shadowed
	out.Refuses, out.Answers = coverBasis(row.Rule.Refuses), coverBasis(row.Rule.Answers)
	if row.Rule.Doubt.When != nil {
		out.Doubt = coverBasis(row.Rule.Doubt.Basis)
	}
	for _, c := range row.Rule.Clauses {
		out.Clauses = append(out.Clauses, CoverClause{Name: c.Name, Refuses: coverBasis(c.Refuses)})
	}
	if w, ok := witnesses[out.Rule]; ok {
		out.Witness, out.WitnessLength, out.Minimal = w.Name, &w.Length, &w.Minimal
	}
	if reached != nil {
		is := reached[out.Rule]
		out.Reached = &is
	}
	return out
}

func coverBasis(b model.Basis) *CoverBasis {
	out := &CoverBasis{Level: b.Level.String(), Sources: b.Sources}
	if !b.Level.Fails() {
		out.Reason = b.Reason
	}
	return out
}

// A CoverClause is a clause of a row's condition.
type CoverClause struct {
	Name    string      `json:"name"`
	Refuses *CoverBasis `json:"refuses"`
}

// add counts one row.
func (c *CoverCounts) add(row model.CoverRow, entry CoverRow) {
	c.Rows++
	switch row.Standing {
	case model.Reachable:
		c.Reachable++
	case model.Vestigial:
		c.Vestigial++
	case model.Faulty:
		c.Fault++
	case model.OutOfScope:
		c.OutOfScope++
		if c.Reasons == nil {
			c.Reasons = map[string]int{}
		}
		c.Reasons[row.Reason]++
	case model.Unmodelled:
		c.Unmodelled++
	}
	if row.Rule != nil {
		c.Refuses.add(row.Rule.Refuses.Level)
		c.Answers.add(row.Rule.Answers.Level)
	}
	if entry.WitnessLength != nil {
		*c.Witnessed++
	}
	if entry.Reached != nil && *entry.Reached {
		*c.Reached++
	}
}

func (l *CoverLevels) add(level model.Level) {
	switch level {
	case model.LevelDocumented:
		l.Documented++
	case model.LevelObserved:
		l.Observed++
	case model.LevelInferred:
		l.Inferred++
	default:
		l.Assumed++
	}
}

// Operation returns the operation of the name.
func (c *Cover) Operation(name string) (CoverOperation, bool) {
	i := slices.IndexFunc(c.Operations, func(o CoverOperation) bool { return o.Operation == name })
	if i < 0 {
		return CoverOperation{}, false
	}
	return c.Operations[i], true
}

// JSON returns the cover as JSON.
func (c *Cover) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the cover as JSON: %w", err)
	}
	return append(data, '\n'), nil
}
