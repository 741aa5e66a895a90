package model

// describeUserData: page of 2021.
func describeUserData() Operation {
	return Operation{
		Name:   "DescribeUserData",
		Look:   Look{KindInstance, Params{"InstanceId": It}},
		Values: map[string]ValueClass{"InstanceId": ValueChosen, "RegionId": ValueChosen},
		Weight: Weight{Cards: 1, Why: "shows what others do not", Order: 34},
		Params: []Param{required("RegionId"), required("InstanceId").names(theInstance)},
		Reads:  true,
		Rules:  []Rule{unknownRegion(), instanceNotFound(instanceUnknown, "DescribeUserData 2021, row 1")},
		Reply: func(r *Request) Reply {
			if instanceOf(r) == nil {
				return Reply{}
			}
			return Reply{Values: map[string]string{
				"InstanceId": instanceOf(r).InstanceId, "RegionId": instanceOf(r).RegionId, "UserData": instanceOf(r).UserData,
			}}
		},
	}
}
