package rpc

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
)

// The envelope of V3 is held to the same rules as that of V1. Each request is signed
// after it was changed, as far as it can be.
func TestV3EnvelopeErrors(t *testing.T) {
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Del(name)
			if value != "" {
				r.Header.Set(name, value)
			}
		}
	}
	for name, c := range map[string]struct {
		change func(*http.Request)
		status int
		code   string
		says   string
	}{
		"all right":            {header("X-Acs-Unheard-Of", "x"), 200, "", ""},
		"no action":            {header("X-Acs-Action", ""), 400, "MissingParameter", "Action"},
		"no version":           {header("X-Acs-Version", ""), 400, "MissingParameter", "Version"},
		"no version that is":   {header("X-Acs-Version", "2013-01-10"), 404, "InvalidAction.NotFound", ""},
		"no date for version":  {header("X-Acs-Version", "latest"), 400, "InvalidVersion", ""},
		"version of VPC":       {header("X-Acs-Version", vpcVersion), 400, "NotImplemented", "DescribeRegions"}, // VPC has its own
		"unknown action":       {header("X-Acs-Action", "MakeCoffee"), 404, "InvalidAction.NotFound", ""},
		"no name":              {header("X-Acs-Action", "Make Coffee"), 400, "InvalidParameter", ""},
		"not implemented":      {header("X-Acs-Action", "CloneDisks"), 400, "NotImplemented", "CloneDisks"},
		"no time":              {header("X-Acs-Date", ""), 400, "MissingParameter", "Timestamp"},
		"no time that is":      {header("X-Acs-Date", "noon"), 400, "IllegalTimestamp", ""},
		"too old":              {header("X-Acs-Date", "2026-03-01T11:44:59Z"), 400, "InvalidTimeStamp.Expired", ""},
		"old enough":           {header("X-Acs-Date", "2026-03-01T11:45:00Z"), 200, "", ""},
		"young enough":         {header("X-Acs-Date", "2026-03-01T12:15:00Z"), 200, "", ""},
		"too early":            {header("X-Acs-Date", "2026-03-01T12:15:01Z"), 400, "InvalidTimeStamp.Expired", ""},
		"no nonce":             {header("X-Acs-Signature-Nonce", ""), 400, "MissingParameter", "SignatureNonce"},
		"another body's hash":  {header("X-Acs-Content-Sha256", hashHex([]byte("another"))), 400, "SignatureDoesNotMatch", schemeV3},
		"a token out of place": {header("X-Acs-Security-Token", "x"), 400, "InvalidSecurityToken.Malformed", ""},
		"another path":         {func(r *http.Request) { r.URL.Path = "/instances" }, 404, "InvalidAction.NotFound", ""},
		"PUT":                  {func(r *http.Request) { r.Method = http.MethodPut }, 403, "UnsupportedHTTPMethod", ""},
		"a product elsewhere":  {func(r *http.Request) { r.Host = "ecs.cn-nowhere.aliyuncs.com" }, 404, "InvalidProduct.NotFound", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := signedV3("DescribeRegions", "", "")
			c.change(r)
			resignV3(r, "")
			status, body := sent(t, handlerOf(t), r)
			code, _ := body["Code"].(string)
			message, _ := body["Message"].(string)
			if status != c.status || code != c.code || !strings.Contains(message, c.says) || strings.Contains(message, "secret") {
				t.Errorf("%d %v", status, body)
			}
		})
	}
	h := handlerOf(t)
	again := signedV3("DescribeRegions", "", "")
	for i, want := range []any{nil, "SignatureNonceUsed", "SignatureNonceUsed"} {
		if _, body := sent(t, h, again.Clone(t.Context())); body["Code"] != want {
			t.Errorf("use %d of a nonce: %v, want %v", i+1, body["Code"], want)
		}
	}
}

// No value of a number, nor of a page token, makes the model break: each operation
// is called with each of its integers at and beyond what fits.
func TestNoNumberBreaksTheModel(t *testing.T) {
	cloud := cloudOf(t)
	h, err := NewHandler(cloud, Options{AuthOff: true})
	if err != nil {
		t.Fatal(err)
	}
	names, asked := cloud.World().Base().Names, 0
	for _, op := range cloud.World().Model().Operations() {
		base := url.Values{
			"RegionId": {"cn-hangzhou"}, "ImageId": {names["image.linux"]}, "VSwitchId": {names["vsw1"]}, "SecurityGroupId": {names["sg1"]},
			"InstanceType": {"ecs.g7.large"}, "VpcId": {names["vpc1"]}, "DryRun": {"false"},
		}
		for i := range op.Params {
			p := &op.Params[i]
			values := []string{"0", "-1", "1", "2147483648", "-9223372036854775808", "9223372036854775807", "9223372036854775808", "1e3", "０"}
			switch {
			case p.Name == "NextToken":
				values = []string{"A", "AAAAAAAAAAAA", "%", strings.Repeat("A", 4000), "\x00"}
			case p.Type != model.TypeInteger:
				continue
			}
			for _, value := range values {
				asked++
				query := url.Values{"Action": {op.Name}, "Version": {ecsVersion}, "Format": {"JSON"}, p.Name: {value}}
				for name, given := range base {
					if _, ok := op.Param(name); ok && name != p.Name {
						query[name] = given
					}
				}
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/?"+query.Encode(), http.NoBody)
				if err != nil {
					t.Fatal(err)
				}
				if status, body := sent(t, h, r); status >= 500 {
					t.Errorf("%s %s=%s: %d %v", op.Name, p.Name, value, status, body)
				}
			}
		}
	}
	t.Logf("%d calls", asked)
	if err := cloud.World().Check(); asked < 300 || err != nil {
		t.Errorf("%d calls, %v", asked, err)
	}
}
