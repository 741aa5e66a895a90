package region

import "github.com/ecsim/ecsim/model"

// Operations describe regions, zones and instance types.
func Operations() []model.Operation {
	return []model.Operation{
		describeRegions(), describeZones(), describeInstanceTypes(),
	}
}
