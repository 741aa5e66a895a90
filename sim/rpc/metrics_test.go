package rpc

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

func TestMetricsCountWhatHappens(t *testing.T) {
	extra := prometheus.NewCounter(prometheus.CounterOpts{Name: "journal_changes_total", Help: "Of a test."})
	c, cloud, id := steered(t, Options{AuthOff: true, Collectors: []prometheus.Collector{extra}})
	if _, err := cloud.Arm(sim.Fault{Operation: "StopInstance", Code: "InternalError", Times: 1}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		cloud.Do(t.Context(), model.Call{Op: "StopInstance", Params: model.Params{"InstanceId": id}})
	}
	cloud.Do(t.Context(), model.Call{Op: "DescribeRegions"})
	cloud.Do(t.Context(), model.Call{Op: "MakeCoffee"})
	text, err := c.Metrics(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`ecsim_calls_total{class="unknown",code="InternalError",operation="StopInstance"} 1`,
		`ecsim_calls_total{class="error",code="IncorrectInstanceStatus",operation="StopInstance"} 1`,
		`ecsim_calls_total{class="ok",code="",operation="DescribeRegions"} 1`,
		`ecsim_calls_total{class="unsupported",code="InvalidAction.NotFound",operation="unknown"} 1`,
		`ecsim_call_duration_seconds_count{operation="StopInstance"} 2`,
		`ecsim_faults_struck_total{operation="StopInstance"} 1`,
		`ecsim_resources{kind="Instance"} 1`,
		"ecsim_transitions_pending 1",
		"ecsim_faults_armed 1",
		"ecsim_clock_seconds 1.7672256e+09",
		"journal_changes_total 0",
		"go_goroutines ",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if other, _, _ := steered(t, Options{}); other == nil { // a registry of its own
		t.Fatal("a second simulator cannot be measured")
	}
}

// What goes into the log says who called what, and never with which values.
func TestTheLogHoldsNoSecrets(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, nil))
	cloud := cloudOf(t)
	cloud.Observe(LogCalls(log))
	h, err := NewHandler(cloud, Options{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{"Top-Secret-1", "dG9wLXNlY3JldA", "ecsim-main-secret", "my-token", "wrong-secret"}
	address := serve(t, cloud, Options{Log: log})
	names := cloud.World().Base().Names
	for _, secret := range []string{"ecsim-main-secret", "wrong-secret"} {
		_, _ = ask(t, client(t, "ecsim-main", secret), address, "RunInstances", map[string]string{
			"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "VSwitchId": names["vsw1"],
			"SecurityGroupId": names["sg1"], "Password": "Top-Secret-1", "UserData": "dG9wLXNlY3JldA==", "SecurityToken": "my-token",
		})
	}
	steer(t, h, http.MethodGet, "trace", "")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Errorf("%d lines:\n%s", len(lines), &out)
	}
	var first map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil || first["operation"] != "RunInstances" || first["requestId"] == nil {
		t.Errorf("%v in %s", err, lines[0])
	}
	for _, secret := range secrets {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log holds %s:\n%s", secret, &out)
		}
	}
}
