package ram

import (
	"strings"
	"unicode/utf8"
)

// A pattern is a compiled text with wildcards: `*` matches any characters, none
// included, `?` exactly one.
type pattern struct {
	kind shape
	text string // what has to match: without the star for prefix, in lower case when fold is set
	fold bool   // ASCII letters match in either case
}

// A shape is the cheapest way to match a pattern.
type shape uint8

const (
	literal    shape = iota // no wildcard
	everything              // stars only
	prefix                  // one star, at the end
	glob                    // anything else
)

func compile(text string, fold bool) pattern {
	p := pattern{kind: glob, text: text, fold: fold}
	if fold {
		p.text = strings.Map(lowerRune, text)
	}
	switch first := strings.IndexAny(text, "*?"); {
	case first < 0:
		p.kind = literal
	case strings.Trim(text, "*") == "":
		p.kind = everything
	case first == len(text)-1 && text[first] == '*':
		p.kind, p.text = prefix, p.text[:first]
	}
	return p
}

func (p *pattern) match(s string) bool {
	switch p.kind {
	case everything:
		return true
	case literal:
		return len(s) == len(p.text) && p.same(s)
	case prefix:
		return len(s) >= len(p.text) && p.same(s[:len(p.text)])
	case glob:
	}
	return p.glob(s)
}

// same compares the text of p with an s of the same length.
func (p *pattern) same(s string) bool {
	if !p.fold {
		return s == p.text
	}
	for i := range len(s) {
		if lower(s[i]) != p.text[i] {
			return false
		}
	}
	return true
}

// glob walks both texts once and remembers the last star only: when the rest does not fit, that star takes one more
// character. No earlier star needs to be tried again, so the cost is at most the product of the lengths.
func (p *pattern) glob(s string) bool {
	pat, i := p.text, 0
	star, mark := -1, 0 // the last star, and where its match ends in s
	for j := 0; j < len(s); {
		switch {
		case i < len(pat) && pat[i] == '*':
			star, mark = i, j
			i++
		case i < len(pat) && pat[i] == '?':
			j += width(s, j)
			i++
		case i < len(pat) && (pat[i] == s[j] || p.fold && pat[i] == lower(s[j])):
			i++
			j++
		case star >= 0:
			mark += width(s, mark)
			i, j = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pat[i:], "*") == ""
}

// width is the length of the character of s at i, in bytes.
func width(s string, i int) int {
	_, n := utf8.DecodeRuneInString(s[i:])
	return n
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func lowerRune(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

func compileAll(texts []string, fold bool) []pattern {
	ps := make([]pattern, len(texts))
	for i, t := range texts {
		ps[i] = compile(t, fold)
	}
	return ps
}

func matchAny(ps []pattern, s string) bool {
	for i := range ps {
		if ps[i].match(s) {
			return true
		}
	}
	return false
}
