package instance

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs/instance/launch"
	"github.com/ecsim/ecsim/model/ecs/instance/modify"
)

// Operations are the operations on instances.
func Operations() []model.Operation {
	return slices.Concat(launch.Operations(), []model.Operation{
		startInstance(), stopInstance(), rebootInstance(), deleteInstance(),
		describeInstances(), describeInstanceStatus(), describeInstanceAttribute(), describeUserData(), describeInstanceVncUrl(),
		modify.InstanceAttribute(), modifyInstanceMetadataOptions(), modifyInstanceVncPasswd(),
	})
}

// hint says that the parameter with this value breaks the rule.
func hint(name, value string) model.Break { return model.BreakBy(name, value) }
