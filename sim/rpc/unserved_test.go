package rpc

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

// unsignedTo calls a handler that checks no signatures, and returns status and body.
func unsignedTo(h http.Handler, version, format, action string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, requestTo(http.MethodPost, "/?Action="+action+"&Format="+format+"&Version="+version+"&RegionId=cn-hangzhou", http.NoBody))
	return w.Code, w.Body.String()
}

func unsignedHandler(t *testing.T, cloud *sim.Cloud) http.Handler {
	t.Helper()
	h, err := NewHandler(cloud, Options{AuthOff: true})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// An operation that the cloud has and the model does not is answered with an
// error that clients take for final: Terraform retries 5xx, and takes 404 for a
// resource that is gone. A name that no product has is not found.
func TestWhatIsNotServedSaysSo(t *testing.T) {
	h := unsignedHandler(t, cloudOf(t))
	for _, c := range []struct{ version, action, product, code string }{
		{ecsVersion, "DescribeSpotPriceHistory", "Ecs", sim.NotImplemented},
		{ecsVersion, "DescribeInstanceMonitorData", "Ecs", sim.NotImplemented},
		{ecsVersion, "ModifyInstanceVpcAttribute", "Ecs", sim.NotImplemented},
		{ecsVersion, "CloneDisks", "Ecs", sim.NotImplemented}, // the metadata alone has it
		{vpcVersion, "DescribeNetworkAcls", "Vpc", sim.NotImplemented},
		{vpcVersion, "DescribeZones", "Vpc", sim.NotImplemented}, // served for ECS; VPC has its own
		{"2015-04-01", "AssumeRole", "Sts", sim.NotImplemented},
		{ecsVersion, "DescribeNetworkAcls", "Vpc", "InvalidAction.NotFound"}, // of VPC alone
		{vpcVersion, "StartInstance", "Vpc", "InvalidAction.NotFound"},
		{ecsVersion, "MakeCoffee", "Ecs", "InvalidAction.NotFound"},
		{vpcVersion, "MakeCoffee", "Vpc", "InvalidAction.NotFound"},
		{"2013-01-10", "StartInstance", "Ecs", "InvalidAction.NotFound"},
		{"2016-03-14", "DescribeRegions", "Ecs", "InvalidAction.NotFound"},
		{"latest", "DescribeRegions", "Ecs", "InvalidVersion"},
	} {
		status, body := unsignedTo(h, c.version, "JSON", c.action)
		want := map[string]int{sim.NotImplemented: 400, "InvalidAction.NotFound": 404, "InvalidVersion": 400}[c.code]
		if status != want || !strings.Contains(body, `"Code":"`+c.code+`"`) || !strings.Contains(body, "product="+c.product+"&") {
			t.Errorf("%s of %s: %d %s", c.action, c.version, status, body)
		}
		if c.code == sim.NotImplemented && !strings.Contains(body, c.action) {
			t.Errorf("%s is not named: %s", c.action, body)
		}
	}
	status, body := unsignedTo(unsignedHandler(t, cloudOf(t, sim.WithUnserved(http.StatusNotImplemented))), ecsVersion, "JSON", "CloneDisks")
	if status != http.StatusNotImplemented {
		t.Errorf("--unserved 501: %d %s", status, body)
	}
}

// An answer can be set for an operation that is not served, in both forms; a
// served one answers as the model says.
func TestAnAnswerIsSet(t *testing.T) {
	cloud := cloudOf(t)
	h := unsignedHandler(t, cloud)
	put := func(fault string) (int, string) { return steer(t, h, http.MethodPut, "faults", fault) }
	body := `{"Disks": {"Disk": [{"DiskId": "d-1", "Size": 40, "Price": 0.5, "Portable": true, "Tags": {"Tag": []}, "Names": ["a", "b"], "Expires": null}]}, "RequestId": "mine"}`
	if status, said := put(`{"operation": "DescribeDiskMonitorData", "kind": "answer", "times": 2, "body": ` + body + `}`); status != http.StatusOK {
		t.Fatalf("%d %s", status, said)
	}
	status, said := unsignedTo(h, ecsVersion, "JSON", "DescribeDiskMonitorData")
	want := `{"Disks":{"Disk":[{"DiskId":"d-1","Size":40,"Price":0.5,"Portable":true,"Tags":{"Tag":[]},"Names":["a","b"],"Expires":null}]},"RequestId":"`
	if status != http.StatusOK || !strings.HasPrefix(said, want) || strings.Contains(said, "mine") {
		t.Errorf("%d %s", status, said)
	}
	status, said = unsignedTo(h, ecsVersion, "XML", "DescribeDiskMonitorData")
	want = "<DescribeDiskMonitorDataResponse><Disks><Disk><DiskId>d-1</DiskId><Size>40</Size><Price>0.5</Price><Portable>true</Portable><Tags></Tags>" +
		"<Names>a</Names><Names>b</Names>"
	if status != http.StatusOK || !strings.Contains(said, want) {
		t.Errorf("%d %s", status, said)
	}
	if status, said = unsignedTo(h, ecsVersion, "JSON", "DescribeDiskMonitorData"); status != http.StatusBadRequest {
		t.Errorf("the third call: %d %s", status, said)
	}
	for fault, why := range map[string]string{
		`{"operation": "StartInstance", "kind": "answer", "body": {}}`:                             "is served",
		`{"operation": "*", "kind": "answer", "body": {}}`:                                         "for one operation",
		`{"operation": "MakeCoffee", "kind": "answer", "body": {}}`:                                "no operation is called",
		`{"operation": "DescribeDiskMonitorData", "kind": "answer"}`:                               "JSON object",
		`{"operation": "DescribeDiskMonitorData", "kind": "answer", "body": [1]}`:                  "JSON object",
		`{"operation": "DescribeDiskMonitorData", "kind": "answer", "body": null}`:                 "JSON object",
		`{"operation": "DescribeDiskMonitorData", "kind": "answer", "body": {}, "http": 404}`:      "a body only",
		`{"operation": "DescribeDiskMonitorData", "kind": "delay", "delay": "1s", "body": {}}`:     "only a fault of kind answer",
		`{"operation": "DescribeDiskMonitorData", "code": "InternalError", "body": {"a": "b"}}`:    "only a fault of kind answer",
		`{"operation": "DescribeDiskMonitorData", "kind": "answer", "body": {}, "phase": "after"}`: "a body only",
	} {
		if status, said := put(fault); status != http.StatusBadRequest || !strings.Contains(said, why) {
			t.Errorf("%s: %d %s", fault, status, said)
		}
	}
	if status, said := put(`{"operation": "DescribeInstanceMonitorData", "code": "InternalError"}`); status != http.StatusOK {
		t.Errorf("a fault of an operation without a page: %d %s", status, said)
	}
}

// The world file sets answers, too.
func TestAWorldFileSetsAnswers(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	text := func(answers string) []byte {
		return []byte("name: w\nnow: 2026-03-01T12:00:00Z\naccounts: [{name: main, id: \"1000000000000001\"}]\ncallers: [{name: main, account: main, kind: account}]\n" +
			"regions: [{id: cn-hangzhou, name: Hangzhou, zones: [cn-hangzhou-h]}]\nanswers:\n" + answers)
	}
	w, err := model.ReadWorld(m, text("  DescribeDiskMonitorData: {Disks: {Disk: []}, TotalCount: 0}\n"), 1)
	if err != nil {
		t.Fatal(err)
	}
	status, body := unsignedTo(unsignedHandler(t, sim.New(w)), ecsVersion, "JSON", "DescribeDiskMonitorData")
	if status != http.StatusOK || !json.Valid([]byte(body)) || !strings.HasPrefix(body, `{"Disks":{"Disk":[]},"TotalCount":0,"RequestId":`) {
		t.Errorf("%d %s", status, body)
	}
	for answers, why := range map[string]string{
		"  StartInstance: {}\n":                  "StartInstance is served",
		"  MakeCoffee: {}\n":                     `no operation is called "MakeCoffee"`,
		"  DescribeDiskMonitorData: [1]\n":       "line",
		"  DescribeDiskMonitorData:\n":           "mapping",
		"  DescribeDiskMonitorData: {A: .nan}\n": "mapping",
	} {
		if _, err := model.ReadWorld(m, text(answers), 1); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v", answers, err)
		}
	}
}

// The control API answers JSON, whatever it is asked.
func TestTheControlAPIAnswersJSON(t *testing.T) {
	h := unsignedHandler(t, cloudOf(t))
	for _, c := range []struct {
		method, path string
		status       int
		says         string
	}{
		{http.MethodGet, "nothing", 404, "no nothing"},
		{http.MethodGet, "", 404, "docs/control.md"},
		{http.MethodPut, "health", 405, "use GET"},
		{http.MethodPost, "faults", 405, "use DELETE or GET or PUT"},
	} {
		status, body := steer(t, h, c.method, c.path, "")
		var failure struct{ Error string }
		if err := json.Unmarshal([]byte(body), &failure); err != nil || status != c.status || !strings.Contains(failure.Error, c.says) {
			t.Errorf("%s %s: %d %s", c.method, c.path, status, body)
		}
	}
}
