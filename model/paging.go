package model

import "strconv"

// How Describe operations answer in pages (lifecycle.md section 5.6).

// page reads PageNumber (from 1, default 1) and PageSize (default 10); values
// out of range are brought into it.
func (r *Request) page(most int) Page {
	p := Page{Number: 1, Size: 10}
	if n, ok := r.integer("PageNumber"); ok && n > 0 {
		p.Number = n
	}
	if n, ok := r.integer("PageSize"); ok && n > 0 {
		p.Size = min(n, most)
	}
	return p
}

// collect lists the resources that keep wants, one page of them. It visits no
// more than it must: what comes before the page only when something has to be
// counted.
func collect[T any](p Page, all func(yield func(string, T) bool), keep func(T) bool) ([]T, Page) {
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

// collectPage is collect for a whole table: it stops at the end of the page.
func collectPage[T comparable](p Page, t table[T]) ([]*T, Page) {
	var out []*T
	first, at := (p.Number-1)*p.Size, 0
	for _, v := range t.all {
		if len(out) == p.Size {
			break
		}
		if at >= first {
			out = append(out, v)
		}
		at++
	}
	p.Total = t.len()
	return out, p
}

// numberText writes a figure of a reply.
func numberText(n int) string { return strconv.Itoa(n) }
