package secondcloud

import (
	"cmp"
	"encoding/base64"
	"strconv"
	"strings"
)

// A paging says how an operation shows a long list.
type paging struct {
	outer, inner string // as in Instances.Instance
	most         int    // things on one page by number; more counts as so many
	// byToken says whether MaxResults and NextToken are taken, and between which
	// figures MaxResults lies: those outside count as the nearest.
	byToken     bool
	least, full int
	// usual is MaxResults where it is not given; 10 where it is zero.
	usual int
	// onlyByToken says whether there are no pages by number.
	onlyByToken bool
}

// params are the parameters of the paging.
func (p paging) params() []param {
	byNumber, byToken := []param{number("PageNumber"), number("PageSize")}, []param{number("MaxResults"), text("NextToken")}
	switch {
	case p.onlyByToken:
		return byToken
	case p.byToken:
		return append(byNumber, byToken...)
	default:
		return byNumber
	}
}

// check refuses pages that there cannot be.
func (p paging) check() check {
	return check{"the page", func(c *call) *refusal {
		for _, name := range []string{"PageNumber", "PageSize", "MaxResults"} {
			if c.has(name) && c.number(name) < 1 {
				return invalid(name)
			}
		}
		if _, well := c.position(); !well {
			return invalid("NextToken")
		}
		return nil
	}}
}

// A shown thing is what a list shows of a resource, under the resource's id.
type shown struct {
	id   string
	show fields
}

// show is a reply with one page of the things.
func (p paging) show(c *call, all []shown) fields {
	if p.onlyByToken || p.byToken && (c.has("MaxResults") || c.has("NextToken")) {
		return p.byPosition(c, all)
	}
	page, size := 1, 10
	c.setNumber("PageNumber", &page)
	c.setNumber("PageSize", &size)
	size = min(size, p.most)
	first := min((page-1)*size, len(all))
	reply := p.wrap(all[first:min(first+size, len(all))])
	reply["TotalCount"], reply["PageNumber"], reply["PageSize"] = len(all), page, size
	if p.byToken {
		reply["NextToken"] = ""
	}
	return reply
}

// byPosition is a page that begins behind the thing that the token names. A
// token stays good when things come and go: it counts from the end of the list,
// where the oldest things are.
func (p paging) byPosition(c *call, all []shown) fields {
	size := cmp.Or(p.usual, 10)
	c.setNumber("MaxResults", &size)
	size = min(max(size, p.least), p.full)
	left, _ := c.position()
	first := 0
	if left >= 0 {
		first = max(0, len(all)-left)
	}
	end := min(first+size, len(all))
	reply := p.wrap(all[first:end])
	reply["TotalCount"], reply["NextToken"] = len(all), ""
	if end < len(all) {
		reply["NextToken"] = c.tokenFor(len(all) - end)
	}
	return reply
}

func (p paging) wrap(things []shown) fields {
	members := make([]fields, 0, len(things))
	for _, thing := range things {
		members = append(members, thing.show)
	}
	return fields{p.outer: fields{p.inner: members}}
}

// tokenFor names the page on which so many things are left.
func (c *call) tokenFor(left int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.op.name + " " + c.region + " " + strconv.Itoa(left)))
}

// position is how many things are left on the page that NextToken names; -1
// without one. A token counts for the operation and the region that gave it.
func (c *call) position() (left int, well bool) {
	if !c.has("NextToken") {
		return -1, true
	}
	text, err := base64.RawURLEncoding.DecodeString(c.text("NextToken"))
	if err != nil {
		return 0, false
	}
	rest, ours := strings.CutPrefix(string(text), c.op.name+" "+c.region+" ")
	left, err = strconv.Atoi(rest)
	return left, ours && err == nil && left > 0
}
