// Package attribute holds what several operations on instances say of the
// attributes of instances: effects that set one, the form of values, credits,
// vCPUs. It knows the resources (package ecs) and the kernel. Begin with
// effects.go.
package attribute
