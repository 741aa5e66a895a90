// Package tag has the operations on tags. They treat all kinds alike that keep tags:
// a resource is named by its type and its id. Begin reading at tag_resources.go.
package tag

import "github.com/ecsim/ecsim/model"

// Operations are the operations on tags.
func Operations() []model.Operation {
	return []model.Operation{tagResources(), untagResources(), listTagResources(), addTags(), removeTags(), describeTags()}
}
