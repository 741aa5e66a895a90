package conformance

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A tracer replays one trace on the model alone: there is one world, and an
// await fires what is pending until the resource is where it was seen.
type tracer struct {
	at      possible
	caller  string
	region  string
	message string // that was seen with the code; empty where nobody noted it
	common  map[string]bool

	asked    bool // whether a step said what was seen
	standing Standing
	detail   string
}

func newTracer(w model.World, message string) *tracer {
	return &tracer{
		at: possible{world: w, names: w.Base().Names}, region: w.Base().Regions[0].RegionId,
		message: message, common: commonCodes(w.Model()), standing: Agrees,
	}
}

// foundf keeps the worst of what the steps show.
func (t *tracer) foundf(s Standing, format string, args ...any) {
	if slices.Index(Standings(), s) > slices.Index(Standings(), t.standing) {
		t.standing, t.detail = s, fmt.Sprintf(format, args...)
	}
}

// step replays one step; an error says that the trace is malformed, or that
// its preparation fails.
func (t *tracer) step(s Step, last bool, shows map[string]string) error {
	switch s.Kind {
	case StepAs:
		t.caller = s.Text
		return nil
	case StepAt:
		by, err := time.ParseDuration(strings.TrimPrefix(s.Text, "+"))
		if err != nil || by <= 0 {
			return fmt.Errorf("write at +30m: %q is no positive duration", s.Text)
		}
		t.at.world = t.at.world.At(t.at.world.Now().Add(by))
		return nil
	case StepAwait:
		t.asked = t.asked || last
		return t.await(s)
	case StepFault:
		return errors.New("field evidence has no faults")
	default:
		return t.call(s, last, shows)
	}
}

// await fires what the resource has pending until it has the status. What never
// gets there, or should have left it long ago, differs from what was seen.
func (t *tracer) await(s Step) error {
	id, ok := t.at.id(s.Name)
	if !ok {
		return fmt.Errorf("nothing is called %s", s.Name)
	}
	for {
		r, _, _ := t.at.world.Locate(id)
		pending, moves := pendingOf(t.at.world, id)
		reached := r == nil && s.Status == Gone || r != nil && model.StatusOf(r) == s.Status
		switch {
		case reached && moves && t.at.world.Now().After(pending.Overdue()):
			standing := Allows
			if pending.Edge.Timing.Level.Fails() {
				standing = Disagrees
			}
			t.foundf(standing, "%s should be over after %s (%s)", pending.Edge.Name, pending.Edge.Max, pending.Edge.Timing.Level)
			return nil
		case reached:
			return nil
		case !moves:
			t.foundf(Disagrees, "%s does not become %s by itself: it is %s", s.Name, s.Status, statusText(r))
			return nil
		}
		t.at.world = t.at.world.Fire(pending)
	}
}

func statusText(r model.Resource) string {
	if r == nil {
		return Gone
	}
	return model.StatusOf(r)
}

// call applies one call. One that says what was seen is judged; any other has
// to be accepted.
func (t *tracer) call(s Step, last bool, shows map[string]string) error {
	v := t.at.world.Apply(t.at.forModel(s, t.caller, t.region))
	if v.Op == nil {
		return errors.New("the model does not have the operation")
	}
	if s.Saw != nil {
		t.asked = true
		t.judge(v, t.outcome(v, *s.Saw, last))
	} else if !v.Accepted() {
		return fmt.Errorf("the model refuses it with %s", expected(v))
	}
	if !v.Accepted() {
		return nil
	}
	t.at.world = v.World
	names := maps.Clone(t.at.names)
	for i, id := range v.Reply.Created {
		names[indexed(s.Bind, i)] = id
	}
	t.at.names = names
	if last {
		t.compare(v.Reply, shows)
	}
	return nil
}

// outcome makes the answer that was seen. Status and message that nobody noted
// are taken from the rule that the code belongs to.
func (t *tracer) outcome(v model.Verdict, saw Answer, last bool) model.Outcome {
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
func classOf(a Answer) model.Class {
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
func (t *tracer) judge(v model.Verdict, o model.Outcome) {
	j := judge{NoOrders{}, Table()}.judge(v, o, t.common, nil)
	canonical := o.Class == model.ClassOK || len(v.Broken) > 0 && sharesAnswer(v.Broken[0], &model.BoundRule{Rule: model.Rule{Code: o.Code}, HTTP: o.HTTP})
	switch {
	case j.Result == Pass && canonical:
	case j.Fails():
		t.foundf(Disagrees, "%s of %s (%s): the model says %s, seen was %s", j.Kind, j.Item, j.Basis.Level, j.Expected, j.Seen)
	case j.Result == Pass:
		t.foundf(Allows, "the model says %s, seen was %s", expected(v), seen(o))
	case j.Result == Inconclusive:
		t.foundf(Allows, "seen was %s, which says nothing about the call", j.Seen)
	default:
		t.foundf(Allows, "a question about %s of %s: the model says %s, seen was %s", j.Kind, j.Item, j.Expected, j.Seen)
	}
}

// compare compares a reply with what was shown.
func (t *tracer) compare(reply model.Reply, shows map[string]string) {
	for name, want := range shows {
		if got := shown(reply, name); got != want {
			t.foundf(Disagrees, "%s is %s in the model, seen was %s", name, got, want)
		}
	}
}

// shown returns what a reply says under a name.
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
	field := reflect.Indirect(reflect.ValueOf(reply.Items[0])).FieldByName(name)
	if !field.IsValid() {
		return "no field"
	}
	return fmt.Sprint(field.Interface())
}
