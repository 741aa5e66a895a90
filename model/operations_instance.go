package model

// instanceOperations are the operations on instances.
func instanceOperations() []Operation {
	return []Operation{
		runInstances(), createInstance(), startInstance(), stopInstance(), rebootInstance(), deleteInstance(),
		describeInstances(), describeInstanceStatus(), describeInstanceAttribute(), describeUserData(),
		modifyInstanceAttribute(), modifyInstanceMetadataOptions(), modifyInstanceVncPasswd(),
	}
}
