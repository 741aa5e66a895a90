package run

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The pages of a list show each of its items, in whatever order; they are judged
// when all of them were seen. Another target may order the list anew for each page.
func TestThePagesOfAListShowAllOfIt(t *testing.T) {
	reads := &model.BoundOperation{Operation: model.Operation{Name: "DescribeInstances", Reads: true, Lists: ecs.KindInstance}}
	accounts := &model.BoundOperation{Operation: model.Operation{Name: "DescribeImageSharePermission", Reads: true}}
	first := sequence.Step{Op: accounts.Name, Params: model.Params{"PageNumber": "1"}}
	other := model.Outcome{Class: model.ClassOK, Reply: model.Reply{Page: model.Page{Size: 10, Total: 1}}}
	if j, wrong := (pagedLists{}).note(first, accounts, other, false); wrong {
		t.Errorf("a list of what is no resource is judged: %+v", j)
	}
	for name, c := range map[string]struct {
		pages [][]string // number, ids
		wrong bool
	}{
		"each once":             {[][]string{{"1", "a"}, {"2", "b"}}, false},
		"in any order":          {[][]string{{"2", "a"}, {"1", "b"}}, false},
		"the same again":        {[][]string{{"1", "a"}, {"2", "a"}}, true},
		"one page only":         {[][]string{{"1", "a"}, {"1", "a"}}, false},
		"a page beyond the end": {[][]string{{"1", "a"}, {"3"}}, false},
	} {
		for _, stranger := range []bool{false, true} {
			lists := pagedLists{}
			wrong := false
			for _, page := range c.pages {
				step := sequence.Step{Op: reads.Name, Params: model.Params{"PageSize": "1", "PageNumber": page[0]}}
				out := model.Outcome{Class: model.ClassOK, Reply: model.Reply{Page: model.Page{Size: 1, Total: 2}}}
				for _, id := range page[1:] {
					out.Reply.Items = append(out.Reply.Items, &ecs.Instance{InstanceId: id})
				}
				var j oracle.Judgement
				if j, wrong = lists.note(step, reads, out, stranger); wrong && (j.Item != "DescribeInstances/pages" || j.Fails() == stranger) {
					t.Errorf("%s, stranger %t: %+v", name, stranger, j)
				}
			}
			if wrong != c.wrong {
				t.Errorf("%s, stranger %t: wrong: %t", name, stranger, wrong)
			}
		}
	}
}
