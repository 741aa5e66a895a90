package precedence

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A sorter sorts the rules of one operation in one world.
type sorter struct {
	*inquired
	ask     *asker
	pairs   map[[2]string][]probe
	options InquiryOptions
	world   string
}

// maskedPair is the reason of a pair that stays open because a third rule
// always answers.
const maskedPair = "a third rule answers"

// sort inserts one rule after the other, by binary insertion as far as the
// sorted rules are comparable: of the open pairs with the new rule it probes
// the one whose answer decides most in either case. k rules that can all be
// broken with each other take k log k probes.
func (s *sorter) sort(ctx context.Context) error {
	for pair := range s.pairs {
		s.askable[pair] = true
		delete(s.open, pair) // this world may decide
	}
	var sorted []int
	for _, id := range s.rules() {
		x := s.index[id]
		for {
			pair, ok := s.best(x, sorted)
			if !ok {
				break
			}
			if err := s.decide(ctx, pair); err != nil {
				return err
			}
		}
		sorted = append(sorted, x)
	}
	return nil
}

// rules lists the rules of open pairs by id, so that the order does not depend
// on that of the model.
func (s *sorter) rules() []string {
	set := map[string]bool{}
	for pair := range s.pairs {
		set[pair[0]], set[pair[1]] = true, true
	}
	return slices.Sorted(maps.Keys(set))
}

// best chooses the next pair of x to probe; false if none is open.
func (s *sorter) best(x int, sorted []int) (pair [2]string, ok bool) {
	var open []int
	for _, y := range sorted {
		p := pairOf(s.op.Rules[x].ID(), s.op.Rules[y].ID())
		if len(s.pairs[p]) > 0 && !s.relation.known(x, y) && s.open[p] == "" {
			open = append(open, y)
		}
	}
	bestLeast, bestMost := -1, -1
	for _, y := range open {
		least, most := s.relation.split(y, open)
		if c := cmp.Or(cmp.Compare(least, bestLeast), cmp.Compare(most, bestMost)); c > 0 {
			pair, bestLeast, bestMost = pairOf(s.op.Rules[x].ID(), s.op.Rules[y].ID()), least, most
		}
	}
	return pair, len(open) > 0
}

// decide sends probes of the pair until one decides it.
func (s *sorter) decide(ctx context.Context, pair [2]string) error {
	why := maskedPair
	for _, q := range s.pairs[pair] {
		key := names(q.broken)
		if s.hopeless(pair, q) || s.third[key] {
			continue
		}
		s.stats.Probes++
		odd, err := s.probe(ctx, q, false)
		if err != nil {
			return err
		}
		if s.decided(pair) {
			return nil
		}
		if odd != "" {
			why = odd
		} else {
			s.third[key] = true
		}
	}
	s.open[pair] = why
	return nil
}

// hopeless says whether a third rule is known to answer the probe.
func (s *sorter) hopeless(pair [2]string, q probe) bool {
	a, b := s.index[pair[0]], s.index[pair[1]]
	return slices.ContainsFunc(q.broken, func(r *model.BoundRule) bool {
		c := s.index[r.ID()]
		return s.relation.before[c][a] && s.relation.before[c][b]
	})
}

// probe sends one probe and learns from it.
func (s *sorter) probe(ctx context.Context, q probe, verifying bool) (odd string, err error) {
	got, err := s.ask.ask(ctx, q)
	if err != nil {
		return "", err
	}
	if s.options.Progress != nil {
		s.options.Progress(s.op.Name, s.stats.Probes+s.stats.Verified)
	}
	switch {
	case got.odd != "":
		s.note(false, got.odd+", where the call breaks "+names(q.broken), q)
		return got.odd, nil
	case len(got.by) > 1:
		return "several rules look alike", nil
	}
	s.asked = append(s.asked, askedProbe{q, s.world, got.by[0]})
	for _, loser := range got.surely {
		if loser != got.by[0] && !alike(loser, got.by[0]) {
			s.learn(got.by[0], loser, q, verifying)
		}
	}
	return "", nil
}

// learn notes that winner answered although loser was broken too, and whether
// that contradicts the known orders.
func (s *sorter) learn(winner, loser *model.BoundRule, q probe, verifying bool) {
	a, b := s.index[winner.ID()], s.index[loser.ID()]
	before := s.relation.path(b, a)
	if !s.relation.learn(a, b, len(s.asked)-1) {
		var texts []string
		for _, n := range before {
			texts = append(texts, probeID(n)+" ("+ruleName(s.asked[n].by)+" of "+names(s.asked[n].broken)+")")
		}
		how := "the answers form a circle"
		if verifying && len(before) == 1 {
			how = "the answer is not always the same"
		}
		s.note(true, fmt.Sprintf("%s: %s answered before %s, and %s showed the opposite", how, ruleName(winner), ruleName(loser), strings.Join(texts, ", ")), q)
	}
	if id, basis := s.options.Orders.First(winner, loser); id == loser.ID() {
		known := strings.TrimSpace(strings.Join(basis.Sources, ", ") + " " + basis.Reason)
		s.note(true, fmt.Sprintf("%s answered before %s, against what is known: %s", ruleName(winner), ruleName(loser), known), q)
	}
}

func (s *sorter) note(contradiction bool, text string, q probe) {
	s.found = append(s.found, OrderFinding{Operation: s.op.Name, Contradiction: contradiction, Text: text, Sequence: q.sequence(s.world)})
}

func names(rules []*model.BoundRule) string {
	var out []string
	for _, r := range rules {
		out = append(out, ruleName(r))
	}
	return strings.Join(out, ", ")
}

// verify probes adjacent pairs again, and a sample of the pairs that only
// follow from others: a target that checks in one order answers as before.
func (s *sorter) verify(ctx context.Context) error {
	var adjacent, follow [][2]string
	for _, pair := range slices.SortedFunc(maps.Keys(s.pairs), func(a, b [2]string) int {
		return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1]))
	}) {
		a, b := s.index[pair[0]], s.index[pair[1]]
		switch direct := s.relation.direct[a][b]+s.relation.direct[b][a] > 0; {
		case s.relation.covers(a, b) || s.relation.covers(b, a):
			adjacent = append(adjacent, pair)
		case s.relation.known(a, b) && !direct:
			follow = append(follow, pair)
		}
	}
	dice := rand.New(rand.NewPCG(s.options.Seed, uint64(len(s.op.Rules))))
	dice.Shuffle(len(follow), func(i, j int) { follow[i], follow[j] = follow[j], follow[i] })
	for _, pair := range append(adjacent, follow[:min(len(follow), s.options.Triples)]...) {
		q := s.pairs[pair][0]
		if s.hopeless(pair, q) {
			continue
		}
		s.stats.Verified++
		if _, err := s.probe(ctx, q, true); err != nil {
			return err
		}
	}
	return nil
}
