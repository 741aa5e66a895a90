package plan

import (
	"slices"

	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// localities translate witnesses, which are written for the embedded worlds, into
// the terms of a start.
type localities struct {
	start oracle.Start
	of    map[string]*locality.Locality // by world
}

// own returns the sequence in the terms of the start. One that is written for a
// world that cannot be read stays as it is.
func (l localities) own(s sequence.Sequence) sequence.Sequence {
	if !l.start.World.Base().Stranger {
		return s
	}
	here, known := l.of[s.World]
	if !known {
		here, _ = locality.New(l.start, s.World) // nil changes nothing
		l.of[s.World] = here
	}
	s.Steps = slices.Clone(s.Steps)
	for i := range s.Steps {
		s.Steps[i].Params = here.Params(s.Steps[i].Params)
	}
	return s
}
