package generate

import (
	"slices"
	"sync"

	"github.com/ecsim/ecsim/model"
)

// A CoverageItem is a unit of coverage: an answer of an operation, in a status
// of the resource that the call is about.
type CoverageItem struct {
	Operation string
	// What is the id of a rule or an effect, or one of the words below.
	What string
	// Alone marks a rule that is broken alone: only such a call shows whether
	// the rule is checked at all.
	Alone bool
	// Status of the resource that the call is about; empty if it is about none,
	// and in the item for any status.
	Status string
}

// The answers of an operation besides its rules.
const (
	// Succeeds: an accepted call.
	Succeeds = "success"
	// DryRuns: an accepted dry run.
	DryRuns = "dry run"
)

// anywhere returns the item without its status.
func (c CoverageItem) anywhere() CoverageItem {
	c.Status = ""
	return c
}

// itemsOf lists the items that a verdict shows.
func itemsOf(v *model.Verdict, status string) []CoverageItem { return appendItems(nil, v, status) }

// appendItems adds the items that a verdict shows.
func appendItems(items []CoverageItem, v *model.Verdict, status string) []CoverageItem {
	if v.Op == nil {
		return items
	}
	item := func(what string) CoverageItem { return CoverageItem{Operation: v.Op.Name, What: what, Status: status} }
	switch {
	case len(v.Broken) > 0:
		shown := item(v.Broken[0].ID())
		items = append(items, shown)
		if len(v.Broken) == 1 {
			shown.Alone = true
			items = append(items, shown)
		}
	case v.DryRun:
		items = append(items, item(DryRuns))
	default:
		items = append(items, item(Succeeds))
		for _, e := range v.Effects {
			items = append(items, item(e.ID()))
		}
	}
	return items
}

// A Reached is the table of the coverage items that a run has seen: those of
// calls that were really made, as the model judges them. It is safe for
// concurrent use.
type Reached struct {
	mu sync.RWMutex
	// items counts how often an item was seen, aimed how often it was aimed at.
	// Only the first call with the same content counts for items; see firstShown.
	items map[CoverageItem]int
	aimed map[CoverageItem]int
	// cursors are the numbers of the setups up to which an operation has
	// nothing left to show; see [SetupIndex.nearest].
	cursors map[setupCursor]int
	// left are the rules of an operation that were not seen broken alone; see
	// rulesLeft. A rule that is dropped from them never returns.
	left map[string]remainingRules
	// missed counts the unsuccessful tries of a rule outside aimed plans.
	missed map[*model.BoundRule]int
	// closed counts the items and rules that are not worth an aim any more.
	closed     int
	noted      []CoverageItem     // reused by note
	shownItems map[shownItem]bool // noted
}

// A setupCursor is that of an operation, for items in any status or in each status.
type setupCursor struct {
	op      string
	precise bool
}

// NewReached returns an empty table.
func NewReached() *Reached {
	return &Reached{
		items: map[CoverageItem]int{}, aimed: map[CoverageItem]int{}, cursors: map[setupCursor]int{},
		left: map[string]remainingRules{}, missed: map[*model.BoundRule]int{}, shownItems: map[shownItem]bool{},
	}
}

// Note enters the items that a call has shown.
func (r *Reached) Note(v *model.Verdict, status string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.firstShown(v, status) {
		return
	}
	r.noted = appendItems(r.noted[:0], v, status)
	for _, i := range r.noted {
		r.count(r.items, i, 1)
	}
}

// A shownItem is one thing that a verdict shows: a rule, an effect, or the
// operation.
type shownItem struct {
	what   any
	flag   bool // for a rule: broken alone; for an operation: a dry run
	status string
}

// firstShown says whether the verdict shows something for the first time, without
// building items: nearly all calls of a long run show nothing new. The lock is
// held.
func (r *Reached) firstShown(v *model.Verdict, status string) (is bool) {
	see := func(s shownItem) {
		if !r.shownItems[s] {
			r.shownItems[s], is = true, true
		}
	}
	switch {
	case v.Op == nil:
	case len(v.Broken) > 0:
		see(shownItem{v.Broken[0], len(v.Broken) == 1, status})
	default:
		see(shownItem{v.Op, v.DryRun, status})
		for _, e := range v.Effects {
			if !v.DryRun {
				see(shownItem{e, false, status})
			}
		}
	}
	return is
}

// count counts an item, in its status and in any; at enough it is closed. The
// lock is held.
func (r *Reached) count(in map[CoverageItem]int, i CoverageItem, enough int) {
	for {
		in[i]++
		if in[i] == enough {
			r.closed++
		}
		if i.Status == "" {
			return
		}
		i = i.anywhere()
	}
}

// lacks says whether one of the items was neither seen nor often aimed at
// without success; precise asks for each status separately.
func (r *Reached) lacks(items []CoverageItem, precise bool) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, i := range items {
		if !precise {
			i = i.anywhere()
		}
		if r.open(i) {
			return true
		}
	}
	return false
}

// open says whether the item is worth an aim; the lock is held.
func (r *Reached) open(i CoverageItem) bool { return r.items[i] == 0 && r.aimed[i] < mostAims }

// rulesLeft lists the rules of the operation that calls can break and that were
// neither seen broken alone, nor often aimed at or tried without success. The
// list is read-only.
func (r *Reached) rulesLeft(op *model.BoundOperation) []*model.BoundRule {
	r.mu.Lock()
	defer r.mu.Unlock()
	left, known := r.left[op.Name]
	if known && left.at == r.closed {
		return left.rules
	}
	if !known {
		left.rules = op.Rules
	}
	closed := func(rule *model.BoundRule) bool {
		return rule.When == nil || r.missed[rule] >= mostMisses || !r.open(CoverageItem{Operation: op.Name, What: rule.ID(), Alone: true})
	}
	if slices.ContainsFunc(left.rules, closed) {
		left.rules = slices.DeleteFunc(slices.Clone(left.rules), closed)
	}
	left.at = r.closed
	r.left[op.Name] = left
	return left.rules
}

// A remainingRules holds the remaining rules of an operation at a number of closed
// items.
type remainingRules struct {
	rules []*model.BoundRule
	at    int
}

// Miss enters rules that calls tried to break without success.
func (r *Reached) Miss(rules []*model.BoundRule) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, rule := range rules {
		r.missed[rule]++
		if r.missed[rule] == mostMisses {
			r.closed++
		}
	}
}

// mostMisses is the number of tries of a rule outside aimed plans: a rule that
// was not met until then needs a setup.
const mostMisses = 50

// mostAims is the number of aims at an item: a target that gets the setup wrong
// never shows it.
const mostAims = 3

// Aim enters the items that a sequence was drawn to show.
func (r *Reached) Aim(items []CoverageItem) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, i := range items {
		r.count(r.aimed, i, mostAims)
	}
}

func (r *Reached) from(c setupCursor) int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.cursors[c]
}

func (r *Reached) advance(c setupCursor, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cursors[c] = max(r.cursors[c], n)
}

// Items returns the number of distinct items seen: without regard to the
// status, and with it.
func (r *Reached) Items() (anywhere, precise int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for i := range r.items {
		if i.Status == "" {
			anywhere++
		} else {
			precise++
		}
	}
	return anywhere, precise
}

// BrokenAlone says whether the run has seen a call that breaks the rule and no
// other one.
func (r *Reached) BrokenAlone(op, rule string) bool {
	return !r.lacks([]CoverageItem{{Operation: op, What: rule, Alone: true}}, false)
}
