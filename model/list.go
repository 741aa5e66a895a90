package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A List is a short list of strings as one comparable value, so that resources
// can be compared with == and hashed. Elements never contain the unit
// separator.
type List string

// ListSeparator is the unit separator, which stands between the elements.
const ListSeparator = "\x1f"

// NewList makes a list of the elements.
func NewList(elements ...string) List { return List(strings.Join(elements, ListSeparator)) }

// All returns the elements; nil for the empty list.
func (l List) All() []string {
	if l == "" {
		return nil
	}
	return strings.Split(string(l), ListSeparator)
}

// Len returns the number of elements.
func (l List) Len() int {
	if l == "" {
		return 0
	}
	return strings.Count(string(l), ListSeparator) + 1
}

// Has says whether element is in the list.
func (l List) Has(element string) bool {
	for rest := string(l); rest != ""; {
		head, tail, _ := strings.Cut(rest, ListSeparator)
		if head == element {
			return true
		}
		rest = tail
	}
	return false
}

// With returns the list with the element added at its end, or the list itself
// if it has the element already.
func (l List) With(element string) List {
	switch {
	case l.Has(element):
		return l
	case l == "":
		return List(element)
	default:
		return l + ListSeparator + List(element)
	}
}

// Without returns the list without the element.
func (l List) Without(element string) List {
	kept := make([]string, 0, l.Len())
	for _, e := range l.All() {
		if e != element {
			kept = append(kept, e)
		}
	}
	return NewList(kept...)
}

// MarshalJSON writes the list as an array.
func (l List) MarshalJSON() ([]byte, error) {
	if l == "" {
		return []byte("[]"), nil
	}
	return json.Marshal(l.All())
}

// UnmarshalJSON reads an array of texts.
func (l *List) UnmarshalJSON(data []byte) error {
	var elements []string
	if err := json.Unmarshal(data, &elements); err != nil {
		return fmt.Errorf("read a list: %w", err)
	}
	*l = NewList(elements...)
	return nil
}

// A Tag is one key and value.
type Tag struct{ Key, Value string }

// Tags are kept as a List of key=value. Separators in keys and values are
// escaped, so that they come back as they were sent.

// MostTags is how many tags a call may give: Tag.N: N is 1 to 20 on every page.
const MostTags = 20

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
	return EscapeText(text, "%"+ListSeparator+more)
}

func tagUnescape(text string) string { return UnescapeText(text) }

// EscapeText writes each of the characters as % and two hexadecimal digits.
func EscapeText(text, characters string) string {
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

// UnescapeText undoes the escaping of an element.
func UnescapeText(text string) string {
	head, rest, found := strings.Cut(text, "%")
	if !found || len(rest) < 2 {
		return text
	}
	c, err := strconv.ParseUint(rest[:2], 16, 8)
	if err != nil {
		return head + "%" + UnescapeText(rest)
	}
	return head + string([]byte{byte(c)}) + UnescapeText(rest[2:])
}

// Tags returns the tags of the call, Tag.N.Key and Tag.N.Value, also in the
// lower-case spelling of older SDKs, up to the first gap.
func (r *Request) Tags() []Tag {
	if !r.May("Tag") {
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
	if v, ok := r.Call.Params[name]; ok {
		return v, true
	}
	v, ok := r.Call.Params[other]
	return v, ok
}

// Tagged says that the call gives tags.
func Tagged(r *Request) bool { return len(r.Tags()) > 0 }

// TagsMatch says whether a resource has all tags that a Describe call filters
// by; a key without a value matches any value.
func (r *Request) TagsMatch(has List) bool {
	for _, want := range r.Tags() {
		if !slices.ContainsFunc(has.Tags(), func(t Tag) bool {
			return t.Key == want.Key && (want.Value == "" || t.Value == want.Value)
		}) {
			return false
		}
	}
	return true
}

// TagKeyMalformed says that a key is empty, longer than 128 characters, begins with
// aliyun or acs:, or contains http:// or https:// (the Tag.N.Key parameter).
func TagKeyMalformed(r *Request) bool {
	return slices.ContainsFunc(r.Tags(), func(t Tag) bool {
		return t.Key == "" || strings.HasPrefix(t.Key, "aliyun") || strings.HasPrefix(t.Key, "acs:") || tagTextMalformed(t.Key)
	})
}

// TagValueMalformed says that a value is longer than 128 characters, begins with acs:,
// or contains http:// or https:// (the Tag.N.Value parameter).
func TagValueMalformed(r *Request) bool {
	return slices.ContainsFunc(r.Tags(), func(t Tag) bool {
		return strings.HasPrefix(t.Value, "acs:") || tagTextMalformed(t.Value)
	})
}

func tagTextMalformed(text string) bool {
	return utf8.RuneCountInString(text) > 128 || strings.Contains(text, "http://") || strings.Contains(text, "https://")
}

// TagWithoutValue says that a tag of the call has a key, and no value, not even an
// empty one.
func TagWithoutValue(r *Request) bool {
	for n := 1; r.May("Tag"); n++ {
		at := "Tag." + strconv.Itoa(n) + "."
		_, key := r.either(at+"Key", at+"key")
		_, value := r.either(at+"Value", at+"value")
		if !key && !value {
			break
		}
		if key && !value {
			return true
		}
	}
	return false
}

// ValueNeeded are the other calls that a row about malformed tag values is perhaps
// about.
func ValueNeeded() Readings {
	return MayRefuse("CreateInstance refused a key without a value in 2021 (aliyun-openapi-python-sdk issue 462); "+
		"the pages allow an empty value, and do not say whether it may be left out", TagWithoutValue)
}

// TagWithoutKey says that a tag of the call has a value and no key at all.
func TagWithoutKey(r *Request) bool {
	return slices.ContainsFunc(r.Tags(), func(t Tag) bool { return t.Key == "" && t.Value != "" })
}

// TagKeyTwice says that two tags of the call have one key.
func TagKeyTwice(r *Request) bool {
	tags := r.Tags()
	for i, t := range tags {
		if slices.ContainsFunc(tags[i+1:], func(u Tag) bool { return u.Key == t.Key }) {
			return true
		}
	}
	return false
}

// TooManyTags says that the call has more than 20 tags.
func TooManyTags(r *Request) bool { return r.Beyond(len(r.Tags()), MostTags) }

// TooManyTagsText is the message of too many tags.
func TooManyTagsText(*Request) string { return "The number of tags exceeds the limit of 20." }

// ManyTags are more tags than a resource can have.
func ManyTags() Params {
	tags := Params{}
	for i := 1; i <= MostTags+1; i++ {
		tags["Tag."+strconv.Itoa(i)+".Key"] = "key-" + strconv.Itoa(i)
	}
	return tags
}
