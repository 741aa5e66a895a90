package attribute

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The form of values that several operations take.

// UserDataLimit is the largest size of user data before encoding, in bytes; 16
// KB in the editions until 2021.
const UserDataLimit = 32 << 10

// UserDataTooLong is row 10 of ModifyInstanceAttribute: about the decoded data; text that is not Base64 has none.
func UserDataTooLong(r *model.Request) bool {
	return r.Has("UserData") && r.Beyond(UserDataSize(r), UserDataLimit)
}

// UserDataSizeClause is the clause of that row.
func UserDataSizeClause() model.Clause {
	return model.Clause{
		Name: "at-most-32-KB", Bound: true, Broken: UserDataTooLong,
		Break: model.Values("UserData", EncodedZeros(UserDataLimit+1)), Keep: model.Values("UserData", EncodedZeros(UserDataLimit)),
	}
}

// UserDataSize returns the length of the decoded user data in bytes, -1 if it
// is not Base64. Two rules ask, and the text may be long.
func UserDataSize(r *model.Request) int {
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

// VncCharacters are those of row 1 of ModifyInstanceVncPasswd: ASCII letters and digits.
func VncCharacters() model.Form {
	return model.CharactersForm(func(c rune) bool { return UpperCase(c) || LowerCase(c) || Digit(c) }, "Ecs12-")
}

// SixCharacters is the length of row 2 there. It may be broken together with row 1; the message tells
// the two apart.
func SixCharacters() model.Form {
	return model.LengthForm(6, 6, func(n int) string { return "Ecs" + strings.Repeat("1", n-len("Ecs")) })
}

// UpperCase says that the character is an upper-case ASCII letter.
func UpperCase(c rune) bool { return c >= 'A' && c <= 'Z' }

// LowerCase says that the character is a lower-case ASCII letter.
func LowerCase(c rune) bool { return c >= 'a' && c <= 'z' }

// Digit says that the character is an ASCII digit.
func Digit(c rune) bool { return c >= '0' && c <= '9' }

// IoOptimized says that the instance of the call is I/O optimized.
func IoOptimized(r *model.Request) bool { return ecs.InstanceOf(r).IoOptimized }

// GroupRepeated says that SecurityGroupIds names a group twice.
func GroupRepeated(r *model.Request) bool {
	ids := r.List("SecurityGroupIds")
	slices.Sort(ids)
	return len(slices.Compact(ids)) < len(r.List("SecurityGroupIds"))
}

// GroupsOfTwoVpcs says that named groups are in different VPCs.
func GroupsOfTwoVpcs(r *model.Request) bool {
	return ecs.SomeGroup(func(g *ecs.SecurityGroup) bool {
		return g.VpcId != "" && ecs.GroupsOf(r)[0].VpcId != "" && g.VpcId != ecs.GroupsOf(r)[0].VpcId
	})(r)
}
