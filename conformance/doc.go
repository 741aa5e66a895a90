// Package conformance compares an implementation of ECS with the model: it
// draws operation sequences, runs them on a [Target], keeps the set of worlds
// that could be true, judges every outcome by one table, and reduces what no
// possible world explains to the shortest sequence that shows it.
//
// It is the face of the engine and knows the rooms that do the work. Begin
// reading at [Check], then in package explore.
package conformance
