package model

// Effects that set one attribute of an ENI, shared by CreateNetworkInterface
// and ModifyNetworkInterfaceAttribute.

func setEniName(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.NetworkInterfaceName = r.str("NetworkInterfaceName") })
}

func setEniDescription(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.Description = r.str("Description") })
}

func setDeleteOnRelease(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.DeleteOnRelease = r.isTrue("DeleteOnRelease") })
}

func setSourceDestCheck(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.SourceDestCheck = r.isTrue("SourceDestCheck") })
}

// setEniNumber sets a figure of the ENI to the value of the parameter.
func setEniNumber(name string, field func(*NetworkInterface) *int) func(*Request) {
	return func(r *Request) {
		n, _ := r.integer(name)
		r.setEni(func(e *NetworkInterface) { *field(e) = n })
	}
}

func setEniQueues(name string) func(*Request) {
	return setEniNumber(name, func(e *NetworkInterface) *int { return &e.QueueNumber })
}

func setQueuePairs(name string) func(*Request) {
	return setEniNumber(name, func(e *NetworkInterface) *int { return &e.QueuePairNumber })
}

func setTrafficMode(name string) func(*Request) {
	return func(r *Request) {
		r.setEni(func(e *NetworkInterface) { e.NetworkInterfaceTrafficMode = r.str(name) })
	}
}
