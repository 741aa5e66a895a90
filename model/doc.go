// Package model states what Alibaba Cloud ECS promises, as a function.
//
// A [World] is an immutable value: accounts, regions, resources, idempotence
// tokens, id counters, the time, and what is known of the account. [World.Apply]
// takes one [Call] and returns a [Verdict]: the rules that the call breaks, in
// canonical order, and, when it breaks none, the next world and the reply.
// There is no I/O here, no clock, no goroutine and no randomness, so any number
// of goroutines may apply calls to one world, and undo is keeping the old value.
//
// An [Operation] is three lists of data: its parameters, its [Rule]s (one for
// each documented error row) and its [Effect]s. The wire facts of a row (HTTP
// status, message template) come from fixtures/catalog; the rule adds the
// condition and says how it is known. What the cloud does by itself, such as
// Starting becoming Running, is a table of [Edge]s.
//
// The package is the kernel: it knows kinds of resources by their records
// ([KindOf]) and none by name. The resources stand in model/ecs, the operations
// in the rooms below it, and model/reference makes the model of all of them.
// Begin reading with world.go, request.go, operation.go and apply.go.
package model
