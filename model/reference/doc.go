// Package reference makes the reference model of ECS: the kernel, the kinds of
// resources and all families of operations. It is the only package that knows
// every family. Begin with its list of operations.
package reference
