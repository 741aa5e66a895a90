package secondcloud_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/internal/secondcloud"
)

// A finding is one of `ecsim check --json`.
type finding struct {
	Kind, Verdict, Rule, Expected, Observed, Sequence string
	Length                                            int
}

// key is what two runs have in common of one finding.
func (f finding) key() string { return f.Kind + " " + f.Rule + " " + f.Expected + " " + f.Observed }

// A checker is a built command line.
type checker struct{ binary string }

// newChecker builds the command line, or takes the one that ECSIM_BINARY names.
func newChecker(t *testing.T) checker {
	t.Helper()
	if binary := os.Getenv("ECSIM_BINARY"); binary != "" {
		return checker{binary}
	}
	binary := filepath.Join(t.TempDir(), "ecsim")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./cmd/ecsim")
	build.Dir = "../../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return checker{binary}
}

// check lets the checker loose on a cloud.
func (c checker) check(t *testing.T, cloud http.Handler, args ...string) (exit int, found []finding) {
	t.Helper()
	server := httptest.NewServer(cloud)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
	defer cancel()
	dir := t.TempDir()
	report := filepath.Join(dir, "report.json")
	run := exec.CommandContext(ctx, c.binary, append([]string{
		"check", server.URL, "--access-key-id", "second-key-id", "--access-key-secret", "second-key-secret", "--keep-going",
		"--max-findings", "2000", "--findings", filepath.Join(dir, "findings"), "--json", report,
	}, args...)...)
	out, err := run.CombinedOutput()
	if exit = run.ProcessState.ExitCode(); exit != 0 && exit != 1 {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var read struct{ Findings []finding }
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	return exit, read.Findings
}

// named are the findings of a verdict that name the fault and that the same
// cloud without the fault does not get.
func named(f secondcloud.Fault, verdict string, found, without []finding) []finding {
	return slices.DeleteFunc(slices.Clone(found), func(one finding) bool {
		names := slices.ContainsFunc(f.Findings, func(pattern string) bool {
			match, err := path.Match(pattern, one.Rule)
			return match && err == nil
		})
		known := slices.ContainsFunc(without, func(other finding) bool { return other.key() == one.key() })
		return one.Verdict != verdict || !names || known
	})
}

// A verdict is what the checker made of one fault.
type verdict struct {
	fault  secondcloud.Fault
	exit   int
	as     []finding // failures that name the fault
	asked  []finding // questions that name it
	others int       // further failures that the cloud without the fault does not get
	shown  string    // whether the checker got to see the fault
}

// found says that the checker made of the fault what it is: a failure, or a
// question where no document decides.
func (v verdict) found() bool {
	return v.exit == 1 && len(v.as) > 0 || v.rightlyAsked()
}

func (v verdict) rightlyAsked() bool { return v.fault.Asked != "" && len(v.asked) > 0 }

func (v verdict) String() string {
	text := "missed"
	switch {
	case len(v.as) > 0 && v.exit == 1:
		text = fmt.Sprintf("found as %s in %d calls", v.as[0].Rule, v.as[0].Length)
	case v.rightlyAsked():
		text = fmt.Sprintf("rightly a question: %s in %d calls; %s", v.asked[0].Rule, v.asked[0].Length, v.fault.Asked)
	case len(v.asked) > 0:
		text = "a question only: " + v.asked[0].Rule
	}
	return fmt.Sprintf("%-32s %d calls deep, exit %d, %d other failures: %s; %s", v.fault.Name, v.fault.Calls, v.exit, v.others, text, v.shown)
}

// judge checks the cloud with one fault.
func (c checker) judge(t *testing.T, f secondcloud.Fault, difference bool, without []finding, args ...string) verdict {
	t.Helper()
	both := newTwin(t, secondcloud.Options{Faults: []string{f.Name}, Difference: difference})
	exit, found := c.check(t, both, args...)
	v := verdict{fault: f, exit: exit, as: named(f, "failure", found, without), asked: named(f, "question", found, without), shown: both.String()}
	for _, one := range found {
		known := slices.ContainsFunc(append(without, v.as...), func(other finding) bool { return other.key() == one.key() })
		if one.Verdict == "failure" && !known {
			v.others++
		}
	}
	return v
}

// A sample that takes seconds: the checker gets two faults, and few calls of the
// operation that each is in.
func TestTheCheckerOnASample(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command line")
	}
	c := newChecker(t)
	sample := map[string]string{"token-with-changes": "CreateSecurityGroup", "vpc-with-group-deleted": "DeleteVpc"}
	for _, f := range secondcloud.Faults() {
		operation, drawn := sample[f.Name]
		if !drawn {
			continue
		}
		v := c.judge(t, f, false, nil, "--no-suite", "--operations", operation, "--calls", "600", "--shrink-calls", "20")
		t.Log(v)
		if !v.found() {
			t.Errorf("%s is not found", f.Name)
		}
	}
}

// All of it takes hours of a core: `make second`. ECSIM_SECOND says which part:
// clean, faults, difference or all.
func TestTheCheckerOnTheSecondCloud(t *testing.T) {
	part := os.Getenv("ECSIM_SECOND")
	if part == "" {
		t.Skip("ECSIM_SECOND is not set; see make second")
	}
	c := newChecker(t)
	args := []string{"--calls", "10000"}
	if calls := os.Getenv("ECSIM_SECOND_CALLS"); calls != "" {
		args = []string{"--calls", calls}
	}
	if part == "clean" || part == "all" {
		t.Run("clean", func(t *testing.T) { c.clean(t, args) })
	}
	if part == "faults" || part == "all" {
		t.Run("faults", func(t *testing.T) { c.faults(t, false, 38, args) })
	}
	if part == "difference" || part == "all" {
		t.Run("difference", func(t *testing.T) { c.faults(t, true, 36, args) })
	}
}

// clean wants no failure of the cloud that is right.
func (c checker) clean(t *testing.T, args []string) {
	t.Helper()
	for _, seed := range []string{"1", "2", "3"} {
		_, found := c.check(t, newTwin(t, secondcloud.Options{}), append(args, "--seed", seed)...)
		for _, f := range found {
			if f.Verdict == "failure" {
				t.Errorf("seed %s accuses the innocent: %s %s: expected %s, saw %s\n%s", seed, f.Kind, f.Rule, f.Expected, f.Observed, f.Sequence)
			} else {
				t.Logf("seed %s asks: %s %s: expected %s, saw %s", seed, f.Kind, f.Rule, f.Expected, f.Observed)
			}
		}
	}
}

// faults wants so many faults to be found as what they are.
func (c checker) faults(t *testing.T, difference bool, bar int, args []string) {
	t.Helper()
	_, without := c.check(t, newTwin(t, secondcloud.Options{Difference: difference}), args...)
	var (
		mu    sync.Mutex
		found int
	)
	t.Run("each", func(t *testing.T) {
		for _, f := range secondcloud.Faults() {
			t.Run(f.Name, func(t *testing.T) {
				t.Parallel()
				v := c.judge(t, f, difference, without, args...)
				t.Log(v)
				mu.Lock()
				defer mu.Unlock()
				if v.found() {
					found++
				}
			})
		}
	})
	t.Logf("%d of %d faults are found as what they are; the bar is %d", found, len(secondcloud.Faults()), bar)
	if found < bar {
		t.Errorf("%d faults are found", found)
	}
}
