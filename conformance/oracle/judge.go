package oracle

import (
	"cmp"
	"fmt"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A Judgement is the judgement of an outcome in one possible world.
type Judgement struct {
	Result Result
	// Kind is what the divergence or question is about: refuses, answers,
	// effect, transition, dry-run, code, message, missing.
	Kind string
	// Item is its id: OPERATION/CODE, OPERATION/EFFECT, or a transition.
	Item string
	// Basis is the basis of the contradicted claim.
	Basis model.Basis
	// Expected and Seen are both sides, each in one line.
	Expected, Seen string
	// Answered is the rule that answered instead of Instead, which the model
	// lists first; both are broken. If this is a pass, their order is unknown.
	Answered, Instead string
	// Broken are the rules that the call breaks, if it was accepted all the same:
	// which of them the target does not check is a guess where there are several.
	Broken []string
	// Diffs are the fields that differ, for effects.
	Diffs []Diff
	// Worlds is the number of possible worlds before, none of which explains
	// the outcome; Died gives the reasons of the first few.
	Worlds int
	Died   []RuledOut
	// guess says that Item is the likeliest of several possible causes; a
	// shorter sequence may show a better one.
	guess bool
	// StandsOn are the adopted differences about the same resources: kind and item.
	StandsOn []string
}

// Fails says whether the judgement is a failure: a divergence from what is
// documented or observed.
func (j Judgement) Fails() bool { return j.Result == Divergence && j.Basis.Level.Fails() }

// Key says what the judgement is about: its kind and its item.
func (j Judgement) Key() string { return j.Kind + " " + j.Item }

// FindingKey tells findings apart: a question and a failure about the same item
// are two findings, so that neither hides the other.
func (j Judgement) FindingKey() string {
	if j.Fails() {
		return j.Key() + " fails"
	}
	return j.Key()
}

// Like says whether the judgement is of the same finding as the other one. If
// the cause of the other one is a guess, the differing field decides.
func (j Judgement) Like(other Judgement) bool {
	if j.Key() == other.Key() && (j.Fails() == other.Fails() || other.guess) {
		return true
	}
	if !other.guess || j.Kind != other.Kind || len(j.Diffs) == 0 || len(other.Diffs) == 0 {
		return false
	}
	a, b := j.Diffs[0], other.Diffs[0]
	return a.Kind == b.Kind && a.Field == b.Field && sequence.Root(a.Name) == sequence.Root(b.Name)
}

// A Judge applies the verdict table and the known orders of rules.
type Judge struct {
	Orders Orders
	Table  []Line
	// Elsewhere is how well it is known that the call, which does not break the
	// rule, is not answered with its row; nil takes what the rule says of all calls.
	Elsewhere func(*model.BoundRule) model.Basis
}

// Orders holds what is known about the order in which rules are checked.
type Orders interface {
	// First returns the id of the rule of the pair that answers when both are
	// broken, and the basis; an empty id means unknown.
	First(a, b *model.BoundRule) (id string, basis model.Basis)
}

// NoOrders knows no order: any broken rule may answer.
type NoOrders struct{}

// First returns that the order of the pair is unknown.
func (NoOrders) First(_, _ *model.BoundRule) (string, model.Basis) { return "", model.Basis{} }

// says classifies the verdict.
func says(v model.Verdict) Says {
	switch {
	case len(v.Broken) > 0:
		return SaysRefused
	case v.DryRun:
		return SaysDryRun
	default:
		return SaysAccepted
	}
}

// origin classifies the code of an outcome. rule is the rule with the code, if
// there is one.
func origin(v model.Verdict, o model.Outcome, common map[string]bool) (where Origin, rule *model.BoundRule) {
	if o.Class != model.ClassError {
		return OriginNone, nil
	}
	if o.Code == model.DryRunOperation || o.Code == model.DryRunSuccess {
		return OriginDryRun, nil
	}
	if where, rule := originInB(v, o); where != 0 {
		return where, rule
	}
	if rule := ruled(v.Op, o); rule != nil {
		return OriginRuled, rule
	}
	if listed(v.Op, o.Code) || common[o.Code] {
		return OriginListed, nil
	}
	return OriginUnlisted, nil
}

// ruled returns the rule of the operation with the code: of several the first one
// whose status and message fit, or else the first one.
func ruled(op *model.BoundOperation, o model.Outcome) *model.BoundRule {
	var first *model.BoundRule
	for _, r := range op.Rules {
		switch {
		case r.Code != o.Code || r.When == nil:
		case r.HTTP == o.HTTP && MessageFits(r.Message, o.Message):
			return r
		case first == nil:
			first = r
		}
	}
	return first
}

// originInB looks up the code among the broken rules: first by code and status,
// then by message among rows that share them.
func originInB(v model.Verdict, o model.Outcome) (Origin, *model.BoundRule) {
	var sameCode, textDiffers *model.BoundRule
	for i, r := range v.Broken {
		if r.Code != o.Code {
			continue
		}
		if r.HTTP != o.HTTP {
			sameCode = cmp.Or(sameCode, r) // of rows that share the code the first is to answer
			continue
		}
		same := r.Code == v.Broken[0].Code && r.HTTP == v.Broken[0].HTTP
		switch {
		case !textFits(r, v.Op, o):
			textDiffers = r
		case i == 0 || same:
			return OriginCanonical, r
		default:
			return OriginOther, r
		}
	}
	switch {
	case textDiffers != nil && (textDiffers == v.Broken[0] || SharesAnswer(textDiffers, v.Broken[0])):
		return OriginCanonicalText, textDiffers
	case textDiffers != nil:
		return OriginOther, textDiffers
	case sameCode != nil:
		return OriginStatus, sameCode
	default:
		return 0, nil
	}
}

func listed(op *model.BoundOperation, code string) bool {
	for _, r := range op.Rules {
		if r.Code == code {
			return true
		}
	}
	return op.ListsCode(code)
}

// Judge decides by the table. diffs are the differences between the reply (or
// the following state) and the model; nil if they agree.
func (j Judge) Judge(v model.Verdict, o model.Outcome, common map[string]bool, diffs []Diff) Judgement {
	where, rule := origin(v, o, common)
	reading := ReadingNone
	if o.Class == model.ClassOK && says(v) == SaysAccepted {
		reading = ReadingAgrees
		if len(diffs) > 0 {
			reading = ReadingDiffers
		}
	}
	for _, line := range j.Table {
		if line.matches(says(v), o.Class, where, reading) {
			return j.decide(line, v, o, rule, diffs)
		}
	}
	panic(fmt.Sprintf("no line of the verdict table is about %d %s %d %d", says(v), o.Class, where, reading)) // the table's test excludes it
}

func (j Judge) decide(line Line, v model.Verdict, o model.Outcome, rule *model.BoundRule, diffs []Diff) Judgement {
	out := Judgement{Result: line.Result, Diffs: diffs}
	if line.Result != Pass {
		out.Expected = Expected(v)
	}
	switch line.Blame {
	case BlameNothing:
		if line.Origin == OriginCanonical {
			j.byOrder(&out, v.Broken, rule)
		}
	case BlameEffect:
		out.Kind, out.Item, out.Basis = "effect", v.Op.Name+"/reply", replyOfPage()
		out.Expected, out.Seen = diffTexts(diffs)
	case BlameRefuses:
		best := bestKnown(v)
		out.Kind, out.Item, out.Basis = "refuses", best.ID(), v.Refuses(best)
		for _, r := range v.Broken {
			out.Broken = append(out.Broken, r.ID())
		}
	case BlameAnswers:
		j.blameAnswers(&out, line, v, rule, o)
	case BlameSeen:
		out.Kind, out.Item, out.Basis = "answers", rule.ID(), j.leastKnown(v, rule.Code)
	case BlameCode:
		out.Kind, out.Item = "code", v.Op.Name+"/"+o.Code
	case BlameText:
		out.Kind, out.Item, out.Basis = "message", rule.ID(), rule.Answers
		out.texts(rule, o)
	case BlameDryRun:
		out.Kind, out.Item, out.Basis = "dry-run", v.Op.Name+"/"+v.Op.DryRunCode, model.Documented("DryRun parameter of the page")
	}
	if out.Result != Pass && out.Seen == "" { // nobody asks both sides of what passes
		out.Seen = Seen(o)
	}
	return out
}

// blameAnswers blames the answer of a rule that should have answered.
func (j Judge) blameAnswers(out *Judgement, line Line, v model.Verdict, rule *model.BoundRule, o model.Outcome) {
	best := j.expected(v)
	out.Kind, out.Item, out.Basis = "answers", best.ID(), v.Answers(best)
	switch {
	case line.Result == ByOrder:
		j.byOrder(out, v.Broken, rule)
		askText(out, rule, v.Op, o)
	case line.Origin == OriginStatus:
		out.Item, out.Basis = rule.ID(), v.Answers(rule)
	default:
		out.Basis = j.leastKnown(v, rule.Code)
	}
}

func replyOfPage() model.Basis { return model.Documented("the operation's page: response") }

// leastKnown is how well it is known that the call is not answered with the code
// of a rule that it does not break. What could explain the answer decides by what
// is known of it least: a row with the code may have another cause, and each rule
// that the call does break may have another code, unless a rule in front of it says
// what its cause is answered with.
func (j Judge) leastKnown(v model.Verdict, code string) model.Basis {
	var least model.Basis
	weaken := func(b model.Basis) {
		if b.Level > least.Level {
			least = b
		}
	}
	for _, r := range v.Broken {
		if r.Shadowed == "" {
			weaken(v.Answers(r))
		}
	}
	for _, r := range v.Op.Rules {
		if r.Code == code && r.When != nil {
			weaken(j.elsewhere(r))
		}
	}
	return least
}

func (j Judge) elsewhere(r *model.BoundRule) model.Basis {
	if j.Elsewhere == nil {
		return r.Elsewhere
	}
	return j.Elsewhere(r)
}

// byOrder decides about the answer of a broken rule that is not the first one,
// by the known orders: any broken rule may answer, unless another broken one is
// known to precede it.
func (j Judge) byOrder(out *Judgement, broken []*model.BoundRule, answered *model.BoundRule) {
	out.Result = Pass
	var earlier *model.BoundRule
	for _, r := range broken {
		id, basis := j.Orders.First(r, answered)
		if r == answered || id != r.ID() || earlier != nil && !clearer(r, earlier, answered, basis.Level < out.Basis.Level) {
			continue
		}
		earlier, out.Basis = r, basis
	}
	if answered != broken[0] {
		out.Answered, out.Instead = answered.ID(), broken[0].ID()
	}
	if earlier == nil {
		return
	}
	out.Kind, out.Item = "order", earlier.ID()
	out.Answered, out.Instead = answered.ID(), earlier.ID()
	out.Expected = fmt.Sprintf("%d %s, which is checked before %s", earlier.HTTP, earlier.Code, answered.Code)
	out.Result = Question
	if out.Basis.Level.Fails() {
		out.Result = Divergence
	}
}

// askText turns a pass of a rule that is not the first one into a question if the
// message is not that of its row. The text is compared in every world alike: else
// a world in which another rule is broken, too, would be kinder, and a difference
// of text would teach the fact that this rule asks for.
func askText(out *Judgement, answered *model.BoundRule, op *model.BoundOperation, o model.Outcome) {
	if out.Result != Pass || textFits(answered, op, o) {
		return
	}
	out.Result, out.Kind, out.Item, out.Basis = Question, "message", answered.ID(), answered.Answers
	out.texts(answered, o)
}

// texts shows both texts of a difference of messages.
func (j *Judgement) texts(rule *model.BoundRule, o model.Outcome) {
	j.Expected = fmt.Sprintf("%d %s %q", rule.HTTP, rule.Code, rule.Message)
	j.Seen = fmt.Sprintf("%s %q", Seen(o), o.Message)
}

// clearer says whether it is clearer that the answered rule overtook a than
// that it overtook b. A different code is clearer than a different message; if
// both are equally clear, the better known order decides.
func clearer(a, b, answered *model.BoundRule, known bool) bool {
	if other := a.Code != answered.Code; other != (b.Code != answered.Code) {
		return other
	}
	return known
}

// expected returns the broken rule that should have answered: the one that is
// known to precede all others, or else the one whose answer is known best.
func (j Judge) expected(v model.Verdict) *model.BoundRule {
	for _, r := range v.Broken[1:] {
		if first, _ := j.Orders.First(v.Broken[0], r); first != v.Broken[0].ID() {
			return bestAnswers(v)
		}
	}
	return v.Broken[0]
}

// bestKnown returns the broken rule whose refusal of the call is known best;
// the first one among equals.
func bestKnown(v model.Verdict) *model.BoundRule {
	best := v.Broken[0]
	for _, r := range v.Broken[1:] {
		if v.Refuses(r).Level < v.Refuses(best).Level {
			best = r
		}
	}
	return best
}

func bestAnswers(v model.Verdict) *model.BoundRule {
	best := v.Broken[0]
	for _, r := range v.Broken[1:] {
		if v.Answers(r).Level < v.Answers(best).Level {
			best = r
		}
	}
	return best
}

// A RuledOut says why a possible world was ruled out.
type RuledOut struct {
	// World distinguishes the world from the others: the statuses of the
	// resources that the call names.
	World string `json:"world"`
	// Kind and Item are the claim that the outcome contradicts there, as in a
	// finding.
	Kind     string `json:"kind"`
	Item     string `json:"item"`
	Expected string `json:"expected"`
}
