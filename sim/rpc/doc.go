// Package rpc serves the simulator over the network: it reads requests of the
// vendor's RPC protocol (GET and POST, signatures V1 and V3), authenticates
// them, hands calls to a sim.Cloud, and encodes the answers as ECS does. It
// also serves the control API under /_ecsim/.
//
// No other package knows the JSON names, query strings or signatures of
// incoming requests.
package rpc
