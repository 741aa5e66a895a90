package model

// describeInstanceAttribute: page of 2025-04-11. The instance is the one item
// of the answer.
func describeInstanceAttribute() Operation {
	return Operation{
		Name:   "DescribeInstanceAttribute",
		Params: []Param{required("InstanceId").names(theInstance)},
		Reads:  true,
		Rules: []Rule{
			unknownRegion(),
			instanceNotFound("DescribeInstanceAttribute page (2025), row 1"),
			{Code: "InternalError", Fault: true, Refuses: Documented("DescribeInstanceAttribute page (2025), row 2"),
				Answers: Documented("DescribeInstanceAttribute page (2025), row 2"), Sentence: "The service failed."},
		},
		Reply: func(r *Request) Reply {
			if r.instance == nil {
				return Reply{}
			}
			return Reply{Items: []Resource{r.instance}}
		},
	}
}

// instanceNotFound is the row of operations that the catalog has no condition for.
func instanceNotFound(row string) Rule {
	return Rule{Code: "InvalidInstanceId.NotFound", When: instanceUnknown, Refuses: Documented(row), Answers: Documented(row),
		Sentence: "No such instance for the account."}
}
