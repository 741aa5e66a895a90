// Package model states what Alibaba Cloud ECS promises, as a function.
//
// A [World] is an immutable value: accounts, regions, resources, idempotence
// tokens, id counters, the time, and the known facts about the account.
// [World.Apply] takes one [Call] and returns a [Verdict]: the rules that the
// call breaks, in canonical order, and, when it breaks none, the next world and
// the reply. There is no I/O here, no clock, no goroutine and no randomness, so
// any number of goroutines may apply calls to one world, and undo is keeping
// the old value.
//
// An [Operation] is three lists of data: its parameters, its [Rule]s (one for
// each documented error row) and its [Effect]s. The wire facts of a row (HTTP
// status, message template) come from fixtures/catalog; the rule adds the
// condition and says how it is known. Transitions, such as Starting becoming
// Running, are a table of [Edge]s.
package model
