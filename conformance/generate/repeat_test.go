package generate

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/sequence"
)

// What a much earlier call has given is given again: a token after another token of
// the operation, an address; lists are asked for page by page; and calls that are
// refused are dry runs, too.
func TestWhatComesAfterIsDrawn(t *testing.T) {
	start := startOf(t, "default")
	index, err := NewSetupIndex(start)
	if err != nil {
		t.Fatal(err)
	}
	var older, second, dry int
	for n := range 300 {
		s := Draws(Plan{Start: start, Steps: 25, Number: n, Seed: 1, Setups: index}).Example(n).Sequence
		last, given := map[string]string{}, map[string]bool{}
		for _, step := range s.Steps {
			if step.Kind != sequence.StepCall {
				continue
			}
			if token := step.Params["ClientToken"]; token != "" {
				if given[step.Op+token] && last[step.Op] != token {
					older++
				}
				given[step.Op+token], last[step.Op] = true, token
			}
			if step.Params["PageNumber"] == "2" && step.Params["PageSize"] == "1" && len(step.References()) > 1 {
				second++
			}
			if step.Params["DryRun"] == "true" {
				dry++
			}
		}
	}
	if older < 5 || second < 5 || dry < 30 {
		t.Errorf("%d older tokens, %d second pages, %d dry runs in 300 plans", older, second, dry)
	}
	t.Logf("%d older tokens, %d second pages, %d dry runs in 300 plans", older, second, dry)
}
