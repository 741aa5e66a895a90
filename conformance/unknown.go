package conformance

import (
	"context"
	"strconv"
	"sync"

	"github.com/ecsim/ecsim/model"
)

// What is done about answers that leave open whether a call was applied.

// A lostCall may have made something, and nothing came back that says so.
type lostCall struct {
	call  model.Call // in the target's ids, its token included
	step  Step
	owner string
}

// mayOwn remembers a call that may have made something.
func (r *runner) mayOwn(step Step, res StepResult) {
	if r.start.World.Model().Makes(step.Op) == nil || !res.Verdict.Accepted() || res.Verdict.DryRun {
		return
	}
	if call, ok := r.oracle.forTarget(step, r.caller, r.start.Region); ok {
		r.lost = append(r.lost, lostCall{call, step, r.caller})
	}
}

// claim finds out before the clean-up what lost calls have made: with its
// token, a call can be made again, and gives the same thing. What had no token
// and may be there is said.
func (r *runner) claim(ctx context.Context) error {
	const tries = 3
	for _, l := range r.lost {
		token := l.call.Params["ClientToken"] != ""
		found := false
		for n := 0; token && !found && n < tries; n++ {
			out, err := r.target.Do(ctx, l.call)
			if err != nil {
				return err
			}
			r.result.Counts.Cleanup++
			for _, id := range out.Reply.Created {
				r.ledger = append(r.ledger, owned{name: l.step.Bind, kind: r.start.World.Model().Makes(l.step.Op), id: id, as: l.owner})
			}
			found = out.Class == model.ClassOK || out.Class == model.ClassError
		}
		if !found {
			r.result.Leftover = append(r.result.Leftover, "what "+l.step.Op+" may have made (no answer)")
		}
	}
	return nil
}

// strikes counts the answers in a row that could not be read, by operation. It
// is safe for concurrent use.
type strikes struct {
	mu     sync.Mutex
	inARow map[string]int
}

// out counts an answer; true says that it is the third in a row, or a later
// one, that could not be read: no accident any more.
func (s *strikes) out(op string, o model.Outcome) bool {
	const third = 3
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case unreadable(o):
		s.inARow[op]++
	case o.Class == model.ClassOK || o.Class == model.ClassError:
		delete(s.inARow, op)
	}
	return unreadable(o) && s.inARow[op] >= third
}

// unreadable says that a whole answer came, of a service that is well, and that
// it says nothing.
func unreadable(o model.Outcome) bool {
	return o.Class == model.ClassUnknown && o.HTTP >= 200 && o.HTTP < 500
}

func unreadableReply(op string, o model.Outcome) Judgement {
	return Judgement{
		Result: Divergence, Kind: "unreadable", Item: op + "/reply",
		Basis:    model.Documented("every page of the API: an answer is a JSON object with RequestId, and with Code where it refuses"),
		Expected: "an answer that can be read", Seen: strconv.Itoa(o.HTTP) + ", " + o.Message,
	}
}
