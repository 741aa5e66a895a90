package rpc

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/sim"
)

// noon is when the tests of signatures happen.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func handlerOf(tb testing.TB) http.Handler {
	tb.Helper()
	h, err := NewHandler(cloudOf(tb), Options{Now: func() time.Time { return noon }})
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// envelopeV1 is what a V1 client adds to its parameters.
func envelopeV1(nonce string) map[string]string {
	return map[string]string{
		"Action": "DescribeRegions", "Version": ecsVersion, "Format": "JSON", "AccessKeyId": "ecsim-main", "Timestamp": "2026-03-01T12:00:00Z",
		"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureNonce": nonce, "SignatureType": "",
	}
}

func values(params map[string]string) url.Values {
	v := url.Values{}
	for name, value := range params {
		v.Set(name, value)
	}
	return v
}

func pairsOfMap(params map[string]string) []pair { return pairsOf(values(params)) }

func signedV1(method string, params map[string]string) *http.Request {
	params["Signature"] = signV1("ecsim-main-secret", stringToSignV1(method, pairsOfMap(params)))
	return requestTo(method, "/?"+values(params).Encode(), http.NoBody)
}

// signedV3 signs as the V3 clients do; body goes as it is.
func signedV3(op, query, body string) *http.Request {
	r := requestTo(http.MethodPost, "/?"+query, strings.NewReader(body))
	r.Host = "ecs.cn-hangzhou.aliyuncs.com"
	for name, value := range map[string]string{
		"X-Acs-Action": op, "X-Acs-Version": ecsVersion, "X-Acs-Date": "2026-03-01T12:00:00Z",
		"X-Acs-Signature-Nonce": "n" + strconv.Itoa(int(time.Now().UnixNano())), "X-Acs-Content-Sha256": hashHex([]byte(body)),
	} {
		r.Header.Set(name, value)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resignV3(r, body)
	return r
}

func resignV3(r *http.Request, body string) {
	signed := []string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}
	if body != "" {
		signed = append([]string{"content-type"}, signed...)
	}
	canonical := canonicalRequestV3(r, pairsOf(r.URL.Query()), signed, hashHex([]byte(body)))
	r.Header.Set("Authorization", schemeV3+" Credential=ecsim-main,SignedHeaders="+strings.Join(signed, ";")+
		",Signature="+signV3("ecsim-main-secret", stringToSignV3(canonical)))
}

// sent returns status and body of the answer.
func sent(tb testing.TB, h http.Handler, r *http.Request) (int, map[string]any) {
	tb.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var body map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		tb.Fatalf("%v in %s", err, w.Body)
	}
	if body["RequestId"] != w.Header().Get("X-Acs-Request-Id") || w.Header().Get("Content-Length") != strconv.Itoa(w.Body.Len()) {
		tb.Errorf("headers %v of %s", w.Header(), w.Body)
	}
	return w.Code, body
}

func TestV1EnvelopeErrors(t *testing.T) {
	for name, c := range map[string]struct {
		change func(map[string]string) // before signing
		after  func(url.Values)        // to the signed query
		status int
		code   string
		says   string
	}{
		"all right":             {status: 200},
		"lower-case format":     {change: set("Format", "json"), status: 200},
		"no action":             {change: set("Action", ""), status: 400, code: "MissingParameter", says: "Action"},
		"no version":            {change: drop("Version"), status: 400, code: "MissingParameter", says: "Version"},
		"another version":       {change: set("Version", "2013-01-10"), status: 404, code: "InvalidAction.NotFound"},
		"version of VPC":        {change: set("Version", vpcVersion), status: 400, code: "NotImplemented"}, // VPC has its own DescribeRegions
		"unknown action":        {change: set("Action", "MakeCoffee"), status: 404, code: "InvalidAction.NotFound"},
		"not implemented":       {change: set("Action", "CloneDisks"), status: 400, code: "NotImplemented", says: "CloneDisks"},
		"no key":                {change: drop("AccessKeyId"), status: 400, code: "MissingParameter", says: "AccessKeyId"},
		"no time":               {change: drop("Timestamp"), status: 400, code: "MissingParameter", says: "Timestamp"},
		"no nonce":              {change: drop("SignatureNonce"), status: 400, code: "MissingParameter", says: "SignatureNonce"},
		"no signature":          {after: func(v url.Values) { v.Del("Signature") }, status: 400, code: "MissingParameter", says: "Signature"},
		"empty signature":       {after: func(v url.Values) { v.Set("Signature", "") }, status: 400, code: "MissingParameter", says: "Signature"},
		"another method":        {change: set("SignatureMethod", "HMAC-MD5"), status: 400, code: "InvalidParamater", says: "SignatureMethod"},
		"another scheme":        {change: set("SignatureVersion", "2.0"), status: 400, code: "InvalidParamater", says: "SignatureVersion"},
		"no real time":          {change: set("Timestamp", "yesterday"), status: 400, code: "IllegalTimestamp"},
		"too old":               {change: set("Timestamp", "2026-03-01T11:44:59Z"), status: 400, code: "InvalidTimeStamp.Expired"},
		"old enough":            {change: set("Timestamp", "2026-03-01T11:45:00Z"), status: 200},
		"too early":             {change: set("Timestamp", "2026-03-01T12:15:01Z"), status: 400, code: "InvalidTimeStamp.Expired"},
		"unknown key":           {change: set("AccessKeyId", "no-such-key"), status: 404, code: "InvalidAccessKeyId.NotFound"},
		"a token out of place":  {change: set("SecurityToken", "x"), status: 400, code: "InvalidSecurityToken.Malformed"},
		"an empty token":        {change: set("SecurityToken", ""), status: 200},
		"a parameter is added":  {after: func(v url.Values) { v.Set("Force", "true") }, status: 400, code: "SignatureDoesNotMatch", says: "GET&%2F&AccessKeyId"},
		"a parameter is lost":   {after: func(v url.Values) { v.Del("SignatureType") }, status: 400, code: "SignatureDoesNotMatch"},
		"a parameter is others": {after: func(v url.Values) { v.Set("Action", "DescribeZones") }, status: 400, code: "SignatureDoesNotMatch"},
	} {
		t.Run(name, func(t *testing.T) {
			params := envelopeV1("n1")
			if c.change != nil {
				c.change(params)
			}
			r := signedV1(http.MethodGet, params)
			if c.after != nil {
				q := r.URL.Query()
				c.after(q)
				r.URL.RawQuery = q.Encode()
			}
			status, body := sent(t, handlerOf(t), r)
			code, _ := body["Code"].(string)
			message, _ := body["Message"].(string)
			if status != c.status || code != c.code || !strings.Contains(message, c.says) {
				t.Errorf("%d %v", status, body)
			}
			if strings.Contains(message, "secret") {
				t.Errorf("the message tells the secret: %s", message)
			}
		})
	}
}

func set(name, value string) func(map[string]string) {
	return func(p map[string]string) { p[name] = value }
}

func drop(name string) func(map[string]string) {
	return func(p map[string]string) { delete(p, name) }
}

func TestANonceIsGoodForOneRequest(t *testing.T) {
	h := handlerOf(t)
	wrong := signedV1(http.MethodGet, envelopeV1("n1"))
	wrong.URL.RawQuery += "&x=y"
	for i, c := range []struct {
		r    *http.Request
		want any
	}{
		{wrong, "SignatureDoesNotMatch"}, // and the nonce is not used up
		{signedV1(http.MethodGet, envelopeV1("n1")), nil},
		{signedV1(http.MethodGet, envelopeV1("n1")), "SignatureNonceUsed"},
		{signedV1(http.MethodGet, envelopeV1("n2")), nil},
	} {
		if _, body := sent(t, h, c.r); body["Code"] != c.want {
			t.Errorf("request %d: %v, want %v", i, body["Code"], c.want)
		}
	}
}

func TestNoncesAreForgottenAfterTheWindow(t *testing.T) {
	var n nonces
	for i, c := range []struct {
		after time.Duration
		fresh bool
	}{{0, true}, {29 * time.Minute, false}, {31 * time.Minute, false}, {95 * time.Minute, true}} {
		if got := n.use("key", "a", noon.Add(c.after)); got != c.fresh {
			t.Errorf("use %d: %v", i, got)
		}
		n.use("key", "b"+strconv.Itoa(i), noon.Add(c.after))
	}
}

// Terraform sends the envelope in the query and the rest in the form.
func TestV1FormAndQueryAreSignedTogether(t *testing.T) {
	params, form := envelopeV1("n1"), map[string]string{"RegionId": "cn-beijing", "Empty": ""}
	params["Action"] = "DescribeZones"
	all := map[string]string{}
	for _, p := range []map[string]string{params, form} {
		maps.Copy(all, p)
	}
	params["Signature"] = signV1("ecsim-main-secret", stringToSignV1(http.MethodPost, pairsOfMap(all)))
	r := requestTo(http.MethodPost, "/?"+values(params).Encode(), strings.NewReader(values(form).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	// Headers of V3 do not make a V1 request one.
	r.Header.Set("X-Acs-Action", "DescribeRegions")
	status, body := sent(t, handlerOf(t), r)
	if status != 200 || body["Zones"] == nil {
		t.Errorf("%d %v", status, body)
	}
}

func TestV3(t *testing.T) {
	for name, c := range map[string]struct {
		request func() *http.Request
		want    any
	}{
		"query": {func() *http.Request { return signedV3("DescribeZones", "RegionId=cn-beijing&Filter=a%20b%2A", "") }, nil},
		"form":  {func() *http.Request { return signedV3("DescribeZones", "", "RegionId=cn-beijing") }, nil},
		"query lost": {func() *http.Request {
			r := signedV3("DescribeZones", "RegionId=cn-beijing", "")
			r.URL.RawQuery = ""
			return r
		}, "SignatureDoesNotMatch"},
		"other body": {func() *http.Request {
			r := signedV3("DescribeZones", "", "RegionId=cn-beijing")
			r.Body = io.NopCloser(bytes.NewBufferString("RegionId=cn-nowhere"))
			return r
		}, "SignatureDoesNotMatch"},
		"other action": {func() *http.Request {
			r := signedV3("DescribeZones", "", "")
			r.Header.Set("X-Acs-Action", "DescribeRegions")
			return r
		}, "SignatureDoesNotMatch"},
		"action not signed": {func() *http.Request {
			r := signedV3("DescribeZones", "", "")
			canonical := canonicalRequestV3(r, nil, []string{"host"}, hashHex(nil))
			r.Header.Set("Authorization", schemeV3+" Credential=ecsim-main,SignedHeaders=host,Signature="+signV3("ecsim-main-secret", stringToSignV3(canonical)))
			return r
		}, "SignatureDoesNotMatch"},
		"no signature": {func() *http.Request {
			r := signedV3("DescribeZones", "", "")
			r.Header.Set("Authorization", schemeV3+" Credential=ecsim-main,SignedHeaders=host")
			return r
		}, "IncompleteSignature"},
		"no authorization": {func() *http.Request {
			r := signedV3("DescribeZones", "", "")
			r.Header.Del("Authorization")
			return r
		}, "MissingParameter"},
		"another region's endpoint": {func() *http.Request {
			r := signedV3("DescribeZones", "", "")
			r.Host = "ecs.cn-nowhere.aliyuncs.com"
			resignV3(r, "")
			return r
		}, "InvalidProduct.NotFound"},
		"a further signed header": {func() *http.Request {
			r := signedV3("DescribeRegions", "", "")
			r.Header.Set("X-Acs-Credentials-Provider", " static_ak ")
			signed := []string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-credentials-provider", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}
			canonical := canonicalRequestV3(r, nil, signed, hashHex(nil))
			r.Header.Set("Authorization", schemeV3+" Credential=ecsim-main,SignedHeaders="+strings.Join(signed, ";")+",Signature="+signV3("ecsim-main-secret", stringToSignV3(canonical)))
			return r
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := sent(t, handlerOf(t), c.request())
			if body["Code"] != c.want {
				t.Errorf("%d %v", status, body)
			}
		})
	}
}

func TestTheEndpointsRegionCounts(t *testing.T) {
	for host, want := range map[string]string{
		"ecs.cn-beijing.aliyuncs.com": "cn-beijing", "ecs-cn-beijing.aliyuncs.com:443": "cn-beijing", "VPC.cn-beijing.aliyuncs.com": "cn-beijing",
		"ecs.aliyuncs.com": "", "localhost:8080": "", "oss.cn-beijing.aliyuncs.com": "",
	} {
		if got := endpointRegion(host); got != want {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
	cloud := cloudOf(t)
	h, err := NewHandler(cloud, Options{AuthOff: true})
	if err != nil {
		t.Fatal(err)
	}
	var regions []string
	cloud.Observe(func(e sim.Event) { regions = append(regions, e.Call.Region) })
	for _, host := range []string{"ecs.cn-beijing.aliyuncs.com", "localhost"} {
		r := signedV3("DescribeRegions", "", "")
		r.Host = host
		sent(t, h, r)
	}
	if len(regions) != 2 || regions[0] != "cn-beijing" || regions[1] != "cn-hangzhou" {
		t.Errorf("calls went to %q", regions)
	}
}

func TestXMLIsTheDefaultOfV1(t *testing.T) {
	params := envelopeV1("n1")
	delete(params, "Format")
	w := httptest.NewRecorder()
	handlerOf(t).ServeHTTP(w, signedV1(http.MethodGet, params))
	var body struct {
		XMLName xml.Name `xml:"DescribeRegionsResponse"`
		Regions []string `xml:"Regions>Region>RegionId"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &body); err != nil || len(body.Regions) != 2 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/xml") {
		t.Errorf("%v in %s", err, w.Body)
	}
	params["Action"] = "MakeCoffee"
	w = httptest.NewRecorder()
	handlerOf(t).ServeHTTP(w, signedV1(http.MethodGet, params))
	var failed struct {
		XMLName xml.Name `xml:"Error"`
		Code    string   `xml:"Code"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &failed); err != nil || failed.Code != "InvalidAction.NotFound" {
		t.Errorf("%v in %s", err, w.Body)
	}
}

func TestUnreadableRequests(t *testing.T) {
	h := handlerOf(t)
	for status, r := range map[int]*http.Request{
		400: requestTo(http.MethodGet, "/?a=%zz", http.NoBody),
		413: requestTo(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", 1<<20+1))),
		403: func() *http.Request {
			r := signedV1(http.MethodGet, envelopeV1("n1"))
			r.Method = http.MethodPut
			return r
		}(),
	} {
		if got, body := sent(t, h, r); got != status || body["Code"] == nil {
			t.Errorf("%d: %v", got, body)
		}
	}
}

func BenchmarkSignatureV1(b *testing.B) {
	params := envelopeV1("n1")
	for n := range 20 {
		params["Parameter."+strconv.Itoa(n)] = "some value, with punctuation & spaces"
	}
	pairs := pairsOfMap(params)
	for b.Loop() {
		signV1("ecsim-main-secret", stringToSignV1(http.MethodPost, pairs))
	}
}

func BenchmarkCallOverHTTP(b *testing.B) {
	address := serve(b, cloudOf(b), Options{AuthOff: true})
	target := "http://" + address + "/?Action=DescribeVSwitches&Version=" + ecsVersion + "&Format=JSON&RegionId=cn-hangzhou"
	b.ReportAllocs()
	for b.Loop() {
		response, err := http.Get(target)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
}
