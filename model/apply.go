package model

import "slices"

// A Verdict is what the model says of a call.
type Verdict struct {
	// Op is the operation; nil when the model does not have it.
	Op *BoundOperation
	// Broken are the rules that the call breaks, in canonical order; none
	// means that the call is accepted.
	Broken []*BoundRule
	// Clauses holds for each broken rule which of its clauses are broken; see
	// [Verdict.Breaks]. [World.Try] leaves it out.
	Clauses []uint64
	// Doubted are broken rules that perhaps do not refuse this call; see
	// [Doubt].
	Doubted []*BoundRule
	// Says holds the text that each broken rule puts into its message.
	Says []string
	// World is the next world; the same one when the call is refused, is a dry
	// run, or only reads.
	World World
	// Others are further possible worlds, where a page says that an effect may
	// or may not happen.
	Others []World
	Reply  Reply
	// DryRun marks an accepted dry run.
	DryRun bool
	// Asked are the unknown facts that the verdict depends on.
	Asked []Question
	// Effects are those that the call made, in order.
	Effects []*BoundEffect
	// Unread are parameters that the operation does not read.
	Unread []string
}

// Accepted says that the call breaks no rule.
func (v Verdict) Accepted() bool { return v.Op != nil && len(v.Broken) == 0 }

// Refuses returns the basis of the claim that the broken rule refuses this
// call.
func (v Verdict) Refuses(rule *BoundRule) Basis {
	if slices.Contains(v.Doubted, rule) {
		return rule.Doubt.Basis
	}
	broken := v.Breaks(rule)
	if len(broken) == 0 {
		return rule.Rule.Refuses
	}
	best := broken[0].Refuses
	for _, c := range broken[1:] {
		if c.Refuses.Level < best.Level {
			best = c.Refuses
		}
	}
	return best
}

// Answers returns the basis of the claim that the call is turned away with the row
// of the broken rule: that of the clause of it that is known best.
func (v Verdict) Answers(rule *BoundRule) Basis {
	broken := v.Breaks(rule)
	if len(broken) == 0 {
		return rule.Rule.Answers
	}
	best := broken[0].Answers
	for _, c := range broken[1:] {
		if c.Answers.Level < best.Level {
			best = c.Answers
		}
	}
	return best
}

// Apply returns the verdict of a call. It is total: every call, however
// malformed, has a verdict, and the receiver never changes.
func (w World) Apply(c Call) Verdict { return w.apply(c, 0) }

// Try is Apply for callers that only ask whether a call breaks a rule, and
// whether it breaks that one alone. It lists no more broken rules than most
// (at least 1), and leaves out the reply of Describe operations and the unread
// parameters.
func (w World) Try(c Call, most int) Verdict { return w.apply(c, most) }

func (w World) apply(c Call, most int) Verdict {
	op, ok := w.model.Operation(c.Op)
	if !ok {
		return Verdict{World: w}
	}
	r := w.model.requests.Get().(*Request) //nolint:forcetypeassert // nothing else is put there
	r.most = most
	r.open(w, c, op)
	v := r.verdict()
	*r = Request{}
	w.model.requests.Put(r)
	return v
}

// verdict judges the call, and makes its effects if it breaks no rule. The
// verdict must not refer to the request, whose memory is reused.
func (r *Request) verdict() Verdict {
	op := r.Operation
	v := Verdict{Op: op, World: r.after, Unread: r.unread}
	if reply, done := r.replay(&v); done {
		v.Reply = reply
		return v
	}
	for _, rule := range op.Rules {
		if rule.When == nil || r.have&rule.Needs != rule.Needs || !rule.When(r) {
			continue
		}
		if v.Broken == nil { // enough for most calls, in one allocation
			room := new(struct {
				rules   [2]*BoundRule
				texts   [2]string
				clauses [2]uint64
			})
			v.Broken, v.Says, v.Clauses = room.rules[:0], room.texts[:0], room.clauses[:0]
		}
		v.Broken = append(v.Broken, rule)
		if rule.Doubt.When != nil && rule.Doubt.When(r) {
			v.Doubted = append(v.Doubted, rule)
		}
		v.Says = append(v.Says, r.says(rule))
		if r.most == 0 {
			v.Clauses = append(v.Clauses, r.clausesOf(rule))
		}
		if len(v.Broken) == r.most {
			break
		}
	}
	v.Asked = r.asked
	if len(v.Broken) > 0 {
		return v
	}
	if op.DryRunCode != "" && r.IsTrue("DryRun") {
		v.DryRun = true
		return v
	}
	r.perform(&v)
	return v
}

// open begins the examination of a call; the request is empty.
func (r *Request) open(w World, c Call, op *BoundOperation) {
	r.after, r.Call, r.Operation = w, c, op
	r.World = &r.after
	r.read()
	caller, ok := w.base.Caller(c.Caller)
	if !ok { // an unknown caller, to whom no policy allows anything
		caller = Caller{Name: c.Caller, Kind: CallerUser}
	}
	r.caller = caller
	r.Region = w.RegionOf(c)
	r.Place = w.Place(caller.Account, r.Region)
	if r.Place == nil && op.params["RegionId"] == nil {
		// For an operation that does not read RegionId the endpoint's region
		// counts.
		r.Region = c.Region
		if r.Region == "" && len(w.base.Regions) > 0 {
			r.Region = w.base.Regions[0].RegionId
		}
		r.Place = w.Place(caller.Account, r.Region)
	}
	r.resolve()
}

// RegionOf returns the region that a call is about: its RegionId, the region of
// its endpoint, or the first one of the world.
func (w *World) RegionOf(c Call) string {
	if given := c.Params["RegionId"]; given != "" {
		return given
	}
	if c.Region == "" && len(w.base.Regions) > 0 {
		return w.base.Regions[0].RegionId
	}
	return c.Region
}

func (r *Request) says(rule *BoundRule) string {
	if rule.Says == nil {
		return ""
	}
	return rule.Says(r)
}

// perform makes the effects of an accepted call.
func (r *Request) perform(v *Verdict) {
	before := len(v.Others)
	r.World.drafting = true
	for _, e := range r.Operation.Effects {
		if e.When != nil && !e.When(r) {
			continue
		}
		if e.Maybe != nil && e.Maybe(r) {
			v.Others = append(v.Others, r.World.finished())
		}
		e.Do(r)
		v.Effects = append(v.Effects, e)
	}
	if r.Operation.Operation.Reply != nil && (r.most == 0 || !r.Operation.Reads) {
		v.Reply = r.Operation.Operation.Reply(r)
	}
	v.Reply.Created = append(v.Reply.Created, r.Created...)
	r.remember(v.Reply)
	v.World = r.World.finished()
	v.Asked = r.asked
	for i := before; i < len(v.Others); i++ {
		v.Others[i].tokens, v.Others[i].counters = r.World.tokens, r.World.counters
	}
}

// read notes the names that the call gives, and the parameters that the
// operation does not read.
func (r *Request) read() {
	for name := range r.Call.Params {
		r.names |= namesIn(name)
		if r.most > 0 || envelope(name) {
			continue
		}
		if p, ok := r.Operation.Param(name); !ok || p.Type == TypeList && r.unreadElement(p, name) {
			r.unread = append(r.unread, name)
		}
	}
	if len(r.unread) > 1 {
		SortParams(r.unread)
	}
}

// envelope says that every request may have the parameter: it is read before
// the operation (RegionId, tokens), or is hidden in the API's metadata.
func envelope(name string) bool {
	switch name {
	case "RegionId", "ClientToken", "OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount":
		return true
	default:
		return false
	}
}

// Message returns the message of the i-th broken rule.
func (v Verdict) Message(i int) string {
	return fill(v.Broken[i].Message, v.Says[i])
}

// Outcome returns the answer of a cloud that obeys the model: the first broken
// rule of the canonical order, or the reply.
func (v Verdict) Outcome() Outcome {
	switch {
	case v.Op == nil:
		return Outcome{Class: ClassUnsupported, HTTP: 404, Code: "InvalidAction.NotFound",
			Message: "Specified api is not found, please check your url and method."}
	case len(v.Broken) > 0:
		rule := v.Broken[0]
		return Outcome{Class: ClassError, HTTP: rule.HTTP, Code: rule.Code, Message: v.Message(0)}
	case v.DryRun:
		return dryRunOutcome(v.Op.DryRunCode)
	default:
		return Outcome{Class: ClassOK, HTTP: 200, Reply: v.Reply}
	}
}

// The two ways in which a successful dry run is reported (docs/clients.md, Dry
// run).
const (
	// DryRunOperation is the code of operations on one resource.
	DryRunOperation = "DryRunOperation"
	// DryRunSuccess is the code of the operations that take several ids.
	DryRunSuccess = "DRYRUN.SUCCESS"
)

func dryRunOutcome(code string) Outcome {
	message := "Request validation has been passed with DryRun flag set."
	if code == DryRunSuccess {
		message = "This request is a dryrun request with successful result."
	}
	return Outcome{Class: ClassError, HTTP: 400, Code: code, Message: message}
}
