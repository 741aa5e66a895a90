package rpc

import (
	"reflect"
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// allExtras are the members that no field holds, by the resource that shows them.
func allExtras() map[reflect.Type][]extra {
	return map[reflect.Type][]extra{
		reflect.TypeFor[ecs.Instance]():         instanceExtras(),
		reflect.TypeFor[ecs.Image]():            imageExtras(),
		reflect.TypeFor[ecs.NetworkInterface](): interfaceExtras(),
		reflect.TypeFor[ecs.SecurityGroup]():    groupExtras(),
		reflect.TypeFor[ecs.Vpc]():              vpcExtras(),
		reflect.TypeFor[ecs.VSwitch]():          vswitchExtras(),
		reflect.TypeFor[model.Region]():         regionExtras(),
		reflect.TypeFor[model.Zone]():           zoneExtras(),
		reflect.TypeFor[model.InstanceType]():   typeExtras(),
	}
}

func join(all ...[]extra) []extra { return slices.Concat(all...) }
