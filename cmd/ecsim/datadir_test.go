package main

import (
	"maps"
	"path/filepath"
	"testing"

	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// A client that repeats its calls after a restart of `serve --data-dir` is
// answered as before it: used and burnt tokens are kept.
func TestServeKeepsTokens(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	var launch map[string]string
	with := func(token, name string) map[string]string {
		params := maps.Clone(launch)
		params["ClientToken"], params["InstanceName"] = token, name
		return params
	}
	var first string
	for restart := range 3 {
		address, _, stop := serving(t, "--addr", "127.0.0.1:0", "--quiet", "--data-dir", dir)
		steer := &control.Client{URL: address}
		call := calling(t, address, "ecsim-main", "ecsim-main-secret")
		if restart == 0 {
			info, err := steer.Info(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			launch = map[string]string{
				"RegionId": "cn-hangzhou", "ImageId": info.Names["image.linux"], "InstanceType": "ecs.g7.large",
				"VSwitchId": info.Names["vsw1"], "SecurityGroupId": info.Names["sg1"],
			}
			if _, err := steer.Arm(t.Context(), sim.Fault{Operation: "RunInstances", Code: "InternalError", Times: 1, BurnsToken: true}); err != nil {
				t.Fatal(err)
			}
			if got := call("RunInstances", with("burnt", "box"))["Code"]; got != "InternalError" {
				t.Fatalf("the fault strikes with %v", got)
			}
		}
		answer := call("RunInstances", with("used", "box"))
		sets, ok := answer["InstanceIdSets"].(map[string]any)
		if !ok {
			t.Fatalf("restart %d: %v", restart, answer)
		}
		made, _ := sets["InstanceIdSet"].([]any)[0].(string)
		if first == "" {
			first = made
		}
		if made != first {
			t.Errorf("restart %d: the token made %s, it had made %s", restart, made, first)
		}
		for _, c := range []struct{ token, name, code string }{
			{"used", "other", "IdempotentParameterMismatch"}, {"burnt", "box", "IdempotentFailed"}, {"burnt", "other", "IdempotentParameterMismatch"},
		} {
			if got := call("RunInstances", with(c.token, c.name))["Code"]; got != c.code {
				t.Errorf("restart %d: token %s, name %s: %v, want %s", restart, c.token, c.name, got, c.code)
			}
		}
		if code := stop(); code != exitOK {
			t.Fatalf("exit code %d", code)
		}
	}
}
