package model

import "hash/maphash"

// What a world has learnt of the facts of DESIGN: quotas, features and figures that
// a target has not shown. A verdict that depends on an unknown fact asks for it;
// each of the two answers makes a world of its own. Answers of the target then
// rule one of them out, and what is left has learnt the fact.

// Learn returns the two possible worlds of the question: one in which the fact
// is at least N, and one in which it is not.
func (w World) Learn(q Question) (atLeast, below World) {
	r := w.knows(q.Fact)
	atLeast, below = w, w
	atLeast.learn(q.Fact.key(), Range{max(r.Lo, q.N), r.Hi})
	below.learn(q.Fact.key(), Range{r.Lo, min(r.Hi, q.N-1)})
	return atLeast, below
}

// learn notes what is known of a fact now.
func (w *World) learn(key string, r Range) {
	if old, ok := w.learnt.Get(key); ok {
		w.learntSum -= learntHash(key, old)
	}
	w.learnt = w.learnt.Set(key, r)
	w.learntSum += learntHash(key, r)
}

func learntHash(key string, r Range) uint64 {
	return maphash.Comparable(hashSeed, struct {
		key string
		r   Range
	}{key, r})
}

// Either returns the world that knows only what both know: where one world stands
// for two that are in one state, no fact may count as learnt that holds in one of
// them alone.
func (w World) Either(o World) World {
	if w.learnt == o.learnt {
		return w
	}
	both := w
	for it := w.learnt.Iterator(); !it.Done(); {
		key, r, _ := it.Next()
		other, ok := o.learnt.Get(key)
		if ok && other == r {
			continue
		}
		both.learntSum -= learntHash(key, r)
		both.learnt = both.learnt.Delete(key)
		if ok {
			both.learn(key, Range{min(r.Lo, other.Lo), max(r.Hi, other.Hi)})
		}
	}
	return both
}

// learntSame says whether both worlds have learnt the same.
func (w World) learntSame(o World) bool {
	if w.learnt == o.learnt {
		return true
	}
	for it := w.learnt.Iterator(); !it.Done(); {
		key, r, _ := it.Next()
		if other, ok := o.learnt.Get(key); !ok || other != r {
			return false
		}
	}
	return w.learnt.Len() == o.learnt.Len()
}

// Knows returns the known range of the fact.
func (w World) Knows(f Fact) Range { return w.knows(f) }

func (w *World) knows(f Fact) Range {
	if w.learnt.Len() > 0 {
		if r, ok := w.learnt.Get(f.key()); ok {
			return r
		}
	}
	return w.base.knows(w.model.kinds, f)
}

// key names the fact among those that a world has learnt.
func (f Fact) key() string { return f.Scope + "/" + string(f.Name) }
