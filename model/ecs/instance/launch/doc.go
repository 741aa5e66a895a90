// Package launch holds RunInstances and CreateInstance, which make instances from
// the same parameters, with their conditions. It knows the resources (package ecs),
// the kernel, and what operations on instances share (package attribute). Begin
// with launch.go.
package launch

import "github.com/ecsim/ecsim/model"

// Operations are those that make instances.
func Operations() []model.Operation { return []model.Operation{runInstances(), createInstance()} }
