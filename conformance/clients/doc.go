// Package clients lets several clients call at once and checks that some order of their calls explains the answers.
// It knows run.
// Begin reading at [ExploreClients].
package clients
