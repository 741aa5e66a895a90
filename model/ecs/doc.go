// Package ecs holds the resources of ECS: the struct of each kind with its
// record, its lifecycle, what a call can name, and the conditions that several
// families share. It knows the kernel (package model) and no family of
// operations. Begin with kind_names.go and records.go, then kind_instance.go.
package ecs
