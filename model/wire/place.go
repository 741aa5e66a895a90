package wire

import (
	"fmt"
	"slices"
	"strings"
)

// A Place is the position of a value in a body. It is written as the names of
// the members that lead to it, joined by dots, then options, each after a
// comma:
//
// \tCpuOptions.CoreCount,-attribute
//
// A name with [] holds a list: SecurityGroupIds.SecurityGroupId[] is a list of
// texts, Ipv6Sets.Ipv6Set[].Ipv6Address a list of objects with one text each,
// Tags.Tag[].TagKey=TagValue a list of objects with a key and a value. A single
// text in such a place is the only element. Of names joined by | the first is
// written, and each is read.
//
// Words that are not options of [Place] are views, see [View].
type Place struct {
	// Path are the names, up to the list if there is one.
	Path []string
	// List says that the last name holds a list; Key names the member of its
	// elements that holds the text, empty if the elements are texts. With Value
	// they are pairs.
	List       bool
	Key, Value []string

	OmitZero bool // omitzero: absent when empty
	Read     bool // read: never written
	Write    bool // write: never read
	Hand     bool // hand: written and read by code of its own
	Filled   bool // filled: an empty value in an answer says nothing
	Known    bool // known: absent when the resource's field Unknown lists it
	Minutes  bool // minutes: a time is written without seconds
	Digits   bool // digits: a text of digits is written as a number
	Set      bool // set: an element that comes twice in a list counts once
	Floor    bool // floor: what is behind the decimal point is dropped in reading
	// Words are written for false and true: words=none/optimized.
	Words []string

	only, also, not []string // views
}

// ParsePlace reads one place.
func ParsePlace(text string) (Place, error) {
	path, options, _ := strings.Cut(text, ",")
	p := Place{}
	before, element, inside := strings.Cut(path, "[]")
	p.List = inside
	p.Path = strings.Split(before, ".")
	if slices.Contains(p.Path, "") {
		return Place{}, fmt.Errorf("place %q: a name is missing: write names joined by dots", text)
	}
	if element != "" {
		key, value, pairs := strings.Cut(strings.TrimPrefix(element, "."), "=")
		p.Key = strings.Split(key, "|")
		if pairs {
			p.Value = strings.Split(value, "|")
		}
		if !strings.HasPrefix(element, ".") || strings.ContainsAny(key+value, ".[]") || len(p.Value) > 0 && len(p.Value) != len(p.Key) {
			return Place{}, fmt.Errorf("place %q: an element is NAME or KEY=VALUE, each perhaps with the same number of names joined by |", text)
		}
	}
	for option := range strings.SplitSeq(options, ",") {
		if err := p.option(option); err != nil {
			return Place{}, fmt.Errorf("place %q: %w", text, err)
		}
	}
	return p, nil
}

func (p *Place) option(option string) error {
	flags := map[string]*bool{
		"omitzero": &p.OmitZero, "read": &p.Read, "write": &p.Write, "hand": &p.Hand, "filled": &p.Filled,
		"known": &p.Known, "minutes": &p.Minutes, "digits": &p.Digits, "floor": &p.Floor, "set": &p.Set,
	}
	words, hasWords := strings.CutPrefix(option, "words=")
	switch {
	case option == "":
	case flags[option] != nil:
		*flags[option] = true
	case hasWords:
		p.Words = strings.Split(words, "/")
		if len(p.Words) != 2 {
			return fmt.Errorf("option %s: give the words for false and true, such as words=none/optimized", option)
		}
	case option[0] == '+':
		p.also = append(p.also, option[1:])
	case option[0] == '-':
		p.not = append(p.not, option[1:])
	default:
		p.only = append(p.only, option)
	}
	return nil
}

// String writes the path.
func (p Place) String() string {
	text := strings.Join(p.Path, ".")
	if p.List {
		text += "[]"
	}
	if len(p.Key) > 0 {
		text += "." + strings.Join(p.Key, "|")
	}
	if len(p.Value) > 0 {
		text += "=" + strings.Join(p.Value, "|")
	}
	return text
}

// A View is the part of a resource that an operation shows. A place is shown in
// all views; one with the word of a view only in that one, one with -view in
// all others. A view that some place names as +view is a narrow one: it shows
// only the places that name it.
type View struct {
	// Name is the view's word; empty for that of the list of all.
	Name string
	// Asked are further words for parts that a call asks for.
	Asked []string
	// Narrow is set by [Narrow].
	Narrow bool
}

// Shows says whether the view shows the place.
func (v View) Shows(p Place) bool {
	if slices.ContainsFunc(p.not, v.is) {
		return false
	}
	if len(p.only) > 0 || len(p.also) > 0 && v.Narrow {
		return slices.ContainsFunc(p.only, v.is) || slices.ContainsFunc(p.also, v.is)
	}
	return !v.Narrow
}

func (v View) is(word string) bool { return word == v.Name || slices.Contains(v.Asked, word) }

// Names says whether the place names the view, in whatever way.
func (p Place) Names(view string) bool {
	return slices.Contains(p.only, view) || slices.Contains(p.also, view) || slices.Contains(p.not, view)
}

// ViewOf returns the view of the name. Of the words that a call asks for it
// keeps those that a place names; a narrow view shows no more when asked.
func ViewOf(name string, places []Place, asked ...string) View {
	v := View{Name: name, Narrow: slices.ContainsFunc(places, func(p Place) bool { return slices.Contains(p.also, name) })}
	for _, word := range asked {
		if !v.Narrow && slices.ContainsFunc(places, func(p Place) bool { return p.Names(word) }) {
			v.Asked = append(v.Asked, word)
		}
	}
	return v
}
