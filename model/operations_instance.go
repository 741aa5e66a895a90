package model

// instanceOperations are the operations on instances.
func instanceOperations() []Operation {
	return []Operation{
		modifyInstanceVncPasswd(), startInstance(), stopInstance(),
	}
}
