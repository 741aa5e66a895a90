package record

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A Recorder makes a sequence of the calls that others make to a simulator:
// with symbolic names instead of ids, with awaits where a resource had reached
// a stable status, and without passwords and user data. One goroutine at a time
// may use it.
type Recorder struct {
	start   model.World
	run     sequence.TraceRun
	names   map[string]string // by id
	ids     map[string]string // by name
	taken   map[string]bool   // names
	caller  string
	moved   time.Duration
	moving  map[string]bool // ids of resources in transition
	looked  map[string]bool // reads since the last change
	secrets secrets
	left    map[string]int // calls that were left out, by reason
}

// A Recorded call is a call with the simulator's knowledge of it.
type Recorded struct {
	Call    model.Call
	Verdict model.Verdict // the zero Verdict where a fault came before
	Outcome model.Outcome
	Before  model.World   // before the call; without a model it was not a call
	Moved   time.Duration // how far the clock had been moved by hand
	Faulty  bool          // whether a fault struck
	At      time.Time
	Took    time.Duration
}

// NewRecorder returns a recorder of calls that begin in the world.
func NewRecorder(start model.World) *Recorder {
	r := &Recorder{
		start: start, names: map[string]string{}, ids: map[string]string{}, taken: map[string]bool{}, moving: map[string]bool{},
		looked: map[string]bool{}, secrets: secrets{}, left: map[string]int{},
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(start.Base().Names))) {
		r.name(start.Base().Names[name], name) // of two names for one resource the first is kept
		r.taken[sequence.Root(name)] = true
	}
	if first, ok := start.Base().Caller(""); ok {
		r.caller = first.Name
	}
	return r
}

func (r *Recorder) name(id, name string) {
	r.names[id] = name
	r.ids[name] = id
}

// Note adds a line to the notes at the head of the sequence.
func (r *Recorder) Note(text string) { r.run.Notes = append(r.run.Notes, text) }

// Lines returns what was recorded since the last time that it was asked, and forgets
// it: a recorder needs no memory for what was written.
func (r *Recorder) Lines() []sequence.TraceLine {
	lines := r.run.Lines
	r.run.Lines = nil
	return lines
}

// Trace returns the recording so far without the lines that [Recorder.Lines] has
// returned, with the answers.
func (r *Recorder) Trace() sequence.Trace {
	run := r.run
	run.Notes = slices.Clone(run.Notes)
	if len(r.secrets) > 0 {
		run.Notes = append(run.Notes, "passwords and user data are placeholders that are judged alike")
	}
	for _, why := range slices.Sorted(maps.Keys(r.left)) {
		run.Notes = append(run.Notes, "left out: "+strconv.Itoa(r.left[why])+" "+why)
	}
	return sequence.Trace{
		Target: "simulator", World: r.start.Base().Name, WorldSeed: r.start.Seed(),
		Region: r.start.Base().Regions[0].RegionId, Runs: []sequence.TraceRun{run},
	}
}

// Sequence returns the recording so far.
func (r *Recorder) Sequence() sequence.Sequence {
	t := r.Trace()
	s := t.Sequence(0)
	s.Seed = r.start.Seed()
	return s
}

// Add records a call. Calls have to come in the order of their effects.
func (r *Recorder) Add(c Recorded) {
	if why := r.leaves(c); why != "" {
		r.left[why]++
		return
	}
	r.moveClock(c)
	r.settle(c)
	step, private := r.step(c)
	reads := c.Verdict.Op != nil && c.Verdict.Op.Reads
	if key := c.Call.Caller + "\n" + step.String() + "\n" + c.Outcome.Code; reads {
		if r.looked[key] {
			return
		}
		r.looked[key] = true
	} else {
		clear(r.looked)
	}
	r.callAs(c)
	if fault := faultText(c); fault != "" {
		r.add(sequence.Step{Kind: sequence.StepFault, Text: fault}, nil)
	}
	step.Bind = r.bind(c)
	caller := c.Call.Caller
	if first, ok := r.start.Base().Caller(""); ok && caller == first.Name {
		caller = ""
	}
	r.add(step, &sequence.Exchange{Caller: caller, Outcome: r.secrets.discreet(c.Outcome, private), At: c.At, Took: c.Took})
	if c.Verdict.Op != nil && !reads {
		r.watch(c.Verdict.World)
	}
}

func (r *Recorder) add(s sequence.Step, e *sequence.Exchange) {
	r.run.Lines = append(r.run.Lines, sequence.TraceLine{Kind: sequence.LineStep, Step: s, Exchange: e})
}

// leaves says why a call is left out; empty if it is not.
func (r *Recorder) leaves(c Recorded) string {
	switch {
	case c.Before.Model() == nil:
		return "requests that were refused before they were calls"
	case c.Call.Params["NextToken"] != "":
		return "calls for a further page, whose token means nothing elsewhere"
	case c.Faulty && c.Outcome.Class == model.ClassError && c.Verdict.Op == nil:
		return "calls that an injected fault refused"
	default:
		return ""
	}
}

// moveClock records that the clock was moved by hand.
func (r *Recorder) moveClock(c Recorded) {
	if by := c.Moved - r.moved; by > 0 {
		r.add(sequence.Step{Kind: sequence.StepAt, Text: "+" + by.String()}, nil)
		r.moved = c.Moved
		clear(r.looked)
	}
}

// callAs records a change of the caller.
func (r *Recorder) callAs(c Recorded) {
	if name := cmp.Or(c.Call.Caller, r.caller); name != r.caller {
		r.caller = name
		r.add(sequence.Step{Kind: sequence.StepAs, Text: name}, nil)
	}
}

// settle records an await for each resource that has reached a stable status,
// or is gone, since the previous call.
func (r *Recorder) settle(c Recorded) {
	if len(r.moving) == 0 {
		return
	}
	moves := map[string]bool{}
	for _, t := range c.Before.Pending() {
		moves[t.ID] = true
	}
	for _, id := range slices.SortedFunc(maps.Keys(r.moving), func(a, b string) int { return cmp.Compare(r.names[a], r.names[b]) }) {
		if moves[id] {
			continue
		}
		status := sequence.Gone
		if found, _, _ := c.Before.Locate(id); found != nil {
			status = model.StatusOf(found)
		}
		r.add(sequence.Step{Kind: sequence.StepAwait, Name: r.names[id], Status: status}, nil)
		delete(r.moving, id)
		clear(r.looked)
	}
}

// watch notes the resources of the sequence that are in transition.
func (r *Recorder) watch(w model.World) {
	clear(r.moving)
	for _, t := range w.Pending() {
		if name, ok := r.names[t.ID]; ok && !r.isOfWorld(name) {
			r.moving[t.ID] = true
		}
	}
}

// isOfWorld says that the name belongs to the starting world: it cannot be
// awaited, because no line of the sequence binds it.
func (r *Recorder) isOfWorld(name string) bool { return r.start.Base().Names[name] != "" }

// bind names the resource that the call made, and returns the name.
func (r *Recorder) bind(c Recorded) string {
	created := c.Outcome.Reply.Created
	if len(created) == 0 || r.names[created[0]] != "" { // nothing, or a repeated token
		return ""
	}
	prefix := r.start.Model().Makes(c.Call.Op).Prefix()
	name := ""
	for n := 1; name == "" || r.taken[name]; n++ {
		name = cmp.Or(prefix, "x") + strconv.Itoa(n)
	}
	r.taken[name] = true
	for i, id := range created {
		r.name(id, oracle.Indexed(name, i))
	}
	for i, id := range created {
		for _, a := range c.Verdict.World.Aspects(id) {
			r.name(a.ID, oracle.Indexed(name, i)+"."+a.Word)
		}
	}
	if found, _, _ := c.Verdict.World.Locate(created[0]); found != nil {
		if instance, ok := found.(*ecs.Instance); ok && instance.PrimaryEni != "" {
			r.name(instance.PrimaryEni, name+".primary")
		}
	}
	return name
}

// step writes the call with symbolic names and without secrets. It returns
// which placeholder replaces which secret.
func (r *Recorder) step(c Recorded) (step sequence.Step, private map[string]string) {
	params, private := r.secrets.hide(c)
	step = sequence.Step{Kind: sequence.StepCall, Op: c.Call.Op, Params: make(model.Params, len(params))}
	for name, value := range params {
		step.Params[name] = r.symbolic(value)
	}
	if _, given := params["RegionId"]; !given && c.Call.Region != "" && c.Call.Region != r.start.Base().Regions[0].RegionId {
		step.Params["RegionId"] = c.Call.Region
	}
	return step, private
}

// word matches a possible id.
var word = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9_.-]*`)

// symbolic writes $NAME for each id that has a name.
func (r *Recorder) symbolic(value string) string {
	var b strings.Builder
	at := 0
	for _, span := range word.FindAllStringIndex(value, -1) {
		if name, ok := r.names[value[span[0]:span[1]]]; ok {
			b.WriteString(sequence.Literal(value[at:span[0]]) + "$" + name)
			at = span[1]
		}
	}
	b.WriteString(sequence.Literal(value[at:]))
	back, ok := sequence.Expand(b.String(), func(name string) (string, bool) { id, ok := r.ids[name]; return id, ok })
	if !ok || back != value { // the name would run into the following text
		return sequence.Literal(value)
	}
	return b.String()
}

// faultText writes the fault step that makes a call end in the same way. A late
// but correct answer needs none.
func faultText(c Recorded) string {
	if !c.Faulty || c.Outcome.Class != model.ClassUnknown && c.Outcome.Class != model.ClassThrottled {
		return ""
	}
	phase := "before"
	if c.Verdict.Op != nil {
		phase = "after"
	}
	if c.Outcome.HTTP == 0 {
		return c.Call.Op + " reset times=1 " + phase
	}
	text := c.Call.Op + " " + c.Outcome.Code + " http=" + strconv.Itoa(c.Outcome.HTTP) + " times=1 " + phase
	if !documents(c.Before.Model(), c.Call.Op, c.Outcome.Code) {
		text += " message=injected"
	}
	return text
}

// documents says whether a code is on the operation's page or among the common
// errors.
func documents(m *model.Model, op, code string) bool {
	if page, err := m.Catalog().Operation(op); err == nil && len(page.RowsOf(code)) > 0 {
		return true
	}
	return oracle.CommonCodes(m)[code]
}
