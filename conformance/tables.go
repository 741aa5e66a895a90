package conformance

import "github.com/ecsim/ecsim/model"

// tables are the lists that are asked with every call, laid out once for a start
// and never written to afterwards: whoever shares a start shares them, also
// between goroutines.
type tables struct {
	looks    map[model.Kind][]*model.BoundOperation
	fields   map[model.Kind]fieldTable
	verdicts []Line
	common   map[string]bool // the codes that every operation may answer
}

func newTables(m *model.Model) *tables {
	t := &tables{looks: looks(m), verdicts: Table(), common: commonCodes(m), fields: map[model.Kind]fieldTable{}}
	for _, r := range []model.Resource{
		&model.Instance{}, &model.Image{}, &model.NetworkInterface{}, &model.SecurityGroup{}, &model.VSwitch{}, &model.Vpc{},
		&model.Region{}, &model.Zone{}, &model.InstanceType{},
	} {
		t.fields[r.Kind()] = newFieldTable(r)
	}
	return t
}
