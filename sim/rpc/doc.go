// Package rpc is the wire of the simulator: it reads requests of the vendor's
// RPC protocol (GET and POST, signatures V1 and V3), authenticates them, hands
// calls to a sim.Cloud, and writes answers in the shape and words of ECS. It
// also serves the control API under /_ecsim/.
//
// No other package knows JSON names, query strings or signatures of requests
// that come in.
package rpc
