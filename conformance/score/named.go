package score

import (
	"strings"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/sim"
)

// names says whether the finding names the item of the mutant: exactly its
// rule (of a clause, too), effect or transition; for a mutant of a whole operation, the operation;
// for a swap, both rules: the one that answered too early, and the one that it
// overtook.
func names(f finding.Finding, m sim.Mutant) bool {
	if m.Before != "" {
		return f.Kind == "order" && f.Rule == m.Before && f.Answered == m.Item
	}
	if strings.Contains(m.Item, "/") {
		return f.Rule == whole(m)
	}
	return f.Operation == m.Item
}

// whole is the item of the mutant that a finding names: of a clause it is the
// rule.
func whole(m sim.Mutant) string { return plan.Item{Kind: m.Kind, ID: m.Item}.What() }
