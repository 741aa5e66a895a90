package rpc

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

// steer makes a request of the control API from this machine.
func steer(tb testing.TB, h http.Handler, method, path, body string) (int, string) {
	tb.Helper()
	r := requestTo(method, "http://localhost/_ecsim/"+path, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:4711"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestControl(t *testing.T) {
	cloud := cloudOf(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	names := cloud.World().Base().Names
	h, err := NewHandler(cloud, Options{Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	out := cloud.Do(t.Context(), model.Call{Op: "RunInstances", Params: model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "VSwitchId": names["vsw1"],
		"SecurityGroupId": names["sg1"], "Password": "Top-Secret-1", "Nonsense": "x",
	}})
	id := out.Reply.Created[0]
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "health", "", 200, `"ok"`},
		{"GET", "ready", "", 200, `"ready": true`},
		{"GET", "info", "", 200, `"version": "1.2.3"`},
		{"GET", "actions", "", 200, `"name": "StartInstance"`},
		{"GET", "trace", "", 200, `"Nonsense"`},
		{"GET", "state/instance", "", 200, id},
		{"GET", "state/Instance/" + id, "", 200, `"Status": "Pending"`},
		{"GET", "state/instance?region=cn-beijing", "", 200, "[]"},
		{"GET", "state/instance?account=other", "", 200, "[]"},
		{"GET", "state/instance?account=main&filter=Status=Pending", "", 200, id},
		{"GET", "state/instance?filter=Status=Running", "", 200, "[]"},
		{"GET", "state/instance?filter=Colour=red", "", 200, "[]"},
		{"GET", "state/instance?filter=Status", "", 400, "filter=FIELD=VALUE"},
		{"GET", "state/instance/i-none", "", 404, "there is no Instance i-none"},
		{"GET", "state/instance?form=model", "", 200, `"HostName": "`},
		{"GET", "state/instance?form=cube", "", 400, "leave it out"},
		{"GET", "state/teapot", "", 400, "kinds: Instance, Image"},
		{"GET", "trace?unread=true&operation=RunInstances", "", 200, `"Nonsense"`},
		{"GET", "trace?operation=StopInstance", "", 200, "[]"},
		{"GET", "transitions", "", 200, "Instance/Pending-Starting"},
		{"POST", "transitions/step", `{"id": "` + id + `"}`, 200, "Instance/Pending-Starting"},
		{"POST", "transitions/step", `{"id": "i-none"}`, 400, id},
		{"POST", "transitions/fail", `{"id": "i-none"}`, 400, "nothing of it can fail"},
		{"GET", "clock", "", 200, `"now": "2026-01-01T00:00:00Z"`},
		{"POST", "clock", `{"advance": "30m"}`, 200, `"now": "2026-01-01T00:30:00Z"`},
		{"GET", "state/instance", "", 200, `"Status": "Running"`},
		{"POST", "clock", `{"set": "2026-01-01T00:00:00Z"}`, 400, "only moves forward"},
		{"POST", "clock", `{"set": "2026-01-02T00:00:00Z"}`, 200, "2026-01-02"},
		{"POST", "clock", `{"runUntilIdle": true}`, 200, `"pending": 0`},
		{"POST", "clock", `{"clock": "scaled:60"}`, 200, "scaled:60"},
		{"POST", "clock", `{"clock": "backwards"}`, 400, "choose"},
		{"POST", "clock", `{"advance": "soon"}`, 400, "duration"},
		{"POST", "clock", `{}`, 400, "say one of"},
		{"POST", "clock", `{"advance": "1s", "runUntilIdle": true}`, 400, "say one of"},
		{"POST", "clock", `{"warp": 9}`, 400, "warp"},
		{"PUT", "faults", `{"operation": "StartInstance", "code": "InternalError", "times": 1}`, 200, `"f1"`},
		{"PUT", "faults", `{"operation": "StartInstance", "kind": "delay", "delay": "5s"}`, 200, `"f2"`},
		{"PUT", "faults", `{"operation": "StartInstance", "kind": "delay", "delay": "x"}`, 400, "delay"},
		{"PUT", "faults", `{"operation": "MakeCoffee", "code": "InternalError"}`, 400, "MakeCoffee"},
		{"GET", "faults", "", 200, `"delay": "5s"`},
		{"DELETE", "faults/f1", "", 200, "f2"},
		{"DELETE", "faults/f1", "", 400, "not armed"},
		{"DELETE", "faults", "", 200, "[]"},
		{"POST", "reset?account=nobody", "", 400, "main, other"},
		{"POST", "reset?account=other", "", 200, "scaled:60"},
		{"GET", "state/instance", "", 200, id},
		{"POST", "reset?account=main", "", 200, `"pending": 0`},
		{"GET", "state/instance", "", 200, "[]"},
		{"POST", "reset", "", 200, "2026-01-01T00:00:00Z"},
		{"GET", "state/instance", "", 200, "[]"},
		{"GET", "reset", "", 405, ""},
		{"GET", "nothing", "", 404, ""},
	} {
		status, body := steer(t, h, c.method, c.path, c.body)
		if status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s %s %s: %d %s", c.method, c.path, c.body, status, body)
		}
		if strings.Contains(body, "Top-Secret") || strings.Contains(body, "ecsim-main-secret") {
			t.Errorf("%s %s tells a secret", c.method, c.path)
		}
	}
}

func TestControlAnswersThisMachineOnly(t *testing.T) {
	h, err := NewHandler(cloudOf(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	off, err := NewHandler(cloudOf(t), Options{ControlOff: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		h                    http.Handler
		remote, host, origin string
		want                 int
	}{
		{h, "127.0.0.1:1", "localhost:8080", "", 200},
		{h, "[::1]:1", "[::1]:8080", "http://localhost:3000", 200},
		{h, "192.0.2.1:1", "localhost:8080", "", 403},
		{h, "127.0.0.1:1", "rebound.example:8080", "", 403},
		{h, "127.0.0.1:1", "localhost", "https://evil.example", 403},
		{h, "127.0.0.1:1", "localhost", "null", 403},
		{off, "127.0.0.1:1", "localhost", "", 404},
	} {
		r := requestTo(http.MethodGet, "/_ecsim/health", http.NoBody)
		r.RemoteAddr, r.Host = c.remote, c.host
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		w := httptest.NewRecorder()
		c.h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s %s %s: %d, want %d", c.remote, c.host, c.origin, w.Code, c.want)
		}
	}
}

// A reset fault cuts the connection, and what came before it is done.
func TestAResetFaultCutsTheConnection(t *testing.T) {
	cloud := cloudOf(t)
	if _, err := cloud.Arm(sim.Fault{Operation: "DescribeRegions", Kind: sim.FaultReset, Times: 1}); err != nil {
		t.Fatal(err)
	}
	target := "http://" + serve(t, cloud, Options{AuthOff: true}) + "/?" + url.Values{"Action": {"DescribeRegions"}, "Version": {ecsVersion}}.Encode()
	post := func() error { // nothing repeats a POST by itself
		response, err := http.Post(target, "", nil)
		if err == nil {
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
		return err
	}
	if err := post(); err == nil {
		t.Error("an answer came")
	}
	if err := post(); err != nil {
		t.Error(err)
	}
}

// A model that breaks is an error like any other for the client, and the log
// says where it broke.
func TestABrokenModelAnswersAllTheSame(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	op, _ := m.Operation("DescribeRegions")
	broken := *op
	broken.Operation.Reply = func(*model.Request) model.Reply { panic("a bug") }
	w, err := model.Default(m.With(&broken), 1)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	h, err := NewHandler(sim.New(w), Options{AuthOff: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	status, body := sent(t, h, signedV3("DescribeRegions", "Password=Top-Secret-1", ""))
	if status != 500 || body["Code"] != "InternalError" {
		t.Errorf("%d %v", status, body)
	}
	if !strings.Contains(log.String(), "a bug") || strings.Contains(log.String(), "Top-Secret") {
		t.Errorf("log: %s", &log)
	}
}

// Several of the vendor's clients at once: each is served, and each write is
// there once.
func TestConcurrentClients(t *testing.T) {
	cloud := cloudOf(t, sim.WithTransitions(sim.TransitionsInstant))
	names := cloud.World().Base().Names
	address := serve(t, cloud, Options{})
	const workers, each = 6, 5
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			c := client(t, "ecsim-main", "ecsim-main-secret")
			for range each {
				if _, code := ask(t, c, address, "CreateSecurityGroup", map[string]string{"RegionId": "cn-hangzhou", "VpcId": names["vpc2"]}); code != "" {
					t.Error(code)
				}
				if _, code := ask(t, c, address, "DescribeSecurityGroups", map[string]string{"RegionId": "cn-hangzhou"}); code != "" {
					t.Error(code)
				}
			}
		})
	}
	wg.Wait()
	body, _ := ask(t, client(t, "ecsim-main", "ecsim-main-secret"), address, "DescribeSecurityGroups",
		map[string]string{"RegionId": "cn-hangzhou", "VpcId": names["vpc2"]})
	if body["TotalCount"] != float64(workers*each+1) {
		t.Errorf("%v groups", body["TotalCount"])
	}
	if err := cloud.World().Check(); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for _, e := range cloud.Trace() {
		if seen[e.RequestId] {
			t.Errorf("request id %s twice", e.RequestId)
		}
		seen[e.RequestId] = true
	}
}

// FuzzRequest: no request makes the handler panic or answer anything but a body
// of the protocol.
func FuzzRequest(f *testing.F) {
	h := func() http.Handler {
		h, err := NewHandler(cloudOf(f), Options{AuthOff: true})
		if err != nil {
			f.Fatal(err)
		}
		return h
	}()
	f.Add("Action=DescribeRegions&Version=2014-05-26&Format=JSON", "", "")
	f.Add("Action=RunInstances&Version=2014-05-26&Format=JSON&Amount=2", "RegionId=cn-hangzhou", "")
	f.Add("Action=DescribeInstances&Version=2014-05-26&Format=JSON&RegionId=cn-hangzhou&PageNumber=99999999999&PageSize=-1", "", "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=b")
	f.Fuzz(func(t *testing.T, query, body, authorization string) {
		r := requestTo(http.MethodPost, "/", strings.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", authorization)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if text := w.Body.String(); !json.Valid([]byte(text)) && !strings.HasPrefix(text, "<?xml") {
			t.Errorf("%d %q", w.Code, text)
		}
	})
}
