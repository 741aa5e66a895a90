package conformance

import (
	"sync"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/model"
)

// tables are the lists of this package that are asked with every call, laid
// out once for a start and, but for what is looked up in the catalog, never
// written to afterwards: whoever shares a start
// shares them, also between goroutines.
type tables struct {
	looks    map[model.Kind][]*model.BoundOperation
	fields   map[model.Kind]fieldTable
	verdicts []Line
	common   map[string]bool // the codes that every operation may answer
	specials map[string][]string
	makers   map[model.Kind]string
	deck     []*model.BoundOperation // see deckOf
	docs     sync.Map                // *model.Param to *catalog.Parameter
	// ranges[n] draws a number below n: making the generator costs as much as
	// drawing from it.
	ranges []*rapid.Generator[int]
}

func newTables(m *model.Model) *tables {
	t := &tables{
		looks: looks(m), verdicts: Table(), common: commonCodes(m), specials: specials(),
		makers: map[model.Kind]string{}, deck: deckOf(m),
		fields: map[model.Kind]fieldTable{}, ranges: []*rapid.Generator[int]{nil},
	}
	const most = 100 // a percentage
	for n := 1; n <= most; n++ {
		t.ranges = append(t.ranges, rapid.IntRange(0, n-1))
	}
	for _, op := range t.deck {
		if op.Makes != nil {
			t.makers[op.Makes] = m.Maker(op.Makes).Name
		}
	}
	for _, r := range []model.Resource{
		&model.Instance{}, &model.Image{}, &model.NetworkInterface{}, &model.SecurityGroup{}, &model.VSwitch{}, &model.Vpc{},
		&model.Region{}, &model.Zone{}, &model.InstanceType{},
	} {
		t.fields[r.Kind()] = newFieldTable(r)
	}
	return t
}
