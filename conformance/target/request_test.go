package target

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ecsim/ecsim/model"
)

// TestConnectionsAreReused: a hundred calls, two callers, one connection.
func TestConnectionsAreReused(t *testing.T) {
	var accepted atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("Action") == "StopInstance" {
			w.WriteHeader(http.StatusForbidden)
		}
		_, _ = io.WriteString(w, refusal("IncorrectInstanceStatus", "m"))
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			accepted.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	e := at(t, server.URL, func(c *Config) { c.Callers = map[string]Credentials{"user": {AccessKeyID: "u", AccessKeySecret: "v"}} })
	for i := range 100 {
		call := model.Call{Op: []string{"StartInstance", "StopInstance"}[i%2], Caller: []string{"", "user"}[i/2%2]}
		if _, err := e.Do(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	if n := accepted.Load(); n != 1 {
		t.Errorf("%d connections for 100 calls", n)
	}
}

func TestConcurrentCalls(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, `{"InstanceId":%q}`, r.FormValue("InstanceName"))
	}))
	defer server.Close()
	e := at(t, server.URL)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 20 {
				name := fmt.Sprintf("i-%d-%d", i, j)
				got, err := e.Do(t.Context(), model.Call{Op: "CreateInstance", Params: model.Params{"InstanceName": name}})
				if err != nil || len(got.Reply.Created) != 1 || got.Reply.Created[0] != name {
					t.Errorf("%s: %+v, %v", name, got, err)
				}
			}
		})
	}
	group.Wait()
}

// TestWhatIsSent: parameters are sent as given, whatever their values refer to.
func TestWhatIsSent(t *testing.T) {
	var got map[string][]string
	var path, query string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got, path, query = r.Form, r.URL.Path, r.URL.RawQuery
		_, _ = io.WriteString(w, `{}`)
	}))
	defer server.Close()
	e := at(t, server.URL+"/api/")
	send := func(call model.Call) {
		t.Helper()
		if _, err := e.Do(t.Context(), call); err != nil {
			t.Fatal(err)
		}
	}
	want := func(pairs ...string) {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			if v := got[pairs[i]]; len(v) != 1 || v[0] != pairs[i+1] {
				t.Errorf("%s = %q, want %q", pairs[i], v, pairs[i+1])
			}
		}
	}

	send(model.Call{Op: "StartInstance", Params: model.Params{"InstanceId": "", "No.Such": "x y*~", "DryRun": "perhaps"}})
	want("Action", "StartInstance", "Version", "2014-05-26", "InstanceId", "", "No.Such", "x y*~", "DryRun", "perhaps",
		"RegionId", "cn-hangzhou", "AccessKeyId", "id", "SecurityToken", "token+of/sts", "Format", "JSON")
	if path != "/api/" {
		t.Errorf("path %q", path)
	}
	send(model.Call{Op: "StartInstance", Region: "cn-beijing"})
	want("RegionId", "cn-beijing")
	send(model.Call{Op: "StartInstance", Params: model.Params{"RegionId": "nowhere"}})
	want("RegionId", "nowhere")
	send(model.Call{Op: "DescribeInstances"}) // its page demands RegionId
	want("RegionId", "")
	send(model.Call{Op: "CreateVpc"})
	want("Version", "2016-04-28")
	send(model.Call{Op: "NoSuchOperation"})
	want("Action", "NoSuchOperation", "Version", "2014-05-26")
	long := strings.Repeat("A", 40000)
	send(model.Call{Op: "RunInstances", Params: model.Params{"UserData": long}})
	want("UserData", long)
	if len(query) > 2000 {
		t.Errorf("a query of %d bytes", len(query))
	}
}

func TestVendorHosts(t *testing.T) {
	for host, want := range map[string]string{
		"ecs.cn-hangzhou.aliyuncs.com": "vpc.cn-hangzhou.aliyuncs.com",
		"ecs.aliyuncs.com":             "vpc.aliyuncs.com",
		"localhost:8080":               "localhost:8080",
		"ecs.example.com":              "ecs.example.com",
	} {
		at := address{host: host}
		if got := at.of("Vpc"); got != want || at.of("Ecs") != host {
			t.Errorf("%s: VPC at %s, ECS at %s", host, got, at.of("Ecs"))
		}
	}
}

func BenchmarkCall(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		_, _ = io.WriteString(w, `{"RequestId":"R-1"}`)
	}))
	defer server.Close()
	e := at(b, server.URL)
	call := model.Call{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": "i-1", "InstanceName": "n", "Description": "d"}}
	for b.Loop() {
		if _, err := e.Do(b.Context(), call); err != nil {
			b.Fatal(err)
		}
	}
}

// TestALongCallNamesItsRegionOnce: what is too long for the query goes into the
// form, and no parameter into both.
func TestALongCallNamesItsRegionOnce(t *testing.T) {
	var got map[string][]string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got = r.Form
		_, _ = io.WriteString(w, `{}`)
	}))
	defer server.Close()
	call := model.Call{Op: "CreateInstance", Params: model.Params{"RegionId": "cn-beijing", "UserData": strings.Repeat("A", 5000)}}
	if _, err := at(t, server.URL).Do(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	for name, values := range got {
		if len(values) != 1 {
			t.Errorf("%s is sent %d times", name, len(values))
		}
	}
	if got["RegionId"][0] != "cn-beijing" || len(got["UserData"][0]) != 5000 {
		t.Errorf("sent %s, %d characters of user data", got["RegionId"], len(got["UserData"][0]))
	}
}
