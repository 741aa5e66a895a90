package sim

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A Consistency says what happens after a call was accepted. Strict, the zero
// value: everything shows and counts at once. Eventual: for a while reads show
// resources as they were, and what was removed counts as there; each lag is drawn,
// up to Range and to what the model gives for the kind.
type Consistency struct{ Range time.Duration }

// eventualRange is the longest lag where none is given: clients that wait a few
// seconds between two reads meet each lag once or twice.
const eventualRange = 5 * time.Second

// ParseConsistency reads strict, eventual or eventual:RANGE, such as eventual:30s.
func ParseConsistency(text string) (Consistency, error) {
	word, given, ranged := strings.Cut(text, ":")
	switch {
	case text == "strict":
		return Consistency{}, nil
	case text == "eventual":
		return Consistency{eventualRange}, nil
	case word != "eventual" || !ranged:
		return Consistency{}, fmt.Errorf("consistency %q: choose strict, eventual or eventual:RANGE, such as eventual:30s", text)
	}
	d, err := time.ParseDuration(given)
	if err == nil && d <= 0 {
		err = errors.New("a range is longer than nothing")
	}
	if err != nil {
		return Consistency{}, fmt.Errorf("consistency %q: give a range such as eventual:30s: %w", text, err)
	}
	return Consistency{d}, nil
}

// String is what [ParseConsistency] reads.
func (c Consistency) String() string {
	if c.Range == 0 {
		return "strict"
	}
	return "eventual:" + c.Range.String()
}

// WithConsistency chooses what happens after a call was accepted; the default is
// strict.
func WithConsistency(consistency Consistency) Option {
	return func(c *Cloud) { c.consistency = consistency }
}

// Consistency returns what happens after a call was accepted.
func (c *Cloud) Consistency() Consistency { return c.consistency }

// A pastChange is a change whose earlier states may still show or count. It is
// never changed.
type pastChange struct {
	at      time.Time
	op      string // the call; empty for transitions
	earlier []model.Earlier
}

// remember keeps the earlier states of the resources that a change of the world
// replaced, and forgets what is too old. A transition shows at once, since its own
// duration is drawn, too; only what it removes counts for a while.
func (c *Cloud) remember(s *state, before model.World, op string, at time.Time) {
	if c.consistency.Range == 0 {
		return
	}
	earlier := s.world.Changed(before)
	if op == "" {
		earlier = slices.DeleteFunc(earlier, func(e model.Earlier) bool { return !e.Counts() })
	}
	past := slices.DeleteFunc(slices.Clone(s.past), func(p pastChange) bool { return at.Sub(p.at) > c.consistency.Range })
	if len(earlier) > 0 {
		past = append(past, pastChange{at, op, earlier})
	}
	s.past = past
}

// shown returns the world that a read shows: resources whose change does not show
// yet are as they were before it. Reads of different operations may differ, as they
// do where each has a copy of its own.
func (c *Cloud) shown(s *state, w model.World, op string, now time.Time) model.World {
	for _, p := range slices.Backward(s.past) { // the oldest state that still shows wins
		if p.op == "" || now.Sub(p.at) >= c.lag(p, op, model.LagShown, w) {
			continue
		}
		for _, e := range p.earlier {
			if !s.world.NameTaken(e) {
				w = w.With(e)
			}
		}
	}
	return w
}

// lag draws how long the earlier states of a change go on: half of the changes have
// no lag. The draw depends on seed, call and resource only, so that unrelated calls
// do not change it. What one call changes lags together, since a copy is of one moment.
func (c *Cloud) lag(p pastChange, read string, of model.LagOf, w model.World) time.Duration {
	most := c.consistency.Range
	for _, e := range p.earlier {
		kind := w.Model().ShownFor(e)
		if of == model.LagCounts {
			kind = w.Model().Lag(e.Kind, of)
		}
		most = min(most, kind.Max)
	}
	h := fnv.New64a()
	for _, part := range []string{strconv.FormatUint(w.Seed(), 10), p.op, p.earlier[0].ID, read} {
		_, _ = h.Write(append([]byte(part), 0))
	}
	draw := mix(h.Sum64())
	if draw%2 == 0 {
		return 0
	}
	const grain = 10 * time.Millisecond
	return grain * time.Duration(1+draw/2%uint64(max(1, most/grain)))
}

// refusedByPast judges an accepted call again in the worlds in which what was removed
// still counts, back to each earlier moment. Where one refuses it, the cloud does so, too.
func (c *Cloud) refusedByPast(s *state, d *did, call model.Call, now time.Time) {
	if len(s.past) == 0 || !d.verdict.Accepted() {
		return
	}
	w := d.met
	for _, p := range slices.Backward(s.past) {
		if now.Sub(p.at) >= c.lag(p, "", model.LagCounts, w) {
			continue
		}
		before := w.State()
		if w = w.Counting(p.earlier); w.State() == before {
			continue
		}
		if v := c.decide(w, call); v.Op != nil && !v.Accepted() {
			v.World = d.met
			d.verdict = v
			return
		}
	}
}
