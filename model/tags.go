package model

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Tags are kept as a List of key=value. What would be mistaken for a separator
// is escaped, so that any key and value come back as they were sent.

const mostTags = 20 // Tag.N: N is 1 to 20 on every page

// NewTags makes the list of the tags, in their order; of two with one key the
// later one counts.
func NewTags(tags ...Tag) List {
	var elements []string
	for i, t := range tags {
		if !slices.ContainsFunc(tags[i+1:], func(later Tag) bool { return later.Key == t.Key }) {
			elements = append(elements, tagEscape(t.Key, "=")+"="+tagEscape(t.Value, ""))
		}
	}
	return NewList(elements...)
}

// Tags returns the elements as tags.
func (l List) Tags() []Tag {
	var tags []Tag
	for _, e := range l.All() {
		key, value, _ := strings.Cut(e, "=")
		tags = append(tags, Tag{tagUnescape(key), tagUnescape(value)})
	}
	return tags
}

func tagEscape(text, more string) string {
	return escapeText(text, "%"+listSeparator+more)
}

func tagUnescape(text string) string { return unescapeText(text) }

// escapeText writes each of the characters as % and two hexadecimal digits.
func escapeText(text, characters string) string {
	if !strings.ContainsAny(text, characters) {
		return text
	}
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; strings.IndexByte(characters, c) >= 0 {
			b.WriteString("%" + digits[c>>4:c>>4+1] + digits[c&15:c&15+1])
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unescapeText(text string) string {
	head, rest, found := strings.Cut(text, "%")
	if !found || len(rest) < 2 {
		return text
	}
	c, err := strconv.ParseUint(rest[:2], 16, 8)
	if err != nil {
		return head + "%" + unescapeText(rest)
	}
	return head + string([]byte{byte(c)}) + unescapeText(rest[2:])
}

// tags returns what the call gives as Tag.N.Key and Tag.N.Value, also in the
// lower-case spelling of older SDKs, up to the first gap.
func (r *Request) tags() []Tag {
	if !r.may("Tag") {
		return nil
	}
	var tags []Tag
	for n := 1; ; n++ {
		at := "Tag." + strconv.Itoa(n) + "."
		key, keyGiven := r.either(at+"Key", at+"key")
		value, valueGiven := r.either(at+"Value", at+"value")
		if !keyGiven && !valueGiven {
			return tags
		}
		tags = append(tags, Tag{key, value})
	}
}

func (r *Request) either(name, other string) (value string, given bool) {
	if v, ok := r.call.Params[name]; ok {
		return v, true
	}
	v, ok := r.call.Params[other]
	return v, ok
}

// tagged says that the call gives tags.
func tagged(r *Request) bool { return len(r.tags()) > 0 }

// tagsMatch says whether a resource has all tags that a Describe call filters
// by; a key without a value matches any value.
func (r *Request) tagsMatch(has List) bool {
	for _, want := range r.tags() {
		if !slices.ContainsFunc(has.Tags(), func(t Tag) bool {
			return t.Key == want.Key && (want.Value == "" || t.Value == want.Value)
		}) {
			return false
		}
	}
	return true
}

// tagKeyMalformed: a key is empty, longer than 128 characters, begins with
// aliyun or acs:, or contains http:// or https:// (the Tag.N.Key parameter).
func tagKeyMalformed(r *Request) bool {
	return slices.ContainsFunc(r.tags(), func(t Tag) bool {
		return t.Key == "" || strings.HasPrefix(t.Key, "aliyun") || strings.HasPrefix(t.Key, "acs:") || tagTextMalformed(t.Key)
	})
}

// tagValueMalformed: a value is longer than 128 characters, begins with acs:,
// or contains http:// or https:// (the Tag.N.Value parameter).
func tagValueMalformed(r *Request) bool {
	return slices.ContainsFunc(r.tags(), func(t Tag) bool {
		return strings.HasPrefix(t.Value, "acs:") || tagTextMalformed(t.Value)
	})
}

func tagTextMalformed(text string) bool {
	return utf8.RuneCountInString(text) > 128 || strings.Contains(text, "http://") || strings.Contains(text, "https://")
}

// tagWithoutKey: a tag of the call has a value and no key at all.
func tagWithoutKey(r *Request) bool {
	return slices.ContainsFunc(r.tags(), func(t Tag) bool { return t.Key == "" && t.Value != "" })
}

// tagKeyTwice: two tags of the call have one key.
func tagKeyTwice(r *Request) bool {
	tags := r.tags()
	for i, t := range tags {
		if slices.ContainsFunc(tags[i+1:], func(u Tag) bool { return u.Key == t.Key }) {
			return true
		}
	}
	return false
}

// tooManyTags: more than 20 tags.
func tooManyTags(r *Request) bool { return r.beyond(len(r.tags()), mostTags) }
