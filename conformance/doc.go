// Package conformance compares an implementation of ECS with the model: it
// draws operation sequences, runs them on a [Target], keeps the set of worlds
// that could be true, judges every outcome by one table, and reduces what no
// possible world explains to the shortest sequence that shows it.
package conformance
