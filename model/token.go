package model

import (
	"hash/maphash"
	"sort"
	"strings"
)

// A token is the stored result of an accepted call with a ClientToken. The same
// token with the same parameters gives the same reply and makes nothing new;
// other parameters are refused (How to ensure idempotence, 2021).
type token struct {
	params string // the canonical text of the call's parameters
	reply  Reply
}

func (r *Request) tokenKey() string {
	text := r.Text("ClientToken")
	if !r.Operation.ClientToken || text == "" {
		return ""
	}
	return r.Account() + "/" + r.Region + "/" + r.Operation.Name + "/" + text
}

// replay answers a call whose token was used before. done is true if the
// verdict is complete. A caller without permission learns nothing from it.
func (r *Request) replay(v *Verdict) (reply Reply, done bool) {
	key := r.tokenKey()
	if key == "" {
		return Reply{}, false
	}
	used, ok := r.World.tokens.Get(key)
	if !ok || !r.permitted() {
		return Reply{}, false
	}
	if used.params == tokenParams(r.Call) {
		return used.reply, true
	}
	if rule := r.Operation.mismatch(); rule != nil {
		v.Broken, v.Says = []*BoundRule{rule}, []string{""}
		return Reply{}, true
	}
	return Reply{}, false
}

// mismatch returns the operation's rule for a token that is repeated with other
// parameters; its When is never true, because replay decides.
func (o *BoundOperation) mismatch() *BoundRule {
	for _, rule := range o.Rules {
		if rule.TokenMismatch {
			return rule
		}
	}
	return nil
}

// TokenMismatch returns the rule that turns away a ClientToken which was used
// with other parameters before; nil if the operation has none.
func (o *BoundOperation) TokenMismatch() *BoundRule { return o.mismatch() }

// DecidedByReplay is the When of such a rule: it is decided before any rule is
// evaluated.
func DecidedByReplay(*Request) bool { return false }

// remember keeps the reply of an accepted call under its token.
func (r *Request) remember(reply Reply) {
	key := r.tokenKey()
	if key == "" || r.Operation.Reads {
		return
	}
	params := tokenParams(r.Call)
	if old, again := r.World.tokens.Get(key); again { // if no rule refuses other parameters
		r.World.sum -= tokenHash(key, old.params)
	}
	r.World.tokens = r.World.tokens.Set(key, token{params, reply})
	r.World.sum += tokenHash(key, params)
}

func tokenParams(c Call) string {
	names := make([]string, 0, len(c.Params))
	for name := range c.Params {
		if name != "ClientToken" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	var b strings.Builder
	for _, name := range names {
		b.WriteString(name)
		b.WriteByte('=')
		b.WriteString(c.Params[name])
		b.WriteByte('\n')
	}
	return b.String()
}

func tokenHash(key, params string) uint64 {
	return maphash.Comparable(hashSeed, [2]string{key, params})
}
