package oracle

import (
	"reflect"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/wire"
)

// A fieldTable lists the exported fields of a kind in their order, with the
// class that the field's tag gives it. Hidden state is never compared.
type fieldTable []fieldOf

type fieldOf struct {
	index int // in the struct
	name  string
	class wire.Class
}

func newFieldTable(r model.Resource) fieldTable {
	var table fieldTable
	for _, f := range wire.Fields(reflect.TypeOf(r).Elem()) {
		if len(f.Index) == 1 {
			table = append(table, fieldOf{f.Index[0], f.Name, f.Class})
		}
	}
	return table
}
