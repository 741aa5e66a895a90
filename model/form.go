package model

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Form is the format of a text, as the list of what it asks for.
type Form []Demand

// A Demand is one thing that a form asks for.
type Demand struct {
	// Name is the name of the clause that asks for it.
	Name string
	// broken says whether the text lacks it, with every limit higher by slack.
	broken func(text string, slack int) bool
	// Bound marks a demand about a length or a number.
	Bound bool
	// Break are texts that lack this and nothing else; Keep are texts that just
	// have it.
	Break, Keep []string
	// Refuses is the basis of the clause; the zero value takes that of the rule.
	Refuses Basis
}

// Fits says whether the text has the form.
func (f Form) Fits(text string) bool {
	for i := range f {
		if f[i].broken(text, 0) {
			return false
		}
	}
	return true
}

// Clauses are the clauses of a rule about the parameter. An absent one has any
// form.
func (f Form) Clauses(param string) []Clause {
	return f.Of(param, func(r *Request) string { return r.Text(param) })
}

// Of are the clauses about a text that follows from the parameter; it is empty
// where there is none.
func (f Form) Of(param string, text func(*Request) string) []Clause {
	out := make([]Clause, 0, len(f))
	for i := range f {
		d := &f[i]
		out = append(out, Clause{
			Name: d.Name, Bound: d.Bound, Break: Values(param, d.Break...), Keep: Values(param, d.Keep...), Refuses: d.Refuses,
			Broken: func(r *Request) bool {
				if !r.Has(param) {
					return false
				}
				t := text(r)
				return t != "" && d.broken(t, r.Slack)
			},
		})
	}
	return out
}

// For puts the name of the parameter before the names of its clauses, for rules
// about several parameters.
func For(param string, clauses ...Clause) []Clause {
	for i := range clauses {
		clauses[i].Name = param + "-" + clauses[i].Name
	}
	return clauses
}

// ofLength are the demands for a length; long makes a text that has the rest of
// the form.
func ofLength(least, most int, long func(n int) string) Form {
	var f Form
	if least > 1 {
		f = append(f, Demand{
			Name: "at-least-" + strconv.Itoa(least), Bound: true, Break: []string{long(least - 1)}, Keep: []string{long(least)},
			broken: func(text string, slack int) bool { return utf8.RuneCountInString(text)+slack < least },
		})
	}
	return append(f, Demand{
		Name: "at-most-" + strconv.Itoa(most), Bound: true, Break: []string{long(most + 1)}, Keep: []string{long(most)},
		broken: func(text string, slack int) bool { return utf8.RuneCountInString(text)-slack > most },
	})
}

// AtMost is the clause that the text of the parameter is not longer.
func AtMost(param string, most int) Clause { return ofLength(1, most, letters).Clauses(param)[0] }

// LengthForm is the form of a text of least to most characters.
func LengthForm(least, most int, long func(n int) string) Form { return ofLength(least, most, long) }

// CharactersForm is the form of a text of legal characters.
func CharactersForm(legal func(c rune) bool, breaking ...string) Form {
	return Form{consistsOf(func(_ int, c rune) bool { return legal(c) }, breaking...)}
}

// KindForm is the form of a text with a character of the kind.
func KindForm(name string, kind func(c rune) bool, breaking ...string) Form {
	return Form{{Name: name, Break: breaking, broken: func(text string, _ int) bool { return !strings.ContainsFunc(text, kind) }}}
}

// notFirst is the demand that the text does not begin so.
func notFirst(prefix, rest string) Demand {
	return Demand{
		Name: "not-first-" + word(prefix), Break: []string{prefix + rest},
		broken: func(text string, _ int) bool { return strings.HasPrefix(text, prefix) },
	}
}

// without is the demand that the text does not contain the part.
func without(part, around string) Demand {
	return Demand{
		Name: "without-" + word(part), Break: []string{around + part + around},
		broken: func(text string, _ int) bool { return strings.Contains(text, part) },
	}
}

// consistsOf is the demand that all characters are legal.
func consistsOf(legal func(i int, c rune) bool, breaking ...string) Demand {
	return Demand{
		Name: "characters", Break: breaking,
		broken: func(text string, _ int) bool {
			for i, c := range text {
				if !legal(i, c) {
					return true
				}
			}
			return false
		},
	}
}

// word writes a text as part of a clause's name.
func word(text string) string {
	return strings.Trim(strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return '-'
	}, strings.ToLower(text)), "-")
}

// letters returns n letters.
func letters(n int) string { return strings.Repeat("n", n) }

// A NameRule is the format of a name.
type NameRule struct {
	Punctuation string   // allowed beside letters, Chinese characters and digits
	NoPrefix    []string // what it must not begin with
	NoPart      []string // what it must not contain
	// AnyLetter lets letters of every alphabet count.
	AnyLetter bool
}

// Form is the form of the name: 2 to 128 characters, the first of them a letter
// or a Chinese character.
func (n NameRule) Form() Form {
	legal := func(c rune) bool {
		return unicode.IsLetter(c) || c >= '0' && c <= '9' || strings.ContainsRune(n.Punctuation, c)
	}
	form := append(ofLength(2, 128, letters),
		Demand{
			Name: "letter-first", Break: []string{"1st"}, Keep: []string{"n1"},
			broken: func(text string, _ int) bool {
				c, _ := utf8.DecodeRuneInString(text)
				return text != "" && !unicode.IsLetter(c)
			},
		},
		consistsOf(func(i int, c rune) bool { return i == 0 || legal(c) }, "na!me", "na me"))
	if !n.AnyLetter {
		form = append(form, Demand{
			Name: "ascii-letters", Break: []string{"namé"},
			broken: func(text string, _ int) bool {
				return strings.ContainsFunc(text, func(c rune) bool { return unicode.IsLetter(c) && !letter(c) })
			},
			Refuses: Assumed("the page says letters; that those of other alphabets are none is a reading"),
		})
	}
	implied := func(text string) bool { // its characters are illegal anyway
		return strings.ContainsFunc(text, func(c rune) bool { return !legal(c) })
	}
	for _, p := range n.NoPrefix {
		if !implied(p) {
			form = append(form, notFirst(p, "name"))
		}
	}
	for _, p := range n.NoPart {
		if !implied(p) {
			form = append(form, without(p, "name"))
		}
	}
	return form
}

// Breaks says whether the parameter is given and does not have the format.
func (n NameRule) Breaks(name string) func(*Request) bool {
	form := n.Form()
	return func(r *Request) bool { return r.Has(name) && !form.Fits(r.Text(name)) }
}

// Clauses are the clauses of a rule about the name.
func (n NameRule) Clauses(param string) []Clause { return n.Form().Clauses(param) }

// Fits says that the text obeys the rule.
func (n NameRule) Fits(text string) bool { return n.Form().Fits(text) }

// letter says whether the character is an ASCII letter or a Chinese character.
func letter(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || unicode.Is(unicode.Han, c)
}

// DescriptionForm is the form of a description: 2 to most characters, that do
// not begin with http:// or https://.
func DescriptionForm(most int) Form {
	return append(ofLength(2, most, letters), notFirst("http://", "name"), notFirst("https://", "name"))
}

// FreeTextForm is the form of names and descriptions of VPCs and vSwitches since
// 2023: any text that is not too long and does not begin like an address.
func FreeTextForm(most int) Form {
	return append(ofLength(1, most, letters), notFirst("http://", "a"), notFirst("https://", "a"))
}

// tagTextForm is what keys and values of tags have in common.
func tagTextForm() Form {
	return append(ofLength(1, 128, letters), notFirst("acs:", "team"), without("http://", "a"), without("https://", "a"))
}

// TagKeyClauses are the clauses of a rule about Tag.N.Key.
func TagKeyClauses() []Clause {
	form := append(tagTextForm(), notFirst("aliyun", "team"))
	empty := If("given", func(r *Request) bool { return slices.ContainsFunc(r.Tags(), func(t Tag) bool { return t.Key == "" }) },
		BreakBy("Tag.1.Key", "", "Tag.1.Value", "a"))
	return append(form.ofTags(func(t Tag) string { return t.Key }, func(key string) Params { return Params{"Tag.1.Key": key, "Tag.1.Value": "a"} }), empty)
}

// TagValueClauses are the clauses of a rule about Tag.N.Value.
func TagValueClauses() []Clause {
	return tagTextForm().ofTags(func(t Tag) string { return t.Value }, func(value string) Params { return Params{"Tag.1.Key": "team", "Tag.1.Value": value} })
}

// ofTags are the clauses about a text of each tag; call makes the parameters with
// which one tag has it.
func (f Form) ofTags(text func(Tag) string, call func(text string) Params) []Clause {
	calls := func(texts []string) (all []Break) {
		for _, t := range texts {
			all = append(all, Break{Set: call(t)})
		}
		return all
	}
	out := make([]Clause, 0, len(f))
	for i := range f {
		d := &f[i]
		out = append(out, Clause{Name: d.Name, Bound: d.Bound, Break: calls(d.Break), Keep: calls(d.Keep), Broken: func(r *Request) bool {
			return slices.ContainsFunc(r.Tags(), func(t Tag) bool { return d.broken(text(t), r.Slack) })
		}})
	}
	return out
}

// DescriptionBreaks says whether Description is given and does not have the form.
func DescriptionBreaks(most int) func(*Request) bool {
	form := DescriptionForm(most)
	return func(r *Request) bool { return r.Has("Description") && !form.Fits(r.Text("Description")) }
}

// PasswordSpecials are the special characters of the pages.
const PasswordSpecials = "()~!@#$%^&*-_+=|{}[]:;'<>,.?/"

// PasswordForm is the form of an instance password: 8 to 30 characters of at
// least three of the four kinds. The specials are the legal characters beside
// letters and digits.
func PasswordForm(specials string) Form {
	long := func(n int) string { return "Ecs" + strings.Repeat("1", n-len("Ecs")) }
	half := len(specials) / 2
	characters := consistsOf(func(_ int, c rune) bool { return passwordKind(c, specials) != 0 }, `Ecs"2026a`, "Ecsé2026a")
	characters.Keep = []string{"Ecs2" + specials[:half], "Ecs2" + specials[half:]}
	return append(ofLength(8, 30, long), characters, Demand{
		Name: "three-kinds", Bound: true, Break: []string{"ecs-ecs-", "12345678a"}, Keep: []string{"ecs-2026", "ECS-2026"},
		broken: func(text string, slack int) bool {
			kinds := 0
			for _, c := range text {
				kinds |= passwordKind(c, specials)
			}
			return bitCount(kinds)+slack < leastKinds
		},
	})
}

// leastKinds is the number of kinds of characters that a password needs.
const leastKinds = 3

// passwordKind returns the bit of the character's kind; 0 for an illegal one.
func passwordKind(c rune, specials string) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return 1
	case c >= 'a' && c <= 'z':
		return 2
	case c >= '0' && c <= '9':
		return 4
	case strings.ContainsRune(specials, c):
		return 8
	default:
		return 0
	}
}

func bitCount(n int) int { return strings.Count(strconv.FormatInt(int64(n), 2), "1") }

// PasswordFits says whether the text is a legal instance password.
func PasswordFits(text string) bool { return PasswordForm(PasswordSpecials).Fits(text) }

// BacktickInPassword is the doubt about a password whose only fault is a
// backtick: the edition of 2025-04 lists it after "()", and that of 2026-05,
// which has the others in the same order, may have lost it as markup. fault
// says what else is wrong with the password.
func BacktickInPassword(fault func(*Request) bool) Doubt {
	form := PasswordForm(PasswordSpecials + "`")
	return Doubt{
		When: func(r *Request) bool {
			return strings.Contains(r.Text("Password"), "`") && form.Fits(r.Text("Password")) && !fault(r)
		},
		Basis: Inferred("the page of 2026-05 does not list the backtick, and that of 2025-04 does"),
	}
}

// The operating system types.
const (
	Linux   = "linux"
	Windows = "windows"
)

// hostNameForm is the form of host names on all systems: letters, digits,
// hyphens and periods. The page forbids a hyphen at the ends of the name only,
// so one beside a period is legal.
func hostNameForm() Form {
	mark := func(c byte) bool { return c == '-' || c == '.' }
	characters := consistsOf(func(_ int, c rune) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '.'
	}, "web_1", "wéb")
	characters.Keep = []string{"web.1.a"}
	return Form{
		ofLength(2, 64, letters)[0],
		characters,
		{
			Name: "no-mark-first", Break: []string{"-web", ".web"}, Keep: []string{"w-b"},
			broken: func(text string, _ int) bool { return text != "" && mark(text[0]) },
		},
		{
			Name: "no-mark-last", Break: []string{"web-", "web."},
			broken: func(text string, _ int) bool { return text != "" && mark(text[len(text)-1]) },
		},
		{
			Name: "no-mark-doubled", Break: []string{"we--b", "we..b"},
			broken: func(text string, _ int) bool { return strings.Contains(text, "--") || strings.Contains(text, "..") },
		},
	}
}

// otherHostNameForm is what other systems than Windows ask for besides.
func otherHostNameForm() Form {
	return ofLength(2, 64, letters)[1:]
}

// windowsHostNameForm is what Windows asks for besides.
func windowsHostNameForm() Form {
	return append(ofLength(2, 15, letters)[1:],
		Demand{
			Name: "no-period", Break: []string{"web.1"},
			broken: func(text string, _ int) bool { return strings.Contains(text, ".") },
		},
		Demand{
			Name: "not-digits-only", Break: []string{"2026"},
			broken: func(text string, _ int) bool { return text != "" && strings.Trim(text, "0123456789") == "" },
		})
}

// HostNameFits says whether the text is a legal host name for the operating
// system.
func HostNameFits(text, osType string) bool {
	own := otherHostNameForm()
	if osType == Windows {
		own = windowsHostNameForm()
	}
	return hostNameForm().Fits(text) && own.Fits(text)
}

// HostNameClauses are the clauses of a rule about a host name, which text
// derives from the parameter; windows says whether it is one of Windows.
func HostNameClauses(param string, windows func(*Request) bool, text func(*Request) string) []Clause {
	clauses := hostNameForm().Of(param, text)
	for _, c := range otherHostNameForm().Of(param, text) {
		clauses = append(clauses, c.Where(Not(windows)))
	}
	for _, c := range windowsHostNameForm().Of(param, text) {
		c.Name = "windows-" + c.Name
		clauses = append(clauses, c.Where(windows))
	}
	return clauses
}
