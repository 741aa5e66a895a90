package eni

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Effects that set one attribute of an ENI, shared by CreateNetworkInterface
// and ModifyNetworkInterfaceAttribute.

func setEniName(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.NetworkInterfaceName = r.Text("NetworkInterfaceName") })
}

func setEniDescription(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.Description = r.Text("Description") })
}

func setDeleteOnRelease(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.DeleteOnRelease = r.IsTrue("DeleteOnRelease") })
}

func setSourceDestCheck(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.SourceDestCheck = r.IsTrue("SourceDestCheck") })
}

// setEniNumber sets a figure of the ENI to the value of the parameter.
func setEniNumber(name string, field func(*ecs.NetworkInterface) *int) func(*model.Request) {
	return func(r *model.Request) {
		n, _ := r.Integer(name)
		ecs.SetEni(r, func(e *ecs.NetworkInterface) { *field(e) = n })
	}
}

func setEniQueues(name string) func(*model.Request) {
	return setEniNumber(name, func(e *ecs.NetworkInterface) *int { return &e.QueueNumber })
}

func setQueuePairs(name string) func(*model.Request) {
	return setEniNumber(name, func(e *ecs.NetworkInterface) *int { return &e.QueuePairNumber })
}

func setTrafficMode(name string) func(*model.Request) {
	return func(r *model.Request) {
		ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.NetworkInterfaceTrafficMode = r.Text(name) })
	}
}
