package plan

import (
	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A life is a witness of what holds after several calls: an interface is
// attached elsewhere after it was detached, a token gives the same instance after
// a restart. The other witnesses are as short as they can be, and so never come
// there. It is run as it is written, and everything in it is looked at, because
// each of its calls depends on all before.
const lifeKind = "life"

// livesOf separates the lives from the other witnesses.
func livesOf(cases []Case) (others, lives []Case) {
	for _, c := range cases {
		if c.Item.Kind == lifeKind {
			lives = append(lives, c)
		} else {
			others = append(others, c)
		}
	}
	return others, lives
}

// Shown counts what witnesses show: a life as much as it has steps, because each
// call and each wait of it shows what holds after all before.
func Shown(cases []Case) int {
	n := 0
	for _, c := range cases {
		if c.Item.Kind == lifeKind {
			n += len(c.Sequence.Steps)
		} else {
			n++
		}
	}
	return n
}

// alone returns the lives that the start can run.
func alone(lives []Case, start oracle.Start) []Merged {
	here := localities{start: start, of: map[string]*locality.Locality{}}
	var out []Merged
	for _, c := range lives {
		if c.Sequence.World != start.World.Base().Name && !start.World.Base().Stranger || !Runnable(c.Sequence, start) {
			continue
		}
		m := Merged{Sequence: here.own(c.Sequence), Hard: map[int]bool{}}
		for n, step := range m.Steps {
			m.Hard[n] = step.Kind == sequence.StepCall
		}
		out = append(out, m)
	}
	return out
}
