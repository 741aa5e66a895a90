package modify

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// attributeReadings are the other readings of rows of ModifyInstanceAttribute, as
// the catalog lists them, by row. A row that lists others and is not here may be
// about any call.
func attributeReadings() map[int]model.Readings {
	given, is := model.Given, ecs.InstanceIs
	notIn := func(statuses ...string) func(*model.Request) bool { return model.Not(is(statuses...)) }
	userDataNotStopped := model.Both(given("UserData"), notIn(ecs.Stopped))
	groupsInBetween := model.Both(groupsGiven, notIn(ecs.Running, ecs.Stopped))
	return map[int]model.Readings{
		1: model.MayRefuse("an empty name may be malformed, or count as absent", empty("InstanceName")),
		2: model.MayRefuse("an empty description may be malformed, or count as absent", empty("Description")),
		8: model.MayRefuse("a period beside a hyphen may count as consecutive, and an empty name as malformed",
			empty("HostName"), marksSideBySide),
		10: model.MayRefuse("the limit may be applied to the encoded text", userDataLongEncoded),
		12: model.MayRefuse("a host name or password may need cloud-init, too", given("HostName"), given("Password")),
		14: model.MayRefuse("the account may not choose the value", given("Recyclable")),
		15: model.MayRefuse("the row may be about types that are not burstable", given("CreditSpecification")),
		16: model.Narrower(), // only the switch to Unlimited is refused
		22: model.MayRefuse("JoinSecurityGroup and LeaveSecurityGroup ask for Running or Stopped", groupsInBetween),
		23: model.Narrower(), // only true is refused
		25: model.MayRefuse("the row may be about all CPU options", given("CpuOptions.Core"), given("CpuOptions.ThreadsPerCore")),
		27: model.Narrower(), // the type has one topology, and the other is asked for
		29: model.Narrower(), // only true is refused, here and in the next ones
		30: model.MayRefuse("UserData needed a stopped instance until March 2024, and of the settings that are not public nobody says what they need",
			userDataNotStopped, model.Both(model.AnyGiven("EnableNVS", "GpuOptions.ConfidentialComputing"), notIn(ecs.Stopped))),
		32: model.Narrower(),
		33: model.Narrower(),
		34: model.Narrower(),
		36: model.Narrower(),
		38: model.MayRefuse("the account may not use the mode that is asked for", given("GpuOptions.ConfidentialComputing")),
		40: model.Narrower(),
		42: model.MayRefuse("the page says that a host name may not take effect then, and JoinSecurityGroup asks for Running or Stopped; UserData needed a stopped instance until March 2024",
			is(ecs.Pending), model.Both(given("HostName"), is(ecs.Starting)), model.Both(given("Password"), notIn(ecs.Running, ecs.Stopped)), userDataNotStopped, groupsInBetween),
		43: model.Narrower(), // in 2018 only the password was refused
		46: model.MayRefuse("no page says whether line breaks are part of Base64, nor whether stray bits at its end are", userDataLoose),
		50: model.MayAnswer("the row may be about enterprise groups, too", groupsGiven),
		52: model.MayRefuse("the row may be about a group, or an instance, of another region", given("RegionId"), groupsGiven),
		53: model.MayRefuse("a group that the instance has to leave may be a managed one", groupsGiven),
		54: model.MayRefuse("numbers outside 1 to 2048, and types whose number is fixed, may be meant", given("NetworkInterfaceQueueNumber")),
		62: model.MayRefuse("the row may be about the number of cores", given("CpuOptions.Core")),
		63: model.MayRefuse("the product of cores and threads may be meant", given("CpuOptions.Core"), given("CpuOptions.ThreadsPerCore")),
		66: model.MayRefuse("the row may be about the classic network", model.Both(given("EnableNetworkEncryption"), classicInstance)),
		69: model.MayRefuse("the credits of the instance may not exist yet, or not any more", given("CreditSpecification")),
		73: model.MayAnswer("the row may be about any groups that do not fit", groupsGiven),
	}
}

// empty says that the parameter is sent without a value.
func empty(name string) func(*model.Request) bool {
	return func(r *model.Request) bool {
		value, sent := r.Call.Params[name]
		return sent && value == ""
	}
}

// marksSideBySide says that the host name has a period and a hyphen beside one
// another. The page forbids consecutive periods or hyphens, and does not say
// whether one of each is meant, too.
func marksSideBySide(r *model.Request) bool {
	name := r.Text("HostName")
	return strings.Contains(name, ".-") || strings.Contains(name, "-.")
}

// userDataLoose says that a strict decoder of Base64 would not take the user data.
func userDataLoose(r *model.Request) bool {
	_, err := base64.StdEncoding.Strict().DecodeString(r.Text("UserData"))
	return err != nil || strings.ContainsAny(r.Text("UserData"), "\r\n")
}

// userDataLongEncoded says that the text is above the limit, as it was sent.
func userDataLongEncoded(r *model.Request) bool {
	return utf8.RuneCountInString(r.Text("UserData")) > attribute.UserDataLimit
}
