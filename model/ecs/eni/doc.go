// Package eni holds the operations on elastic network interfaces, one a file,
// with their conditions beside them. It knows the resources (package ecs) and
// the kernel, and no other family. Begin with attach_network_interface.go.
package eni
