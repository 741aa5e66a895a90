package main

import (
	"fmt"
	"io"

	"github.com/fatih/color"

	"github.com/ecsim/ecsim/conformance/evidence"
	"github.com/ecsim/ecsim/model"
)

// coverEvidence replays the field evidence of real regions, and shows whether
// the model agrees with each piece, and what a check would say of the region.
func coverEvidence(w io.Writer, m *model.Model) error {
	all, err := evidence.ReplayEvidence(m)
	if err != nil {
		return err
	}
	counts, words := map[evidence.Standing]int{}, map[evidence.Say]int{}
	unexcused := 0
	for _, e := range all {
		counts[e.Found]++
		words[e.Said]++
		if e.Said == evidence.SaysFailure && e.Why == "" {
			unexcused++
		}
		if e.Found == evidence.Agrees && e.Said == evidence.SaysPass {
			continue
		}
		fmt.Fprintf(w, "%-12s %-9s %3d %s: %s\n", e.Found, e.Said, e.Entry, color.New(color.Bold).Sprint(e.Operation), e.Situation)
		if e.Detail != "" {
			fmt.Fprintf(w, "                 %s\n", e.Detail)
		}
		if e.Why != "" {
			fmt.Fprintf(w, "                 because %s\n", e.Why)
		}
	}
	inScope := len(all) - counts[evidence.Silent]
	fine := counts[evidence.Agrees] + counts[evidence.Allowed]
	fmt.Fprintf(w, "%d pieces of field evidence: %d agrees, %d allowed, %d silent, %d contradicts; of the %d in scope %.1f %% agree or are allowed\n",
		len(all), counts[evidence.Agrees], counts[evidence.Allowed], counts[evidence.Silent], counts[evidence.Contradicts],
		inScope, 100*float64(fine)/float64(max(1, inScope)))
	fmt.Fprintf(w, "a check would say of the cloud: %d pass, %d question, %d failure; %d failures without a reason\n",
		words[evidence.SaysPass], words[evidence.SaysQuestion], words[evidence.SaysFailure], unexcused)
	return nil
}
