package rpc

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// inUse is what the heap holds after a collection.
func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// Whatever clients send, signed or not, what is remembered of it is limited by
// bytes: trace, nonces, names that nothing reads, and what resources keep.
func TestLongRequestsAreNotRemembered(t *testing.T) {
	cloud := cloudOf(t)
	h, err := NewHandler(cloud, Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	long, names := strings.Repeat("A", 1_000_000), cloud.World().Base().Names
	post := func(body string) *http.Request {
		r := requestTo(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}
	made := 0
	signed := func(_ int, extra map[string]string) *http.Request {
		made++
		params := envelopeV1("n" + strconv.Itoa(made))
		maps.Copy(params, extra)
		params["Signature"] = signV1("ecsim-main-secret", stringToSignV1(http.MethodPost, pairsOfMap(params)))
		return post(values(params).Encode())
	}
	for what, request := range map[string]func(n int) *http.Request{
		"an unsigned operation":    func(int) *http.Request { return post("Action=" + long) },
		"a short one before a lot": func(int) *http.Request { return post("Action=StartMoon&Version=" + ecsVersion + "&Filler=" + long) },
		"a name that nothing reads": func(n int) *http.Request {
			return signed(n, map[string]string{long[:900_000] + strconv.Itoa(n): "x"})
		},
		"many names": func(n int) *http.Request {
			extra := map[string]string{}
			for i := range 1000 {
				extra[fmt.Sprintf("Name%d.%d", n, i)] = "x"
			}
			return signed(n, extra)
		},
		"a nonce": func(n int) *http.Request {
			return signed(n, map[string]string{"SignatureNonce": long[:900_000] + strconv.Itoa(n)})
		},
		"a resource": func(n int) *http.Request {
			return signed(n, map[string]string{
				"Action": "RunInstances", "RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large",
				"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"], "InstanceName": "box-a", "Filler": long[:900_000],
			})
		},
	} {
		t.Run(what, func(t *testing.T) {
			const times = 12
			before := inUse()
			for n := range times {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, request(n))
				if what == "a resource" && w.Code != http.StatusOK {
					t.Fatal(w.Body)
				}
			}
			if kept := inUse() - before; kept > 3<<20 {
				t.Errorf("%d requests of a megabyte leave %d KB", times, kept>>10)
			}
			if status, trace := steer(t, h, "GET", "trace", ""); status != 200 || len(trace) > 1<<20 {
				t.Errorf("the trace is %d, %d KB", status, len(trace)>>10)
			}
		})
	}
}

// One key that signs without end makes no other key's nonces be forgotten, and
// neither its own of the last minutes.
func TestAFloodOfNonces(t *testing.T) {
	n := nonces{most: 1000}
	n.use("quiet", "first", noon)
	for i := range 10_000 {
		if !n.use("loud", strconv.Itoa(i), noon) {
			t.Fatal("a new nonce was used")
		}
		if n.count > 1000 {
			t.Fatalf("%d nonces are kept", n.count)
		}
		if back := i - 400; back >= 0 && i%100 == 0 && n.use("loud", strconv.Itoa(back), noon) {
			t.Fatalf("after %d, nonce %d is forgotten", i, back)
		}
	}
	if n.use("quiet", "first", noon.Add(time.Minute)) {
		t.Error("a nonce of another key is forgotten")
	}
}

// The largest limit of a body is a limit as any other.
func TestTheLargestBodyLimit(t *testing.T) {
	h, err := NewHandler(cloudOf(t), Options{AuthOff: true, MostBytes: 1<<63 - 1})
	if err != nil {
		t.Fatal(err)
	}
	r := requestTo(http.MethodPost, "/", strings.NewReader("Action=DescribeRegions&Version="+ecsVersion))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
}

// A fault that asks for a password does not show it, a request to the control API
// is one value, and a key without a secret signs nothing.
func TestSmallSecrets(t *testing.T) {
	cloud := cloudOf(t)
	h, err := NewHandler(cloud, Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	if status, body := steer(t, h, "PUT", "faults", `{"operation": "RunInstances", "code": "InternalError", "params": {"Password": "Top-Secret-1", "InstanceName": "box"}}`); status != 200 {
		t.Fatal(body)
	}
	if _, body := steer(t, h, "GET", "faults", ""); strings.Contains(body, "Top-Secret") || !strings.Contains(body, "box") {
		t.Errorf("faults are %s", body)
	}
	if faults := cloud.Faults(); faults[0].Params["Password"] != "Top-Secret-1" {
		t.Errorf("the fault asks for %v", faults[0].Params)
	}
	if status, body := steer(t, h, "POST", "clock", `{"clock": "frozen"} {"clock": "real"}`); status != 400 || !strings.Contains(body, "more than one") {
		t.Errorf("two values: %d %s", status, body)
	}
	own := h.(*handler)
	own.keys["empty"] = holder{caller: "main"}
	params := envelopeV1("n")
	params["AccessKeyId"] = "empty"
	params["Signature"] = signV1("", stringToSignV1(http.MethodGet, pairsOfMap(params)))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, requestTo(http.MethodGet, "/?"+values(params).Encode(), http.NoBody))
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "InvalidAccessKeyId.NotFound") {
		t.Errorf("signed with no secret: %d %s", w.Code, w.Body)
	}
}
