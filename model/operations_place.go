package model

// placeOperations describe regions, zones and instance types.
func placeOperations() []Operation {
	return []Operation{
		describeRegions(), describeZones(), describeInstanceTypes(),
	}
}
