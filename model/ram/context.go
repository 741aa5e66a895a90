package ram

import (
	"net/netip"
	"strings"
	"time"
)

// The condition keys that matter to ECS, next to the tags of a resource: ecs:tag/<key>, or acs:ResourceTag/<key> for any
// service.
const (
	KeyCurrentTime        = "acs:CurrentTime"        // when the request arrived
	KeySourceIP           = "acs:SourceIp"           // where it came from
	KeySecureTransport    = "acs:SecureTransport"    // "true" for HTTPS
	KeyPasswordCustomized = "ecs:PasswordCustomized" // "true" when the request sets a password of its own
)

// A Context is what conditions may ask about a request. What is left out is a missing key.
type Context struct {
	SourceIP    netip.Addr        // acs:SourceIp
	CurrentTime time.Time         // acs:CurrentTime
	Keys        map[string]string // every other key by its full name; the two above too, where their field is zero
}

// A key is a compiled condition key: its name, and where its value is found.
type key struct {
	name    string
	from    source
	tag     string // the key of the tag, without prefix
	service string // how the ARN of a resource begins whose tags this key means; empty: of any
}

// A source is where the value of a key is found.
type source uint8

const (
	fromKeys source = iota
	fromSourceIP
	fromCurrentTime
	fromTags
)

func compileKey(name string) key {
	switch name {
	case KeySourceIP:
		return key{name: name, from: fromSourceIP}
	case KeyCurrentTime:
		return key{name: name, from: fromCurrentTime}
	}
	head, tag, _ := strings.Cut(name, "/")
	service, word, _ := strings.Cut(head, ":")
	switch {
	case tag == "":
	case service == "acs" && word == "ResourceTag":
		return key{name: name, from: fromTags, tag: tag}
	case service != "acs" && (word == "tag" || word == "ResourceTag"):
		return key{name: name, from: fromTags, tag: tag, service: "acs:" + service + ":"}
	}
	return key{name: name}
}

// value finds what the request has under k, and whether it has it.
func (k *key) value(ctx *Context, res *Resource) (value, bool) {
	switch {
	case k.from == fromTags:
		if !strings.HasPrefix(res.ARN, k.service) {
			return value{}, false
		}
		text, known := res.Tags[k.tag]
		return value{text: text}, known
	case k.from == fromSourceIP && ctx.SourceIP.IsValid():
		return value{addr: ctx.SourceIP}, true
	case k.from == fromCurrentTime && !ctx.CurrentTime.IsZero():
		return value{time: ctx.CurrentTime}, true
	}
	text, known := ctx.Keys[k.name]
	return value{text: text}, known
}

// A value is the value of a key of a request: a text, or a time or address that
// becomes a text only when it is needed.
type value struct {
	text string
	time time.Time
	addr netip.Addr
}

func (v value) string() string {
	switch {
	case v.addr.IsValid():
		return v.addr.String()
	case !v.time.IsZero():
		return v.time.UTC().Format(time.RFC3339)
	}
	return v.text
}

func (v value) instant() (time.Time, bool) {
	if !v.time.IsZero() {
		return v.time.Truncate(time.Second), true
	}
	return parseTime(v.text)
}

func (v value) address() (netip.Addr, bool) {
	if v.addr.IsValid() {
		return v.addr.Unmap().WithZone(""), true
	}
	return parseAddr(v.text)
}
