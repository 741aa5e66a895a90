package model

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// The conditions of ModifyInstanceAttribute on names, passwords, remote
// connections and user data.

// attributeName is how an instance name has to look (row 1). The period is
// not listed: the page had it until 2018 and dropped it.
func attributeName() nameRule {
	return nameRule{punctuation: ":_-", noPrefix: []string{"http://", "https://"}}
}

// nameFitsWithPeriods says that nothing but periods makes the instance name illegal.
func nameFitsWithPeriods(r *Request) bool {
	name := attributeName()
	name.punctuation += "."
	return name.fits(r.str("InstanceName"))
}

// passwordMalformed: row 9. Only the slash depends on the instance, so that the
// row stands among those on the request alone.
func passwordMalformed(r *Request) bool {
	return r.has("Password") && (slashOnWindows(r) || !passwordFits(r.str("Password")))
}

func slashOnWindows(r *Request) bool {
	return instanceOf(r) != nil && windowsInstance(r) && strings.HasPrefix(r.str("Password"), "/")
}

// hostNameMalformed: row 8. What is no host name for any system is malformed
// whatever the instance is: a Windows name is always a legal name elsewhere.
func hostNameMalformed(r *Request) bool {
	osType := Linux
	if instanceOf(r) != nil {
		osType = instanceOf(r).OSType
	}
	return r.has("HostName") && !hostNameFits(r.str("HostName"), osType)
}

// hostNameCustom is the default of PrivateDnsNameOptions.HostnameType, which
// every new instance has; the switches beside it are false.
const hostNameCustom = "Custom"

func windowsInstance(r *Request) bool { return instanceOf(r).OSType == Windows }

// remotePasswordMalformed: row 3, by the rule of the VNC password.
func remotePasswordMalformed(r *Request) bool {
	text := r.str("RemoteConnectionOptions.Password")
	_, others := vncClasses(text)
	return r.has("RemoteConnectionOptions.Password") && (others || utf8.RuneCountInString(text) != 6)
}

// userDataLimit is the most that user data may have before it is encoded, in
// bytes; 16 KB in the editions to 2021.
const userDataLimit = 32 << 10

// userDataNotBase64: row 46.
func userDataNotBase64(r *Request) bool {
	return r.userDataSize() < 0
}

// userDataTooLong: row 10, about the decoded data; text that is not Base64 has none.
func userDataTooLong(r *Request) bool {
	return r.has("UserData") && r.beyond(r.userDataSize(), userDataLimit)
}

// userDataSize is the length of the decoded user data in bytes, -1 of what is no
// Base64. Two rules ask, and the text may be long.
func (r *Request) userDataSize() int {
	if size, known := r.thing(theUserData).(int); known {
		return size
	}
	data, err := base64.StdEncoding.DecodeString(r.str("UserData"))
	size := len(data)
	if err != nil {
		size = -1
	}
	r.setThing(theUserData, size)
	return size
}

// encodedZeros is n zero bytes in Base64, which is longer than n.
func encodedZeros(n int) string { return base64.StdEncoding.EncodeToString(make([]byte, n)) }

// imageLacksCloudInit: row 12, by the image that the instance runs. An image
// that is gone, or that the account cannot see any more, says nothing.
func imageLacksCloudInit(r *Request) bool {
	image := r.visibleImage(instanceOf(r).ImageId)
	return image != nil && !image.IsSupportCloudinit
}

// pvdConfigLimit is the most that AdditionalInfo.PvdConfig may have (row 28).
const pvdConfigLimit = 1024

func pvdConfigTooLong(r *Request) bool {
	return r.beyond(utf8.RuneCountInString(r.str("AdditionalInfo.PvdConfig")), pvdConfigLimit)
}

// closedSettings are those of row 48: by invitation only or not public, without
// an authorization row of their own. High-density disk mode is not among them:
// Terraform offers it to everybody.
func closedSettings() []string {
	return []string{
		"RemoteConnectionOptions.Password", "RemoteConnectionOptions.Type", "CpuOptions.NestedVirtualization",
		"AdditionalInfo.PvdConfig", "ImageOptions.CurrentOSNVMeSupported", "OSNameEn", "CpuOptions.TurboMode", "EnableNVS",
		"CpuOptions.EnableVISST", "CpuOptions.EnableVRDT",
	}
}

// typeLacks says that the instance's type does not have the capability.
func typeLacks(figure FactName) func(*Request) bool {
	return func(r *Request) bool { return !r.allows(typeOf(r).InstanceTypeId, figure) }
}
