// Package instance holds the operations on instances, one a file, with their
// conditions beside them. The two that make instances are in the room launch,
// ModifyInstanceAttribute is in the room modify, and what several of them share in
// the room attribute. It knows the resources (package ecs) and the kernel, and no
// other family. Begin with start_instance.go.
package instance
