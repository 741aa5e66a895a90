package secondcloud

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// params are the parameters of a request that are there and not empty.
type params map[string]string

// readParams merges the query and the form, as clients send their parameters in
// either or both.
func readParams(r *http.Request) params {
	_ = r.ParseForm() // what cannot be read is not there
	read := params{}
	for name, values := range r.Form {
		if values[0] != "" {
			read[name] = values[0]
		}
	}
	if _, named := read["Action"]; !named && r.Header.Get("X-Acs-Action") != "" { // signature V3
		read["Action"], read["Version"] = r.Header.Get("X-Acs-Action"), r.Header.Get("X-Acs-Version")
	}
	return read
}

// The kinds of parameters.
const (
	aText = iota
	aNumber
	aFlag
	aList    // Name.1, Name.2 …
	aObjects // Name.1.Field …
)

// A param is a parameter that an operation reads.
type param struct {
	name string
	kind int
	must bool
}

func need(name string) param    { return param{name: name, must: true} }
func text(name string) param    { return param{name: name} }
func number(name string) param  { return param{name: name, kind: aNumber} }
func flag(name string) param    { return param{name: name, kind: aFlag} }
func list(name string) param    { return param{name: name, kind: aList} }
func objects(name string) param { return param{name: name, kind: aObjects} }

// takes says whether the parameter is known by this name.
func (p param) takes(name string) bool {
	if p.kind < aList {
		return p.name == name
	}
	rest, ok := strings.CutPrefix(name, p.name+".")
	index, _, deeper := strings.Cut(rest, ".")
	n, err := strconv.Atoi(index)
	return ok && err == nil && n >= 1 && deeper == (p.kind == aObjects)
}

// well says whether the value is of the parameter's kind.
func (p param) well(value string) bool {
	switch p.kind {
	case aNumber:
		_, err := strconv.Atoi(value)
		return err == nil
	case aFlag:
		return strings.EqualFold(value, "true") || strings.EqualFold(value, "false")
	default:
		return true
	}
}

func isTrue(value string) bool { return strings.EqualFold(value, "true") }

// envelope says whether every request takes the parameter.
func envelope(name string) bool {
	switch name {
	case "Action", "Version", "Format", "AccessKeyId", "SecurityToken", "Timestamp", "RegionId", "AcceptLanguage",
		"Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "SignatureType",
		"OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount":
		return true
	default:
		return false
	}
}

// number returns a parameter that is a number; 0 where it is not there.
func (c *call) number(name string) int {
	n, _ := strconv.Atoi(c.params[name])
	return n
}

// list returns the values Name.1, Name.2 … as far as they go without a gap of
// more than a hundred.
func (c *call) list(name string) []string {
	var values []string
	for i := 1; i <= 100; i++ {
		if value := c.params[fmt.Sprintf("%s.%d", name, i)]; value != "" {
			values = append(values, value)
		}
	}
	return values
}

// object returns the fields of Name.index; none where there is no such object.
func (c *call) object(name string, index int) params {
	prefix := fmt.Sprintf("%s.%d.", name, index)
	found := params{}
	for full, value := range c.params {
		if field, ok := strings.CutPrefix(full, prefix); ok {
			found[field] = value
		}
	}
	return found
}

// form checks what can be said of the parameters without looking at a resource:
// that they are known, there, and of their kinds.
func (c *call) form() *refusal {
	for name := range c.params {
		if !envelope(name) && !c.op.knows(name) {
			return unsupported()
		}
	}
	for _, p := range c.op.params {
		if p.must && !c.has(p.name) {
			return c.op.lacks(p.name)
		}
	}
	if !c.stock.sells(c.region) {
		return c.op.noRegion(c)
	}
	for _, p := range append([]param{flag("DryRun")}, c.op.params...) {
		if c.has(p.name) && !p.well(c.text(p.name)) {
			return c.op.mistyped(p.name)
		}
	}
	return nil
}

// knows says whether the operation reads the parameter.
func (o *operation) knows(name string) bool {
	if name == "DryRun" && o.dryRun || name == "ClientToken" && o.token != nil {
		return true
	}
	for _, p := range o.params {
		if p.takes(name) {
			return true
		}
	}
	return false
}
