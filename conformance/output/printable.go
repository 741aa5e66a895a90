package output

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Printable returns a text that stays in its line and does nothing to a terminal:
// what a target or a client sent may hold line ends and escape sequences. They
// are written as in a Go string.
func Printable(text string) string {
	if !strings.ContainsFunc(text, isControl) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if isControl(r) {
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isControl says that a character is not shown but obeyed: control characters,
// and those that turn the direction of a line.
func isControl(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}

// Coloured is Printable for a text in which ecsim has set colours.
func Coloured(text string) string {
	if !strings.ContainsFunc(text, isControl) {
		return text
	}
	colours := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	var b strings.Builder
	at := 0
	for _, found := range colours.FindAllStringIndex(text, -1) {
		b.WriteString(Printable(text[at:found[0]]) + text[found[0]:found[1]])
		at = found[1]
	}
	return b.String() + Printable(text[at:])
}

// ShellWord returns a word of a shell's command line: as it is, or quoted where a
// shell would read it differently.
func ShellWord(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:=,@%+", r)
	}
	if text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !plain(r) }) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
