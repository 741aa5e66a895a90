// Package conformance compares an implementation of ECS with the model: it
// draws sequences of calls, runs them on a [Target], keeps the set of possible
// worlds, judges every outcome by one table, and reduces outcomes that no
// possible world explains to the shortest sequence that shows them.
package conformance
