package oracle

import "github.com/ecsim/ecsim/model"

// Tables are lists that are used for every call, prepared once for a start and
// never written to afterwards: all users of a start share them, also between
// goroutines.
type Tables struct {
	Looks    map[model.Kind][]*model.BoundOperation
	fields   map[model.Kind]fieldTable
	verdicts []Line
	Common   map[string]bool // the codes that every operation may answer
}

func newTables(m *model.Model) *Tables {
	t := &Tables{Looks: looks(m), verdicts: Table(), Common: CommonCodes(m), fields: map[model.Kind]fieldTable{}}
	for _, k := range m.Kinds().All() {
		if r := m.Kinds().Empty(k); r != nil {
			t.fields[k] = newFieldTable(r)
		}
	}
	return t
}
