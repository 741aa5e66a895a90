package run

import (
	"strconv"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// No document gives the order of a list, so the pages of another target cannot be
// predicted one by one. Together they have to show each item of the list once: our
// own simulator fails where they do not, and another target is asked.

// A pagedList is one list, as far as its pages were seen since the last call
// that may have changed something.
type pagedList struct {
	total, size int
	pages       map[int][]string // the target's ids, by the number of the page
}

// pagedLists are those of a sequence, by the call without its page.
type pagedLists map[string]*pagedList

// note notes the page of a reading, and judges the list when all of its pages
// were seen. What an operation lists has to be resources: those of
// DescribeImageSharePermission are accounts, which a reply keeps as a value.
// stranger says that the target is not our own simulator.
func (l pagedLists) note(step sequence.Step, op *model.BoundOperation, out model.Outcome, stranger bool) (j oracle.Judgement, wrong bool) {
	at := out.Reply.Page
	number, err := strconv.Atoi(step.Params["PageNumber"])
	if op == nil || op.Lists == nil || out.Class != model.ClassOK || err != nil || at.Size < 1 || number < 1 {
		return j, false
	}
	step.Params = step.Params.Without("PageNumber")
	list := l[step.String()]
	if list == nil || list.total != at.Total || list.size != at.Size {
		list = &pagedList{total: at.Total, size: at.Size, pages: map[int][]string{}}
		l[step.String()] = list
	}
	var ids []string
	for _, item := range out.Reply.Items {
		ids = append(ids, item.ID())
	}
	list.pages[number] = ids
	j, wrong = list.judge(step)
	if wrong && stranger {
		j.Basis = model.Inferred("pages divide the list, and no document says that its order stays the same " +
			"from one page to the next, or that nobody else changes it")
	}
	return j, wrong
}

// judge says whether the pages of the list, once all are seen, lack an item.
func (l *pagedList) judge(step sequence.Step) (j oracle.Judgement, wrong bool) {
	count := (l.total + l.size - 1) / l.size
	seen := map[string]bool{}
	for n := 1; n <= count; n++ {
		ids, ok := l.pages[n]
		if !ok {
			return j, false
		}
		for _, id := range ids {
			seen[id] = true
		}
	}
	if len(seen) >= l.total {
		return j, false
	}
	return oracle.Judgement{
		Result: oracle.Divergence, Kind: "reading", Item: step.Op + "/pages",
		Basis:    model.Documented(step.Op + ": TotalCount is the number of items, PageNumber and PageSize divide them into pages"),
		Expected: strconv.Itoa(l.total) + " items on " + strconv.Itoa(count) + " pages", Seen: strconv.Itoa(len(seen)) + " of them, some on several pages",
	}, true
}
