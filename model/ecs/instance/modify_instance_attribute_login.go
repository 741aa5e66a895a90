package instance

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

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

// passwordMalformed: row 9. Only the slash depends on the instance, so the row
// is among those on the request alone.
func passwordMalformed(r *model.Request) bool {
	return r.Has("Password") && (slashOnWindows(r) || !model.PasswordFits(r.Text("Password")))
}

func slashOnWindows(r *model.Request) bool {
	return ecs.InstanceOf(r) != nil && windowsInstance(r) && strings.HasPrefix(r.Text("Password"), "/")
}

// hostNameMalformed: row 8. A name that is illegal on every system is malformed
// whatever the instance is; a Windows name is legal on all other systems.
func hostNameMalformed(r *model.Request) bool {
	osType := model.Linux
	if ecs.InstanceOf(r) != nil {
		osType = ecs.InstanceOf(r).OSType
	}
	return r.Has("HostName") && !model.HostNameFits(r.Text("HostName"), osType)
}

func windowsInstance(r *model.Request) bool { return ecs.InstanceOf(r).OSType == model.Windows }

// remotePasswordMalformed: row 3, by the rule of the VNC password.
func remotePasswordMalformed(r *model.Request) bool {
	text := r.Text("RemoteConnectionOptions.Password")
	_, others := vncClasses(text)
	return r.Has("RemoteConnectionOptions.Password") && (others || utf8.RuneCountInString(text) != 6)
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

func pvdConfigTooLong(r *model.Request) bool {
	return r.Beyond(utf8.RuneCountInString(r.Text("AdditionalInfo.PvdConfig")), PvdConfigLimit)
}

// closedSettings are those of row 48: by invitation only or not public, without
// an authorization row of their own. High-density disk mode is not among them:
// Terraform offers it to everyone.
func closedSettings() []string {
	return []string{
		"RemoteConnectionOptions.Password", "RemoteConnectionOptions.Type", "CpuOptions.NestedVirtualization",
		"AdditionalInfo.PvdConfig", "ImageOptions.CurrentOSNVMeSupported", "OSNameEn", "CpuOptions.TurboMode", "EnableNVS",
		"CpuOptions.EnableVISST", "CpuOptions.EnableVRDT",
	}
}

// typeLacks says that the instance's type does not have the capability.
func typeLacks(figure model.FactName) func(*model.Request) bool {
	return func(r *model.Request) bool { return !r.Allows(ecs.TypeOf(r).InstanceTypeId, figure) }
}
