package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeInstanceVncUrl: page of 2021. The address of the management terminal
// is the target's to choose.
func describeInstanceVncUrl() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DescribeInstanceVncUrl page (2021), " + row) }
	running := model.Inferred("row 3 refuses some status and names none; the page of ModifyInstanceVncPasswd of 2018 asks for a Running instance")
	return model.Operation{
		Name:   "DescribeInstanceVncUrl",
		Values: map[string]model.ValueClass{"VncUrl": model.ValueSecret},
		Weight: model.Weight{Cards: 1, Why: "one status decides, and a read changes nothing", Order: 44},
		Params: []model.Param{model.Required("RegionId"), model.Required("InstanceId").Naming(ecs.TheInstance)},
		Reads:  true,
		Rules: []model.Rule{
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "There is no such region.", Break: hint("RegionId", "cn-nowhere")},
			{Code: "InvalidInstanceId.NotFound", When: instanceInNoRegion, Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "The account has no such instance in any region.", Break: hint("InstanceId", "i-bp1unknown")},
			{Code: "InvalidRegionInstance", When: instanceInAnotherRegion, Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "The account has the instance in another region.", Break: hint("RegionId", "cn-beijing")},
			{Code: "InstanceNotReady", Needs: ecs.TheInstance, When: ecs.InstanceIs(ecs.Pending), Refuses: running,
				Answers:  model.Inferred("pages of 2018 to 2020 and of StartInstance (2018): the instance is still being created; the narrower row goes first"),
				Sentence: "The instance is Pending."},
			{Code: "IncorrectInstanceStatus", Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running)), Refuses: running,
				Answers:  model.Inferred("row 3 names no status; Running is what the sibling page asks for"),
				Sentence: "The instance is not Running."},
			{Code: "InternalError", Fault: true, Refuses: page("row 4"), Answers: page("row 4"), Sentence: "The service failed."},
		},
		Reply: func(r *model.Request) model.Reply {
			i := ecs.InstanceOf(r)
			if i == nil {
				return model.Reply{}
			}
			return model.Reply{Values: map[string]string{"VncUrl": vncUrl(i)}}
		},
	}
}

// vncUrl is the address that the reference model chooses (assumed: no page says
// how one is made). It leads nowhere: the model has no screens.
func vncUrl(i *ecs.Instance) string {
	return "wss://vnc." + i.RegionId + ".invalid/?instance=" + i.InstanceId
}
