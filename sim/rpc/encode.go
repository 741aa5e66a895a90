package rpc

import (
	"reflect"
	"slices"
)

// Extras are the members of a resource's answers that none of its fields holds.
type extras struct {
	of  reflect.Type
	all []extra
}

// extrasOf joins the extras of a resource T.
func extrasOf[T any](all ...[]extra) extras {
	return extras{reflect.TypeFor[T](), slices.Concat(all...)}
}

// allExtras are the extras of all resources that have some, by their types.
func allExtras() map[reflect.Type][]extra {
	byType := map[reflect.Type][]extra{}
	for _, e := range []extras{
		instanceExtras(), imageExtras(), diskExtras(), interfaceExtras(), groupExtras(), vpcExtras(), vswitchExtras(), regionExtras(), zoneExtras(), typeExtras(),
	} {
		byType[e.of] = e.all
	}
	return byType
}
