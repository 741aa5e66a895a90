// Package report writes what a check found: for the terminal, as JSON, as
// JUnit XML, and each finding as a sequence file.
package report
