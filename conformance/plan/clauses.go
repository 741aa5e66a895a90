package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The kinds of witnesses of clauses: a call that breaks a clause and nothing
// else, and the nearest call that the clause allows.
const (
	ClauseKind = "clause"
	KeepKind   = "keep"
)

// ofClause says whether the item is about a clause of a rule.
func (i Item) ofClause() bool { return i.Kind == ClauseKind || i.Kind == KeepKind }

// breaksAlone says whether the call breaks the clause of the item, and nothing
// else.
func breaksAlone(v model.Verdict, item Item) bool {
	if len(v.Broken) != 1 || v.Broken[0].ID() != item.What() {
		return false
	}
	broken := v.Breaks(v.Broken[0])
	return len(broken) == 1 && item.ID == item.What()+"/"+broken[0].Name
}

// A ClauseCall is a call that a clause gives, with what it shows.
type ClauseCall struct {
	Item Item
	// Number counts the calls of one item, from 1.
	Number int
	hint   model.Break
	op     *model.BoundOperation
	// strict is the model in which the limit lets one less pass, for a call that
	// is just allowed; nil for others.
	strict *model.Model
}

// World returns the name of the world in which the call is made.
func (c ClauseCall) World() string { return cmp.Or(c.hint.World, "default") }

// ClauseCalls lists the calls of all clauses of the model, by operation and rule.
func ClauseCalls(m *model.Model) []ClauseCall {
	var all []ClauseCall
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			if r.Shadowed != "" {
				continue
			}
			for _, c := range r.Clauses {
				for n, hint := range c.Break {
					all = append(all, ClauseCall{Item: Item{ClauseKind, r.ID() + "/" + c.Name}, Number: n + 1, hint: hint, op: op})
				}
				for n, hint := range c.Keep {
					all = append(all, ClauseCall{Item: Item{KeepKind, r.ID() + "/" + c.Name}, Number: n + 1, hint: hint, op: op, strict: strictly(m, op, r, c)})
				}
			}
		}
	}
	return all
}

// strictly returns the model in which the limit of the clause is one less; nil
// for a clause that is about no number.
func strictly(m *model.Model, op *model.BoundOperation, rule *model.BoundRule, clause model.Clause) *model.Model {
	if !clause.Bound {
		return nil
	}
	changed, strict := *op, *rule
	broken := clause.Broken
	clause.Broken = func(r *model.Request) bool { return ecs.Generously(r, -1, broken) }
	strict.Consist([]model.Clause{clause})
	changed.Rules = slices.Clone(op.Rules)
	changed.Rules[slices.Index(op.Rules, rule)] = &strict
	return m.With(&changed)
}

// FindClauseWitnesses puts the calls of clauses after the shortest preparations
// in which they show what they should: that the clause is broken and nothing
// else, or that the call is accepted. Preparations are beginnings of the other
// cases.
// It returns the calls for which there is none.
func FindClauseWitnesses(start oracle.Start, cases []Case, calls []ClauseCall) (found []Witness, missing []ClauseCall, err error) {
	start.Defaults()
	mover, err := generate.NewMover(start)
	if err != nil {
		return nil, nil, err
	}
	var others []Case
	for _, c := range cases {
		if !c.Item.ofClause() {
			others = append(others, c)
		}
	}
	s := &clauseSearch{start: start, mover: mover}
	for _, at := range beginnings(start, others) { // those at rest can be shared
		if len(at.p.World.Pending()) == 0 {
			s.at = append(s.at, at)
		} else {
			s.racing = append(s.racing, at)
		}
	}
	s.at = append(s.at, s.racing...)
	for _, c := range calls {
		if w, ok := s.find(c); ok {
			found = append(found, w)
		} else {
			missing = append(missing, c)
		}
	}
	return found, missing, nil
}

// A clauseSearch is a search for preparations in one world.
type clauseSearch struct {
	start      oracle.Start
	mover      *generate.Mover
	at, racing []prepared
}

// find returns the first preparation after which the call shows its item.
func (s *clauseSearch) find(c ClauseCall) (Witness, bool) {
	for _, at := range s.at {
		for _, params := range s.mover.Hinted(at.p, c.op, c.hint) {
			if c.Item.Allowed() && c.op.DryRunCode != "" && params["DryRun"] == "" {
				params = params.With("DryRun", "true") // it costs one call, and leaves nothing behind
			}
			step := sequence.Step{Kind: sequence.StepCall, Op: c.op.Name, Params: params}
			caller := c.hint.Caller
			call := at.p.ForModel(step, caller, s.start.Region)
			if c.strict != nil && at.p.World.Under(c.strict).Try(call, 1).Accepted() {
				continue // it is not at the limit here
			}
			v := at.p.World.Apply(call)
			if !MayDetect(v, c.Item) || c.Item.Allowed() && s.spoils(at.p, c.op, step) {
				continue
			}
			move := generate.Planned{Step: step, Caller: caller}
			if c.Item.Allowed() && !v.DryRun {
				move = bound(s.start, at, move, v)
			}
			return Witness{Item: c.Item, Number: c.Number, Sequence: at.then(s.start, move)}, true
		}
	}
	return Witness{}, false
}

// spoils says whether an accepted call would change a resource that the default
// world begins with: other sequences need it as it is.
func (s *clauseSearch) spoils(p oracle.PossibleWorld, op *model.BoundOperation, step sequence.Step) bool {
	subject := op.Subject()
	if subject == nil || s.start.World.Model().Makes(op.Name) != nil || op.Reads || step.Params["DryRun"] == "true" {
		return false
	}
	name, named := strings.CutPrefix(step.Params[subject.Name], "$")
	return named && p.Base(sequence.Root(name))
}
