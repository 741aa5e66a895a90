package sim

import (
	"maps"
	"slices"
	"time"

	"github.com/ecsim/ecsim/model"
)

// The model remembers the ClientTokens of accepted calls. Here are the other
// uses of a token: a call that a fault delays holds its token, and a fault can
// burn one.

// A HeldToken is a ClientToken that belongs to no accepted call: a call in
// progress holds it, or a failed call burnt it.
type HeldToken struct {
	Key    string // see tokenKey
	Params model.Params
	Burnt  bool
	// Until is the time of day at which the call in progress would end, in case
	// its process ends first.
	Until time.Time

	left bool // by another process
}

// heldTokens are never changed: a state with other tokens gets a copy.
type heldTokens map[string]HeldToken

func (t heldTokens) with(held HeldToken) heldTokens {
	next := maps.Clone(t)
	if next == nil {
		next = heldTokens{}
	}
	next[held.Key] = held
	return next
}

// without returns a copy without the tokens for which gone is true.
func (t heldTokens) without(gone func(HeldToken) bool) heldTokens {
	next := heldTokens{}
	for key, held := range t {
		if !gone(held) {
			next[key] = held
		}
	}
	if len(next) == 0 {
		return nil
	}
	return next
}

// inTheWay returns the token that blocks a call at a time of day.
func (t heldTokens) inTheWay(key string, wall time.Time) (HeldToken, bool) {
	held, ok := t[key]
	return held, ok && !held.over(wall)
}

// over says that the call ended with its process. Until the call would have
// ended, other calls are still told to wait.
func (h HeldToken) over(wall time.Time) bool { return h.left && !h.Burnt && !wall.Before(h.Until) }

// list returns all tokens in the order of their keys.
func (t heldTokens) list() []HeldToken {
	all := make([]HeldToken, 0, len(t))
	for _, key := range slices.Sorted(maps.Keys(t)) {
		all = append(all, t[key])
	}
	return all
}

// leftTokens are the tokens that another process left behind.
func leftTokens(all []HeldToken) heldTokens {
	var t heldTokens
	for _, held := range all {
		held.left = true
		t = t.with(held)
	}
	return t
}

// hold keeps the token of a call in progress. It returns false where another
// call was faster, and true where there is nothing to hold.
func (c *Cloud) hold(call model.Call, until time.Time) bool {
	key, free := c.tokenKey(call), true
	if key == "" {
		return true
	}
	_, _, err := c.update(func(head *state) (Change, error) {
		wall := c.wall()
		if _, held := head.tokens.inTheWay(key, wall); held {
			free = false
			return Change{}, errNoChange
		}
		return Change{Kind: ChangeHold, Now: head.time.now(wall), Call: call, Wall: until}, nil
	})
	_ = err // the call itself reports that the journal fails
	return free
}

// release ends what hold began.
func (c *Cloud) release(call model.Call) {
	if c.tokenKey(call) == "" {
		return
	}
	_, _, err := c.update(func(head *state) (Change, error) {
		return Change{Kind: ChangeRelease, Now: head.time.now(c.wall()), Call: call}, nil
	})
	_ = err // as above
}

// burn keeps the token of a call that failed, for good.
func (c *Cloud) burn(call model.Call) error {
	if c.tokenKey(call) == "" {
		return nil
	}
	_, _, err := c.update(func(head *state) (Change, error) {
		return Change{Kind: ChangeBurn, Now: head.time.now(c.wall()), Call: call}, nil
	})
	return err
}

// performToken makes one of the three changes of tokens.
func (c *Cloud) performToken(s *state, ch Change) {
	key := c.tokenKey(ch.Call)
	switch ch.Kind { //nolint:exhaustive // the others are not about tokens
	case ChangeHold:
		s.tokens = s.tokens.with(HeldToken{Key: key, Params: ch.Call.Params, Until: ch.Wall})
	case ChangeBurn:
		s.tokens = s.tokens.with(HeldToken{Key: key, Params: ch.Call.Params, Burnt: true})
	case ChangeRelease:
		s.tokens = s.tokens.without(func(h HeldToken) bool { return h.Key == key && !h.Burnt })
	}
}

// tokenKey returns the key of a call's token; empty if it has no token that
// counts.
func (c *Cloud) tokenKey(call model.Call) string {
	op, ok := c.start.Model().Operation(call.Op)
	if !ok || !op.ClientToken || call.Params["ClientToken"] == "" {
		return ""
	}
	caller, _ := c.start.Base().Caller(call.Caller)
	region := call.Params["RegionId"]
	if region == "" {
		region = call.Region
	}
	return caller.Account + "/" + region + "/" + op.Name + "/" + call.Params["ClientToken"]
}

// tokenInTheWay answers a call whose token is held by a call in progress, or was
// burnt by one that failed.
func (c *Cloud) tokenInTheWay(call model.Call, e *Event) (Answer, bool) {
	tokens := c.state.Load().tokens
	if len(tokens) == 0 {
		return Answer{}, false
	}
	held, ok := tokens.inTheWay(c.tokenKey(call), c.wall())
	if !ok {
		return Answer{}, false
	}
	a := c.unheard(call, e)
	same := maps.Equal(held.Params, call.Params)
	switch rule := a.Op.TokenMismatch(); {
	case !same && rule != nil:
		a.Outcome = model.Outcome{Class: model.ClassError, HTTP: rule.HTTP, Code: rule.Code, Message: rule.Message}
	case !same:
		a.Outcome = c.common("IdempotentParameterMismatch")
	case held.Burnt:
		// Seen of CreateInstance (bosh-alicloud-cpi-release, issue 105); the status
		// is that of IdempotentProcessing, its sibling (assumed).
		a.Outcome = model.Outcome{Class: model.ClassError, HTTP: 403, Code: "IdempotentFailed",
			Message: "The previous idempotent request(s) has failed due to some unknown error, exception or failure."}
	default:
		a.Outcome = c.inProgress(a.Op)
	}
	return a, true
}

// inProgress is the answer to a token whose first call is still running: the row
// of the operation's page, what a real region was seen to answer, or the row that
// is common to all.
func (c *Cloud) inProgress(op *model.BoundOperation) model.Outcome {
	known := c.start.Model().Catalog()
	if page, err := known.Operation(op.Name); err == nil {
		for _, code := range []string{"IdempotentProcessing", "LastTokenProcessing", "TOKEN_PROCESSING"} {
			for _, row := range page.RowsOf(code) {
				return model.Outcome{Class: model.ClassError, HTTP: row.HTTP, Code: code, Message: row.Message}
			}
		}
	}
	switch {
	case op.Product == "Vpc": // as the page of CreateVpc says
		return model.Outcome{Class: model.ClassError, HTTP: 400, Code: "TOKEN_PROCESSING", Message: "Action is processing."}
	case op.Name == "RunInstances", op.Name == "CreateInstance": // seen, see fixtures/catalog/observed.json
		return model.Outcome{Class: model.ClassError, HTTP: 403, Code: "IdempotentProcessing",
			Message: "The previous idempotent request(s) is still processing."}
	default:
		return c.common("LastTokenProcessing")
	}
}
