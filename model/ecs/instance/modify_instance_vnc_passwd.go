package instance

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// modifyInstanceVncPasswd, page of 2024-04-11.
func modifyInstanceVncPasswd() model.Operation {
	return model.Operation{
		Name:   "ModifyInstanceVncPasswd",
		Known:  model.StatedBy("ModifyInstanceVncPasswd page of 2024-04-11"),
		Weight: model.Weight{Cards: 2, Why: "few rows, one status", Order: 5},
		Params: []model.Param{model.Required("RegionId"), model.Required("InstanceId").Naming(ecs.TheInstance), model.Required("VncPassword")},
		Rules: model.Read([]model.Rule{
			{Code: "IncorrectVncPassword.Malformed", Row: 1, Clauses: attribute.VncCharacters().Clauses("VncPassword"), Break: hint("VncPassword", "Ecs-12")},
			{Code: "IncorrectVncPassword.Malformed", Row: 2, Clauses: slices.Concat(attribute.SixCharacters().Clauses("VncPassword"), vncKinds("VncPassword")),
				Answers: model.Inferred("the condition is stated (zh page 2024 to 2026), the split against row 1 is not"),
				Break:   hint("VncPassword", "Ecs12")},
			{Code: "InvalidRegionId.NotFound", Row: 6, When: model.RegionUnknown, Break: hint("RegionId", "cn-nowhere")},
			{Code: "InvalidInstanceId.NotFound", Row: 5, When: instanceInNoRegion, Break: hint("InstanceId", "i-bp1unknown")},
			{Code: "NoSuchResource", Row: 7, When: instanceInAnotherRegion, Break: hint("RegionId", "cn-beijing")},
			{Code: "InstanceNotReady", Row: 4, Needs: ecs.TheInstance, When: ecs.InstanceIs(ecs.Pending)},
			{Code: "IncorrectInstanceStatus", Row: 3, Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running))},
		}, vncReadings()),
		Effects: []model.Effect{
			{Name: "VncPassword", When: attribute.IoOptimized, Do: setVncPassword, SeenBy: model.NotSeen},
			{Name: "VncPassword-at-restart", When: model.Not(attribute.IoOptimized), Do: pendVncPassword, SeenBy: model.NotSeen},
		},
	}
}

// vncReadings are the other readings of the rows, as the catalog lists them.
func vncReadings() map[int]model.Readings {
	password, instance := model.Given("VncPassword"), model.Given("InstanceId")
	return map[int]model.Readings{
		1: model.MayAnswer("until 2020 this was the only row, about length and characters together", password),
		2: model.MayAnswer("the row may be about every violation now", password),
		3: model.Narrower(), // Stopped may be accepted: pages since 2019 do not name the status
		4: model.MayRefuse("the console of an instance may not be reached for a moment, whatever its status", instance),
		7: model.MayRefuse("the record of the password may be missing, or the row may be an older synonym of row 5", instance),
	}
}

// vncKinds: row 2, a character of each kind.
func vncKinds(param string) []model.Clause {
	var out []model.Clause
	for _, f := range []model.Form{
		model.KindForm("upper-case", attribute.UpperCase, "ecs123"), model.KindForm("lower-case", attribute.LowerCase, "ECS123"), model.KindForm("digit", attribute.Digit, "EcsEcs"),
	} {
		out = append(out, f.Clauses(param)[0].Known(
			model.Inferred("the Chinese page asks for all three kinds; the English one says that the password can contain only these")))
	}
	return out
}

// instanceInNoRegion: the account has no such instance anywhere.
func instanceInNoRegion(r *model.Request) bool { return ecs.InstanceUnknown(r) && !elsewhere(r) }

// instanceInAnotherRegion: the account has the instance, in another region.
func instanceInAnotherRegion(r *model.Request) bool { return ecs.InstanceUnknown(r) && elsewhere(r) }

func elsewhere(r *model.Request) bool {
	for _, p := range r.World.Places {
		if p.Account == r.Account() && p.Region != r.Region && ecs.Instances(p).Get(r.Text("InstanceId")) != nil {
			return true
		}
	}
	return false
}

func setVncPassword(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.Hidden.VncPassword = r.Text("VncPassword") })
}

func pendVncPassword(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.Hidden.AtRestart.VncPassword = r.Text("VncPassword") })
}
