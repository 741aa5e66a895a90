package oracle

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// Every combination of what the model says, the outcome's class, the origin of
// its code and the reading of its reply meets exactly one line.
func TestTableIsExhaustiveAndUnambiguous(t *testing.T) {
	table, met, combinations := Table(), map[int]bool{}, 0
	for s := SaysAccepted; s < saysEnd; s++ {
		for c := model.ClassOK; c <= model.ClassUnsupported; c++ {
			for o := OriginNone; o < originEnd; o++ {
				for r := ReadingNone; r < readingEnd; r++ {
					var lines []int
					for i, l := range table {
						if l.matches(s, c, o, r) {
							lines = append(lines, i)
						}
					}
					if !possibleCombination(s, c, o, r) {
						continue
					}
					combinations++
					if len(lines) != 1 {
						t.Errorf("says %d, class %s, origin %d, reading %d meets the lines %v", s, c, o, r, lines)
					}
					for _, i := range lines {
						met[i] = true
					}
				}
			}
		}
	}
	if len(met) != len(table) {
		t.Errorf("%d of %d lines are met", len(met), len(table))
	}
	t.Logf("%d combinations, %d lines", combinations, len(table))
}

// inModelOrder knows that rules are checked in the order of the model.
type inModelOrder struct{}

func (inModelOrder) First(a, b *model.BoundRule) (string, model.Basis) {
	if a.Index < b.Index {
		return a.ID(), model.Observed("the test")
	}
	return b.ID(), model.Observed("the test")
}

// rulesOf returns an operation and its rules of these codes.
func rulesOf(t *testing.T, name string, codes ...string) (*model.BoundOperation, []*model.BoundRule) {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	op, ok := m.Operation(name)
	if !ok {
		t.Fatalf("no operation %s", name)
	}
	var rules []*model.BoundRule
	for _, code := range codes {
		r, ok := m.Rule(name + "/" + code)
		if !ok {
			t.Fatalf("no rule %s of %s", code, name)
		}
		rules = append(rules, r)
	}
	return op, rules
}

// Where several broken rows share a code, a wrong status is the first one's: it
// is the one that answers.
func TestAWrongStatusIsOfTheRowThatAnswers(t *testing.T) {
	op, broken := rulesOf(t, "CreateSecurityGroup", "IncorrectVpcStatus#14", "IncorrectVpcStatus#3")
	j := Judge{Orders: NoOrders{}, Table: Table()}.Judge(model.Verdict{Op: op, Broken: broken},
		model.Outcome{Class: model.ClassError, HTTP: 410, Code: broken[0].Code, Message: broken[0].Message}, nil, nil)
	if j.Key() != "answers CreateSecurityGroup/IncorrectVpcStatus#14" {
		t.Errorf("%+v", j)
	}
}

// If an answer precedes several rules, the finding names one with another code,
// because a code is better evidence than a message.
func TestAnOrderIsNamedByTheCode(t *testing.T) {
	_, broken := rulesOf(t, "ModifyNetworkInterfaceAttribute",
		"InvalidOperation.InvalidEniState#49", "InvalidOperation.InvalidEcsState", "InvalidOperation.InvalidEniState#7")
	broken[1].Index, broken[2].Index = broken[2].Index, broken[1].Index // the one of another code in between
	var j Judgement
	Judge{Orders: inModelOrder{}, Table: Table()}.byOrder(&j, broken, broken[2])
	if j.Key() != "order ModifyNetworkInterfaceAttribute/InvalidOperation.InvalidEcsState" {
		t.Errorf("%+v", j)
	}
}

// possibleCombination says whether an outcome can look so at all: only a
// refusal has an origin, only an accepted and answered call has a reading, and
// codes of B need a B.
func possibleCombination(s Says, c model.Class, o Origin, r Reading) bool {
	ofB := o == OriginCanonical || o == OriginCanonicalText || o == OriginOther || o == OriginStatus
	switch {
	case (c == model.ClassError) != (o != OriginNone):
		return false
	case (c == model.ClassOK && s == SaysAccepted) != (r != ReadingNone):
		return false
	default:
		return !ofB || s == SaysRefused
	}
}

// A page may list one code and status twice, with two texts. A target that
// answers with the text of the row that no rule stands for is asked nothing.
func TestTheTextOfAnotherRowOfThePageIsNoQuestion(t *testing.T) {
	op, broken := rulesOf(t, "CreateImage", "InvalidImageName.Malformed")
	for text, want := range map[string]Result{"The specified Image name is wrongly formed.": Pass, "no such name": Question} {
		j := Judge{Orders: NoOrders{}, Table: Table()}.Judge(model.Verdict{Op: op, Broken: broken},
			model.Outcome{Class: model.ClassError, HTTP: broken[0].HTTP, Code: broken[0].Code, Message: text}, nil, nil)
		if j.Result != want {
			t.Errorf("%q is a %v: %+v", text, j.Result, j)
		}
	}
}

// The text is compared in every world alike: a rule that is not the first one is
// asked about its message, too. Else a world in which another rule is broken as
// well would be kinder, and a difference of text would teach that it is.
func TestTheTextOfALaterRuleIsComparedToo(t *testing.T) {
	op, rules := rulesOf(t, "RunInstances", "Account.Arrearage", "EnterpriseGroupLimited.MutliGroupType")
	for message, want := range map[string]Result{rules[1].Message: Pass, "the groups are mixed": Question} {
		for name, broken := range map[string][]*model.BoundRule{"alone": rules[1:], "behind another": rules} {
			out := model.Outcome{Class: model.ClassError, HTTP: rules[1].HTTP, Code: rules[1].Code, Message: message}
			j := Judge{Orders: NoOrders{}, Table: Table()}.Judge(model.Verdict{Op: op, Broken: broken}, out, nil, nil)
			if j.Result != want || want == Question && j.Kind != "message" {
				t.Errorf("%q, %s: %s %s", message, name, j.Result, j.Kind)
			}
		}
	}
}
