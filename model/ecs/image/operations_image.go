package image

import "github.com/ecsim/ecsim/model"

// Operations are the operations on images.
func Operations() []model.Operation {
	return []model.Operation{
		modifyImageAttribute(), createImage(), deleteImage(), describeImages(), modifyImageSharePermission(), describeImageSharePermission(),
	}
}
