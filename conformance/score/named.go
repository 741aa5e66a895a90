package score

import (
	"strings"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/sim"
)

// names says whether the finding names what the mutant is wrong about: the very
// rule, effect or edge; for a mutant of a whole operation, the operation; for a
// swap, both rules: the one that answered too early, and the one it came before.
func names(f conformance.Finding, m sim.Mutant) bool {
	if m.Before != "" {
		return f.Kind == "order" && f.Rule == m.Before && f.Answered == m.Item
	}
	if strings.Contains(m.Item, "/") {
		return f.Rule == m.Item
	}
	return f.Operation == m.Item
}
