package rpc

import (
	"reflect"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// allExtras are the members that no field holds, by the resource that shows them.
func allExtras() map[reflect.Type][]extra {
	return map[reflect.Type][]extra{
		reflect.TypeFor[model.Instance]():         instanceExtras(),
		reflect.TypeFor[model.Image]():            imageExtras(),
		reflect.TypeFor[model.NetworkInterface](): interfaceExtras(),
		reflect.TypeFor[model.SecurityGroup]():    groupExtras(),
		reflect.TypeFor[model.Vpc]():              vpcExtras(),
		reflect.TypeFor[model.VSwitch]():          vswitchExtras(),
		reflect.TypeFor[model.Region]():           regionExtras(),
		reflect.TypeFor[model.Zone]():             zoneExtras(),
		reflect.TypeFor[model.InstanceType]():     typeExtras(),
	}
}

func join(all ...[]extra) []extra { return slices.Concat(all...) }
