package generate

import (
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A thing is a resource that a call can name.
type thing struct {
	name string
	kind model.Kind
	own  bool // made by the sequence
}

// thingsOf lists the resources of a starting world.
func thingsOf(p oracle.PossibleWorld) []thing {
	var all []thing
	for _, name := range sequence.SortedNames(p.Names) {
		if kind := p.Kind(name); kind != nil {
			all = append(all, thing{name: name, kind: kind})
		}
	}
	return all
}
