// Package image holds the operations on images, one a file, with their
// conditions beside them. It knows the resources (package ecs) and the kernel,
// and no other family. Begin with delete_image.go.
package image
