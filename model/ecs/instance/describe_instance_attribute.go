package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeInstanceAttribute: page of 2025-04-11. The instance is the one item
// of the answer.
func describeInstanceAttribute() model.Operation {
	return model.Operation{
		Name:   "DescribeInstanceAttribute",
		Look:   model.Look{Kind: ecs.KindInstance, Params: model.Params{"InstanceId": model.It}},
		Weight: model.Weight{Cards: 1, Why: "shows what others do not", Order: 33},
		Params: []model.Param{model.Required("InstanceId").Naming(ecs.TheInstance)},
		Reads:  true,
		Rules: []model.Rule{
			instanceNotFound(instanceNowhere, "DescribeInstanceAttribute page (2025), row 1"),
			{Code: "InternalError", Fault: true, Refuses: model.Documented("DescribeInstanceAttribute page (2025), row 2"),
				Answers: model.Documented("DescribeInstanceAttribute page (2025), row 2"), Sentence: "The service failed."},
		},
		Reply: func(r *model.Request) model.Reply {
			if ecs.InstanceOf(r) == nil {
				return model.Reply{}
			}
			return model.Reply{Items: []model.Resource{ecs.InstanceOf(r)}}
		},
	}
}

// instanceNotFound is the row of operations that the catalog has no condition for.
func instanceNotFound(when func(*model.Request) bool, row string) model.Rule {
	return model.Rule{Code: "InvalidInstanceId.NotFound", When: when, Refuses: model.Documented(row), Answers: model.Documented(row),
		Sentence: "No such instance for the account."}
}

// instanceNowhere is instanceUnknown for operations that read no RegionId: the
// region is that of the endpoint, and one that the world does not have has no
// instances.
func instanceNowhere(r *model.Request) bool { return r.Has("InstanceId") && ecs.InstanceOf(r) == nil }
