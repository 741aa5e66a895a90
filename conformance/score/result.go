package score

import "github.com/ecsim/ecsim/conformance/finding"

// Schema is the schema of a report's JSON form.
const Schema = "ecsim.mutants/1"

// A Result is the outcome of scoring one mutant.
type Result struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Item  string `json:"item"`
	Means string `json:"means"`
	// Invisible says why the mutant cannot be detected; empty for one that
	// counts.
	Invisible string `json:"invisible,omitempty"`
	Killed    bool   `json:"killed"`
	// By is suite, precedence or exploration; World is the world of the kill.
	By    string `json:"by,omitempty"`
	World string `json:"world,omitempty"`
	// Calls are the calls explored with until the finding that names the item,
	// over all worlds that were tried before it.
	Calls int `json:"calls"`
	// TargetCalls are all calls to the target, without those of the reduction.
	TargetCalls int `json:"target_calls"`
	// Verdict, Finding and Length describe the finding that names the item:
	// failure or question, kind and item, and the calls of its sequence.
	Verdict  string `json:"verdict,omitempty"`
	Finding  string `json:"finding,omitempty"`
	Length   int    `json:"length,omitempty"`
	Original int    `json:"original_length,omitempty"`
	// Shortest is the length of the shortest known sequence that detects the
	// mutant; Proven says that no shorter one exists.
	Shortest int  `json:"shortest,omitempty"`
	Proven   bool `json:"proven,omitempty"`
	// ShrinkCalls are the target calls of candidates while reducing.
	ShrinkCalls int    `json:"shrink_target_calls,omitempty"`
	Sequence    string `json:"sequence,omitempty"`
	// Others are findings that do not name the item: "KIND ITEM".
	Others []string `json:"others,omitempty"`
	// Survivor is equivalent or blind spot, and Reason says why, if the list of
	// survivors has the mutant.
	Survivor string `json:"survivor,omitempty"`
	Reason   string `json:"reason,omitempty"`
	// Broken is the error that ended the scoring of the mutant.
	Broken  string  `json:"broken,omitempty"`
	Seconds float64 `json:"seconds"`
}

// take notes the finding that kills the mutant.
func (r *Result) take(f finding.Finding) {
	r.Killed = true
	r.Verdict, r.Finding, r.Sequence = f.Verdict, f.Kind+" "+f.Rule, f.Sequence
	r.Length, r.Original, r.ShrinkCalls = f.Length, f.OriginalLength, f.ShrinkCalls
}
