// Package report writes the findings of a check: for the terminal, as JSON, as
// JUnit XML, and each finding as a sequence file.
package report
