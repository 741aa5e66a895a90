package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Conditions, and the building blocks of conditions. Each function returns a
// function that says whether the call breaks a rule, or asks for an effect, so
// that the file of an operation reads like its page.

// Given says that the call gives the parameter a value, or the list an element;
// a list under its bare name does not count.
func Given(name string) func(*Request) bool {
	return func(r *Request) bool {
		if !r.May(name) {
			return false
		}
		if p := r.Operation.params[name]; p != nil {
			return r.given(p)
		}
		return r.Has(name)
	}
}

// AnyGiven says that the call gives at least one of the parameters.
func AnyGiven(names ...string) func(*Request) bool {
	conditions := make([]func(*Request) bool, len(names))
	for i, name := range names {
		conditions[i] = Given(name)
	}
	return Either(conditions...)
}

// Not is the opposite condition.
func Not(c func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool { return !c(r) }
}

// Both holds where all conditions hold.
func Both(cs ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, c := range cs {
			if !c(r) {
				return false
			}
		}
		return true
	}
}

// Either holds where one of the conditions holds.
func Either(cs ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, c := range cs {
			if c(r) {
				return true
			}
		}
		return false
	}
}

// ValueNotIn says that the parameter is given and has none of the values. Case
// matters, because no page says that it is ignored.
func ValueNotIn(name string, values ...string) func(*Request) bool {
	return func(r *Request) bool { return r.Has(name) && !slices.Contains(values, r.Text(name)) }
}

// ValueIs says that the parameter is given with this value.
func ValueIs(name, value string) func(*Request) bool {
	return func(r *Request) bool { return r.Text(name) == value }
}

// RegionUnknown says that RegionId (or the endpoint's region, if the operation
// does not read RegionId) is not a region of the world.
func RegionUnknown(r *Request) bool { return r.World.base.Region(r.Region) == nil }

// A NameRule is the format of a name.
type NameRule struct {
	Punctuation string   // allowed beside letters, Chinese characters and digits
	NoPrefix    []string // what it must not begin with
	NoPart      []string // what it must not contain
	// AnyLetter lets letters of every alphabet count.
	AnyLetter bool
}

// OtherLetters is the doubt about a name whose only fault are letters that are
// neither English nor Chinese: the pages say "letters".
func (n NameRule) OtherLetters(name string) Doubt {
	n.AnyLetter = true
	return Doubt{
		When:  func(r *Request) bool { return n.Fits(r.Text(name)) },
		Basis: Assumed("the page says letters; that those of other alphabets are none is a reading"),
	}
}

// Breaks says whether the parameter is given and does not have the format: 2 to
// 128 characters, the first of them a letter or a Chinese character.
func (n NameRule) Breaks(name string) func(*Request) bool {
	return func(r *Request) bool { return r.Has(name) && !n.Fits(r.Text(name)) }
}

// Fits says that the text obeys the rule.
func (n NameRule) Fits(text string) bool {
	if count := utf8.RuneCountInString(text); count < 2 || count > 128 {
		return false
	}
	for i, c := range text {
		if !letter(c) && !(n.AnyLetter && unicode.IsLetter(c)) && (i == 0 || !(c >= '0' && c <= '9') && !strings.ContainsRune(n.Punctuation, c)) {
			return false
		}
	}
	for _, p := range n.NoPrefix {
		if strings.HasPrefix(text, p) {
			return false
		}
	}
	for _, p := range n.NoPart {
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

// DescriptionBreaks says whether Description is given and is not 2 to most
// characters long, or begins with http:// or https://.
func DescriptionBreaks(most int) func(*Request) bool {
	return func(r *Request) bool {
		text := r.Text("Description")
		count := utf8.RuneCountInString(text)
		return r.Has("Description") && (count < 2 || count > most ||
			strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://"))
	}
}

// PasswordSpecials are the special characters of the pages.
const PasswordSpecials = "()~!@#$%^&*-_+=|{}[]:;'<>,.?/"

// PasswordFits says whether the text is a legal instance password: 8 to 30
// characters of at least three of the four classes.
func PasswordFits(text string) bool { return passwordOf(text, PasswordSpecials) }

// BacktickInPassword is the doubt about a password whose only fault is a
// backtick: the edition of 2025-04 lists it after "()", and that of 2026-05,
// which has the others in the same order, may have lost it as markup. fault
// says what else is wrong with the password.
func BacktickInPassword(fault func(*Request) bool) Doubt {
	return Doubt{
		When: func(r *Request) bool {
			return strings.Contains(r.Text("Password"), "`") && passwordOf(r.Text("Password"), PasswordSpecials+"`") && !fault(r)
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

// HostNameFits says whether the text is a legal host name for the operating
// system: Windows, 2 to 15 letters, digits and hyphens, not digits only;
// others, 2 to 64, with periods too. Neither begins or ends with a hyphen or a
// period, nor doubles one. The page forbids a hyphen at the ends of the name
// only, so one beside a period is legal.
func HostNameFits(text, osType string) bool {
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

// CommaList splits a value of several, such as Available,Deprecated.
func CommaList(text string) []string {
	var elements []string
	for e := range strings.SplitSeq(text, ",") {
		if e = strings.TrimSpace(e); e != "" {
			elements = append(elements, e)
		}
	}
	return elements
}

// Always gives a rule's message a fixed text.
func Always(text string) func(*Request) string { return func(*Request) string { return text } }

// IsTrue says that the parameter is given and true.
func IsTrue(name string) func(*Request) bool {
	return func(r *Request) bool { return r.IsTrue(name) }
}
