package secondcloud_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"sync"
	"testing"

	"github.com/ecsim/ecsim/conformance/internal/secondcloud"
)

// A twin is a cloud with a fault, beside the same cloud without it: both get
// every request until their answers differ. From then on the checker could know.
type twin struct {
	wrong, right http.Handler

	mu       sync.Mutex
	requests int
	// shown is the first request that the fault changed the answer to; 0 before.
	shown  int
	action string
}

func newTwin(t *testing.T, options secondcloud.Options) *twin {
	t.Helper()
	wrong, err := secondcloud.New(options)
	if err != nil {
		t.Fatal(err)
	}
	options.Faults = nil
	right, err := secondcloud.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return &twin{wrong: wrong, right: right}
}

// ServeHTTP answers as the cloud with the fault does.
func (t *twin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.requests++
	sent, _ := io.ReadAll(r.Body) // what cannot be read is not there
	answers := [2]*httptest.ResponseRecorder{httptest.NewRecorder(), httptest.NewRecorder()}
	for i, cloud := range []http.Handler{t.wrong, t.right} {
		if i == 0 || t.shown == 0 {
			again := r.Clone(r.Context())
			again.Body = io.NopCloser(bytes.NewReader(sent))
			cloud.ServeHTTP(answers[i], again)
		}
	}
	if t.shown == 0 && !reflect.DeepEqual(said(answers[0]), said(answers[1])) {
		form, _ := url.ParseQuery(string(sent))
		t.shown, t.action = t.requests, r.URL.Query().Get("Action")+form.Get("Action")
	}
	maps.Copy(w.Header(), answers[0].Header())
	w.WriteHeader(answers[0].Code)
	_, _ = w.Write(answers[0].Body.Bytes())
}

// said is an answer without the id of its request.
func said(answer *httptest.ResponseRecorder) map[string]any {
	body := map[string]any{}
	_ = json.Unmarshal(answer.Body.Bytes(), &body) // an answer that is none equals no other
	delete(body, "RequestId")
	delete(body, "Recommend")
	return body
}

// String says whether the fault came to light.
func (t *twin) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.shown == 0 {
		return fmt.Sprintf("never shown in %d requests", t.requests)
	}
	return fmt.Sprintf("shown by request %d of %d, %s", t.shown, t.requests, t.action)
}

func TestATwinNoticesTheFault(t *testing.T) {
	both := newTwin(t, secondcloud.Options{Faults: []string{"attach-names-the-wrong-thing"}})
	server := httptest.NewServer(both)
	defer server.Close()
	for _, form := range []url.Values{
		{"Action": {"DescribeRegions"}, "Version": {"2014-05-26"}},
		{"Action": {"DescribeVpcs"}, "Version": {"2014-05-26"}, "RegionId": {"eu-central-1"}},
	} {
		answer, err := http.PostForm(server.URL, form)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%v %v", answer, err)
		}
		_ = answer.Body.Close()
	}
	if got := both.String(); got != "never shown in 2 requests" {
		t.Error(got)
	}
	vswitch, group := network(t, server.URL)
	card := call(t, server.URL, url.Values{"Action": {"CreateNetworkInterface"}, "VSwitchId": {vswitch}, "SecurityGroupId": {group}})
	id, _ := card["NetworkInterfaceId"].(string)
	refused := call(t, server.URL, url.Values{"Action": {"AttachNetworkInterface"}, "NetworkInterfaceId": {id}, "InstanceId": {"i-none"}})
	if got := both.String(); got != "shown by request 6 of 6, AttachNetworkInterface" || refused["Code"] != "InvalidEniId.NotFound" {
		t.Error(got, refused)
	}
}

func call(t *testing.T, at string, form url.Values) (reply map[string]any) {
	t.Helper()
	form.Set("Version", "2014-05-26")
	form.Set("RegionId", "eu-central-1")
	answer, err := http.PostForm(at, form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if err := json.NewDecoder(answer.Body).Decode(&reply); err != nil {
		t.Fatal(err)
	}
	return reply
}

// network returns a vSwitch and a group of the same VPC.
func network(t *testing.T, at string) (vswitch, group string) {
	t.Helper()
	first := func(action, outer, inner string) map[string]any {
		list := call(t, at, url.Values{"Action": {action}})[outer].(map[string]any)[inner].([]any)
		return list[0].(map[string]any)
	}
	v, g := first("DescribeVSwitches", "VSwitches", "VSwitch"), first("DescribeSecurityGroups", "SecurityGroups", "SecurityGroup")
	if v["VpcId"] != g["VpcId"] {
		t.Fatal("the newest vSwitch and the newest group are in different VPCs")
	}
	return v["VSwitchId"].(string), g["SecurityGroupId"].(string)
}
