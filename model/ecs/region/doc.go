// Package region holds the operations that describe regions, zones and instance
// types, which no call changes. It knows the kernel, and no other family. Begin
// with describe_regions.go.
package region
