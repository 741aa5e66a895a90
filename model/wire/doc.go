// Package wire reads the tags that say how a resource stands on the wire and
// how it is compared. It knows no resource, and writes and reads no body: the
// encoder of sim/rpc and the reader of conformance/target do, from what it says.
// Begin reading at [Place]; docs/wire.md shows the notation.
package wire
