package explore

import (
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/reduce"
)

// mostStronger limits the sequences that are tried to show a question as a failure.
const mostStronger = 3

// stronger lists sequences that may show a question about the answer to a broken
// rule as a failure. Often the rule itself is documented, and the answer may only
// have been that of another rule, of which less is known: one that the call breaks,
// too, or that asks for a fact which nothing has shown yet. In a setup of its own
// the call breaks the rule alone, and the calls of the setup have shown such facts.
func (e *explorer) stronger(j oracle.Judgement) [][]reduce.Unit {
	rule, ok := e.start.World.Model().Rule(j.Item)
	if j.Fails() || !ok || j.Kind != "answers" && j.Kind != "refuses" || !rule.Refuses.Level.Fails() || j.Kind == "answers" && !rule.Answers.Level.Fails() {
		return nil
	}
	setups, err := e.study.Setups()
	if err != nil { // what is drawn later says so
		return nil
	}
	op, _, _ := strings.Cut(j.Item, "/")
	var all [][]reduce.Unit
	for _, s := range setups.Breaking(op, j.Item, mostStronger) {
		all = append(all, reduce.Units(s, len(s.Steps)))
	}
	return all
}
