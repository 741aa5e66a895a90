// Package record writes the calls of others as a sequence, without their secrets.
// It knows the oracle.
// Begin reading at [Recorder].
package record
