// Package sequence holds sequences and traces: calls with symbolic names, their text, and the targets that they run on.
// It knows the model alone.
// Begin reading at [Sequence], then at [Parse] and [Trace].
package sequence
