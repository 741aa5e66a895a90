package oracle

import (
	"fmt"
	"testing"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// docs/verdicts.md says which premises a verdict needs. The test enumerates small
// cases, works out the premises in its own way, and wants no verdict to be stronger
// than its weakest one.

// levels are all but that of the catalog.
func levels() []model.Level {
	return []model.Level{model.LevelDocumented, model.LevelObserved, model.LevelInferred, model.LevelAssumed}
}

// known is the basis of a level.
func known(l model.Level) model.Basis { return model.Basis{Level: l, Reason: l.String()} }

// A premise is how the three claims of a rule are known.
type premise struct {
	refuses, answers, elsewhere model.Level
	doubted, shadowed           bool
}

// small is an operation with the rules A, B and C; a call breaks some of A and B.
func small(a, b premise, c model.Level) *model.BoundOperation {
	op := &model.BoundOperation{Operation: model.Operation{Name: "Do"}}
	for i, p := range []premise{a, b, {elsewhere: c, answers: c, refuses: c}} {
		r := &model.BoundRule{Op: "Do", Index: i, HTTP: 400, Rule: model.Rule{
			Code: string(rune('A' + i)), When: func(*model.Request) bool { return false },
			Refuses: known(p.refuses), Answers: known(p.answers), Elsewhere: known(p.elsewhere),
		}}
		if p.doubted {
			r.Refuses, r.Doubt = known(model.LevelDocumented), model.Doubt{Basis: known(p.refuses)}
		}
		if p.shadowed {
			r.Shadowed = "A stands in front of it"
		}
		op.Rules = append(op.Rules, r)
	}
	return op
}

// breaking is the verdict of a call that breaks so many of the rules.
func breaking(op *model.BoundOperation, n int) model.Verdict {
	v := model.Verdict{Op: op, Broken: op.Rules[:n:n]}
	for _, r := range v.Broken {
		if r.Doubt.Basis.Level != 0 {
			v.Doubted = append(v.Doubted, r)
		}
	}
	return v
}

// weakest is the level that a verdict may have in one world: the weakest premise of
// those that it needs.
func weakest(broken []premise, c model.Level, answer string) model.Level {
	level := model.LevelDocumented
	if answer == "" { // the call was accepted: one rule that surely refuses is enough
		level = model.LevelAssumed
		for _, p := range broken {
			level = min(level, p.refuses)
		}
		return level
	}
	for _, p := range broken { // the code could be that of each broken rule
		if !p.shadowed {
			level = max(level, p.answers)
		}
	}
	return max(level, c) // and the row may have another cause
}

// judgeSmall judges the answer in each world: a number of broken rules each.
func judgeSmall(op *model.BoundOperation, worlds []int, answer string) Judgement {
	out := model.Outcome{Class: model.ClassOK, HTTP: 200}
	if answer != "" {
		out = model.Outcome{Class: model.ClassError, HTTP: 400, Code: answer}
	}
	var branches []Branch
	for _, n := range worlds {
		v := breaking(op, n)
		branches = append(branches, Branch{Verdict: v, Judgement: Judge{Orders: NoOrders{}, Table: Table()}.Judge(v, out, nil, nil)})
	}
	o := &Oracle{limit: 1}
	return o.Settle(sequence.Step{}, branches, nil).Judgement
}

// No verdict is stronger than its weakest necessary premise, in one world and in
// two; and where all premises are documented, it is as strong as they are.
func TestNoVerdictIsStrongerThanItsPremises(t *testing.T) {
	cases, failures := 0, 0
	for _, a := range premises() {
		for _, b := range premises() {
			for _, c := range levels() {
				op := small(a, b, c)
				for _, worlds := range [][]int{{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}} {
					for _, answer := range []string{"", "C"} {
						j, may, explained := judgeSmall(op, worlds, answer), model.LevelDocumented, false
						for _, n := range worlds {
							may = max(may, weakest([]premise{a, b}[:n], c, answer))
							explained = explained || n == 0 && answer == ""
						}
						cases++
						if bad := wrongly(j, may, explained); bad != "" {
							t.Fatalf("A %+v, B %+v, C %s, worlds %v, answer %q: %s: %+v", a, b, c, worlds, answer, bad, j)
						}
						if j.Fails() {
							failures++
						}
					}
				}
			}
		}
	}
	if failures == 0 {
		t.Error("nothing fails")
	}
	t.Logf("%d cases, %d fail", cases, failures)
}

// wrongly says what is wrong with a judgement, which may have a level at most.
func wrongly(j Judgement, may model.Level, explained bool) string {
	switch {
	case explained && j.Result != Pass:
		return "a world explains it"
	case !explained && j.Result == Pass:
		return "no world explains it"
	case j.Result == Divergence && j.Basis.Level < may:
		return fmt.Sprintf("stronger than %s", may)
	case j.Result == Divergence && may.Fails() && !j.Fails():
		return "all premises are documented or observed"
	default:
		return ""
	}
}

// premises are the ways in which a rule is known that differ for a verdict.
func premises() []premise {
	var all []premise
	for _, r := range levels() {
		for _, a := range levels() {
			if a >= r { // that it is this row is never known better than the refusal
				all = append(all, premise{refuses: r, answers: a, elsewhere: a})
			}
		}
	}
	all = append(all,
		premise{refuses: model.LevelInferred, answers: model.LevelDocumented, elsewhere: model.LevelInferred, doubted: true},
		premise{refuses: model.LevelDocumented, answers: model.LevelAssumed, elsewhere: model.LevelAssumed, shadowed: true})
	return all
}

// A question about a rule hides no failure of it, nor the other way round.
func TestAQuestionHidesNoFailure(t *testing.T) {
	failure := Judgement{Result: Divergence, Kind: "refuses", Item: "Do/A", Basis: known(model.LevelDocumented)}
	question := failure
	question.Basis = known(model.LevelInferred)
	if failure.FindingKey() == question.FindingKey() || failure.Like(question) || question.Like(failure) {
		t.Error("the question takes the place of the failure")
	}
}
