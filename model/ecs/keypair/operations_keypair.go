// Package keypair holds the operations on SSH key pairs, one a file, with their
// conditions beside them. It knows the resources (package ecs) and the kernel,
// and no other family. Begin with create_key_pair.go.
package keypair

import "github.com/ecsim/ecsim/model"

// Operations are the operations on key pairs.
func Operations() []model.Operation {
	return []model.Operation{createKeyPair(), describeKeyPairs(), deleteKeyPairs()}
}
