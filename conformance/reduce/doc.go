// Package reduce makes a finding as short as it can be.
// It knows run.
// Begin reading at [Reducer.Reduce].
package reduce
