// Package plan searches for witnesses, the shortest sequences that make something happen, and merges them into a suite.
// It knows generate and run.
// Begin reading at [FindWitnesses].
package plan
