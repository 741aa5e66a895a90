// Package finding holds what a check found: the report with its findings and coverage, and their files.
// It knows what became of a run.
// Begin reading at [Report].
package finding
