package score

import (
	"strings"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/sim"
)

// names says whether the finding names what the mutant is wrong about: the very
// rule, effect or edge; for a mutant of a whole operation, the operation.
func names(f conformance.Finding, m sim.Mutant) bool {
	if strings.Contains(m.Item, "/") {
		return f.Rule == m.Item
	}
	return f.Operation == m.Item
}
