// Package score measures the checker. Every mutant of the simulator is served
// on a loopback port and checked like any other endpoint; the engine never
// learns which mutant it checks. Only this package knows, and it says whether
// the report names what is wrong. docs/mutants.md explains the score.
package score
