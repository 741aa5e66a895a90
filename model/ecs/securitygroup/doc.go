// Package securitygroup holds the operations on security groups, one a file,
// with their conditions beside them. It knows the resources (package ecs) and
// the kernel, and no other family. Begin with join_security_group.go.
package securitygroup
