package oracle

import "github.com/ecsim/ecsim/model"

// Tables are lists that are used for every call, prepared once for a start and
// never written to afterwards: all users of a start share them, also between
// goroutines.
type Tables struct {
	Lookups  map[model.Kind][]*model.BoundOperation
	fields   map[model.Kind]fieldTable
	verdicts []Line
	Common   map[string]bool // the codes that every operation may answer
	// Removers are the operations that remove a thing of a kind, Removal the order
	// in which kinds are removed.
	Removers map[model.Kind]*model.BoundOperation
	Removal  []model.Kind
	// Lingers are the kinds that are shown for a while after their removal.
	Lingers map[model.Kind]bool
}

func newTables(m *model.Model) *Tables {
	t := &Tables{Lookups: lookups(m), verdicts: Table(), Common: CommonCodes(m), fields: map[model.Kind]fieldTable{},
		Removers: map[model.Kind]*model.BoundOperation{}, Lingers: map[model.Kind]bool{}, Removal: m.Kinds().InRemovalOrder()}
	for _, k := range t.Removal {
		t.Removers[k] = m.Remover(k)
	}
	for _, e := range m.Edges() {
		if e.To == "" {
			t.Lingers[e.Kind] = true
		}
	}
	for _, k := range m.Kinds().All() {
		if r := m.Kinds().Empty(k); r != nil {
			t.fields[k] = newFieldTable(r)
		}
	}
	return t
}

// lookups lists the lookups of each kind. The first one is the plain lookup;
// others show fields that only they show.
func lookups(m *model.Model) map[model.Kind][]*model.BoundOperation {
	all := map[model.Kind][]*model.BoundOperation{}
	for _, op := range m.Operations() {
		if kind := op.Look.Kind; kind != nil && all[kind] == nil {
			all[kind] = m.Looks(kind)
		}
	}
	return all
}

// CommonCodes are the codes that every operation may answer.
func CommonCodes(m *model.Model) map[string]bool {
	codes := map[string]bool{}
	rows, err := m.Catalog().CommonErrors()
	if err != nil {
		return codes
	}
	for _, r := range rows {
		codes[r.Code] = true
	}
	return codes
}
