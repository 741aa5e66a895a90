package rpc

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/sim"
)

// byRequest are the common errors that a request brings about by itself, with a
// request for each.
func byRequest() map[string]*http.Request {
	nonce := 0
	v1 := func(key, secret string, changes ...func(map[string]string)) *http.Request {
		nonce++
		params := envelopeV1("common " + strconv.Itoa(nonce))
		params["AccessKeyId"] = key
		for _, change := range changes {
			change(params)
		}
		params["Signature"] = signV1(secret, stringToSignV1(http.MethodGet, pairsOfMap(params)))
		r, err := http.NewRequest(http.MethodGet, "http://unused/?"+values(params).Encode(), http.NoBody)
		if err != nil {
			panic(err)
		}
		return r
	}
	mine := func(changes ...func(map[string]string)) *http.Request {
		return v1("ecsim-main", "ecsim-main-secret", changes...)
	}
	on := func(op, name, value string) *http.Request { return mine(set("Action", op), set(name, value)) }
	doubled, put, body := mine(), mine(), mine()
	doubled.URL.RawQuery += "&Signature=x"
	put.Method = http.MethodPut
	body.Body, body.ContentLength = io.NopCloser(strings.NewReader("{}")), 2
	body.Header.Set("Content-Type", "application/json")
	elsewhere := mine()
	elsewhere.Host = "ecs.cn-nowhere.aliyuncs.com"
	return map[string]*http.Request{
		"MissingParameter":                           mine(drop("SignatureNonce")),
		"IllegalTimestamp":                           mine(set("Timestamp", "noon")),
		"InvalidParameter":                           mine(set("Action", "Make Coffee")),
		"InvalidParamater":                           mine(set("SignatureMethod", "HMAC-MD5")),
		"UnsupportedParameter":                       body,
		"IncompleteSignature":                        doubled,
		"SignatureDoesNotMatch":                      v1("ecsim-main", "wrong"),
		"InvalidTimeStamp.Expired":                   mine(set("Timestamp", "2026-03-01T11:44:59Z")),
		"InvalidAccessKeyId.NotFound":                v1("nobody's", "wrong"),
		"InvalidAccessKeyId.Inactive":                v1("disabled-key", "disabled-secret"),
		"InvalidSecurityToken.Expired":               v1("STS.brief", "brief-secret", set("SecurityToken", "brief-token")),
		"InvalidSecurityToken.Malformed":             mine(set("SecurityToken", "no-such-token")),
		"InvalidSecurityToken.MismatchWithAccessKey": mine(set("SecurityToken", sessionToken)),
		"InvalidVersion":                             mine(set("Version", "latest")),
		"InvalidAction.NotFound":                     mine(set("Action", "MakeCoffee")),
		"InvalidProduct.NotFound":                    elsewhere,
		"UnsupportedHTTPMethod":                      put,
		"Forbidden.RAM":                              v1("ecsim-nobody", "ecsim-nobody-secret"),
		"InvalidInstanceId.NotFound":                 on("DeleteInstance", "InstanceId", "i-none"),
		"InvalidImageId.NotFound":                    mine(set("Action", "ModifyImageAttribute"), set("ImageId", "m-none"), set("RegionId", "cn-hangzhou"), set("ImageName", "none")),
		"SignatureNonceUsed":                         mine(), // sent before
		sim.NotImplemented:                           mine(set("Action", "CloneDisks")),
	}
}

// Every common error of the documentation can be seen: by a request that deserves
// it, by a second request (nonces, rates and tokens have tests of their own), or
// else by a fault. All have the same body.
func TestEveryCommonErrorCanBeSeen(t *testing.T) {
	cloud := cloudOfCallers(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	if err := cloud.Advance(time.Hour); err != nil { // and the session of brief is over
		t.Fatal(err)
	}
	address := serve(t, cloud, Options{Now: func() time.Time { return noon }})
	rows, err := cloud.World().Model().Catalog().CommonErrors()
	if err != nil {
		t.Fatal(err)
	}
	requests := byRequest()
	if code := codeAt(t, aimed(requests["SignatureNonceUsed"].Clone(t.Context()), address)); code != "" {
		t.Fatalf("a nonce is refused at first sight: %s", code)
	}
	natural := 0
	for _, row := range rows {
		t.Run(row.Code, func(t *testing.T) {
			r, ok := requests[row.Code]
			if ok {
				natural++
			} else {
				id, err := cloud.Arm(sim.Fault{Operation: "DescribeRegions", Code: row.Code, Times: 1})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = cloud.Disarm(id) })
				r = signedV1(http.MethodGet, envelopeV1("fault of "+row.Code))
			}
			checkError(t, address, r, row.Code, row.HTTP, row.Message)
		})
	}
	checkError(t, address, requests[sim.NotImplemented], sim.NotImplemented, http.StatusBadRequest, "%sCloneDisks%s")
	t.Logf("%d common errors, %d of them by a request alone", len(rows), natural)
}

// aimed sends the request to the address, whatever host it names.
func aimed(r *http.Request, address string) *http.Request {
	r.RequestURI, r.URL.Scheme, r.URL.Host = "", "http", address
	return r
}

// checkError sends the request and looks at every part of the answer.
func checkError(t *testing.T, address string, r *http.Request, code string, status int, template string) {
	t.Helper()
	response, err := http.DefaultClient.Do(aimed(r, address))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var body struct{ RequestId, HostId, Code, Message, Recommend string }
	if err := json.Unmarshal(data, &body); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	if response.StatusCode != status || body.Code != code {
		t.Fatalf("%d %s %q, want %d %s", response.StatusCode, body.Code, body.Message, status, code)
	}
	if body.RequestId == "" || body.RequestId != response.Header.Get("X-Acs-Request-Id") || body.HostId == "" ||
		!strings.Contains(body.Recommend, code) || response.ContentLength != int64(len(data)) {
		t.Errorf("%s with %v", data, response.Header)
	}
	words := strings.Split(template, "%s")
	for i := range words {
		words[i] = regexp.QuoteMeta(words[i])
	}
	if !regexp.MustCompile("(?s)^" + strings.Join(words, ".*") + "$").MatchString(body.Message) {
		t.Errorf("message %q, want %q", body.Message, template)
	}
	if strings.Contains(body.Message, "secret") {
		t.Errorf("the message tells a secret: %s", body.Message)
	}
}
