// Package score measures the checker. Every mutant of the simulator is served
// on a loopback port and checked like any stranger's endpoint; the engine never
// learns which mutant it talks to. Only this package does, and it says whether
// the report names what is wrong. docs/mutants.md says what counts and how.
package score
