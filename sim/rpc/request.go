package rpc

import (
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A scheme is the way in which a request is signed.
type scheme uint8

const (
	unsigned scheme = iota
	v1
	v3
)

// A request is an HTTP request with its parameters.
type request struct {
	http   *http.Request
	scheme scheme
	query  []pair            // of the URL alone
	pairs  []pair            // of URL and form together, which V1 signs
	params map[string]string // the same by name; a repeated name has its first value
	body   []byte
	// strange says that the request has a body that is not a form: nothing
	// reads it.
	strange bool
	auth    v3Header
	// foreign says that the version is that of another product's operation of this
	// name.
	foreign bool
	// complete says that Authorization has all its parts, each once.
	complete bool

	action, version, format          string
	keyID, timestamp, nonce, session string
}

// read splits the request into its parts. It does not judge them; an error
// means that the request cannot be read at all.
func read(r *http.Request, most int64) (*request, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, min(most, math.MaxInt64-1)+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > most {
		return nil, errTooLarge
	}
	q := &request{http: r, query: pairsOf(query), body: body}
	q.pairs = q.query
	switch mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); {
	case len(body) == 0:
	case mediaType == "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		q.pairs = append(pairsOf(form), q.query...)
	default:
		q.strange = true
	}
	q.params = make(map[string]string, len(q.pairs))
	for _, p := range slices.Backward(q.pairs) { // the first one counts, the form before the query
		q.params[p.name] = p.value
	}
	q.identify()
	return q, nil
}

// A pair is one parameter as it was sent. A name may occur twice: a signature
// covers both, so that repeating a parameter breaks it.
type pair struct{ name, value string }

func pairsOf(values url.Values) []pair {
	out := make([]pair, 0, len(values))
	for name, all := range values {
		for _, value := range all {
			out = append(out, pair{name, value})
		}
	}
	return out
}

// identify finds the common parameters, which are headers in V3. The scheme is
// chosen by the signature that is present: some clients send V1 with the
// headers of V3.
func (q *request) identify() {
	header := q.http.Header
	q.action, q.version, q.format = q.params["Action"], q.params["Version"], q.params["Format"]
	q.keyID, q.timestamp = q.params["AccessKeyId"], q.params["Timestamp"]
	q.nonce, q.session = q.params["SignatureNonce"], q.params["SecurityToken"]
	_, hasSignature := q.params["Signature"]
	authorization := header.Get("Authorization")
	switch {
	case hasSignature:
		q.scheme = v1
		return
	case strings.HasPrefix(strings.TrimSpace(authorization), schemeV3):
		q.scheme = v3
	case header.Get("X-Acs-Action") == "":
		return
	}
	q.auth, q.complete = parseV3(header.Values("Authorization"))
	q.keyID = first(q.auth.credential, q.keyID)
	q.action = first(header.Get("X-Acs-Action"), q.action)
	q.version = first(header.Get("X-Acs-Version"), q.version)
	q.timestamp = first(header.Get("X-Acs-Date"), q.timestamp)
	q.nonce = first(header.Get("X-Acs-Signature-Nonce"), q.nonce)
	q.session = first(header.Get("X-Acs-Security-Token"), q.session)
	if q.format == "" {
		q.format = "JSON"
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// json says that the answer is JSON. Without Format, V1 answers XML and V3
// answers JSON.
func (q *request) json() bool { return strings.EqualFold(q.format, "JSON") }

// longRequest is the length from which on parameters are copied: each is a piece
// of the request, and a resource that keeps one would keep all of it.
const longRequest = 16 << 10

// call returns the call of the request, without the common parameters.
func (q *request) call(caller, region string) model.Call {
	params := make(model.Params, len(q.params))
	for name, value := range q.params {
		switch {
		case envelope(name):
		case len(q.body)+len(q.http.URL.RawQuery) > longRequest:
			params[strings.Clone(name)] = strings.Clone(value)
		default:
			params[name] = value
		}
	}
	return model.Call{Caller: caller, Region: region, Op: q.action, Params: params}
}

// envelope says that a parameter belongs to the protocol.
func envelope(name string) bool {
	switch name {
	case "Action", "Version", "Format", "AccessKeyId", "Timestamp", "SecurityToken",
		"Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "SignatureType":
		return true
	default:
		return false
	}
}

// endpointRegion reads the region from a host such as
// ecs.cn-beijing.aliyuncs.com, or in the older form
// ecs-cn-beijing.aliyuncs.com; empty if the host has none.
func endpointRegion(host string) string {
	name, _, _ := strings.Cut(strings.ToLower(host), ":")
	name, ok := strings.CutSuffix(name, ".aliyuncs.com")
	if !ok {
		return ""
	}
	for _, product := range []string{"ecs", "vpc"} {
		if rest, ok := strings.CutPrefix(name, product); ok && len(rest) > 1 && (rest[0] == '.' || rest[0] == '-') {
			return rest[1:]
		}
	}
	return ""
}
