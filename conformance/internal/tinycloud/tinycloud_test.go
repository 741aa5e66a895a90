package tinycloud

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// call makes a call: names and values follow each other.
func call(t *testing.T, c *Cloud, op string, pairs ...string) (status int, reply map[string]any) {
	t.Helper()
	form := url.Values{"Action": {op}, "Version": {"2014-05-26"}, "Signature": {"any"}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/?"+form.Encode(), http.NoBody))
	if err := json.Unmarshal(w.Body.Bytes(), &reply); err != nil || reply["RequestId"] == "" {
		t.Fatalf("%s: %v in %s", op, err, w.Body)
	}
	return w.Code, reply
}

// wants makes a call that has to be answered with the code; empty for success.
func wants(t *testing.T, c *Cloud, status int, code, op string, pairs ...string) map[string]any {
	t.Helper()
	got, reply := call(t, c, op, pairs...)
	if answered, _ := reply["Code"].(string); got != status || answered != code {
		t.Fatalf("%s %v: %d %v, want %d %s", op, pairs, got, reply, status, code)
	}
	return reply
}

func running(t *testing.T, c *Cloud, more ...string) string {
	t.Helper()
	reply := wants(t, c, 200, "", "RunInstances", append([]string{
		"RegionId", Region, "ImageId", Linux, "InstanceType", Type, "VSwitchId", VSwitch, "SecurityGroupId", Group}, more...)...)
	return reply["InstanceIdSets"].(map[string]any)["InstanceIdSet"].([]any)[0].(string)
}

func shown(t *testing.T, c *Cloud, id, member string) any {
	t.Helper()
	reply := wants(t, c, 200, "", "DescribeInstances", "RegionId", Region, "InstanceIds", `["`+id+`"]`)
	return reply["Instances"].(map[string]any)["Instance"].([]any)[0].(map[string]any)[member]
}

func TestLifeOfAnInstance(t *testing.T) {
	c := New(Faults{})
	id := running(t, c, "InstanceName", "first")
	if got := shown(t, c, id, "Status"); got != "Running" {
		t.Errorf("status %v", got)
	}
	wants(t, c, 403, "IncorrectInstanceStatus", "StartInstance", "InstanceId", id)
	wants(t, c, 400, "InvalidOperation.InvalidEcsState", "ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "2")
	wants(t, c, 200, "", "ModifyInstanceAttribute", "InstanceId", id, "HostName", "later", "DeletionProtection", "true", "InstanceName", "second")
	if shown(t, c, id, "InstanceName") != "second" || shown(t, c, id, "HostName") == "later" {
		t.Error("a name changes at once, a host name does not")
	}
	wants(t, c, 400, "DryRunOperation", "StopInstance", "InstanceId", id, "DryRun", "true")
	wants(t, c, 200, "", "StopInstance", "InstanceId", id)
	wants(t, c, 403, "IncorrectInstanceStatus", "StopInstance", "InstanceId", id)
	wants(t, c, 403, "InvalidOperation.MaxEniQueueNumberExceeded", "ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "5")
	wants(t, c, 200, "", "ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "2")
	wants(t, c, 200, "", "StartInstance", "InstanceId", id)
	if shown(t, c, id, "HostName") != "later" || c.Queues(id) != 2 {
		t.Error("what waited for the start did not happen")
	}
	wants(t, c, 403, "InvalidOperation.DeletionProtection", "DeleteInstance", "InstanceId", id, "Force", "true")
	wants(t, c, 200, "", "ModifyInstanceAttribute", "InstanceId", id, "DeletionProtection", "false")
	wants(t, c, 403, "IncorrectInstanceStatus", "DeleteInstance", "InstanceId", id)
	wants(t, c, 200, "", "DeleteInstance", "InstanceId", id, "Force", "true")
	wants(t, c, 404, "InvalidInstanceId.NotFound", "DeleteInstance", "InstanceId", id)
}

func TestRefusals(t *testing.T) {
	c := New(Faults{})
	wants(t, c, 501, "NotImplemented", "RebootInstance", "InstanceId", "i-1")
	wants(t, c, 400, "UnsupportedParameter", "StopInstance", "InstanceId", "i-1", "Hibernate", "true")
	wants(t, c, 400, "MissingParameter", "RunInstances", "RegionId", Region)
	wants(t, c, 400, "InvalidParameter", "StopInstance", "InstanceId", "i-1", "ForceStop", "perhaps")
	wants(t, c, 404, "InvalidRegionId.NotFound", "DescribeImages", "RegionId", "nowhere")
	for name, good := range map[string]bool{"web-1": true, "a--b": false, ".a": false, "a..b": false, "12": true} {
		if goodHostName(name, "linux") != good {
			t.Errorf("host name %s", name)
		}
	}
	if goodHostName("12", "windows") || goodHostName("web.1", "windows") || !goodHostName("web-1", "windows") {
		t.Error("host names of Windows")
	}
}

func TestFaults(t *testing.T) {
	c := New(Faults{QueueNumberWhileRunning: true, DeletesProtected: true, StopsStopped: true})
	id := running(t, c, "DeletionProtection", "true")
	wants(t, c, 200, "", "ModifyInstanceAttribute", "InstanceId", id, "NetworkInterfaceQueueNumber", "2")
	wants(t, c, 200, "", "StopInstance", "InstanceId", id)
	wants(t, c, 200, "", "StopInstance", "InstanceId", id)
	wants(t, c, 200, "", "DeleteInstance", "InstanceId", id)
}

func TestPages(t *testing.T) {
	c := New(Faults{})
	running(t, c, "Amount", "12")
	reply := wants(t, c, 200, "", "DescribeInstances", "RegionId", Region, "PageNumber", "2")
	if got := len(reply["Instances"].(map[string]any)["Instance"].([]any)); got != 2 || reply["TotalCount"] != 12.0 {
		t.Errorf("%d instances on page 2 of %v", got, reply["TotalCount"])
	}
}
