package secondcloud

import (
	"slices"
	"strings"
)

// all says whether everything holds.
func all(conditions ...bool) bool { return !slices.Contains(conditions, false) }

// names says whether a filter that is a list of ids, separated by commas, lets
// the thing pass.
func (c *call) names(name, id string) bool {
	if !c.has(name) {
		return true
	}
	for one := range strings.SplitSeq(c.text(name), ",") {
		if strings.TrimSpace(one) == id {
			return true
		}
	}
	return false
}

// is says whether a filter lets the value pass.
func (c *call) is(name, value string) bool {
	return !c.has(name) || strings.EqualFold(c.text(name), value)
}

// isFlag says whether a filter that is a Boolean lets the value pass.
func (c *call) isFlag(name string, value bool) bool {
	return !c.has(name) || c.isTrue(name) == value
}

// lists says whether a filter that is a list Name.N lets the thing pass.
func (c *call) lists(name, id string) bool {
	ids := c.list(name)
	return len(ids) == 0 || slices.Contains(ids, id)
}

// texts says whether a filter that is a list as JSON text lets the thing pass.
func (c *call) texts(name, id string) bool {
	ids, _ := c.json(name)
	return !c.has(name) || slices.Contains(ids, id)
}

// like says whether a filter that may begin and end with asterisks lets the
// name pass.
func (c *call) like(filter, name string) bool {
	want, before := strings.CutPrefix(c.text(filter), "*")
	want, behind := strings.CutSuffix(want, "*")
	switch {
	case !c.has(filter):
		return true
	case before && behind:
		return strings.Contains(name, want)
	case before:
		return strings.HasSuffix(name, want)
	case behind:
		return strings.HasPrefix(name, want)
	default:
		return name == want
	}
}
