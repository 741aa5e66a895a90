package target

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
)

const testSecret = "s3cret+of/the=key"

// at returns an endpoint for the address, with the key of the tests.
func at(tb testing.TB, url string, change ...func(*Config)) *Endpoint {
	tb.Helper()
	config := Config{
		URL: url, Region: "cn-hangzhou", Timeout: 5 * time.Second,
		Credentials: Credentials{AccessKeyID: "id", AccessKeySecret: testSecret, SecurityToken: "token+of/sts"},
	}
	for _, c := range change {
		c(&config)
	}
	e, err := NewEndpoint(config)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// answering returns an endpoint whose server answers everything alike.
func answering(t *testing.T, status int, body string) *Endpoint {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return at(t, server.URL)
}

func refusal(code, message string) string {
	return fmt.Sprintf(`{"RequestId":"R-1","HostId":"h","Code":%q,"Message":%q}`, code, message)
}

func TestClasses(t *testing.T) {
	tests := []struct {
		name   string
		op     string
		status int
		body   string
		want   model.Outcome
	}{
		{"accepted", "StartInstance", 200, `{"RequestId":"R-1"}`, model.Outcome{Class: model.ClassOK, HTTP: 200, RequestId: "R-1"}},
		{"a secret that the target made is not kept", "DescribeInstanceVncUrl", 200, `{"RequestId":"R-1","VncUrl":"wss://vnc.example/?token=mine"}`,
			model.Outcome{Class: model.ClassOK, HTTP: 200, RequestId: "R-1", Reply: model.Reply{Values: map[string]string{"VncUrl": "(not kept)"}}}},
		{"refused", "StartInstance", 403, refusal("IncorrectInstanceStatus", "m"), model.Outcome{Class: model.ClassError, HTTP: 403, Code: "IncorrectInstanceStatus", Message: "m", RequestId: "R-1"}},
		{"a code that is a number", "StartInstance", 400, `{"Code":17}`, model.Outcome{Class: model.ClassError, HTTP: 400, Code: "17"}},
		{"dry run", "StartInstance", 400, refusal("DryRunOperation", "m"), model.Outcome{Class: model.ClassError, HTTP: 400, Code: "DryRunOperation", Message: "m", RequestId: "R-1"}},
		{"throttled", "StartInstance", 400, refusal("Throttling.User", "m"), model.Outcome{Class: model.ClassThrottled, HTTP: 400, Code: "Throttling.User", Message: "m", RequestId: "R-1"}},
		{"throttled by a proxy", "StartInstance", 429, ``, model.Outcome{Class: model.ClassThrottled, HTTP: 429, Message: "the answer is empty"}},
		{"throttled with 503", "StartInstance", 503, refusal("ServiceUnavailable.Throttling", "m"), model.Outcome{Class: model.ClassThrottled, HTTP: 503, Code: "ServiceUnavailable.Throttling", Message: "m", RequestId: "R-1"}},
		{"unknown action", "StartInstance", 404, refusal("InvalidAction.NotFound", "m"), model.Outcome{Class: model.ClassUnsupported, HTTP: 404, Code: "InvalidAction.NotFound", Message: "m", RequestId: "R-1"}},
		{"not implemented", "StartInstance", 501, refusal("NotImplemented", "m"), model.Outcome{Class: model.ClassUnsupported, HTTP: 501, Code: "NotImplemented", Message: "m", RequestId: "R-1"}},
		{"no such route", "StartInstance", 404, `404 page not found`, model.Outcome{Class: model.ClassUnsupported, HTTP: 404, Message: "the answer is no JSON object: 404 page not found"}},
		{"a row that looks like an unknown action", "ModifyInstanceSpec", 403, refusal("InvalidAction", "m"), model.Outcome{Class: model.ClassError, HTTP: 403, Code: "InvalidAction", Message: "m", RequestId: "R-1"}},
		{"internal error keeps its code", "StartInstance", 500, refusal("InternalError", "m"), model.Outcome{Class: model.ClassUnknown, HTTP: 500, Code: "InternalError", Message: "m", RequestId: "R-1"}},
		{"gateway without a word", "StartInstance", 502, `<html>Bad Gateway</html>`, model.Outcome{Class: model.ClassUnknown, HTTP: 502, Message: "the answer is XML or HTML, JSON was asked for: <html>Bad Gateway</html>"}},
		{"redirect", "StartInstance", 302, ``, model.Outcome{Class: model.ClassUnknown, HTTP: 302, Message: "the answer is empty"}},
		{"refused without a code", "StartInstance", 400, `{}`, model.Outcome{Class: model.ClassUnknown, HTTP: 400, Message: "an answer with status 400 and no Code"}},
		{"empty success", "StartInstance", 200, ``, model.Outcome{Class: model.ClassUnknown, HTTP: 200, Message: "the answer is empty"}},
		{"success in half", "StartInstance", 200, `{"RequestId":"R`, model.Outcome{Class: model.ClassUnknown, HTTP: 200, Message: `the answer is no JSON object: {"RequestId":"R`}},
		{"success that is a list", "StartInstance", 200, `[]`, model.Outcome{Class: model.ClassUnknown, HTTP: 200, Message: `the answer is no JSON object: []`}},
		{"field of a wrong type", "DescribeInstances", 200, `{"TotalCount":1,"Instances":{"Instance":[{"DeletionProtection":"maybe"}]}}`, model.Outcome{Class: model.ClassUnknown, HTTP: 200, Message: `the answer's Instances.Instance.DeletionProtection is no Boolean: "maybe"`}},
		{"list of a wrong type", "DescribeInstances", 200, `{"TotalCount":1,"Instances":{"Instance":{}}}`, model.Outcome{Class: model.ClassUnknown, HTTP: 200, Message: `the answer's Instances.Instance is no list: object`}},
		{"list missing", "DescribeInstances", 200, `{"TotalCount":1}`, model.Outcome{Class: model.ClassUnknown, HTTP: 200, Message: `the answer has no Instances.Instance`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := answering(t, tt.status, tt.body).Do(t.Context(), model.Call{Op: tt.op})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWrongCredentialsBreakTheHarness(t *testing.T) {
	for code, advice := range map[string]string{
		"InvalidAccessKeyId.NotFound":  "give an access key that exists",
		"InvalidAccessKeyId":           "give an access key that exists",
		"Forbidden.AccessKeyDisabled":  "is enabled",
		"SignatureDoesNotMatch":        "correct the secret",
		"IncompleteSignature":          "correct the secret",
		"InvalidSecurityToken.Expired": "new security token",
		"InvalidTimeStamp.Expired":     "clock",
	} {
		_, err := answering(t, 400, refusal(code, "m")).Do(t.Context(), model.Call{Op: "DescribeRegions"})
		if err == nil || !strings.Contains(err.Error(), advice) || !strings.Contains(err.Error(), code) {
			t.Errorf("%s: %v, want advice %q", code, err, advice)
		}
	}
}

func TestWrongAddressBreaksTheHarness(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	secure.Config.ErrorLog = nil
	gone := httptest.NewServer(nil)
	gone.Close()
	for url, want := range map[string]string{
		gone.URL: "nothing listens at " + gone.URL,
		"https" + strings.TrimPrefix(plain.URL, "http"): "does not speak TLS",
		secure.URL:                         "certificate",
		"http://no-such-host.invalid:8080": "no-such-host.invalid",
	} {
		_, err := at(t, url).Do(t.Context(), model.Call{Op: "DescribeRegions"})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", url, err, want)
		}
	}
}

func TestInsecureAcceptsAnyCertificate(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{}`) }))
	defer server.Close()
	e := at(t, server.URL, func(c *Config) { c.Insecure = true })
	if got, err := e.Do(t.Context(), model.Call{Op: "StartInstance"}); err != nil || got.Class != model.ClassOK {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestConfigsThatCannotWork(t *testing.T) {
	key := Credentials{AccessKeyID: "id", AccessKeySecret: testSecret}
	for _, config := range []Config{
		{URL: "localhost:8080", Credentials: key},
		{URL: "http://", Credentials: key},
		{URL: "http://id:" + testSecret + "@host", Credentials: key},
		{URL: "http://id:" + testSecret + "@host:port", Credentials: key},
		{URL: "http://host"},
		{URL: "http://host", Credentials: key, Callers: map[string]Credentials{"user": {AccessKeyID: "u"}}},
	} {
		if _, err := NewEndpoint(config); err == nil || strings.Contains(err.Error(), testSecret) {
			t.Errorf("%s: %v", config.URL, err)
		}
	}
}

// TestSilence: once an address has answered, no answer is the service's doing.
func TestSilence(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.FormValue("Action") {
		case "StartInstance":
			<-release
		case "StopInstance":
			conn, _, _ := http.NewResponseController(w).Hijack()
			_ = conn.(*net.TCPConn).SetLinger(0)
			_ = conn.Close()
		case "RebootInstance":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"RequestId"`)
		default:
			_, _ = io.WriteString(w, `{}`)
		}
	}))
	e := at(t, server.URL, func(c *Config) { c.Timeout = 100 * time.Millisecond })
	say := func(op string) string {
		t.Helper()
		got, err := e.Do(t.Context(), model.Call{Op: op})
		if err != nil {
			t.Fatalf("%s: %v", op, err)
		}
		if got.Class != model.ClassUnknown && op != "DescribeRegions" && op != "DeleteInstance" {
			t.Errorf("%s: class %v", op, got.Class)
		}
		return got.Message
	}
	say("DeleteInstance")
	for op, want := range map[string]string{
		"StartInstance":  "no answer within 100ms",
		"StopInstance":   "the connection was reset",
		"RebootInstance": "the connection broke: unexpected EOF",
	} {
		if got := say(op); got != want {
			t.Errorf("%s: %q, want %q", op, got, want)
		}
	}
	close(release)
	server.Close()
	got, err := e.Do(t.Context(), model.Call{Op: "StartInstance"})
	if err != nil || got.Class != model.ClassUnknown || got.Message != "the connection was refused" {
		t.Errorf("after the end: %+v, %v", got, err)
	}
}

func TestGivingUpIsNoOutcomeOfTheService(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { cancel(); time.Sleep(50 * time.Millisecond) }))
	defer server.Close()
	e := at(t, server.URL)
	got, err := e.Do(ctx, model.Call{Op: "StartInstance"})
	if !errors.Is(err, context.Canceled) || got.Class != model.ClassUnknown {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err = e.Do(ctx, model.Call{Op: "StartInstance"}); !errors.Is(err, context.Canceled) {
		t.Errorf("before sending: %v", err)
	}
	if _, err = e.Do(t.Context(), model.Call{Op: "StartInstance", Caller: "nobody"}); err == nil || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("caller without a key: %v", err)
	}
}

// TestSecretsAreNeverRepeated: the server echoes all that it got, in each place
// that ends up in an outcome or an error.
func TestSecretsAreNeverRepeated(t *testing.T) {
	var signature string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		signature = r.FormValue("Signature")
		echo := r.URL.String() + " " + signature + " " + testSecret + " " + r.FormValue("SecurityToken")
		switch r.FormValue("Action") {
		case "StartInstance":
			w.WriteHeader(http.StatusBadRequest)
			_ = json.NewEncoder(w).Encode(map[string]string{"Code": "SignatureDoesNotMatch", "Message": "server string to sign is:" + echo})
		case "StopInstance":
			w.WriteHeader(http.StatusBadRequest)
			_ = json.NewEncoder(w).Encode(map[string]string{"Code": "Odd" + testSecret, "Message": echo})
		case "RebootInstance":
			_, _ = io.WriteString(w, signature+" "+echo)
		case "DescribeUserData":
			http.Redirect(w, r, "http://127.0.0.1:1/?"+r.URL.RawQuery, http.StatusTemporaryRedirect)
		default:
			w.Header().Set("Content-Length", "7")
		}
	}))
	e := at(t, server.URL)
	check := func(op string) {
		got, err := e.Do(t.Context(), model.Call{Op: op, Params: model.Params{"InstanceId": "i-1"}})
		text := fmt.Sprintf("%+v %#v %v", got, got, err)
		for _, secret := range []string{testSecret, "token+of/sts", signature, "Signature="} {
			if signature == "" || strings.Contains(text, secret) && secret != "Signature=" {
				t.Errorf("%s repeats %q: %s", op, secret, text)
			}
		}
	}
	for _, op := range []string{"StartInstance", "StopInstance", "RebootInstance", "DescribeUserData", "DescribeImages"} {
		check(op)
	}
	server.Close()
	check("StartInstance")
	if text := fmt.Sprintf("%v %+v %#v %v", e.config, e.config, e.config, e.Name()); strings.Contains(text, testSecret) {
		t.Errorf("the configuration prints the secret: %s", text)
	}
}

func TestPace(t *testing.T) {
	e := at(t, "http://localhost", func(c *Config) { c.Patience = time.Minute })
	var waited, last time.Duration
	n := 1
	for ; ; n++ {
		pause, again := e.Pace(n)
		if pause < last || pause > 5*time.Second {
			t.Fatalf("look %d: %v after %v", n, pause, last)
		}
		if !again {
			break
		}
		last, waited = pause, waited+pause
	}
	if waited > time.Minute || waited < 50*time.Second || n > 25 {
		t.Errorf("%d looks in %v", n, waited)
	}
}
