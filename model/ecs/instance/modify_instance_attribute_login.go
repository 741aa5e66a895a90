package instance

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
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
	return slices.Concat(sixCharacters().Clauses(param), vncCharacters().Clauses(param))
}

// UserDataLimit is the largest size of user data before encoding, in bytes; 16
// KB in the editions until 2021.
const UserDataLimit = 32 << 10

// userDataNotBase64: row 46.
func userDataNotBase64(r *model.Request) bool {
	return userDataSize(r) < 0
}

// userDataTooLong: row 10, about the decoded data; text that is not Base64 has none.
func userDataTooLong(r *model.Request) bool {
	return r.Has("UserData") && r.Beyond(userDataSize(r), UserDataLimit)
}

// userDataSizeClause is the clause of row 10.
func userDataSizeClause() model.Clause {
	return model.Clause{
		Name: "at-most-32-KB", Bound: true, Broken: userDataTooLong,
		Break: model.Values("UserData", EncodedZeros(UserDataLimit+1)), Keep: model.Values("UserData", EncodedZeros(UserDataLimit)),
	}
}

// userDataSize returns the length of the decoded user data in bytes, -1 if it
// is not Base64. Two rules ask, and the text may be long.
func userDataSize(r *model.Request) int {
	if size, known := r.Thing(ecs.TheUserData).(int); known {
		return size
	}
	data, err := base64.StdEncoding.DecodeString(r.Text("UserData"))
	size := len(data)
	if err != nil {
		size = -1
	}
	r.SetThing(ecs.TheUserData, size)
	return size
}

// EncodedZeros returns n zero bytes in Base64, which is longer than n.
func EncodedZeros(n int) string { return base64.StdEncoding.EncodeToString(make([]byte, n)) }

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
		out = append(out, model.If(s[0], model.Both(model.Given(s[0]), closed), hintIn("restricted", s[0], s[1])))
	}
	return out
}

// typeLacks says that the instance's type does not have the capability.
func typeLacks(figure model.FactName) func(*model.Request) bool {
	return func(r *model.Request) bool { return !r.Allows(ecs.TypeOf(r).InstanceTypeId, figure) }
}
