// Package precedence asks a target which of two broken rules answers, and holds what is known of that.
// It knows plan and run.
// Begin reading at [Inquiry.Ask].
package precedence
