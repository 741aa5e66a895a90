// Package instance holds the operations on instances, one a file, with their
// conditions beside them. It knows the resources (package ecs) and the kernel,
// and no other family. Begin with start_instance.go, then
// modify_instance_attribute.go.
package instance
