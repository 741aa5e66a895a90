// Package wire says how resources are written on the wire and how they are
// compared: by the tags of their fields ([Field], [Place]) and by the table of
// what each operation shows ([Answers]). It writes and reads no body: the
// encoder of sim/rpc and the reader of conformance/target do so, from these
// declarations. Begin reading at [Place]; docs/wire.md shows the notation.
package wire
