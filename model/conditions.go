package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Conditions and the small words that operation files build them from. Each
// returns a function that says whether the call breaks a rule, or asks for an
// effect, so that a file of an operation reads like its page.

// given says that the call gives the parameter a value, or the list an element:
// a list under its bare name is none.
func given(name string) func(*Request) bool {
	return func(r *Request) bool {
		if !r.may(name) {
			return false
		}
		if p := r.op.params[name]; p != nil {
			return r.given(p)
		}
		return r.has(name)
	}
}

// anyGiven says that the call gives at least one of the parameters.
func anyGiven(names ...string) func(*Request) bool {
	conditions := make([]func(*Request) bool, len(names))
	for i, name := range names {
		conditions[i] = given(name)
	}
	return either(conditions...)
}

func not(c func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool { return !c(r) }
}

func both(cs ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, c := range cs {
			if !c(r) {
				return false
			}
		}
		return true
	}
}

func either(cs ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, c := range cs {
			if c(r) {
				return true
			}
		}
		return false
	}
}

// valueNotIn says that the parameter is given and is none of the values, which
// are compared exactly: no page says that case is ignored.
func valueNotIn(name string, values ...string) func(*Request) bool {
	return func(r *Request) bool { return r.has(name) && !slices.Contains(values, r.str(name)) }
}

// valueIs says that the parameter is given with this value.
func valueIs(name, value string) func(*Request) bool {
	return func(r *Request) bool { return r.str(name) == value }
}

// instanceIs says that the instance is in one of the statuses.
func instanceIs(statuses ...string) func(*Request) bool {
	return func(r *Request) bool { return slices.Contains(statuses, instanceOf(r).Status) }
}

// instanceUnknown says that InstanceId is given and names no instance of the
// account in the region.
func instanceUnknown(r *Request) bool {
	return r.place != nil && r.has("InstanceId") && instanceOf(r) == nil
}

// imageUnknown, eniUnknown, groupUnknown and vswitchUnknown likewise.
func imageUnknown(r *Request) bool { return r.place != nil && r.has("ImageId") && imageOf(r) == nil }
func eniUnknown(r *Request) bool {
	return r.place != nil && r.has("NetworkInterfaceId") && eniOf(r) == nil
}
func groupUnknown(r *Request) bool { return r.place != nil && unknownGroupOf(r) != "" }
func vswitchUnknown(r *Request) bool {
	return r.place != nil && r.has("VSwitchId") && vswitchOf(r) == nil
}

// regionUnknown says that RegionId, or the region of the endpoint where the
// operation does not read it, is no region of the world.
func regionUnknown(r *Request) bool { return r.w.base.Region(r.region) == nil }

// lockedForSecurity says that the instance has a security lock.
func lockedForSecurity(r *Request) bool { return instanceOf(r).LockReason.Has(LockSecurity) }

// statusText is the observed text of a status refusal (cb-spider issue 461).
func statusText(expected string) func(*Request) string {
	return func(r *Request) string {
		return "The specified instance is in an incorrect status for the requested action; Status of the specified instance is " +
			instanceOf(r).Status + " but the expected status is in (" + expected + ")."
	}
}

// ecsStateText is the template of AssignIpv6Addresses (2018) for InvalidEcsState.
func ecsStateText(expected string) func(*Request) string {
	return func(r *Request) string {
		i := instanceOf(r)
		if i == nil {
			i = hostOf(r)
		}
		return `The operation is not allowed in the current ECS state. Expecting status is "` + expected +
			`" while current status is "` + i.Status + `".`
	}
}

// eniStateText is the template of AssignPrivateIpAddresses (2018) for InvalidEniState.
func eniStateText(expected string) func(*Request) string {
	return func(r *Request) string {
		return `The operation is not allowed in the current ENI state. Expecting status is "` + expected +
			`" while current status is "` + eniOf(r).Status + `".`
	}
}

// A nameRule is how a name has to look.
type nameRule struct {
	punctuation string   // allowed beside letters, Chinese characters and digits
	noPrefix    []string // what it must not begin with
	noPart      []string // what it must not contain
}

// breaks says whether the parameter is given and is no such name: 2 to 128
// characters, the first a letter or a Chinese character.
func (n nameRule) breaks(name string) func(*Request) bool {
	return func(r *Request) bool { return r.has(name) && !n.fits(r.str(name)) }
}

func (n nameRule) fits(text string) bool {
	if count := utf8.RuneCountInString(text); count < 2 || count > 128 {
		return false
	}
	for i, c := range text {
		if !letter(c) && (i == 0 || !(c >= '0' && c <= '9') && !strings.ContainsRune(n.punctuation, c)) {
			return false
		}
	}
	for _, p := range n.noPrefix {
		if strings.HasPrefix(text, p) {
			return false
		}
	}
	for _, p := range n.noPart {
		if strings.Contains(text, p) {
			return false
		}
	}
	return true
}

// letter says whether the character is an ASCII letter or a Chinese character.
// That "letter" means an ASCII letter is assumed: the pages' patterns elsewhere
// are a-z and A-Z.
func letter(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || unicode.Is(unicode.Han, c)
}

// descriptionBreaks says whether Description is given and is not 2 to most
// characters long, or begins with http:// or https://.
func descriptionBreaks(most int) func(*Request) bool {
	return func(r *Request) bool {
		text := r.str("Description")
		count := utf8.RuneCountInString(text)
		return r.has("Description") && (count < 2 || count > most ||
			strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://"))
	}
}

// passwordSpecials are the special characters of the pages.
const passwordSpecials = "()~!@#$%^&*-_+=|{}[]:;'<>,.?/"

// passwordFits says whether the text is a legal instance password: 8 to 30
// characters of at least three of the four classes.
func passwordFits(text string) bool { return passwordOf(text, passwordSpecials) }

// backtickInPassword is the doubt of a password whose only fault is a backtick:
// the edition of 2025-04 lists it behind "()", and that of 2026-05, which has the
// others in the same order, may have lost it as a sign of markup. fault says
// what else is wrong with the password.
func backtickInPassword(fault func(*Request) bool) Doubt {
	return Doubt{
		When: func(r *Request) bool {
			return strings.Contains(r.str("Password"), "`") && passwordOf(r.str("Password"), passwordSpecials+"`") && !fault(r)
		},
		Basis: Inferred("the page of 2026-05 does not list the backtick, and that of 2025-04 does"),
	}
}

func passwordOf(text, specials string) bool {
	var upper, lower, digit, special int
	for _, c := range text {
		switch {
		case c >= 'A' && c <= 'Z':
			upper = 1
		case c >= 'a' && c <= 'z':
			lower = 1
		case c >= '0' && c <= '9':
			digit = 1
		case strings.ContainsRune(specials, c):
			special = 1
		default:
			return false
		}
	}
	return len(text) >= 8 && len(text) <= 30 && upper+lower+digit+special >= 3
}

// hostNameFits says whether the text is a legal host name for the operating
// system: Windows, 2 to 15 letters, digits and hyphens, not digits only;
// others, 2 to 64, with periods too. Neither begins or ends with a hyphen or a
// period, nor doubles one. The page forbids a hyphen at the ends of the name
// only, so one beside a period is legal.
func hostNameFits(text, osType string) bool {
	most, punctuation := 64, ".-"
	if osType == Windows {
		most, punctuation = 15, "-"
	}
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		case strings.IndexByte(punctuation, c) < 0, i == 0, i == len(text)-1, text[i-1] == c:
			return false
		}
	}
	return len(text) >= 2 && len(text) <= most && (osType != Windows || digits < len(text))
}

// The operating system types.
const (
	Linux   = "linux"
	Windows = "windows"
)
