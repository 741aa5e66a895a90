package secondcloud

import "slices"

// A region is a place, with its zones.
type region struct {
	id, name string
	zones    []string
	// sourceCheck says whether the source and destination check of interfaces is on offer.
	sourceCheck bool
}

// A stock is what the cloud has on sale; it never changes.
type stock struct {
	regions []region
	types   []instanceType
	// unsold are types that are not on sale in a zone.
	unsold map[string][]string
}

func newStock() stock {
	return stock{
		regions: []region{
			{id: "eu-central-1", name: "Germany (Frankfurt)", zones: []string{"eu-central-1a", "eu-central-1b"}, sourceCheck: true},
			{id: "cn-shanghai", name: "China (Shanghai)", zones: []string{"cn-shanghai-l"}},
		},
		types:  instanceTypes(),
		unsold: map[string][]string{"eu-central-1b": {"ecs.g8ae.xlarge"}},
	}
}

func (s stock) find(id string) (region, bool) {
	for _, r := range s.regions {
		if r.id == id {
			return r, true
		}
	}
	return region{}, false
}

// sells says whether there is such a region.
func (s stock) sells(id string) bool {
	_, known := s.find(id)
	return known
}

func (s stock) typeOf(id string) (instanceType, bool) {
	for _, t := range s.types {
		if t.id == id {
			return t, true
		}
	}
	return instanceType{}, false
}

// typesIn are the ids of the types that are on sale in a zone.
func (s stock) typesIn(zone string) []string {
	var ids []string
	for _, t := range s.types {
		if !slices.Contains(s.unsold[zone], t.id) {
			ids = append(ids, t.id)
		}
	}
	return ids
}

func describeRegions() *operation {
	return &operation{
		name:   "DescribeRegions",
		params: []param{text("InstanceChargeType"), text("ResourceType")},
		checks: []check{
			oneOf("AcceptLanguage", noLanguage(), "zh-CN", "en-US", "ja"),
			oneOf("ResourceType", refuse(notFound, "InvalidResourceType.NotFound", "The ResourceType provided does not exist in our records."),
				"instance", "disk", "reservedinstance", "slb"),
		},
		do: func(c *call) fields {
			regions := []fields{}
			for _, r := range c.stock.regions {
				regions = append(regions, fields{
					"RegionId": r.id, "LocalName": r.name, "Status": "available", "RegionEndpoint": "ecs." + r.id + ".aliyuncs.com",
				})
			}
			return fields{"Regions": fields{"Region": regions}}
		},
	}
}

func noLanguage() *refusal {
	return refuse(notFound, "InvalidAcceptLanguage.NotFound", "Only Chinese (zh-CN), English (en-US), and Japanese (ja) are allowed.")
}

func describeZones() *operation {
	return &operation{
		name:   "DescribeZones",
		params: []param{need("RegionId"), text("InstanceChargeType"), text("SpotStrategy"), flag("Verbose")},
		checks: []check{
			oneOf("AcceptLanguage", noLanguage(), "zh-CN", "en-US", "ja"),
			chargeTypeExists(),
			oneOf("SpotStrategy", refuse(bad, "InvalidSpotStrategy", "The specified SpotStrategy is not valid."),
				"NoSpot", "SpotWithPriceLimit", "SpotAsPriceGo"),
		},
		do: func(c *call) fields {
			zones := []fields{}
			region, _ := c.stock.find(c.region)
			for _, id := range region.zones {
				types := c.stock.typesIn(id)
				zones = append(zones, fields{
					"ZoneId": id, "LocalName": id, "ZoneType": "AvailabilityZone",
					"AvailableResourceCreation": fields{"ResourceTypes": []string{"VSwitch", "IoOptimized", "Instance", "Disk"}},
					"AvailableDiskCategories":   fields{"DiskCategories": []string{"cloud_efficiency", "cloud_essd"}},
					"AvailableInstanceTypes":    fields{"InstanceTypes": types},
					"AvailableResources": fields{"ResourcesInfo": []fields{{
						"IoOptimized": true, "InstanceTypes": fields{"supportedInstanceType": types},
						"NetworkTypes": fields{"supportedNetworkCategory": []string{"vpc"}},
					}}},
				})
			}
			return fields{"Zones": fields{"Zone": zones}}
		},
	}
}

// chargeTypeExists checks InstanceChargeType.
func chargeTypeExists() check {
	return oneOf("InstanceChargeType",
		refuse(notFound, "InvalidInstanceChargeType.NotFound", "The InstanceChargeType does not exist in our records"), "PrePaid", "PostPaid")
}
