// Package generate draws sequences against the model: setups, values, decks and aims.
// It knows the oracle.
// Begin reading at [Plan], then at [Sequences].
package generate
