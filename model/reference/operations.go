package reference

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs/disk"
	"github.com/ecsim/ecsim/model/ecs/eni"
	"github.com/ecsim/ecsim/model/ecs/image"
	"github.com/ecsim/ecsim/model/ecs/instance"
	"github.com/ecsim/ecsim/model/ecs/keypair"
	"github.com/ecsim/ecsim/model/ecs/network"
	"github.com/ecsim/ecsim/model/ecs/region"
	"github.com/ecsim/ecsim/model/ecs/securitygroup"
	"github.com/ecsim/ecsim/model/ecs/tag"
)

// Operations are all operations of the reference model, by the resource that
// they are about.
func Operations() []model.Operation {
	groups := [][]model.Operation{
		instance.Operations(), image.Operations(), eni.Operations(),
		securitygroup.Operations(), network.Operations(), region.Operations(), keypair.Operations(), tag.Operations(), disk.Operations(),
	}
	var all []model.Operation
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

// Setups are the setups of all families.
func Setups() []model.Setup {
	return slices.Concat(instanceSetups(), eniSetups(), imageSetups(), groupSetups(), networkSetups(), keypair.Setups(), disk.Setups())
}
