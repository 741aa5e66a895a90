package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// The whole program: sizes are bounded as the flag says, what happens is measured
// and logged without secrets, and the end is proper.
func TestServeIsBoundedMeasuredAndLogged(t *testing.T) {
	address, stderr, stop := serving(t, "--addr", "127.0.0.1:0", "--log", "json", "--max-body", "1000", "--idle-timeout", "1m", "--read-timeout", "1m")
	steer := &control.Client{URL: address}
	call := calling(t, address, "ecsim-main", "ecsim-main-secret")
	if _, err := steer.Arm(t.Context(), sim.Fault{Operation: "DescribeZones", Kind: sim.FaultThrottle, Times: 1}); err != nil {
		t.Fatal(err)
	}
	call("DescribeZones", map[string]string{"Password": "Top-Secret-1"})
	call("CreateKeyPair", map[string]string{"UserData": "dG9wLXNlY3JldA=="})
	calling(t, address, "ecsim-main", "wrong-secret")("DescribeRegions", map[string]string{"SecurityToken": "my-token"})
	response, err := http.PostForm(address, url.Values{"Filler": {strings.Repeat("x", 1000)}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of more than 1000 bytes is answered %s", response.Status)
	}
	metrics, err := steer.Metrics(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`ecsim_calls_total{class="throttled",code="Throttling.User",operation="DescribeZones"} 1`, `ecsim_faults_struck_total{operation="DescribeZones"} 1`,
		`ecsim_calls_total{class="error",code="InvalidSecurityToken.Malformed",operation="DescribeRegions"} 1`, "process_resident_memory_bytes ",
	} {
		if !strings.Contains(string(metrics), want) {
			t.Errorf("no %s in\n%s", want, metrics)
		}
	}
	began := time.Now()
	if code := stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the end took %v with nothing under way", took)
	}
	_, logged, _ := strings.Cut(stderr.String(), "\n{")
	for line := range strings.Lines("{" + logged) {
		if !strings.HasPrefix(line, `{"time":`) {
			t.Errorf("the log has the line %q", line)
		}
	}
	for _, secret := range []string{"Top-Secret-1", "dG9wLXNlY3JldA", "ecsim-main-secret", "my-token", "wrong-secret"} {
		if strings.Contains(logged, secret) || strings.Contains(string(metrics), secret) {
			t.Errorf("log or metrics hold %s:\n%s", secret, logged)
		}
	}
}

// Callers are throttled only if a flag says so, and then each one for itself.
func TestServeThrottlesWhenAsked(t *testing.T) {
	for _, c := range []struct {
		args []string
		want [4]string // of main's DescribeZones twice, its DescribeRegions, and another caller's DescribeZones
	}{
		{nil, [4]string{}},
		{[]string{"--rate-limit", "DescribeZones=1/h"}, [4]string{"", "Throttling", "", ""}},
		{[]string{"--rate-limit", "*=2/h"}, [4]string{"", "", "Throttling.User", ""}},
		{[]string{"--rate-limit", "DescribeZones=1/h", "--rate-limit", "*=1/h"}, [4]string{"", "Throttling", "Throttling.User", ""}},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			address, _, stop := serving(t, append([]string{"--addr", "127.0.0.1:0", "--quiet", "--clock", "frozen"}, c.args...)...)
			main, other := calling(t, address, "ecsim-main", "ecsim-main-secret"), calling(t, address, "ecsim-other", "ecsim-other-secret")
			var got [4]string
			for i, answer := range []map[string]any{
				main("DescribeZones", map[string]string{}), main("DescribeZones", map[string]string{}),
				main("DescribeRegions", map[string]string{}), other("DescribeZones", map[string]string{}),
			} {
				got[i], _ = answer["Code"].(string)
			}
			if got != c.want {
				t.Errorf("answered %q, want %q", got, c.want)
			}
			if code := stop(); code != exitOK {
				t.Errorf("exit code %d", code)
			}
		})
	}
}
