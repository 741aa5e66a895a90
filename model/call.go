package model

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Call is one request with flat wire parameters, so that malformed input can
// be expressed. It has none of the protocol's own parameters (signature,
// timestamp, format).
type Call struct {
	// Caller names an identity of the world ([Caller.Name]); empty means the
	// first account itself.
	Caller string
	// Region is the region of the endpoint. It is used if the parameter
	// RegionId is absent; empty means the first region of the world.
	Region string
	// Op is the operation's name, such as ModifyInstanceAttribute.
	Op string
	// Params are the operation's own parameters under their wire names:
	// lists as Name.1, Name.2 …, objects as Name.Field.
	Params Params
}

// Params are wire parameters by name. A nil map has none.
type Params map[string]string

// Names returns the parameter names in reading order: alphabetical, with list
// positions in numeric order (Name.2 before Name.10).
func (p Params) Names() []string {
	names := make([]string, 0, len(p))
	for name := range p {
		names = append(names, name)
	}
	SortParams(names)
	return names
}

// Get returns the value of a parameter; empty if it is absent.
func (p Params) Get(name string) string { return p[name] }

// With returns a copy in which name has the value; an empty value is kept,
// since an empty parameter is something a client can send.
func (p Params) With(name, value string) Params {
	next := make(Params, len(p)+1)
	maps.Copy(next, p)
	next[name] = value
	return next
}

// Without returns a copy that lacks name.
func (p Params) Without(name string) Params {
	next := make(Params, len(p))
	for k, v := range p {
		if k != name {
			next[k] = v
		}
	}
	return next
}

// compareParams orders names part by part, positions by their number.
func compareParams(a, b string) int {
	for {
		x, as, moreA := strings.Cut(a, ".")
		y, bs, moreB := strings.Cut(b, ".")
		switch {
		case x != y && isNumber(x) && isNumber(y):
			m, _ := strconv.Atoi(x)
			n, _ := strconv.Atoi(y)
			return cmp.Or(cmp.Compare(m, n), strings.Compare(x, y))
		case x != y:
			return strings.Compare(x, y)
		case !moreA || !moreB:
			return cmp.Compare(strings.Count(a, "."), strings.Count(b, "."))
		}
		a, b = as, bs
	}
}

// WholeNumber reads a whole number. Most texts are words, for which strconv
// would allocate an error.
func WholeNumber(text string) (n int, ok bool) {
	digits := text
	if text != "" && (text[0] == '+' || text[0] == '-') {
		digits = text[1:]
	}
	if !isNumber(digits) {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// isNumber says whether the text is digits alone.
func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// SortParams sorts parameter names in reading order; see [Params.Names].
func SortParams(names []string) { slices.SortFunc(names, compareParams) }
