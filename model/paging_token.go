package model

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
)

// Pages that a token leads to: MaxResults and NextToken (lifecycle.md section
// 5.6). To a client the token is opaque. It holds the id of the last resource
// shown, so that a page costs no memory between two calls, and a sum over the list
// that it belongs to, so that no other list takes it, nor a text that somebody made
// up.

const tokenSum = 8 // bytes

// nextToken is the token of the page behind the id.
func (r *Request) nextToken(id string) string {
	list := []string{strconv.FormatUint(r.World.seed, 10), r.caller.Account, r.Region, r.Operation.Name, id}
	sum := sha256.Sum256([]byte(strings.Join(list, "\x00")))
	return base64.RawURLEncoding.EncodeToString(append(sum[:tokenSum:tokenSum], id...))
}

// pageToken is the id that NextToken stands for, empty without one; false for a
// token that no answer to this caller, operation and region held.
func (r *Request) pageToken() (id string, ok bool) {
	if !r.Has("NextToken") {
		return "", true
	}
	if _, reads := r.Operation.Param("NextToken"); !reads {
		return "", true
	}
	data, err := base64.RawURLEncoding.DecodeString(r.Text("NextToken"))
	if err != nil || len(data) <= tokenSum {
		return "", false
	}
	id = string(data[tokenSum:])
	return id, r.nextToken(id) == r.Text("NextToken")
}

// ByToken says that the call asks for pages by token: it gives MaxResults or
// NextToken.
func (r *Request) ByToken() bool { return r.Has("MaxResults") || r.Has("NextToken") }

// MaxResults reads MaxResults.
func (r *Request) MaxResults(usual int) int { return r.within("MaxResults", usual) }

// CollectAfter lists up to most resources that keep wants, behind the id that
// the call's NextToken stands for, and says where to go on. after is table.after.
func CollectAfter[T Resource](r *Request, most int, after func(string, func(string, T) bool), keep func(T) bool) ([]T, Page) {
	var out []T
	page := Page{Size: most}
	id, _ := r.pageToken()
	after(id, func(_ string, v T) bool {
		if keep != nil && !keep(v) {
			return true
		}
		if len(out) == most {
			page.Next = r.nextToken(out[most-1].ID())
			return false
		}
		out = append(out, v)
		return true
	})
	return out, page
}

// ResourcesOf widens a list of one kind.
func ResourcesOf[T Resource](list []T) []Resource {
	all := make([]Resource, 0, len(list))
	for _, v := range list {
		all = append(all, v)
	}
	return all
}

// Chooser says whether an id is among those that a filter gives; a filter that
// gives none wants all.
func Chooser(ids []string) func(string) bool {
	if len(ids) == 0 {
		return func(string) bool { return true }
	}
	if len(ids) == 1 {
		return func(id string) bool { return id == ids[0] }
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	return func(id string) bool { return wanted[id] }
}

// Matches says that a filter is absent or has this value.
func (r *Request) Matches(name, value string) bool { return !r.Has(name) || r.Text(name) == value }
