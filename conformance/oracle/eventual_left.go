package oracle

import (
	"reflect"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// leftMark is added to ids of earlier runs.
const leftMark = "-left"

// renamed returns a copy of the resource with other ids.
func renamed(r model.Resource, ids map[string]string) model.Resource {
	v := reflect.New(reflect.TypeOf(r).Elem())
	v.Elem().Set(reflect.ValueOf(r).Elem())
	rename(v.Elem(), ids)
	as, _ := reflect.TypeAssert[model.Resource](v)
	return as
}

func rename(v reflect.Value, ids map[string]string) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && v.Len() > 0 {
			text := v.String()
			for id, other := range ids {
				if own, _, named := strings.Cut(id, "/"); named { // of a kind that calls know by name
					id, other = own, own+leftMark
				}
				if !strings.Contains(text, other) {
					text = strings.ReplaceAll(text, id, other)
				}
			}
			v.SetString(text)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			rename(field, ids)
		}
	default:
	}
}
