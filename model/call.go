package model

import (
	"maps"
	"sort"
	"strconv"
	"strings"
)

// A Call is one request as a caller means it: flat wire parameters, so that
// malformed input can be said too, without anything of the wire's envelope
// (signature, timestamp, format).
type Call struct {
	// Caller names an identity of the world ([Caller.Name]); empty means the
	// first account itself.
	Caller string
	// Region is the region of the endpoint. It counts where the parameter
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
	sort.Slice(names, func(i, j int) bool { return lessParam(names[i], names[j]) })
	return names
}

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

func lessParam(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(as) && i < len(bs); i++ {
		if as[i] == bs[i] {
			continue
		}
		an, aerr := strconv.Atoi(as[i])
		bn, berr := strconv.Atoi(bs[i])
		if aerr == nil && berr == nil {
			return an < bn
		}
		return as[i] < bs[i]
	}
	return len(as) < len(bs)
}

func (Params) sorted(names []string) []string {
	sort.Slice(names, func(i, j int) bool { return lessParam(names[i], names[j]) })
	return names
}
