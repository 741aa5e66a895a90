// Package oracle keeps the worlds that a target could be in, and judges every outcome against them.
// It knows sequences.
// Begin reading at the verdict [Table], then at [Possible] and [Oracle.Observe].
package oracle
