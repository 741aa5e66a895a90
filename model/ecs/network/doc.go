// Package network holds the operations on VPCs and vSwitches, one a file, with
// their conditions beside them. It knows the resources (package ecs) and the
// kernel, and no other family. Begin with create_vpc.go.
package network
