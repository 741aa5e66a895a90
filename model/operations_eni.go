package model

// eniOperations are the operations on elastic network interfaces.
func eniOperations() []Operation {
	return []Operation{}
}
