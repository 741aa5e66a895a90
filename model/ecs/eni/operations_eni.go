package eni

import "github.com/ecsim/ecsim/model"

// Operations are the operations on elastic network interfaces.
func Operations() []model.Operation {
	return []model.Operation{
		modifyNetworkInterfaceAttribute(), createNetworkInterface(), attachNetworkInterface(), detachNetworkInterface(), deleteNetworkInterface(),
		describeNetworkInterfaces(), describeNetworkInterfaceAttribute(), assignIpv6Addresses(),
	}
}
