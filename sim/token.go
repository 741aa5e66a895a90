package sim

import (
	"maps"
	"sync"

	"github.com/ecsim/ecsim/model"
)

// What becomes of a ClientToken before and beside an accepted call, which the
// model remembers. A call of the model is over at once; here it is under way while
// a fault delays it, and a fault can burn its token.

// tokens are those that a call in progress holds, and those that a failure burnt.
type tokens struct {
	mu   sync.Mutex
	held map[string]heldToken
}

type heldToken struct {
	params model.Params
	burnt  bool
}

func (t *tokens) put(key string, call model.Call, burnt bool) {
	if key == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held == nil {
		t.held = map[string]heldToken{}
	}
	t.held[key] = heldToken{call.Params, burnt}
}

// release ends what put began, unless the token was burnt.
func (t *tokens) release(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.held[key].burnt {
		delete(t.held, key)
	}
}

func (t *tokens) get(key string) (heldToken, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	held, ok := t.held[key]
	return held, ok
}

func (t *tokens) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held = nil
}

// tokenKey names the token of a call; empty if it has none that counts.
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
	key := c.tokenKey(call)
	if key == "" {
		return Answer{}, false
	}
	held, ok := c.tokens.get(key)
	if !ok {
		return Answer{}, false
	}
	a := c.unheard(call, e)
	same := maps.Equal(held.params, call.Params)
	switch rule := a.Op.TokenMismatch(); {
	case !same && rule != nil:
		a.Outcome = model.Outcome{Class: model.ClassError, HTTP: rule.HTTP, Code: rule.Code, Message: rule.Message}
	case !same:
		a.Outcome = c.common("IdempotentParameterMismatch")
	case held.burnt:
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
	case op.Product == "Vpc": // as its page of CreateVpc says
		return model.Outcome{Class: model.ClassError, HTTP: 400, Code: "TOKEN_PROCESSING", Message: "Action is processing."}
	case op.Name == "RunInstances", op.Name == "CreateInstance": // seen, see fixtures/catalog/observed.json
		return model.Outcome{Class: model.ClassError, HTTP: 403, Code: "IdempotentProcessing",
			Message: "The previous idempotent request(s) is still processing."}
	default:
		return c.common("LastTokenProcessing")
	}
}
