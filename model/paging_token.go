package model

// Pages that a token leads to: MaxResults and NextToken (lifecycle.md section
// 5.6). The token of the simulator is the id of the last resource shown; to a
// client it is opaque.

// byToken says that the call asks for pages by token: it gives MaxResults or
// NextToken.
func (r *Request) byToken() bool { return r.has("MaxResults") || r.has("NextToken") }

// maxResults reads MaxResults; what is out of 1 to most is brought into it.
func (r *Request) maxResults(usual, most int) int {
	n, ok := r.integer("MaxResults")
	if !ok {
		return usual
	}
	return min(max(n, 1), most)
}

// collectAfter lists up to most resources that keep wants, behind the id that
// a NextToken names, and says where to go on. after is table.after.
func collectAfter[T Resource](token string, most int, after func(string, func(string, T) bool), keep func(T) bool) ([]T, Page) {
	var out []T
	page := Page{Size: most}
	after(token, func(_ string, v T) bool {
		if keep != nil && !keep(v) {
			return true
		}
		if len(out) == most {
			page.Next = out[most-1].ID()
			return false
		}
		out = append(out, v)
		return true
	})
	return out, page
}

// resourcesOf widens a list of one kind.
func resourcesOf[T Resource](list []T) []Resource {
	all := make([]Resource, 0, len(list))
	for _, v := range list {
		all = append(all, v)
	}
	return all
}

// chooser says whether an id is among those that a filter gives; a filter that
// gives none wants all.
func chooser(ids []string) func(string) bool {
	if len(ids) == 0 {
		return func(string) bool { return true }
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	return func(id string) bool { return wanted[id] }
}

// is says that a filter is absent or has this value.
func (r *Request) is(name, value string) bool { return !r.has(name) || r.str(name) == value }
