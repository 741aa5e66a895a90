package secondcloud

import (
	"fmt"
	"maps"
)

// A tokenRule says how an operation treats its ClientToken.
type tokenRule struct {
	// changed answers a token that comes again with other parameters.
	changed *refusal
}

// anyToken is the rule of the common errors.
func anyToken() *tokenRule {
	return &tokenRule{refuse(bad, "IdempotentParameterMismatch", "The request is retried with updated parameters.")}
}

// A usedToken is what came of the call that a token was first sent with.
type usedToken struct {
	params string
	reply  fields
}

// tokenKey is where the token of the call is kept: a token counts for one
// operation in one region.
func (c *call) tokenKey() string { return c.op.name + " " + c.region + " " + c.text("ClientToken") }

// request is what has to be equal in two calls with one token.
func (c *call) request() string {
	asked := params{}
	for name, value := range c.params {
		if !envelope(name) && name != "ClientToken" && name != "DryRun" {
			asked[name] = value
		}
	}
	return fmt.Sprintf("%q", asked) // in the order of the names
}

// retry looks the call's token up. An equal call that came before is answered
// with what that one was answered with, whatever has happened since.
func (c *call) retry() (reply fields, again bool, refused *refusal) {
	token := c.text("ClientToken")
	if c.op.token == nil || token == "" {
		return nil, false, nil
	}
	if !tokenIsWell(token) {
		return nil, false, refuse(bad, "InvalidClientToken.ValueNotSupported", "The ClientToken provided is invalid.")
	}
	used, known := c.tokens[c.tokenKey()]
	if !known || c.isTrue("DryRun") {
		return nil, false, nil
	}
	if used.params != c.request() {
		return nil, false, c.op.token.changed
	}
	return maps.Clone(used.reply), true, nil
}

// keep remembers what came of a call, for its token.
func (c *call) keep(reply fields) {
	if c.op.token != nil && c.has("ClientToken") {
		c.tokens[c.tokenKey()] = usedToken{c.request(), maps.Clone(reply)}
	}
}

// tokenIsWell says whether the token has at most 64 ASCII characters.
func tokenIsWell(token string) bool {
	for _, r := range token {
		if r < ' ' || r > '~' {
			return false
		}
	}
	return len(token) <= 64
}
