// Package sim is a cloud made of the model: it keeps the current world, moves
// its clock, makes due transitions happen, injects faults, and serves models
// that are wrong on purpose.
//
// A [Cloud] answers calls through [Cloud.Do]. Calls that only read work on a
// snapshot and take no lock; the others are serialized, so that check and
// effect are one step. The package does not know HTTP, signatures or JSON,
// which are in sim/rpc.
package sim
