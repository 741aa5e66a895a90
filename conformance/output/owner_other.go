//go:build !unix

package output

import "io/fs"

// keepOwner does nothing: files have no owner that could be given away.
func keepOwner(string, fs.FileInfo) {}
