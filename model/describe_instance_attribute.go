package model

// describeInstanceAttribute: page of 2025-04-11. The instance is the one item
// of the answer.
func describeInstanceAttribute() Operation {
	return Operation{
		Name:   "DescribeInstanceAttribute",
		Look:   Look{KindInstance, Params{"InstanceId": It}},
		Weight: Weight{Cards: 1, Why: "shows what others do not", Order: 33},
		Params: []Param{required("InstanceId").names(theInstance)},
		Reads:  true,
		Rules: []Rule{
			instanceNotFound(instanceNowhere, "DescribeInstanceAttribute page (2025), row 1"),
			{Code: "InternalError", Fault: true, Refuses: Documented("DescribeInstanceAttribute page (2025), row 2"),
				Answers: Documented("DescribeInstanceAttribute page (2025), row 2"), Sentence: "The service failed."},
		},
		Reply: func(r *Request) Reply {
			if instanceOf(r) == nil {
				return Reply{}
			}
			return Reply{Items: []Resource{instanceOf(r)}}
		},
	}
}

// instanceNotFound is the row of operations that the catalog has no condition for.
func instanceNotFound(when func(*Request) bool, row string) Rule {
	return Rule{Code: "InvalidInstanceId.NotFound", When: when, Refuses: Documented(row), Answers: Documented(row),
		Sentence: "No such instance for the account."}
}

// instanceNowhere is instanceUnknown for operations that read no RegionId: the
// region is that of the endpoint, and one that the world does not have has no
// instances.
func instanceNowhere(r *Request) bool { return r.has("InstanceId") && instanceOf(r) == nil }
