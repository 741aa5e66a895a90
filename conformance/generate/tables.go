package generate

import (
	"slices"
	"sync"

	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
)

// drawTables are lists that generation uses for every call, prepared once for a
// model. Except for the cache of catalog entries they are never written to, so
// that plans of one start share them, also between goroutines.
type drawTables struct {
	specials map[string][]string
	makers   map[model.Kind]string
	deck     []*model.BoundOperation // see deckOf
	docs     sync.Map                // *model.Param to *catalog.Parameter
	own      *locality.Locality
	types    []string // of new instances, some several times
}

func newDrawTables(start oracle.Start, own *locality.Locality) *drawTables {
	m := start.World.Model()
	t := &drawTables{specials: specials(), makers: map[model.Kind]string{}, deck: DeckOf(m), own: own, types: drawnTypes(start.World)}
	for _, op := range t.deck {
		if op.Makes != nil {
			t.makers[op.Makes] = m.Maker(op.Makes).Name
		}
	}
	return t
}

// DeckOf lists the operations in the order of a new deck.
func DeckOf(m *model.Model) []*model.BoundOperation {
	return slices.SortedFunc(slices.Values(m.Operations()), func(a, b *model.BoundOperation) int { return a.Weight.Order - b.Weight.Order })
}
