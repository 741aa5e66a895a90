package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
)

// What is promised of a start: the time to the first answer to a signed request,
// and the memory that the program holds then.
const (
	startTime   = 60 * time.Millisecond
	startMemory = 32.0 // MiB, all pages that are resident
)

// A starter starts the program again and again.
type starter struct {
	testing.TB

	program string
	client  *sdk.Client
}

func newStarter(tb testing.TB) *starter {
	tb.Helper()
	s := &starter{TB: tb, program: filepath.Join(tb.TempDir(), "ecsim")}
	if out, err := exec.CommandContext(tb.Context(), "go", "build", "-o", s.program, ".").CombinedOutput(); err != nil {
		tb.Fatalf("%v\n%s", err, out)
	}
	var err error
	s.client, err = sdk.NewClientWithOptions("cn-hangzhou", sdk.NewConfig().WithAutoRetry(false),
		credentials.NewAccessKeyCredential("ecsim-main", "ecsim-main-secret"))
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// start runs the program up to its first answer. Memory is in MiB (Linux only):
// RssAnon is its own, VmRSS counts the pages of the program's file too.
func (s *starter) start() (took time.Duration, memory map[string]float64) {
	s.Helper()
	cmd := exec.CommandContext(s.Context(), s.program, "serve", "--addr", "127.0.0.1:0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		s.Fatal(err)
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		s.Fatal(err)
	}
	line, err := bufio.NewReader(stderr).ReadString('\n')
	found := regexp.MustCompile(`http://(\S+)`).FindStringSubmatch(line)
	if found == nil {
		s.Fatalf("%v: serve says %q", err, line)
	}
	r := requests.NewCommonRequest()
	r.Method, r.Scheme, r.Domain, r.Version, r.ApiName = "POST", "http", found[1], "2014-05-26", "DescribeRegions"
	if _, err := s.client.ProcessCommonRequest(r); err != nil {
		s.Fatal(err)
	}
	took = time.Since(begun)
	memory = map[string]float64{}
	if status, err := os.ReadFile("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/status"); err == nil {
		for _, name := range []string{"VmRSS", "RssAnon"} {
			if kb := regexp.MustCompile(name + `:\s+([0-9]+)`).FindSubmatch(status); kb != nil {
				n, _ := strconv.Atoi(string(kb[1]))
				memory[name] = float64(n) / 1024
			}
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	return took, memory
}

// BenchmarkStartup is the time from starting the program to its first answer to a
// signed request, and the memory that it holds then.
func BenchmarkStartup(b *testing.B) {
	s := newStarter(b)
	for b.Loop() {
		_, memory := s.start()
		for name, n := range memory {
			b.ReportMetric(n, name+"-MiB")
		}
	}
}

// The memory of a start is held to its promise always. The time depends on what else
// the machine does: it is reported, and checked strictly with ECSIM_STARTUP=strict.
func TestStartIsQuickAndSmall(t *testing.T) {
	s := newStarter(t)
	times := make([]time.Duration, 0, 11)
	for range cap(times) {
		took, memory := s.start()
		times = append(times, took)
		if memory["VmRSS"] > startMemory {
			t.Errorf("%.1f MiB are resident after the first answer, %v at most are promised", memory["VmRSS"], startMemory)
		}
	}
	slices.Sort(times)
	median := times[len(times)/2]
	t.Logf("the first signed answer came after %v (median of %d, least %v)", median, len(times), times[0])
	if os.Getenv("ECSIM_STARTUP") == "strict" && median > startTime {
		t.Errorf("the first signed answer came after %v, %v at most are promised", median, startTime)
	}
}
