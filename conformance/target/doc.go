// Package target holds implementations under test: an endpoint that speaks
// ECS's protocol, anywhere, and the simulator in this process. It is the only
// place where the conformance engine meets the wire: calls go out as the
// vendor's SDK sends them, and answers come back as typed values, each with the
// names of the fields that the answer showed.
//
// [Discover] finds out what a target has before a run, [Prelude] makes what is
// missing and may be made.
package target
