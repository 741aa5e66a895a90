package wire

import (
	"fmt"
	"reflect"
	"strings"
)

// A Class is how a field of a described resource is compared.
type Class uint8

// The classes, each with its word in the tag compare.
const (
	// Modelled fields must have the model's value. They need no tag.
	Modelled Class = iota
	// Volatile fields are ignored.
	Volatile
	// Chosen fields may be chosen by the target: adopted at first sight,
	// compared afterwards.
	Chosen
	// Allotted fields are chosen too, but exist, with as many elements, where
	// the model has them.
	Allotted
	// Reference fields hold an id, or a list of ids.
	Reference
)

// A Field is one exported field of a resource, or of the structs in it that
// have places of their own.
type Field struct {
	Name   string // with the struct's name before it, such as Hidden.Members
	Index  []int  // for [reflect.Value.FieldByIndex]
	Type   reflect.Type
	Class  Class
	Places []Place
	// Tagged says that the field has a tag wire; with "-" it has no places.
	Told bool
}

// Fields lists the fields of a struct in their order. Fields of nested structs
// follow if they have a place. It panics on a malformed tag, which is an error
// in this program: a test reads all tags.
func Fields(t reflect.Type) []Field {
	var all []Field
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		one, err := fieldOf(f)
		if err != nil {
			panic(fmt.Sprintf("the tag of %s.%s cannot be read: %v", t, f.Name, err))
		}
		all = append(all, one)
		if f.Type.Kind() != reflect.Struct || one.Told {
			continue
		}
		for _, inner := range Fields(f.Type) {
			if len(inner.Places) > 0 {
				inner.Name, inner.Index = f.Name+"."+inner.Name, append([]int{i}, inner.Index...)
				all = append(all, inner)
			}
		}
	}
	return all
}

func fieldOf(f reflect.StructField) (Field, error) {
	one := Field{Name: f.Name, Index: f.Index, Type: f.Type}
	classes := map[string]Class{"": Modelled, "volatile": Volatile, "chosen": Chosen, "allotted": Allotted, "reference": Reference}
	class, known := classes[f.Tag.Get("compare")]
	if !known {
		return one, fmt.Errorf("compare is %s: write volatile, chosen, allotted or reference", f.Tag.Get("compare"))
	}
	one.Class = class
	var places string
	places, one.Told = f.Tag.Lookup("wire")
	if places == "-" {
		return one, nil
	}
	for text := range strings.FieldsSeq(places) {
		p, err := ParsePlace(text)
		if err != nil {
			return one, err
		}
		one.Places = append(one.Places, p)
	}
	return one, nil
}

// Places returns the places of all fields.
func Places(fields []Field) []Place {
	var all []Place
	for _, f := range fields {
		all = append(all, f.Places...)
	}
	return all
}
