package instance

import "github.com/ecsim/ecsim/model"

// Operations are the operations on instances.
func Operations() []model.Operation {
	return []model.Operation{
		runInstances(), createInstance(), startInstance(), stopInstance(), rebootInstance(), deleteInstance(),
		describeInstances(), describeInstanceStatus(), describeInstanceAttribute(), describeUserData(), describeInstanceVncUrl(),
		modifyInstanceAttribute(), modifyInstanceMetadataOptions(), modifyInstanceVncPasswd(),
	}
}
