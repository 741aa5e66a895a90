package model

// imageOperations are the operations on images.
func imageOperations() []Operation {
	return []Operation{
		modifyImageAttribute(), createImage(), deleteImage(), describeImages(), modifyImageSharePermission(), describeImageSharePermission(),
	}
}
