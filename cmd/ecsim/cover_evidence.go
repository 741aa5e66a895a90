package main

import (
	"fmt"
	"io"

	"github.com/fatih/color"

	"github.com/ecsim/ecsim/conformance/evidence"
	"github.com/ecsim/ecsim/model"
)

// coverEvidence replays the field evidence of real regions, and shows whether
// the model agrees with each piece.
func coverEvidence(w io.Writer, m *model.Model) error {
	all, err := evidence.ReplayEvidence(m)
	if err != nil {
		return err
	}
	counts := map[evidence.Standing]int{}
	for _, e := range all {
		counts[e.Found]++
		if e.Found == evidence.Agrees {
			continue
		}
		fmt.Fprintf(w, "%-12s %3d %s: %s\n", e.Found, e.Entry, color.New(color.Bold).Sprint(e.Operation), e.Situation)
		if e.Detail != "" {
			fmt.Fprintf(w, "                 %s\n", e.Detail)
		}
		if e.Why != "" {
			fmt.Fprintf(w, "                 because %s\n", e.Why)
		}
	}
	fmt.Fprintf(w, "%d pieces of field evidence:", len(all))
	for _, s := range evidence.Standings() {
		fmt.Fprintf(w, " %d %s", counts[s], s)
		if s != evidence.Disagrees {
			fmt.Fprint(w, ",")
		}
	}
	fmt.Fprintln(w)
	return nil
}
