package evidence

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A tracer replays one trace on the model alone: there is one world, and an
// await fires pending transitions until the resource has the status.
type tracer struct {
	at      oracle.PossibleWorld
	caller  string
	region  string
	message string // seen with the code; empty if it was not noted
	common  map[string]bool

	asked    bool // whether a step has a seen outcome
	standing Standing
	said     Say
	detail   string
	earlier  []earlier // what the calls changed, as it was
}

// An earlier is the state of a resource before a call, with the time of the call.
type earlier struct {
	model.Earlier

	since time.Time
}

func newTracer(w model.World, message string) *tracer {
	return &tracer{
		at: oracle.PossibleWorld{World: w, Names: w.Base().Names}, region: w.Base().Regions[0].RegionId,
		message: message, common: oracle.CommonCodes(w.Model()), standing: Agrees, said: SaysPass,
	}
}

// foundf keeps the worst standing of the steps, and the worst word of the engine.
func (t *tracer) foundf(s Standing, said Say, format string, args ...any) {
	if slices.Index(Says(), said) > slices.Index(Says(), t.said) {
		t.said = said
	}
	if slices.Index(Standings(), s) > slices.Index(Standings(), t.standing) {
		t.standing, t.detail = s, fmt.Sprintf(format, args...)
	}
}

// byLevel is what a check says of what contradicts a claim of the level.
func byLevel(l model.Level) Say {
	if l.Fails() {
		return SaysFailure
	}
	return SaysQuestion
}

// step replays one step; an error says that the trace is malformed, or that
// its preparation fails.
func (t *tracer) step(s sequence.Step, last bool, shows map[string]string) error {
	switch s.Kind {
	case sequence.StepAs:
		t.caller = s.Text
		return nil
	case sequence.StepAt:
		by, err := time.ParseDuration(strings.TrimPrefix(s.Text, "+"))
		if err != nil || by <= 0 {
			return fmt.Errorf("write at +30m: %q is no positive duration", s.Text)
		}
		t.at.World = t.at.World.At(t.at.World.Now().Add(by))
		return nil
	case sequence.StepAwait:
		t.asked = t.asked || last
		return t.await(s)
	case sequence.StepFault:
		return errors.New("field evidence has no faults")
	default:
		return t.call(s, last, shows)
	}
}

// await fires the pending transitions of the resource until it has the status.
// A status that is never reached, or should have been left long ago, differs
// from what was seen.
func (t *tracer) await(s sequence.Step) error {
	id, ok := t.at.Id(s.Name)
	if !ok {
		return fmt.Errorf("nothing is called %s", s.Name)
	}
	for {
		r, _, _ := t.at.World.Locate(id)
		pending, moves := oracle.PendingOf(t.at.World, id)
		reached := r == nil && s.Status == sequence.Gone || r != nil && model.StatusOf(r) == s.Status
		switch {
		case reached && moves && t.at.World.Now().After(pending.Overdue()):
			standing := Allowed
			if pending.Edge.Timing.Level.Fails() {
				standing = Contradicts
			}
			t.foundf(standing, byLevel(pending.Edge.Timing.Level), "%s should be over after %s (%s)", pending.Edge.Name, pending.Edge.Max, pending.Edge.Timing.Level)
			return nil
		case reached:
			return nil
		case !moves:
			t.foundf(Contradicts, SaysFailure, "%s does not become %s by itself: it is %s", s.Name, s.Status, statusText(r))
			return nil
		}
		t.at.World = t.at.World.Fire(pending)
	}
}

func statusText(r model.Resource) string {
	if r == nil {
		return sequence.Gone
	}
	return model.StatusOf(r)
}

// call applies one call. If the step says what was seen, it is judged; any
// other call has to be accepted.
func (t *tracer) call(s sequence.Step, last bool, shows map[string]string) error {
	c := t.at.ForModel(s, t.caller, t.region)
	v := t.at.World.Apply(c)
	if v.Op == nil {
		return errors.New("the model does not have the operation")
	}
	if s.Saw != nil {
		t.asked = true
		t.judge(c, v, t.outcome(v, *s.Saw, last))
	} else if !v.Accepted() {
		return fmt.Errorf("the model refuses it with %s", oracle.Expected(v))
	}
	if !v.Accepted() {
		return nil
	}
	for _, e := range v.World.Changed(t.at.World) {
		t.earlier = append(t.earlier, earlier{e, v.World.Now()})
	}
	before := t.at.World
	t.at.World = v.World
	names := maps.Clone(t.at.Names)
	oracle.Bind(names, v.World, s.Bind, v.Reply.Created)
	t.at.Names = names
	if last {
		t.compare(before, c, v.Reply, shows)
	}
	return nil
}

// outcome makes the outcome that was seen. Status and message that were not
// noted are taken from the rule with the code.
func (t *tracer) outcome(v model.Verdict, saw sequence.Answer, last bool) model.Outcome {
	o := model.Outcome{Class: classOf(saw), HTTP: saw.HTTP, Code: saw.Code}
	if last {
		o.Message = t.message
	}
	rules := slices.Concat(v.Broken, v.Op.Rules)
	at := slices.IndexFunc(rules, func(r *model.BoundRule) bool { return r.Code == saw.Code && (saw.HTTP == 0 || r.HTTP == saw.HTTP) })
	if at < 0 {
		return o
	}
	if o.HTTP == 0 {
		o.HTTP = rules[at].HTTP
	}
	if o.Message == "" {
		o.Message = rules[at].Message
	}
	return o
}

// classOf is the class of an answer in a trace.
func classOf(a sequence.Answer) model.Class {
	switch {
	case a.Code == "":
		return model.ClassOK
	case strings.Contains(a.Code, "Throttling"):
		return model.ClassThrottled
	case a.HTTP >= 500, a.Code == "ServiceUnavailable", a.Code == "InternalError":
		return model.ClassUnknown
	default:
		return model.ClassError
	}
}

// judge asks the verdict table.
func (t *tracer) judge(c model.Call, v model.Verdict, o model.Outcome) {
	j := oracle.Judge{
		Orders: oracle.NoOrders{}, Table: oracle.Table(),
		Elsewhere: func(r *model.BoundRule) model.Basis { return t.at.World.Elsewhere(c, r, len(v.Broken) > 0) },
	}.Judge(v, o, t.common, nil)
	canonical := o.Class == model.ClassOK || len(v.Broken) > 0 && oracle.SharesAnswer(v.Broken[0], &model.BoundRule{Rule: model.Rule{Code: o.Code}, HTTP: o.HTTP})
	standing, said := Contradicts, SaysQuestion
	if j.Fails() {
		said = SaysFailure
	}
	switch {
	case j.Result == oracle.Pass && canonical:
		return
	case j.Result == oracle.Pass:
		t.foundf(Allowed, SaysPass, "the model says %s, seen was %s", oracle.Expected(v), oracle.Seen(o))
		return
	case j.Result == oracle.Inconclusive:
		t.foundf(Allowed, SaysPass, "seen was %s, which says nothing about the call", j.Seen)
		return
	case t.possible(c, v, o, j), t.stillCounts(c, o):
		standing = Allowed
	}
	t.foundf(standing, said, "%s of %s (%s): the model says %s, seen was %s", j.Kind, j.Item, j.Basis.Level, j.Expected, j.Seen)
}

// possible says that the model knows the answer as another possible one: a doubt or
// a reading of a rule is about this very call, the page lists the code for cases
// that the model does not keep, or only the text differs.
func (t *tracer) possible(c model.Call, v model.Verdict, o model.Outcome, j oracle.Judgement) bool {
	if j.Kind == "message" || len(v.Doubted) > 0 && o.Class == model.ClassOK {
		return true
	}
	ruled := false
	for _, r := range v.Op.Rules {
		if r.Code != o.Code || r.When == nil {
			continue
		}
		ruled = true
		if said := t.at.World.Elsewhere(c, r, len(v.Broken) > 0); said.Level > r.Elsewhere.Level || said.Reason != r.Elsewhere.Reason {
			return true
		}
	}
	return !ruled && v.Op.ListsCode(o.Code)
}

// stillCounts says that the call is refused so while what it meets counts as it was,
// within the lag of its kind.
func (t *tracer) stillCounts(c model.Call, o model.Outcome) bool {
	return o.Class == model.ClassError && t.explained(model.LagCounts, func(w model.World) bool {
		return slices.ContainsFunc(w.Apply(c).Broken, func(r *model.BoundRule) bool { return r.Code == o.Code })
	})
}

// explained says that one resource explains what was seen, if it goes on as it was.
func (t *tracer) explained(of model.LagOf, explains func(model.World) bool) bool {
	w := t.at.World
	return slices.ContainsFunc(t.earlier, func(e earlier) bool {
		lag := w.Model().Lag(e.Kind, of)
		if of != model.LagCounts {
			lag = w.Model().ShownFor(e.Earlier)
		}
		return !w.Now().After(e.since.Add(lag.Max)) && explains(w.With(e.Earlier))
	})
}

// compare compares a reply with what was shown. What an earlier state explains is a
// question: a check looks again, and sees the later one.
func (t *tracer) compare(before model.World, c model.Call, reply model.Reply, shows map[string]string) {
	for name, want := range shows {
		want = t.literal(want)
		got := shown(reply, name)
		if got == want {
			continue
		}
		standing, said := Contradicts, SaysFailure
		t.at.World = before
		if t.explained(model.LagShown, func(w model.World) bool { return shown(w.Apply(c).Reply, name) == want }) {
			standing, said = Allowed, SaysQuestion
		}
		t.foundf(standing, said, "%s is %s in the model, seen was %s", name, got, want)
	}
}

// literal returns the value with an id in the place of a symbolic name.
func (t *tracer) literal(value string) string {
	if name, ok := strings.CutPrefix(value, "$"); ok {
		if id, known := t.at.Id(name); known {
			return id
		}
	}
	return value
}

// shown returns a reply's value for a name.
func shown(reply model.Reply, name string) string {
	if name == "items" {
		return strconv.Itoa(len(reply.Items))
	}
	if value, ok := reply.Values[name]; ok {
		return value
	}
	if len(reply.Items) == 0 {
		return "not shown"
	}
	field := reflect.Indirect(reflect.ValueOf(reply.Items[0]))
	for part := range strings.SplitSeq(name, ".") {
		if field = field.FieldByName(part); !field.IsValid() {
			return "no field"
		}
	}
	return fmt.Sprint(field.Interface())
}
