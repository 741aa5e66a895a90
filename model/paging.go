package model

import (
	"crypto/sha256"
	"encoding/base64"
	"math"
	"strconv"
	"strings"
)

// How Describe operations answer in pages (docs/clients.md, Pages).

// PageNumber counts from 1. No page names a last one; the SDKs' integers end here.
func PageNumber() Param { return upTo("PageNumber", math.MaxInt32) }

// PageSize declares the size of a page.
func PageSize(most int) Param { return upTo("PageSize", most) }

// MaxResults declares the size of a page by token.
func MaxResults(most int) Param { return upTo("MaxResults", most) }

func upTo(name string, most int) Param { return Param{Name: name, Type: TypeInteger, Most: most} }

// Page reads PageNumber (from 1, default 1) and PageSize (default 10). Values
// out of range have been refused, except in a mutant.
func (r *Request) Page() Page {
	return Page{Number: r.within("PageNumber", 1), Size: r.within("PageSize", 10)}
}

// within reads an integer that selects a page, and limits it to its range.
func (r *Request) within(name string, usual int) int {
	n, ok := r.Integer(name)
	if !ok {
		return usual
	}
	if p, ok := r.Operation.Param(name); ok && p.Most > 0 {
		return min(max(n, 1), p.Most)
	}
	return n
}

// wrongPage returns the parameter that asks for an impossible page: a number
// out of range, or a token that no answer gave. PageNumber and PageSize have no
// effect beside MaxResults or NextToken (DescribeInstances), so they are not
// checked there. Empty if there is none.
func (r *Request) wrongPage() string {
	names := [...]string{"PageNumber", "PageSize"}
	if r.ByToken() {
		names = [...]string{"MaxResults", "NextToken"}
	}
	for _, name := range names {
		n, given := r.Integer(name)
		if !given {
			continue
		}
		if p, ok := r.Operation.Param(name); ok && p.Most > 0 && (n < 1 || n > p.Most) {
			return name
		}
	}
	if _, known := r.pageToken(); !known {
		return "NextToken"
	}
	return ""
}

// WrongPage says that the parameter chooses a page and is no whole number in its
// range.
func WrongPage(name string) func(*Request) bool {
	return func(r *Request) bool {
		if !r.Has(name) {
			return false
		}
		n, whole := r.Integer(name)
		p, _ := r.Operation.Param(name)
		return !whole || n < 1 || n > p.Most
	}
}

func pageOutOfRange(r *Request) bool { return r.wrongPage() != "" }

// Collect lists one page of the resources for which keep is true. It visits as
// few as possible: those before the page only if they have to be counted.
func Collect[T any](p Page, all func(yield func(string, T) bool), keep func(T) bool) ([]T, Page) {
	var out []T
	first := (p.Number - 1) * p.Size
	for _, v := range all {
		if keep != nil && !keep(v) {
			continue
		}
		if p.Total >= first && len(out) < p.Size {
			out = append(out, v)
		}
		p.Total++
	}
	return out, p
}

// CollectPage is collect for a whole table: it stops at the end of the page.
func CollectPage[T comparable, P Pointer[T]](p Page, t Table[T, P]) ([]*T, Page) {
	var out []*T
	first, at := (p.Number-1)*p.Size, 0
	for _, v := range t.All {
		if len(out) == p.Size {
			break
		}
		if at >= first {
			out = append(out, v)
		}
		at++
	}
	p.Total = t.Count()
	return out, p
}

// NumberText writes a figure of a reply.
func NumberText(n int) string { return strconv.Itoa(n) }

// Pages by token: MaxResults and NextToken (docs/clients.md, Pages). To a
// client the token is opaque. It holds the id of the last resource shown, so
// that a page costs no memory between two calls, and a checksum of the list
// that it belongs to, so that it is not accepted for another list, and an
// invented one is not accepted at all.

const tokenSum = 8 // bytes

// nextToken returns the token of the page after the id.
func (r *Request) nextToken(id string) string {
	list := []string{strconv.FormatUint(r.World.seed, 10), r.caller.Account, r.Region, r.Operation.Name, id}
	sum := sha256.Sum256([]byte(strings.Join(list, "\x00")))
	return base64.RawURLEncoding.EncodeToString(append(sum[:tokenSum:tokenSum], id...))
}

// pageToken returns the id in NextToken, empty without one; false for a token
// that no answer to this caller, operation and region held.
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

// CollectAfter lists up to most resources for which keep is true, after the id
// in the call's NextToken, and returns where to continue. after is table.after.
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

// Chooser says whether an id is among those of a filter; an empty filter
// selects all.
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
