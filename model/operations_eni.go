package model

// eniOperations are the operations on elastic network interfaces.
func eniOperations() []Operation {
	return []Operation{
		modifyNetworkInterfaceAttribute(), createNetworkInterface(), attachNetworkInterface(), detachNetworkInterface(), deleteNetworkInterface(),
		describeNetworkInterfaces(), describeNetworkInterfaceAttribute(), assignIpv6Addresses(),
	}
}
