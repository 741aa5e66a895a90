package generate

import (
	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A variation is the difference of a call from a plain one.
type variation model.Variation

// hinted returns the variation of a hint how to break a rule.
func hinted(b model.Break) variation { return variation{Set: b.Set, Drop: b.Drop, World: b.World} }

// writtenFor is the embedded world that the model's plain calls, hints and
// trials are written for.
const writtenFor = "default"

// at returns the variation in the target's terms; it is made to a call that names
// the same network.
func (v variation) at(own *locality.Locality) variation {
	v.Set = own.Params(v.Set)
	return v
}

// of makes the call.
func (v variation) of(plain model.Params) model.Params {
	params := plain
	for _, name := range v.Drop {
		params = params.Without(name)
	}
	for name, value := range v.Set {
		params = params.With(name, value)
	}
	return params
}

// fits says whether the variation is for the world, and the world has all names
// in it.
func (v variation) fits(p oracle.PossibleWorld) bool {
	if v.World != "" && v.World != p.World.Base().Name {
		return false
	}
	for _, name := range (sequence.Step{Params: v.Set}).References() {
		if _, ok := p.Id(name); !ok {
			return false
		}
	}
	return true
}

func (v variation) differs() bool { return len(v.Set)+len(v.Drop) > 0 }
