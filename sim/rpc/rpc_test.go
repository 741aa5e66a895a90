package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/model/wire"
	"github.com/ecsim/ecsim/sim"
)

// The versions of the products, as clients send them.
const (
	ecsVersion = "2014-05-26"
	vpcVersion = "2016-04-28"
)

// cloudOf returns a cloud of the default world.
func cloudOf(tb testing.TB, opts ...sim.Option) *sim.Cloud {
	tb.Helper()
	m, err := reference.New()
	if err != nil {
		tb.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		tb.Fatal(err)
	}
	return sim.New(w, opts...)
}

// serve serves the cloud on a socket and returns its address.
func serve(tb testing.TB, c *sim.Cloud, o Options) string {
	tb.Helper()
	h, err := NewHandler(c, o)
	if err != nil {
		tb.Fatal(err)
	}
	server := httptest.NewServer(h)
	tb.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// client is the vendor's own SDK, at the address.
func client(tb testing.TB, key, secret string) *sdk.Client {
	tb.Helper()
	c, err := sdk.NewClientWithOptions("cn-hangzhou", sdk.NewConfig().WithAutoRetry(false), credentials.NewAccessKeyCredential(key, secret))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// ask makes a request of the SDK and returns its body, or the error code.
func ask(tb testing.TB, c *sdk.Client, address, op string, params map[string]string) (body map[string]any, code string) {
	tb.Helper()
	r := requests.NewCommonRequest()
	r.Method, r.Scheme, r.Domain, r.Version, r.ApiName = "POST", "http", address, ecsVersion, op
	maps.Copy(r.QueryParams, params)
	response, err := c.ProcessCommonRequest(r)
	if err != nil {
		if failed, ok := errors.AsType[sdkerrors.Error](err); ok {
			return nil, failed.ErrorCode()
		}
		tb.Fatalf("%s: %v", op, err)
	}
	if err := json.Unmarshal(response.GetHttpContentBytes(), &body); err != nil {
		tb.Fatalf("%s: %v in %s", op, err, response.GetHttpContentString())
	}
	return body, ""
}

// The life of an instance, as the vendor's SDK sees it over a socket.
func TestSDKRunsAnInstance(t *testing.T) {
	cloud := cloudOf(t)
	names := cloud.World().Base().Names
	address := serve(t, cloud, Options{})
	c := client(t, "ecsim-main", "ecsim-main-secret")
	body, code := ask(t, c, address, "RunInstances", map[string]string{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "InstanceName": "web",
		"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"], "Description": "über <1> & \"2\"",
	})
	if code != "" {
		t.Fatal(code)
	}
	id := body["InstanceIdSets"].(map[string]any)["InstanceIdSet"].([]any)[0].(string)
	look := func() map[string]any {
		body, code := ask(t, c, address, "DescribeInstances", map[string]string{"RegionId": "cn-hangzhou", "InstanceIds": `["` + id + `"]`})
		if code != "" || body["TotalCount"] != 1.0 {
			t.Fatalf("%s %v", code, body)
		}
		return body["Instances"].(map[string]any)["Instance"].([]any)[0].(map[string]any)
	}
	wait := func(status string) map[string]any {
		for range 20 {
			if i := look(); i["Status"] == status {
				return i
			}
		}
		t.Fatalf("never %s", status)
		return nil
	}
	i := wait("Running")
	if i["Description"] != "über <1> & \"2\"" || i["Memory"] != 8192.0 || i["OSName"] == "" {
		t.Errorf("%v", i)
	}
	nics := i["NetworkInterfaces"].(map[string]any)["NetworkInterface"].([]any)
	if len(nics) != 1 || nics[0].(map[string]any)["Type"] != "Primary" {
		t.Errorf("interfaces %v", nics)
	}
	if _, code := ask(t, c, address, "StartInstance", map[string]string{"InstanceId": id}); code != "IncorrectInstanceStatus" {
		t.Errorf("started twice: %q", code)
	}
	if _, code := ask(t, c, address, "StopInstance", map[string]string{"InstanceId": id}); code != "" {
		t.Fatal(code)
	}
	wait("Stopped")
	if _, code := ask(t, c, address, "DeleteInstance", map[string]string{"InstanceId": id}); code != "" {
		t.Fatal(code)
	}
}

func TestSDKIsToldWhatIsWrong(t *testing.T) {
	cloud := cloudOf(t)
	address := serve(t, cloud, Options{})
	good := client(t, "ecsim-main", "ecsim-main-secret")
	for _, c := range []struct {
		client   *sdk.Client
		op, want string
	}{
		{good, "DescribeRegions", ""},
		{good, "MakeCoffee", "InvalidAction.NotFound"},
		{good, "CloneDisks", sim.NotImplemented},
		{client(t, "ecsim-main", "wrong"), "DescribeRegions", "SignatureDoesNotMatch"},
		{client(t, "no-such-key", "x"), "DescribeRegions", "InvalidAccessKeyId.NotFound"},
	} {
		if _, code := ask(t, c.client, address, c.op, nil); code != c.want {
			t.Errorf("%s: got %q, want %q", c.op, code, c.want)
		}
	}
	if _, code := ask(t, client(t, "no-such-key", "x"), serve(t, cloud, Options{AuthOff: true}), "DescribeRegions", nil); code != "" {
		t.Errorf("with authentication off: %s", code)
	}
}

func TestSignatureVectors(t *testing.T) {
	vectors, err := cloudOf(t).World().Model().Catalog().SignatureVectors()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			var text, hash, signature string
			switch v.Scheme {
			case "V1":
				text = stringToSignV1(v.Method, pairsOfMap(v.Parameters))
				hash, signature = hashHex([]byte(text)), signV1(v.AccessKeySecret, text)
			case "V3":
				r := requestTo(v.Method, v.Path, http.NoBody)
				var signed []string
				for _, name := range []string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"} {
					r.Header.Set(name, v.Headers[name])
					signed = append(signed, name)
				}
				r.Host = v.Headers["host"]
				canonical := canonicalRequestV3(r, pairsOfMap(v.Parameters), signed, hashHex([]byte(v.Body)))
				text = stringToSignV3(canonical)
				hash, signature = hashHex([]byte(canonical)), signV3(v.AccessKeySecret, text)
			}
			if text != v.StringToSign || hash != v.StringHash || signature != v.Signature {
				t.Errorf("string to sign %q\nhash %s\nsignature %s", text, hash, signature)
			}
		})
	}
}

// An operation whose documented answer holds more than scalars is in the table
// of answers: what is not there is plain.
func TestEveryAnswerWithMoreThanScalarsIsDeclared(t *testing.T) {
	m := cloudOf(t).World().Model()
	answers, plain := wire.NewTable(m), 0
	for _, op := range m.Operations() {
		known, err := m.Catalog().Operation(op.Name)
		if err != nil {
			t.Fatal(err)
		}
		var shape map[string]any
		if err := json.Unmarshal(known.ResponseShape, &shape); err != nil {
			t.Fatal(err)
		}
		delete(shape, "RequestId")
		switch says := answers.Of(op.Name); {
		case says.Of != nil || says.Made != "" || says.Records != "":
			if len(shape) == 0 {
				t.Errorf("%s shows something, and its documented answer is RequestId alone", op.Name)
			}
		case op.Name == "DescribeUserData" || op.Name == "DescribeInstanceVncUrl" || op.Name == "DescribeImageSharePermission", // scalars of the reply; accounts, which are no resources
			op.Name == "ResizeDisk": // the order of a subscription, which worlds do not keep
		case len(shape) > 0:
			t.Errorf("%s answers more than RequestId (%v): say what in wire.Answers", op.Name, slices.Sorted(maps.Keys(shape)))
		default:
			plain++
		}
	}
	if plain != 37 {
		t.Errorf("%d plain operations", plain)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	h, err := NewHandler(cloudOf(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(h)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, server.Listener, h) }()
	response, err := http.Get("http://" + server.Listener.Addr().String() + "/_ecsim/health")
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if !strings.Contains(string(text), "ok") {
		t.Errorf("health: %s", text)
	}
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("still serving")
	}
}

// requestTo is a request to this machine.
func requestTo(method, target string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, target, body)
	r.Host = "localhost"
	return r
}
