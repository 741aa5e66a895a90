package rpc

import (
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A scheme is how a request proves who sent it.
type scheme uint8

const (
	unsigned scheme = iota
	v1
	v3
)

// A request is an HTTP request as the protocol reads it.
type request struct {
	http   *http.Request
	scheme scheme
	query  map[string]string // of the URL alone
	params map[string]string // of URL and form together
	body   []byte
	auth   v3Header

	action, version, format          string
	keyID, timestamp, nonce, session string
}

// read takes the request apart. It does not judge what is in it; an error
// means that it cannot be read at all.
func read(r *http.Request, most int64) (*request, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > most {
		return nil, errTooLarge
	}
	q := &request{http: r, query: flat(query, nil), body: body}
	q.params = q.query
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType == "application/x-www-form-urlencoded" && len(body) > 0 {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		q.params = flat(form, q.query)
	}
	q.identify()
	return q, nil
}

// flat takes the last value of each parameter, on top of others.
func flat(values url.Values, below map[string]string) map[string]string {
	out := make(map[string]string, len(values)+len(below))
	maps.Copy(out, below)
	for name, all := range values {
		out[name] = all[len(all)-1]
	}
	return out
}

// identify finds the common parameters, which are headers in V3. The scheme
// goes by what is there: some clients send V1 with headers of V3.
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
	q.auth, _ = parseV3(authorization)
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

// json says that the answer is JSON. V1 answers XML unless Format says
// otherwise, V3 answers JSON.
func (q *request) json() bool { return strings.EqualFold(q.format, "JSON") }

// call returns the request as the model reads it, without the envelope.
func (q *request) call(caller, region string) model.Call {
	params := make(model.Params, len(q.params))
	for name, value := range q.params {
		if !envelope(name) {
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

// endpointRegion reads the region from a host such as ecs.cn-beijing.aliyuncs.com,
// in the older form ecs-cn-beijing.aliyuncs.com too; empty if it names none.
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
