package rpc

import (
	"slices"
	"strings"
	"time"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// A holder is a caller together with one of its keys.
type holder struct {
	caller string
	key    model.AccessKey
}

// protocolError returns what is wrong with the request before it becomes a
// call: the product, the version, the action. The code is empty if nothing is.
func (h *handler) protocolError(q *request) (code, says string) {
	switch {
	case q.http.URL.Path != "/" && q.http.URL.Path != "":
		return "InvalidAction.NotFound", "" // "please check your url and method"
	case q.action == "":
		return "MissingParameter", "Action"
	case q.version == "":
		return "MissingParameter", "Version"
	case !isName(q.action):
		return "InvalidParameter", ""
	case !isDate(q.version):
		return "InvalidVersion", ""
	}
	return h.wrongVersion(q), ""
}

// wrongVersion returns the code for a version that the operation does not have.
// A name that several products have stands for the operation of the product whose
// version it is; the one that is not in the catalog is not served. A version that
// no product has is answered like an unknown action (seen with version 2016-03-14:
// aliyun-cli, openapi/commando_test.go of 2019).
func (h *handler) wrongVersion(q *request) string {
	if known, err := h.catalog.Operation(q.action); err == nil &&
		(q.version == known.Version || q.version == catalog.Version(catalog.Ecs)) { // Packer calls VPC operations at ECS, with its version
		return ""
	}
	if op, ok := h.cloud.World().Model().Operation(q.action); ok && op.Also != "" && q.version == catalog.Version(op.Also) {
		return ""
	}
	products, err := h.catalog.Products(q.action)
	if err == nil && slices.ContainsFunc(products, func(product string) bool { return catalog.Version(product) == q.version }) {
		q.foreign = h.catalog.Known(q.action)
		return ""
	}
	return "InvalidAction.NotFound"
}

// isName says that a text is a possible name of an operation, isDate that it is
// a possible version. It is assumed that an impossible name is answered with
// InvalidParameter, and an impossible version with the code that speaks of it.
func isName(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}

func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// authenticate returns who sent the request, or why it is refused. The order is
// presence, format, time, key, signature, nonce, session. It is not documented,
// except that only a correctly signed request uses up its nonce.
func (h *handler) authenticate(q *request) (caller, code, says string) {
	holder, isKnown := h.keys[q.keyID]
	if h.options.AuthOff {
		return holder.caller, "", ""
	}
	if code, says := q.envelopeError(); code != "" {
		return "", code, says
	}
	now := h.options.Now()
	sent, err := time.Parse("2006-01-02T15:04:05Z", q.timestamp)
	switch {
	case err != nil:
		return "", "IllegalTimestamp", ""
	case sent.Sub(now).Abs() > window:
		return "", "InvalidTimeStamp.Expired", ""
	case !isKnown, holder.key.Secret == "": // anybody can sign with no secret
		return "", "InvalidAccessKeyId.NotFound", ""
	}
	if code := h.sessionError(q, holder.key); code != "" {
		return "", code, ""
	}
	if says, ok := q.signedWith(holder.key.Secret); !ok {
		return "", "SignatureDoesNotMatch", says
	}
	if !h.nonces.use(q.keyID, q.nonce, now) {
		return "", "SignatureNonceUsed", ""
	}
	return holder.caller, "", ""
}

// envelopeError returns which part of the signature's parameters is missing or
// wrong.
func (q *request) envelopeError() (code, says string) {
	if q.scheme == v3 && !q.complete || q.count("Signature") > 1 {
		return "IncompleteSignature", ""
	}
	needed := []member{{"AccessKeyId", q.keyID}, {"Timestamp", q.timestamp}, {"SignatureNonce", q.nonce}}
	if q.scheme == unsigned {
		needed = append(needed, member{"Signature", ""})
	}
	if q.scheme == v1 {
		needed = append(needed, member{"Signature", q.params["Signature"]},
			member{"SignatureMethod", q.params["SignatureMethod"]}, member{"SignatureVersion", q.params["SignatureVersion"]})
	}
	for _, n := range needed {
		if n.value == "" {
			return "MissingParameter", n.name
		}
	}
	switch {
	case q.scheme == v1 && q.params["SignatureMethod"] != "HMAC-SHA1":
		return "InvalidParamater", "SignatureMethod"
	case q.scheme == v1 && q.params["SignatureVersion"] != "1.0":
		return "InvalidParamater", "SignatureVersion"
	default:
		return "", ""
	}
}

// sessionError checks the key's state and the security token. An empty token
// counts as none (Packer sends one). A session key without its token is
// unknown, because it is no key on its own; a disabled session key has expired.
// Both are assumed. A token expires by the cloud's clock, which can be moved.
func (h *handler) sessionError(q *request, key model.AccessKey) string {
	isSession := key.SecurityToken != ""
	expired := key.Disabled || !key.Expires.IsZero() && !h.cloud.Now().Before(key.Expires)
	switch {
	case isSession && q.session == "":
		return "InvalidAccessKeyId.NotFound"
	case same(q.session, key.SecurityToken) && isSession && expired:
		return "InvalidSecurityToken.Expired"
	case same(q.session, key.SecurityToken) && key.Disabled:
		return "InvalidAccessKeyId.Inactive"
	case same(q.session, key.SecurityToken):
		return ""
	case h.sessions[q.session]:
		return "InvalidSecurityToken.MismatchWithAccessKey"
	default:
		return "InvalidSecurityToken.Malformed"
	}
}

// signedWith says whether the secret signed the request. If not, it returns the
// text that the server signed, as the real service does.
func (q *request) signedWith(secret string) (says string, ok bool) {
	if q.scheme == v1 {
		text := stringToSignV1(q.http.Method, q.pairs)
		return text, same(signV1(secret, text), q.params["Signature"])
	}
	hash := hashHex(q.body)
	canonical := canonicalRequestV3(q.http, q.query, q.auth.signed, hash)
	text := stringToSignV3(canonical)
	declared := q.http.Header.Get("X-Acs-Content-Sha256")
	bodyAgrees := declared == "" || strings.EqualFold(declared, hash)
	return text + " canonical request is:" + canonical, same(signV3(secret, text), q.auth.signature) && bodyAgrees && q.covers()
}

// covers says that a V3 signature covers the headers that it must. The
// documentation requires host, all x-acs- headers and the content type of a
// body; clients leave out those that are not read.
func (q *request) covers() bool {
	needed := []string{
		"x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256", "x-acs-security-token",
	}
	if len(q.body) > 0 {
		needed = append(needed, "content-type")
	}
	needed = slices.DeleteFunc(needed, func(name string) bool { return len(q.http.Header.Values(name)) == 0 })
	for _, name := range append(needed, "host") {
		if !slices.ContainsFunc(q.auth.signed, func(signed string) bool { return strings.EqualFold(signed, name) }) {
			return false
		}
	}
	return true
}

// count returns how often a parameter was sent.
func (q *request) count(name string) int {
	n := 0
	for _, p := range q.pairs {
		if p.name == name {
			n++
		}
	}
	return n
}
