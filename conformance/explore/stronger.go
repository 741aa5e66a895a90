package explore

import (
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/reduce"
)

// mostStronger limits the sequences that are tried to show a question as a failure.
const mostStronger = 3

// stronger lists sequences that may show a question about an answer as a failure.
// Often the rule itself is documented, and the answer may only have been that of
// another rule, of which less is known: one that the call breaks, too, or that asks
// for a fact which nothing has shown yet. In a setup of its own the call breaks the
// rule alone, and the calls of the setup have shown such facts; so has a plain call
// of the same operation before it.
func (e *explorer) stronger(j oracle.Judgement, list []reduce.Unit) [][]reduce.Unit {
	if j.Fails() || j.Kind != "answers" && j.Kind != "refuses" || len(list) == 0 {
		return nil
	}
	setups, err := e.study.Setups()
	if err != nil { // what is drawn later says so
		return nil
	}
	var all [][]reduce.Unit
	op, _, _ := strings.Cut(j.Item, "/")
	if plain, ok := setups.Accepted(op); ok && list[len(list)-1].Step.Op == op {
		all = append(all, reduce.WithBefore(list, plain))
	}
	rule, ok := e.start.World.Model().Rule(j.Item)
	if !ok || !rule.Refuses.Level.Fails() || j.Kind == "answers" && !rule.Answers.Level.Fails() {
		return all
	}
	for _, s := range setups.Breaking(op, j.Item, mostStronger) {
		all = append(all, reduce.Units(s, len(s.Steps)))
	}
	return all
}

// reported returns the position of the finding of a judgement, if it was reported
// before.
func (e *explorer) reported(j oracle.Judgement) (int, bool) {
	if at, ok := e.known[j.FindingKey()]; ok {
		return at, true
	}
	at, ok := e.asked[j.FindingKey()+" "+j.Seen]
	return at, ok
}

// noteStronger remembers that a question was a failure in another sequence: it is
// met again as that one.
func (e *explorer) noteStronger(question, last oracle.Judgement) {
	if at, ok := e.known[last.FindingKey()]; ok && last.Fails() && !question.Fails() {
		e.asked[question.FindingKey()+" "+question.Seen] = at
		if last.Key() == question.Key() {
			e.known[question.FindingKey()] = at
		}
	}
}
