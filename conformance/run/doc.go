// Package run runs one sequence on one target: it sends, looks, awaits and cleans up.
// It knows the oracle.
// Begin reading at [Run].
package run
