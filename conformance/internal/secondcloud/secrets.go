package secondcloud

import (
	"encoding/base64"
	"strings"
)

// A passwordRule is the rule of instance passwords.
type passwordRule struct {
	least, most int
	classes     int // of upper case, lower case, digits and special characters
	special     string
	slashFirst  bool // a slash may stand first, on Windows too
}

func password() passwordRule {
	return passwordRule{least: 8, most: 30, classes: 3, special: "()~!@#$%^&*-_+=|{}[]:;'<>,.?/"}
}

func (r passwordRule) allows(text, system string) bool {
	if len(text) < r.least || len(text) > r.most {
		return false
	}
	if system == "windows" && strings.HasPrefix(text, "/") && !r.slashFirst {
		return false
	}
	var upper, lower, digit, special int
	for _, c := range text {
		switch {
		case isUpper(c):
			upper = 1
		case isLower(c):
			lower = 1
		case isDigit(c):
			digit = 1
		case strings.ContainsRune(r.special, c):
			special = 1
		default:
			return false
		}
	}
	return upper+lower+digit+special >= r.classes
}

// passwordIs checks Password for the system of the image that was found.
func passwordIs(rule passwordRule) check {
	return check{"the password", func(c *call) *refusal {
		if !c.has("Password") || rule.allows(c.text("Password"), c.image.system) {
			return nil
		}
		return refuse(bad, "InvalidPassword.Malformed", `The specified parameter "Password" is not valid.`)
	}}
}

// maxUserData is the limit of user data before encoding.
const maxUserData = 32 << 10

// userDataIs checks UserData: its encoding, then its size, then the image.
func userDataIs(most int) check {
	return check{"the user data", func(c *call) *refusal {
		if !c.has("UserData") {
			return nil
		}
		raw, err := base64.StdEncoding.DecodeString(c.text("UserData"))
		switch {
		case err != nil:
			return refuse(forbidden, "InvalidUserData.Base64FormatInvalid", "The specified UserData is not valid")
		case len(raw) > most:
			return refuse(bad, "InvalidUserData.SizeExceeded", `The specified parameter "UserData" exceeds the size.`)
		}
		return unless(c.image.cloudInit, bad, "ImageNotSupportCloudInit", "The specified image does not support cloud-init.")
	}}
}
