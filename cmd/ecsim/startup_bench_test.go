package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
)

// BenchmarkStartup is the time from starting the program to its first answer to a
// signed request, and the memory that it holds then (Linux only): RssAnon is its
// own, VmRSS counts the pages of the program's file too.
func BenchmarkStartup(b *testing.B) {
	program := filepath.Join(b.TempDir(), "ecsim")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	client, err := sdk.NewClientWithOptions("cn-hangzhou", sdk.NewConfig().WithAutoRetry(false),
		credentials.NewAccessKeyCredential("ecsim-main", "ecsim-main-secret"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		startOnce(b, program, client)
	}
}

func startOnce(b *testing.B, program string, client *sdk.Client) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), program, "serve", "--addr", "127.0.0.1:0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(stderr).ReadString('\n')
	found := regexp.MustCompile(`http://(\S+)`).FindStringSubmatch(line)
	if found == nil {
		b.Fatalf("%v: serve says %q", err, line)
	}
	r := requests.NewCommonRequest()
	r.Method, r.Scheme, r.Domain, r.Version, r.ApiName = "POST", "http", found[1], "2014-05-26", "DescribeRegions"
	_, err = client.ProcessCommonRequest(r)
	b.StopTimer()
	if err != nil {
		b.Fatal(err)
	}
	status, err := os.ReadFile("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/status")
	if err == nil {
		for _, name := range []string{"VmRSS", "RssAnon"} {
			if kb := regexp.MustCompile(name + `:\s+([0-9]+)`).FindSubmatch(status); kb != nil {
				n, _ := strconv.Atoi(string(kb[1]))
				b.ReportMetric(float64(n)/1024, name+"-MiB")
			}
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	b.StartTimer()
}
