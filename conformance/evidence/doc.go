// Package evidence judges recorded traces again, and says what they show of the model.
// It knows the oracle.
// Begin reading at [Evidence].
package evidence
