// Package keypair holds the operations on SSH key pairs, one a file, with their
// conditions beside them. It knows the resources (package ecs) and the kernel,
// and no other family. Begin with create_key_pair.go.
package keypair

import "github.com/ecsim/ecsim/model"

// Operations are the operations on key pairs.
func Operations() []model.Operation {
	return []model.Operation{createKeyPair(), importKeyPair(), describeKeyPairs(), deleteKeyPairs(), attachKeyPair(), detachKeyPair()}
}

// Setups build key pairs, free and bound.
func Setups() []model.Setup {
	const create, attach = "CreateKeyPair", "AttachKeyPair"
	pair := model.Params{"KeyPairName": "$k1", "InstanceIds": `["$i1"]`}
	return []model.Setup{
		{Name: "keypair", Op: create},
		{Name: "login", From: "keypair", Op: "CreateInstance"},
		{Name: "bound", From: "login", Op: attach, Params: pair},
		{From: "bound", Op: create, Params: model.Params{"KeyPairName": "key-2"}},
	}
}
