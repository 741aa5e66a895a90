package sim

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// Fail makes what the resource is about to do fail now: its creation or its
// attachment. It returns the name of the failure, such as Image/Creating-CreateFailed.
func (c *Cloud) Fail(id string) (string, error) {
	_, did, err := c.update(func(head *state) (Change, error) {
		now := head.time.now(c.wall())
		settled := *head
		c.advance(&settled, now)
		if _, ok := failureOf(settled.world, id); !ok {
			return Change{}, fmt.Errorf("fail %s: nothing of it can fail now: a failure ends a creation (instance, image, network interface) or an attachment", id)
		}
		c.mark.order++
		return Change{Kind: ChangeFail, Now: now, ID: id}, nil
	})
	return did.edge, err
}

// failureOf returns the failure that the resource may meet.
func failureOf(w model.World, id string) (model.Transition, bool) {
	r, account, region := w.Locate(id)
	if r == nil {
		return model.Transition{}, false
	}
	return w.Failing(account, region, r.Kind(), id)
}

func (c *Cloud) performFailure(s *state, ch Change, d *did) {
	s.world = atLeast(s.world, ch.Now)
	if t, ok := failureOf(s.world, ch.ID); ok {
		c.put(s, s.world.Fail(t))
		d.edge, d.fired = t.Edge.Name, d.fired+1
	}
}

// failAfter makes what an accepted call has begun fail: what it made, or else what it
// names.
func (c *Cloud) failAfter(call model.Call, a *Answer) {
	if a.Outcome.Class != model.ClassOK {
		return
	}
	ids := a.Outcome.Reply.Created
	if len(ids) == 0 {
		ids = slices.Sorted(maps.Values(call.Params))
	}
	for _, id := range ids {
		if _, ok := failureOf(c.World(), id); ok {
			_, _ = c.Fail(id) // another client may have ended it meanwhile
		}
	}
}
