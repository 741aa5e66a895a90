// Package target holds implementations under test: an endpoint anywhere that
// speaks ECS's protocol, and the simulator in this process. It is the only
// place where the conformance engine meets the wire: calls are sent as the
// vendor's SDK sends them, and answers become typed values, with the names of
// the fields that each answer showed.
//
// [Discover] finds the resources of a target before a run; [Prelude] makes
// missing ones.
package target
