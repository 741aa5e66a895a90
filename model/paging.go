package model

import (
	"math"
	"strconv"
)

// How Describe operations answer in pages (lifecycle.md section 5.6).

// PageNumber counts from 1. No page names a last one; the SDKs' integers end here.
func PageNumber() Param { return upTo("PageNumber", math.MaxInt32) }

func PageSize(most int) Param { return upTo("PageSize", most) }

func MaxResults(most int) Param { return upTo("MaxResults", most) }

func upTo(name string, most int) Param { return Param{Name: name, Type: TypeInteger, Most: most} }

// Page reads PageNumber (from 1, default 1) and PageSize (default 10). What is out
// of range has been refused, unless a mutant leaves that out.
func (r *Request) Page() Page {
	return Page{Number: r.within("PageNumber", 1), Size: r.within("PageSize", 10)}
}

// within reads an integer that chooses a page, and brings it into its range.
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

// wrongPage names the parameter that asks for a page that there cannot be: a
// number out of range, or a token that no answer gave. PageNumber and PageSize do
// not take effect beside MaxResults or NextToken (DescribeInstances), so that they
// are not looked at there. Empty if there is none.
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

func pageOutOfRange(r *Request) bool { return r.wrongPage() != "" }

// Collect lists the resources that keep wants, one page of them. It visits no
// more than it must: what comes before the page only when something has to be
// counted.
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
