package rpc

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model/ecs"
)

// A wire request in parts, so that each can be tampered with after signing.
type parcel struct {
	method  string
	path    string
	query   []pair
	form    []pair
	headers []pair // in V3 with Host, and Authorization in its three parts
	auth    []pair
	session bool // signed with the key of a session
}

// keyID is the access key that the parcel names first.
func (p parcel) keyID() string {
	for _, x := range slices.Concat(p.query, p.form, p.auth) {
		if x.name == "AccessKeyId" || x.name == "Credential" {
			return x.value
		}
	}
	return ""
}

func (p parcel) clone() parcel {
	p.query, p.form, p.headers, p.auth = slices.Clone(p.query), slices.Clone(p.form), slices.Clone(p.headers), slices.Clone(p.auth)
	return p
}

func encoded(pairs []pair) string {
	texts := make([]string, 0, len(pairs))
	for _, p := range pairs {
		texts = append(texts, canonicalQuery([]pair{p}, ""))
	}
	return strings.Join(texts, "&")
}

// request makes what goes over the wire.
func (p parcel) request(address string) *http.Request {
	var body io.Reader = http.NoBody
	if p.form != nil {
		body = strings.NewReader(encoded(p.form))
	}
	r, err := http.NewRequest(p.method, "http://"+address+p.path+"?"+encoded(p.query), body)
	if err != nil {
		panic(err)
	}
	for _, h := range p.headers {
		if h.name == "host" {
			r.Host = h.value
			continue
		}
		r.Header.Add(h.name, h.value)
	}
	var parts []string
	for _, a := range p.auth {
		parts = append(parts, a.name+"="+a.value)
	}
	if parts != nil {
		r.Header.Set("Authorization", schemeV3+" "+strings.Join(parts, ","))
	}
	return r
}

// business is what the untampered requests ask for: a group that one can count.
func business() []pair {
	return []pair{
		{"RegionId", "cn-hangzhou"}, {"SecurityGroupName", "tampered-with"}, {"Description", "a b*~+/ü&="},
		{"Tag.1.Key", "team"}, {"Tag.1.Value", ""},
	}
}

// parcelV1 signs; split says which parameters go into the form.
func parcelV1(method, nonce, key, secret, token string, split func(name string) bool) parcel {
	all := append(business(), []pair{
		{"Action", "CreateSecurityGroup"}, {"Version", ecsVersion}, {"Format", "JSON"}, {"AccessKeyId", key},
		{"Timestamp", "2026-03-01T12:00:00Z"}, {"SignatureMethod", "HMAC-SHA1"}, {"SignatureVersion", "1.0"},
		{"SignatureNonce", nonce}, {"SignatureType", ""},
	}...)
	if token != "" {
		all = append(all, pair{"SecurityToken", token})
	}
	all = append(all, pair{"Signature", signV1(secret, stringToSignV1(method, all))})
	p := parcel{method: method, path: "/", session: token != ""}
	for _, x := range all {
		if split(x.name) {
			p.form = append(p.form, x)
		} else {
			p.query = append(p.query, x)
		}
	}
	if p.form != nil {
		p.headers = []pair{{"content-type", "application/x-www-form-urlencoded"}}
	}
	return p
}

func parcelV3(nonce, key, secret, token string, inForm bool) parcel {
	p := parcel{method: http.MethodPost, path: "/", query: business(), session: token != ""}
	if inForm {
		p.query, p.form = nil, business()
	}
	p.headers = []pair{
		{"host", "ecs.cn-hangzhou.aliyuncs.com"}, {"x-acs-action", "CreateSecurityGroup"},
		{"x-acs-content-sha256", hashHex([]byte(encoded(p.form)))}, {"x-acs-date", "2026-03-01T12:00:00Z"},
		{"x-acs-signature-nonce", nonce}, {"x-acs-version", ecsVersion},
	}
	if token != "" {
		p.headers = append(p.headers, pair{"x-acs-security-token", token})
	}
	if inForm {
		p.headers = append(p.headers, pair{"content-type", "application/x-www-form-urlencoded"})
	}
	slices.SortFunc(p.headers, func(a, b pair) int { return strings.Compare(a.name, b.name) })
	var signed []string
	for _, h := range p.headers {
		signed = append(signed, h.name)
	}
	canonical := canonicalRequestV3(p.request("unused"), p.query, signed, hashHex([]byte(encoded(p.form))))
	p.auth = []pair{{"Credential", key}, {"SignedHeaders", strings.Join(signed, ";")}, {"Signature", signV3(secret, stringToSignV3(canonical))}}
	return p
}

// changes are the ways to tamper with one pair of a list.
func changes() map[string]func(list []pair, i int) []pair {
	edit := func(change func(*pair)) func([]pair, int) []pair {
		return func(list []pair, i int) []pair { change(&list[i]); return list }
	}
	return map[string]func([]pair, int) []pair{
		"changed": edit(func(p *pair) { p.value += "x" }),
		"other":   edit(func(p *pair) { p.value = other(*p) }),
		"emptied": edit(func(p *pair) { p.value = "" }),
		"renamed": edit(func(p *pair) { p.name += "x" }),
		// The value of %41 is not A: the client has encoded twice.
		"re-encoded": edit(func(p *pair) {
			var b strings.Builder
			for _, c := range []byte(p.value) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
			p.value = b.String()
		}),
		"dropped":       func(list []pair, i int) []pair { return slices.Delete(list, i, i+1) },
		"doubled":       func(list []pair, i int) []pair { return slices.Insert(list, i, list[i]) },
		"other, first":  func(list []pair, i int) []pair { return slices.Insert(list, i, pair{list[i].name, other(list[i])}) },
		"other, behind": func(list []pair, i int) []pair { return slices.Insert(list, i+1, pair{list[i].name, other(list[i])}) },
		"added":         func(list []pair, i int) []pair { return slices.Insert(list, i, pair{"Added" + list[i].name, "x"}) },
	}
}

// other is another value that is as good as the old one, where there is one.
func other(p pair) string {
	switch strings.ToLower(p.name) {
	case "action", "x-acs-action":
		return "DescribeRegions"
	case "accesskeyid", "credential":
		return "ecsim-other"
	case "timestamp", "x-acs-date":
		return "2026-03-01T12:01:00Z"
	case "regionid":
		return "cn-beijing"
	case "host":
		return "ecs.cn-beijing.aliyuncs.com"
	case "format":
		return "XML"
	case "signature":
		if p.value[0] == '0' {
			return "1" + p.value[1:]
		}
		return "0" + p.value[1:]
	case "signedheaders":
		names := strings.Split(p.value, ";")
		slices.Reverse(names)
		return strings.Join(names, ";")
	default:
		return p.value + "-other"
	}
}

// refusals are the codes of what a request is refused for before its signature
// is looked at, by part and change; "" is any change.
var refusals = map[string]map[string]string{
	"action": {
		"changed": "InvalidAction.NotFound", "emptied": "MissingParameter", "renamed": "MissingParameter",
		"re-encoded": "InvalidParameter", "dropped": "MissingParameter",
	},
	"version": {
		"changed": "InvalidVersion", "other": "InvalidVersion", "emptied": "MissingParameter", "renamed": "MissingParameter",
		"re-encoded": "InvalidVersion", "dropped": "MissingParameter", "other, first": "InvalidVersion",
	},
	"accesskeyid": {
		"changed": "InvalidAccessKeyId.NotFound", "emptied": "MissingParameter", "renamed": "MissingParameter",
		"re-encoded": "InvalidAccessKeyId.NotFound", "dropped": "MissingParameter",
	},
	"timestamp": {
		"changed": "IllegalTimestamp", "emptied": "MissingParameter", "renamed": "MissingParameter",
		"re-encoded": "IllegalTimestamp", "dropped": "MissingParameter",
	},
	"signaturenonce": {"emptied": "MissingParameter", "renamed": "MissingParameter", "dropped": "MissingParameter"},
	"signaturemethod": {
		"changed": "InvalidParamater", "other": "InvalidParamater", "emptied": "MissingParameter", "renamed": "MissingParameter",
		"re-encoded": "InvalidParamater", "dropped": "MissingParameter", "other, first": "InvalidParamater",
	},
	"signatureversion": {
		"changed": "InvalidParamater", "other": "InvalidParamater", "emptied": "MissingParameter", "renamed": "MissingParameter",
		"re-encoded": "InvalidParamater", "dropped": "MissingParameter", "other, first": "InvalidParamater",
	},
	"signature": {
		"emptied": "MissingParameter", "renamed": "MissingParameter", "dropped": "MissingParameter",
		"doubled": "IncompleteSignature", "other, first": "IncompleteSignature", "other, behind": "IncompleteSignature",
	},
	"securitytoken": {
		"changed": "InvalidSecurityToken.Malformed", "other": "InvalidSecurityToken.Malformed", "re-encoded": "InvalidSecurityToken.Malformed",
		"emptied": "InvalidAccessKeyId.NotFound", "renamed": "InvalidAccessKeyId.NotFound", "dropped": "InvalidAccessKeyId.NotFound",
		"other, first": "InvalidSecurityToken.Malformed",
	},
}

// headerNames maps the headers of V3 to the parameters of V1 that say the same.
var headerNames = map[string]string{
	"x-acs-action": "action", "x-acs-version": "version", "x-acs-date": "timestamp", "x-acs-signature-nonce": "signaturenonce",
	"x-acs-security-token": "securitytoken",
}

// refusal is the code that a tampered part has to be refused with.
func refusal(kind, part, change string) string {
	part = strings.ToLower(part)
	if kind == "auth" {
		switch change {
		case "changed", "other", "re-encoded":
			if part == "credential" {
				return refusal("query", "accesskeyid", change)
			}
			return "SignatureDoesNotMatch"
		default: // a part is missing, twice there, or a stranger
			return "IncompleteSignature"
		}
	}
	if name, ok := headerNames[part]; ok {
		part = name
	}
	if code, ok := refusals[part][change]; ok {
		return code
	}
	return "SignatureDoesNotMatch"
}

var codeOf = regexp.MustCompile(`"Code":"([^"]*)"|<Code>([^<]*)</Code>`)

// Each part of a signed request is changed, dropped, doubled, re-encoded and more,
// after signing. Nothing of that may pass, and none may use up the nonce: what was
// signed is sent last, and it alone makes a group.
func TestTamperedRequestsAreRefused(t *testing.T) {
	cloud := cloudOfCallers(t)
	address := serve(t, cloud, Options{Now: func() time.Time { return noon }})
	const key, secret = "ecsim-main", "ecsim-main-secret"
	none := func(string) bool { return false }
	parcels := map[string]parcel{
		"V1 GET, query":        parcelV1(http.MethodGet, "n1", key, secret, "", none),
		"V1 POST, query":       parcelV1(http.MethodPost, "n2", key, secret, "", none),
		"V1 POST, form":        parcelV1(http.MethodPost, "n3", key, secret, "", func(string) bool { return true }),
		"V1 POST, both":        parcelV1(http.MethodPost, "n4", key, secret, "", func(name string) bool { return !envelope(name) }),
		"V1 POST, session":     parcelV1(http.MethodPost, "n5", sessionKey, sessionSecret, sessionToken, none),
		"V3 POST, query":       parcelV3("n6", key, secret, "", false),
		"V3 POST, form":        parcelV3("n7", key, secret, "", true),
		"V3 POST, session":     parcelV3("n8", sessionKey, sessionSecret, sessionToken, false),
		"V3 session in a form": parcelV3("n9", sessionKey, sessionSecret, sessionToken, true),
	}
	sent, accepted := 0, 0
	for name, p := range parcels {
		t.Run(name, func(t *testing.T) {
			for _, tampered := range tamper(p) {
				code := codeAt(t, tampered.parcel.request(address))
				sent++
				if code == "" {
					accepted++
				}
				if code != tampered.want {
					t.Errorf("%s: %q, want %q", tampered.how, code, tampered.want)
				}
			}
			if code := codeAt(t, p.request(address)); code != "" {
				t.Errorf("what was signed is refused: %s", code)
			}
			if code := codeAt(t, p.request(address)); code != "SignatureNonceUsed" {
				t.Errorf("sent again: %q", code)
			}
		})
	}
	t.Logf("%d tampered requests, %d accepted", sent, accepted)
	made := 0
	for _, r := range cloud.World().Resources("1000000000000001", "cn-hangzhou", ecs.KindSecurityGroup) {
		if g, ok := r.(*ecs.SecurityGroup); ok && g.SecurityGroupName == "tampered-with" {
			made++
		}
	}
	if made != len(parcels) {
		t.Errorf("%d groups were made, want one for each of %d signed requests", made, len(parcels))
	}
	if sent < 200 || accepted != 0 {
		t.Errorf("%d tampered requests, %d accepted: want 200 at least, and none", sent, accepted)
	}
}

// A tampering is a request that was changed after signing.
type tampering struct {
	how    string
	parcel parcel
	want   string
}

func tamper(signed parcel) []tampering {
	var all []tampering
	lists := map[string]func(*parcel) *[]pair{
		"query": func(p *parcel) *[]pair { return &p.query }, "form": func(p *parcel) *[]pair { return &p.form },
		"header": func(p *parcel) *[]pair { return &p.headers }, "auth": func(p *parcel) *[]pair { return &p.auth },
	}
	for kind, list := range lists {
		for i, part := range *list(&signed) {
			for change, apply := range changes() {
				if skip(signed, kind, part, change) {
					continue
				}
				p := signed.clone()
				*list(&p) = apply(*list(&p), i)
				want := refusal(kind, part.name, change)
				if want == "SignatureDoesNotMatch" && p.session && p.keyID() == "ecsim-other" {
					want = "InvalidSecurityToken.MismatchWithAccessKey" // a token beside the key of somebody else
				}
				if kind == "header" && change == "added" || signed.auth != nil && (kind == "query" || kind == "form") {
					want = "SignatureDoesNotMatch"
				}
				all = append(all, tampering{fmt.Sprintf("%s %s %s", kind, part.name, change), p, want})
			}
		}
	}
	method := signed.clone()
	method.method = map[string]string{http.MethodGet: http.MethodPost, http.MethodPost: http.MethodGet}[signed.method]
	all = append(all, tampering{"method", method, "SignatureDoesNotMatch"})
	put := signed.clone()
	put.method = http.MethodPut
	all = append(all, tampering{"PUT", put, "UnsupportedHTTPMethod"})
	path := signed.clone()
	path.path = "/elsewhere"
	all = append(all, tampering{"path", path, "InvalidAction.NotFound"})
	if signed.form != nil && signed.auth != nil { // what V3 signs in one place is not signed in the other
		moved := signed.clone()
		moved.query, moved.form = moved.form, nil
		all = append(all, tampering{"form moved to the query", moved, "SignatureDoesNotMatch"})
	}
	return all
}

// skip leaves out what changes nothing that is signed: headers of V1 and a header
// more in V3, which nothing reads, and the encoding of an empty value.
func skip(p parcel, kind string, part pair, change string) bool {
	switch {
	case part.value == "" && (change == "emptied" || change == "re-encoded"):
		return true
	case kind == "header" && p.auth == nil, kind == "header" && change == "added":
		return true
	case part.name == "host":
		return change != "other" // the others are no requests, or HTTP's own affair
	default:
		return false
	}
}

// codeAt sends a request and returns the code of the error; empty for none.
func codeAt(t *testing.T, r *http.Request) string {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := codeOf.FindSubmatch(body)
	if found == nil {
		if response.StatusCode != http.StatusOK {
			t.Errorf("%d without a code: %s", response.StatusCode, body)
		}
		return ""
	}
	return string(found[1]) + string(found[2])
}
