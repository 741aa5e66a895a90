// Package secondcloud is a second implementation of ECS: an emulator as somebody
// else would write one, from the documentation pages alone. It shares no code and
// no reading of the pages with the model. Tests let the checker loose on it, as it
// is and with one planted fault at a time, to see whether the checker accuses the
// innocent or lets the guilty go.
//
// Begin reading with [Cloud] and the table of operations in operations.go. An
// operation is data: the parameters that it reads, the checks that a call has to
// pass, in order, and what an accepted call does. Each file holds one concern:
//
//   - serve.go answers a request; params.go, token.go and page.go do what all
//     operations have in common;
//   - lifecycle.go moves resources by themselves, by the clock of clock.go;
//   - instance*.go, image*.go, eni*.go, group*.go, vpc.go and vswitch.go are the
//     resources and their operations; region.go and types.go say what is on sale;
//   - choices.go lists what the pages leave open, and what was chosen here;
//   - faults*.go plants faults. Nothing else knows of them.
//
// The package uses the standard library only.
package secondcloud
