package target_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

// myCloud is the emulator under test: here it is the simulator, wrong in the
// way that the mutant's id says, or right if there is none.
func myCloud(t *testing.T, mutant string) http.Handler {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	world, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	var options []sim.Option
	if mutant != "" {
		wrong, err := sim.FindMutant(m, mutant)
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, sim.WithMutant(wrong))
	}
	handler, err := rpc.NewHandler(sim.New(world, append(options, sim.WithTransitions(sim.TransitionsInstant))...), rpc.Options{AuthOff: true})
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// Your own test looks like this: serve your cloud, and check it.
func TestMyCloudIsLikeECS(t *testing.T) {
	server := httptest.NewServer(myCloud(t, ""))
	defer server.Close()
	cloud, err := target.NewEndpoint(target.Config{
		URL: server.URL, Credentials: target.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"},
	})
	if err != nil {
		t.Fatal(err)
	}
	conformance.Check(t, cloud, conformance.WithoutSuite(), conformance.With(explore.Options{Calls: 100, Seed: 7}))
}

// A recorder is a test that notes what is reported to it.
type recorder struct {
	*testing.T
	errors, logs []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

func (r *recorder) Logf(format string, args ...any) {
	r.logs = append(r.logs, fmt.Sprintf(format, args...))
}

func TestCheckEndsWithTheCommandThatReplays(t *testing.T) {
	server := httptest.NewServer(myCloud(t, "skip:StopInstance/InvalidInstanceId.NotFound"))
	defer server.Close()
	cloud, err := target.NewEndpoint(target.Config{
		URL: server.URL, Credentials: target.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"},
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "found")
	test := &recorder{T: t}
	conformance.Check(test, cloud, conformance.FindingsIn(dir),
		conformance.With(explore.Options{Calls: 60, Operations: []string{"StopInstance"}}))
	if len(test.errors) != 1 {
		t.Fatalf("%d failures, want one:\n%s", len(test.errors), strings.Join(test.errors, "\n"))
	}
	text := test.errors[0]
	lines := strings.Split(text, "\n")
	last := lines[len(lines)-1]
	if !strings.Contains(text, "StopInstance/InvalidInstanceId.NotFound") || !strings.HasPrefix(last, "  replay it: ecsim replay "+dir) || !strings.HasSuffix(last, server.URL) {
		t.Error(text)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 2 {
		t.Errorf("files %v, %v: want the sequence and its trace", files, err)
	}
}

func TestCheckInProcess(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	world, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	conformance.Check(t, target.NewInProcess(sim.New(world)), conformance.WithoutSuite(), conformance.With(explore.Options{Calls: 200}))
}

// mute is a target without any optional interface.
type mute struct{ sequence.Target }

func (mute) Name() string { return "mute" }

func TestCheckSaysWhatIsMissing(t *testing.T) {
	test := &recorder{T: t}
	conformance.Check(test, mute{})
	if len(test.errors) != 1 || !strings.Contains(test.errors[0], "give conformance.From(start)") {
		t.Error(test.errors)
	}
}
