package precedence

import (
	"context"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// An Inquiry finds the order in which a target checks the rules of operations:
// it makes calls that break pairs of rules and sorts the rules by the answers.
// Worlds are asked one after the other, because some rules can be broken in one
// world only.
type Inquiry struct {
	options    InquiryOptions
	operations []*inquired
	leftover   []string
}

// InquiryOptions are the settings of an inquiry.
type InquiryOptions struct {
	// Operations are those to sort; empty for the five pages.
	Operations []string
	// Seed draws the triples to verify.
	Seed uint64
	// Triples is the number of derived orders that are probed, for each
	// operation.
	Triples int
	// Orders are the orders known before; contradicting them is a finding.
	Orders oracle.Orders
	// Progress is called after each probe; may be nil.
	Progress func(operation string, probes int)
}

// inquired holds the state of one operation.
type inquired struct {
	op       *model.BoundOperation
	relation *relation
	index    map[string]int
	asked    []askedProbe
	stats    OrderStats
	askable  map[[2]string]bool
	open     map[[2]string]string // undecided, with the reason
	found    []OrderFinding
	third    map[string]bool // sets of broken rules for which a third rule answered
}

// An askedProbe is a probe whose answer decided something.
type askedProbe struct {
	probe
	world string
	by    *model.BoundRule
}

// OrderStats are the figures of one operation.
type OrderStats struct {
	Operation string
	Rules     int // rules in an askable pair
	Askable   int // pairs that some call breaks together and whose answers differ
	Decided   int // of these
	Asked     int // decided by a probe about the pair
	Probes    int // to sort
	Verified  int // further probes: adjacent pairs and triples
	KLogK     int // rules × log2 rules, rounded up: what a total order takes
	Masked    int // pairs that a third rule always answers for
	Undecided int // for another reason
	Against   int // decided pairs that the model lists the other way round
	Calls     run.Counts
}

// An OrderFinding is a contradiction, or an odd answer that decides nothing.
type OrderFinding struct {
	Operation string
	// Contradiction says that answers contradict each other or the known
	// orders; otherwise the answer is not one that the model expects for the
	// call.
	Contradiction bool
	Text          string
	Sequence      sequence.Sequence
}

// PageOperations are the five operations that are modelled row by row.
func PageOperations(m *model.Model) []string {
	var names []string
	for _, op := range m.Operations() {
		if op.Page {
			names = append(names, op.Name)
		}
	}
	return names
}

// NewInquiry returns an inquiry without any answers.
func NewInquiry(m *model.Model, o InquiryOptions) (*Inquiry, error) {
	if len(o.Operations) == 0 {
		o.Operations = PageOperations(m)
	}
	if o.Orders == nil {
		o.Orders = oracle.NoOrders{}
	}
	inq := &Inquiry{options: o}
	for _, name := range o.Operations {
		op, ok := m.Operation(name)
		if !ok {
			return nil, fmt.Errorf("the model has no operation %q", name)
		}
		q := &inquired{
			op: op, relation: newRelation(len(op.Rules)), index: map[string]int{},
			askable: map[[2]string]bool{}, open: map[[2]string]string{}, third: map[string]bool{}, stats: OrderStats{Operation: name},
		}
		for i, r := range op.Rules {
			q.index[r.ID()] = i
		}
		inq.operations = append(inq.operations, q)
	}
	return inq, nil
}

// Ask sorts the rules that can be probed in this world of the target. An error
// means that the harness broke; what was found until then is kept.
func (inq *Inquiry) Ask(ctx context.Context, t sequence.Target, start oracle.Start, cases []plan.Case) error {
	start.Defaults()
	for _, q := range inq.operations {
		pairs, err := probesOf(start, q.op, cases, q.decided)
		if err != nil {
			return err
		}
		a := &asker{target: t, start: start}
		s := &sorter{inquired: q, ask: a, pairs: pairs, options: inq.options, world: start.World.Base().Name}
		err = s.sort(ctx)
		if err == nil {
			err = s.verify(ctx)
		}
		if closeErr := a.close(ctx); err == nil {
			err = closeErr
		}
		q.stats.Calls.Add(a.counts)
		inq.leftover = append(inq.leftover, a.leftover...)
		if err != nil {
			return fmt.Errorf("%s: %w", q.op.Name, err)
		}
	}
	return nil
}

func (q *inquired) decided(pair [2]string) bool {
	return q.relation.known(q.index[pair[0]], q.index[pair[1]])
}

// Leftover lists the resources that could not be removed from the target.
func (inq *Inquiry) Leftover() []string { return inq.leftover }

// Stats returns the figures of each operation.
func (inq *Inquiry) Stats() []OrderStats {
	var all []OrderStats
	for _, q := range inq.operations {
		all = append(all, q.figures())
	}
	return all
}

// Plus adds the figures of two operations.
func (s OrderStats) Plus(o OrderStats) OrderStats {
	s.Rules += o.Rules
	s.Askable += o.Askable
	s.Decided += o.Decided
	s.Asked += o.Asked
	s.Probes += o.Probes
	s.Verified += o.Verified
	s.KLogK += o.KLogK
	s.Masked += o.Masked
	s.Undecided += o.Undecided
	s.Against += o.Against
	s.Calls.Add(o.Calls)
	return s
}

func (q *inquired) figures() OrderStats {
	s := q.stats
	rules := map[string]bool{}
	for pair := range q.askable {
		rules[pair[0]], rules[pair[1]] = true, true
		a, b := q.index[pair[0]], q.index[pair[1]]
		switch {
		case !q.relation.known(a, b):
			if q.open[pair] == maskedPair {
				s.Masked++
			} else {
				s.Undecided++
			}
			continue
		case q.relation.direct[a][b]+q.relation.direct[b][a] > 0:
			s.Asked++
		}
		s.Decided++
		if q.relation.before[max(a, b)][min(a, b)] {
			s.Against++
		}
	}
	s.Rules, s.Askable = len(rules), len(q.askable)
	if s.Rules > 1 {
		s.KLogK = s.Rules * bits.Len(uint(s.Rules-1))
	}
	return s
}

// Findings lists contradictions first, then odd answers.
func (inq *Inquiry) Findings() []OrderFinding {
	var all []OrderFinding
	for _, q := range inq.operations {
		all = append(all, q.found...)
	}
	slices.SortStableFunc(all, func(a, b OrderFinding) int {
		switch {
		case a.Contradiction == b.Contradiction:
			return 0
		case a.Contradiction:
			return -1
		default:
			return 1
		}
	})
	return all
}

// Precedence returns the result as a file: the pairs that a probe was about.
func (inq *Inquiry) Precedence(target PrecedenceTarget, date string) Precedence {
	p := Precedence{Schema: PrecedenceSchema, Target: target, Date: date, Seed: inq.options.Seed}
	for _, q := range inq.operations {
		p.Operations = append(p.Operations, q.write())
	}
	return p
}

func (q *inquired) write() OperationPrecedence {
	o := OperationPrecedence{Operation: q.op.Name}
	used := map[int]bool{}
	for a, row := range q.relation.direct {
		for b, n := range row {
			if n == 0 {
				continue
			}
			used[n-1] = true
			winner := ruleName(q.op.Rules[a])
			o.Pairs = append(o.Pairs, PrecedencePair{
				Pair: pairOf(winner, ruleName(q.op.Rules[b])), Winner: winner, Evidence: []string{probeID(n - 1)},
			})
		}
	}
	for _, n := range slices.Sorted(maps.Keys(used)) {
		asked := q.asked[n]
		probe := PrecedenceProbe{ID: probeID(n), Answered: ruleName(asked.by), Sequence: asked.sequence(asked.world).String()}
		for _, r := range asked.broken {
			probe.Broken = append(probe.Broken, ruleName(r))
		}
		o.Probes = append(o.Probes, probe)
	}
	return o
}

func probeID(n int) string { return "p" + strconv.Itoa(n+1) }
