// Package modify holds ModifyInstanceAttribute, the widest operation of all, with
// its conditions by topic. It knows the resources (package ecs), the kernel, and
// what operations on instances share (package attribute). Begin with
// modify_instance_attribute.go.
package modify
