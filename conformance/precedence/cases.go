package precedence

import (
	"fmt"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// Cases returns the probes as cases for a suite: each breaks several rules, and
// shows which one answers.
func (p Precedence) Cases() ([]plan.Case, error) {
	var cases []plan.Case
	for _, op := range p.Operations {
		for _, probe := range op.Probes {
			s, err := sequence.Parse(probe.Sequence)
			if err != nil {
				return nil, fmt.Errorf("probe %s of %s: %w", probe.ID, op.Operation, err)
			}
			cases = append(cases, plan.Case{
				Name:     s.World + "/order/" + op.Operation + "/" + probe.ID,
				Item:     plan.Item{Kind: "rule", ID: op.Operation + "/" + probe.Answered},
				Sequence: s,
			})
		}
	}
	return cases, nil
}
