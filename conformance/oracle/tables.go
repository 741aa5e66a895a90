package oracle

import "github.com/ecsim/ecsim/model"

// Tables are the lists that are asked with every call, laid out once for a start
// and never written to afterwards: whoever shares a start shares them, also
// between goroutines.
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
