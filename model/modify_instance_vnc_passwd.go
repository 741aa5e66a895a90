package model

import "unicode/utf8"

// modifyInstanceVncPasswd, page of 2024-04-11.
func modifyInstanceVncPasswd() Operation {
	return Operation{
		Name:   "ModifyInstanceVncPasswd",
		Weight: Weight{Cards: 2, Why: "few rows, one status", Order: 5},
		Params: []Param{required("RegionId"), required("InstanceId").names(theInstance), required("VncPassword")},
		Rules: []Rule{
			{Code: "IncorrectVncPassword.Malformed", Row: 1, When: vncPasswordHasOtherCharacters, Break: hint("VncPassword", "Ecs-12")},
			{Code: "IncorrectVncPassword.Malformed", Row: 2, When: vncPasswordLengthOrClassesWrong,
				Answers: Inferred("the condition is stated (zh page 2024 to 2026), the split against row 1 is not"),
				Doubt: Doubt{When: vncPasswordLacksClassesOnly,
					Basis: Inferred("the Chinese page asks for all three classes; the English one says that the password can contain only these")},
				Break: hint("VncPassword", "Ecs12")},
			{Code: "InvalidRegionId.NotFound", Row: 6, When: regionUnknown, Break: hint("RegionId", "cn-nowhere")},
			{Code: "InvalidInstanceId.NotFound", Row: 5, When: instanceInNoRegion, Break: hint("InstanceId", "i-bp1unknown")},
			{Code: "NoSuchResource", Row: 7, When: instanceInAnotherRegion, Break: hint("RegionId", "cn-beijing")},
			{Code: "InstanceNotReady", Row: 4, Needs: theInstance, When: instanceIs(Pending)},
			{Code: "IncorrectInstanceStatus", Row: 3, Needs: theInstance, When: not(instanceIs(Running))},
		},
		Effects: []Effect{
			{Name: "VncPassword", When: ioOptimized, Do: setVncPassword, SeenBy: NotSeen},
			{Name: "VncPassword-at-restart", When: not(ioOptimized), Do: pendVncPassword, SeenBy: NotSeen},
		},
	}
}

// vncPasswordHasOtherCharacters: row 1, a character that is not an ASCII letter
// or digit.
func vncPasswordHasOtherCharacters(r *Request) bool {
	_, others := vncClasses(r.str("VncPassword"))
	return others
}

// vncPasswordLengthOrClassesWrong: row 2, not six characters, or one of the
// three classes is missing (zh page; the English one says "can contain only").
// It may hold together with row 1; the message tells the two apart.
func vncPasswordLengthOrClassesWrong(r *Request) bool {
	text := r.str("VncPassword")
	classes, _ := vncClasses(text)
	return r.has("VncPassword") && (utf8.RuneCountInString(text) != 6 || classes != 3)
}

// vncPasswordLacksClassesOnly: six letters and digits, not of all three classes.
func vncPasswordLacksClassesOnly(r *Request) bool {
	classes, others := vncClasses(r.str("VncPassword"))
	return classes != 3 && !others && utf8.RuneCountInString(r.str("VncPassword")) == 6
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
func instanceInNoRegion(r *Request) bool { return instanceUnknown(r) && !elsewhere(r) }

// instanceInAnotherRegion: the account has the instance, in another region.
func instanceInAnotherRegion(r *Request) bool { return instanceUnknown(r) && elsewhere(r) }

func elsewhere(r *Request) bool {
	for _, p := range r.w.places {
		if p.account == r.account() && p.region != r.region && instances(p).get(r.str("InstanceId")) != nil {
			return true
		}
	}
	return false
}

func ioOptimized(r *Request) bool { return instanceOf(r).IoOptimized }

func setVncPassword(r *Request) {
	r.setInstance(func(i *Instance) { i.Hidden.VncPassword = r.str("VncPassword") })
}

func pendVncPassword(r *Request) {
	r.setInstance(func(i *Instance) { i.Hidden.AtRestart.VncPassword = r.str("VncPassword") })
}
