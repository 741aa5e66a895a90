package model

import "slices"

// operations are all operations of the reference model, by the resource that
// they are about.
func operations() []Operation {
	groups := [][]Operation{
		instanceOperations(), imageOperations(), eniOperations(),
		groupOperations(), networkOperations(), placeOperations(),
	}
	var all []Operation
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

// setups are the setups of all families.
func setups() []Setup {
	return slices.Concat(instanceSetups(), eniSetups(), imageSetups(), groupSetups(), networkSetups())
}
