package rpc

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// A credential is what a client signs with.
type credential struct{ id, secret, token string }

func mainKey() credential { return credential{id: "ecsim-main", secret: "ecsim-main-secret"} }

// A way is one of the ways to send a call.
type way struct {
	scheme scheme
	method string
	form   func(name string) bool // which parameters are in the body
	format string
}

func ways() map[string]way {
	none := func(string) bool { return false }
	all := func(string) bool { return true }
	half := func(name string) bool { return len(name)%2 == 0 }
	return map[string]way{
		"V1 GET": {v1, http.MethodGet, none, ""}, "V1 POST query": {v1, http.MethodPost, none, ""},
		"V1 POST form": {v1, http.MethodPost, all, ""}, "V1 POST both": {v1, http.MethodPost, half, ""},
		"V3 GET": {v3, http.MethodGet, none, ""}, "V3 POST query": {v3, http.MethodPost, none, ""},
		"V3 POST form": {v3, http.MethodPost, all, ""}, "V3 POST both": {v3, http.MethodPost, half, ""},
	}
}

// sentBefore numbers the requests of all tests: a nonce is used once, in
// whatever test.
var sentBefore atomic.Int64

// request signs a call at noon.
func (w way) request(t *testing.T, base, op, version string, who credential, params map[string]string) *http.Request {
	t.Helper()
	nonce := "way " + strconv.FormatInt(sentBefore.Add(1), 10)
	params = maps.Clone(params)
	if params == nil {
		params = map[string]string{}
	}
	if w.format != "" {
		params["Format"] = w.format
	}
	if w.scheme == v1 {
		maps.Copy(params, map[string]string{
			"Action": op, "Version": version, "AccessKeyId": who.id, "Timestamp": "2026-03-01T12:00:00Z",
			"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureNonce": nonce,
		})
		if who.token != "" {
			params["SecurityToken"] = who.token
		}
		params["Signature"] = signV1(who.secret, stringToSignV1(w.method, pairsOfMap(params)))
	}
	query, form := url.Values{}, url.Values{}
	for name, value := range params {
		if w.form(name) {
			form.Set(name, value)
		} else {
			query.Set(name, value)
		}
	}
	body := form.Encode()
	r, err := http.NewRequestWithContext(t.Context(), w.method, base+"/?"+query.Encode(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if w.scheme == v3 {
		signHeaders(r, op, version, nonce, body, who)
	}
	return r
}

// signHeaders signs as the V3 clients do, all that there is.
func signHeaders(r *http.Request, op, version, nonce, body string, who credential) {
	for name, value := range map[string]string{
		"X-Acs-Action": op, "X-Acs-Version": version, "X-Acs-Date": "2026-03-01T12:00:00Z", "X-Acs-Signature-Nonce": nonce,
		"X-Acs-Content-Sha256": hashHex([]byte(body)),
	} {
		r.Header.Set(name, value)
	}
	if who.token != "" {
		r.Header.Set("X-Acs-Security-Token", who.token)
	}
	signed := []string{"host"}
	for name := range r.Header {
		signed = append(signed, strings.ToLower(name))
	}
	slices.Sort(signed)
	canonical := canonicalRequestV3(r, pairsOf(r.URL.Query()), signed, hashHex([]byte(body)))
	r.Header.Set("Authorization", schemeV3+" Credential="+who.id+",SignedHeaders="+strings.Join(signed, ";")+
		",Signature="+signV3(who.secret, stringToSignV3(canonical)))
}

// A received answer, with its error code if it is one.
type received struct {
	status    int
	code      string
	requestID string
	root      string // the element of an XML answer
	body      string
}

// send sends the request and reads the answer.
func send(t *testing.T, client *http.Client, r *http.Request) received {
	t.Helper()
	response, err := client.Do(r) //nolint:bodyclose // receive closes it
	if err != nil {
		t.Fatal(err)
	}
	return receive(t, response)
}

// receive reads an answer in the format that it has.
func receive(t *testing.T, response *http.Response) received {
	t.Helper()
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := received{status: response.StatusCode, body: string(data)}
	var body struct {
		XMLName                          xml.Name `json:"-"`
		RequestId                        string
		HostId, Code, Message, Recommend string
	}
	switch kind := response.Header.Get("Content-Type"); {
	case strings.HasPrefix(kind, "application/json"):
		err = json.Unmarshal(data, &body)
	case strings.HasPrefix(kind, "text/xml"):
		err = xml.NewDecoder(bytes.NewReader(data)).Decode(&body)
	default:
		err = fmt.Errorf("an answer of type %q", kind)
	}
	if err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	if failed := body.Code != ""; failed != (body.HostId != "") || failed != (body.Message != "") || failed != strings.Contains(body.Recommend, "http") {
		t.Errorf("half of an error: %s", data)
	}
	got.code, got.requestID, got.root = body.Code, body.RequestId, body.XMLName.Local
	if got.requestID == "" || got.requestID != response.Header.Get("X-Acs-Request-Id") {
		t.Errorf("request id %q, in the header %q", got.requestID, response.Header.Get("X-Acs-Request-Id"))
	}
	return got
}
