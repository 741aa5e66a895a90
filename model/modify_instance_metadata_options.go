package model

// modifyInstanceMetadataOptions, page of 2024-03-19. Two things it leaves open
// are assumed: a call without InstanceId, which the page marks as optional,
// changes nothing; and an option that is left out stays as it is, the default
// that the page gives being that of a new instance.
func modifyInstanceMetadataOptions() Operation {
	return Operation{
		Name:   "ModifyInstanceMetadataOptions",
		About:  "InstanceId",
		Weight: Weight{Cards: 2, Why: "few rows, no state", Order: 4},
		Params: []Param{
			required("RegionId"), optional("InstanceId").names(theInstance), required("HttpEndpoint"), optional("HttpTokens"),
			integer("HttpPutResponseHopLimit"), optional("InstanceMetadataTags"),
		},
		Rules: []Rule{
			{Code: "InvalidHttpEndpoint.NotSupported", Row: 1, When: valueNotIn("HttpEndpoint", "enabled", "disabled"), Break: hint("HttpEndpoint", "on")},
			{Code: "InvalidHttpTokens.NotSupported", Row: 2, When: valueNotIn("HttpTokens", "optional", "required"), Break: hint("HttpTokens", "v2")},
			// The message excludes 1 and 64; the description of the row includes them.
			{Code: "InvalidHttpPutResponseHopLimit.NotSupported", Limit: true, Row: 3, When: outside("HttpPutResponseHopLimit", 64), Break: hint("HttpPutResponseHopLimit", "65")},
			{Code: "InvalidInstanceMetadataTags.NotSupported", Row: 4, When: valueNotIn("InstanceMetadataTags", "enabled", "disabled"),
				Break: hint("InstanceMetadataTags", "on")},
			unknownRegion(),
			{Code: "InvalidInstanceId.NotFound", Row: 5, When: instanceUnknown, Break: hint("InstanceId", "i-bp1unknown")},
		},
		Effects: []Effect{
			ofInstance(changesText("HttpEndpoint", "DescribeInstances.HttpEndpoint", func(i *Instance, v string) { i.HttpEndpoint = v })),
			ofInstance(changesText("HttpTokens", "DescribeInstances.HttpTokens", func(i *Instance, v string) { i.HttpTokens = v }).withDefault()),
			ofInstance(changesNumber("HttpPutResponseHopLimit", "DescribeInstances.HttpPutResponseHop",
				func(i *Instance, v int) { i.HttpPutResponseHop = v }).known(closedParameter())),
			ofInstance(changesText("InstanceMetadataTags", NotSeen, func(i *Instance, v string) { i.InstanceMetadataTags = v }).known(closedParameter())),
		},
	}
}

// ofInstance makes the effect depend on an instance that the call names.
func ofInstance(e Effect) Effect {
	e.When = both(e.When, func(r *Request) bool { return instanceOf(r) != nil })
	return e
}
