package score

import (
	"strings"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/sim"
)

// names says whether the finding names the item of the mutant: exactly its
// rule, effect or transition; for a mutant of a whole operation, the operation;
// for a swap, both rules: the one that answered too early, and the one that it
// overtook.
func names(f finding.Finding, m sim.Mutant) bool {
	if m.Before != "" {
		return f.Kind == "order" && f.Rule == m.Before && f.Answered == m.Item
	}
	if strings.Contains(m.Item, "/") {
		return f.Rule == m.Item
	}
	return f.Operation == m.Item
}
