// Package oracle keeps the worlds that a target could be in, and judges every outcome against them.
// It knows sequences.
// Begin reading at the verdict [Table], then at [PossibleWorld] and [Oracle.Observe].
package oracle
