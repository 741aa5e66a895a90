package instance

import (
	"unicode/utf8"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifyInstanceVncPasswd, page of 2024-04-11.
func modifyInstanceVncPasswd() model.Operation {
	return model.Operation{
		Name:   "ModifyInstanceVncPasswd",
		Weight: model.Weight{Cards: 2, Why: "few rows, one status", Order: 5},
		Params: []model.Param{model.Required("RegionId"), model.Required("InstanceId").Naming(ecs.TheInstance), model.Required("VncPassword")},
		Rules: []model.Rule{
			{Code: "IncorrectVncPassword.Malformed", Row: 1, When: vncPasswordHasOtherCharacters, Break: hint("VncPassword", "Ecs-12")},
			{Code: "IncorrectVncPassword.Malformed", Row: 2, When: vncPasswordLengthOrClassesWrong,
				Answers: model.Inferred("the condition is stated (zh page 2024 to 2026), the split against row 1 is not"),
				Doubt: model.Doubt{When: vncPasswordLacksClassesOnly,
					Basis: model.Inferred("the Chinese page asks for all three classes; the English one says that the password can contain only these")},
				Break: hint("VncPassword", "Ecs12")},
			{Code: "InvalidRegionId.NotFound", Row: 6, When: model.RegionUnknown, Break: hint("RegionId", "cn-nowhere")},
			{Code: "InvalidInstanceId.NotFound", Row: 5, When: instanceInNoRegion, Break: hint("InstanceId", "i-bp1unknown")},
			{Code: "NoSuchResource", Row: 7, When: instanceInAnotherRegion, Break: hint("RegionId", "cn-beijing")},
			{Code: "InstanceNotReady", Row: 4, Needs: ecs.TheInstance, When: ecs.InstanceIs(ecs.Pending)},
			{Code: "IncorrectInstanceStatus", Row: 3, Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running))},
		},
		Effects: []model.Effect{
			{Name: "VncPassword", When: ioOptimized, Do: setVncPassword, SeenBy: model.NotSeen},
			{Name: "VncPassword-at-restart", When: model.Not(ioOptimized), Do: pendVncPassword, SeenBy: model.NotSeen},
		},
	}
}

// vncPasswordHasOtherCharacters: row 1, a character that is not an ASCII letter
// or digit.
func vncPasswordHasOtherCharacters(r *model.Request) bool {
	_, others := vncClasses(r.Text("VncPassword"))
	return others
}

// vncPasswordLengthOrClassesWrong: row 2, not six characters, or one of the
// three classes is missing (zh page; the English one says "can contain only").
// It may hold together with row 1; the message tells the two apart.
func vncPasswordLengthOrClassesWrong(r *model.Request) bool {
	text := r.Text("VncPassword")
	classes, _ := vncClasses(text)
	return r.Has("VncPassword") && (utf8.RuneCountInString(text) != 6 || classes != 3)
}

// vncPasswordLacksClassesOnly: six letters and digits, not of all three classes.
func vncPasswordLacksClassesOnly(r *model.Request) bool {
	classes, others := vncClasses(r.Text("VncPassword"))
	return classes != 3 && !others && utf8.RuneCountInString(r.Text("VncPassword")) == 6
}

func vncClasses(text string) (classes int, others bool) {
	var upper, lower, digit int
	for _, c := range text {
		switch {
		case c >= 'A' && c <= 'Z':
			upper = 1
		case c >= 'a' && c <= 'z':
			lower = 1
		case c >= '0' && c <= '9':
			digit = 1
		default:
			others = true
		}
	}
	return upper + lower + digit, others
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

func ioOptimized(r *model.Request) bool { return ecs.InstanceOf(r).IoOptimized }

func setVncPassword(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.Hidden.VncPassword = r.Text("VncPassword") })
}

func pendVncPassword(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.Hidden.AtRestart.VncPassword = r.Text("VncPassword") })
}
