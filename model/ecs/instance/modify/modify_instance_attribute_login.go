package modify

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// The conditions of ModifyInstanceAttribute on names, passwords, remote
// connections and user data.

// attributeName is the format of an instance name (row 1). The period is not
// listed: the page had it until 2018 and dropped it.
func attributeName() model.NameRule {
	return model.NameRule{Punctuation: ":_-", NoPrefix: []string{"http://", "https://"}}
}

// nameFitsGenerously says that nothing but periods and letters of other
// alphabets makes the instance name illegal.
func nameFitsGenerously(r *model.Request) bool {
	name := attributeName()
	name.Punctuation += "."
	name.AnyLetter = true
	return name.Fits(r.Text("InstanceName"))
}

// passwordClauses: row 9. Only the slash depends on the instance, so the row is
// among those on the request alone.
func passwordClauses() []model.Clause {
	return append(model.PasswordForm(model.PasswordSpecials).Clauses("Password"), model.Clause{
		Name: "windows-no-slash-first", Broken: slashOnWindows, Break: model.Values("Password", "/Ecs-2026"), Keep: model.Values("Password", "/Ecs-2026"),
	})
}

func slashOnWindows(r *model.Request) bool {
	return ecs.InstanceOf(r) != nil && windowsInstance(r) && strings.HasPrefix(r.Text("Password"), "/")
}

// hostNameClauses: row 8. A name that is illegal on every system is malformed
// whatever the instance is; a Windows name is legal on all other systems.
func hostNameClauses() []model.Clause {
	windows := func(r *model.Request) bool { return ecs.InstanceOf(r) != nil && windowsInstance(r) }
	return model.HostNameClauses("HostName", windows, func(r *model.Request) string { return r.Text("HostName") })
}

func windowsInstance(r *model.Request) bool { return ecs.InstanceOf(r).OSType == model.Windows }

// remotePasswordClauses: row 3, by the rule of the VNC password.
func remotePasswordClauses() []model.Clause {
	const param = "RemoteConnectionOptions.Password"
	return slices.Concat(attribute.SixCharacters().Clauses(param), attribute.VncCharacters().Clauses(param))
}

// userDataNotBase64: row 46.
func userDataNotBase64(r *model.Request) bool {
	return attribute.UserDataSize(r) < 0
}

// imageLacksCloudInit: row 12, by the image of the instance. An image that is
// gone, or that the account cannot see any more, decides nothing.
func imageLacksCloudInit(r *model.Request) bool {
	image := ecs.VisibleImage(r, ecs.InstanceOf(r).ImageId)
	return image != nil && !image.IsSupportCloudinit
}

// PvdConfigLimit is the largest size of AdditionalInfo.PvdConfig (row 28).
const PvdConfigLimit = 1024

func pvdConfigClause() model.Clause {
	return model.AtMost("AdditionalInfo.PvdConfig", PvdConfigLimit)
}

// closedSettingClauses: row 48, settings by invitation only or not public,
// without an authorization row of their own. High-density disk mode is not among
// them: Terraform offers it to everyone.
func closedSettingClauses() []model.Clause {
	closed := model.Not(ecs.AccountMay(model.FeatureClosedParameters))
	var out []model.Clause
	for _, s := range [][2]string{
		{"RemoteConnectionOptions.Password", "123456"}, {"RemoteConnectionOptions.Type", "vnc"}, {"CpuOptions.NestedVirtualization", "enabled"},
		{"AdditionalInfo.PvdConfig", "config"}, {"ImageOptions.CurrentOSNVMeSupported", "true"}, {"OSNameEn", "Linux"},
		{"CpuOptions.TurboMode", SingleCoreMax}, {"EnableNVS", "true"}, {"CpuOptions.EnableVISST", "true"}, {"CpuOptions.EnableVRDT", "true"},
	} {
		out = append(out, model.If(s[0], model.Both(model.Given(s[0]), closed), model.BreakIn("restricted", s[0], s[1])))
	}
	return out
}

// typeLacks says that the instance's type does not have the capability.
func typeLacks(figure model.FactName) func(*model.Request) bool {
	return func(r *model.Request) bool { return !r.Allows(ecs.TypeOf(r).InstanceTypeId, figure) }
}
