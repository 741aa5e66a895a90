package rpc

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A page on the web can make a browser call this machine, with the published key
// even: it is refused, and changes nothing. Clients are not.
func TestPagesOfOtherSitesCannotCall(t *testing.T) {
	cloud := cloudOf(t)
	h, err := NewHandler(cloud, Options{AuthOff: true, Hosts: []string{"ecs.corp.example"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		host    string
		headers []string // name, value
		want    int
	}{
		{"127.0.0.1:8080", nil, 200},
		{"localhost:8080", nil, 200},
		{"[::1]:8080", nil, 200},
		{"192.0.2.2:8080", nil, 200},               // --expose
		{"ecsim:8080", nil, 200},                   // in a network of containers
		{"ecs.cn-hangzhou.aliyuncs.com", nil, 200}, // in /etc/hosts
		{"ecs.corp.example:8080", nil, 200},        // --host
		{"ECS.corp.example", nil, 200},             //
		{"evil.com", nil, 403},                     // DNS rebinding
		{"evil.com:8080", nil, 403},                //
		{"127.0.0.1.evil.com", nil, 403},           //
		{"aliyuncs.com.evil.com", nil, 403},        //
		{"notaliyuncs.com", nil, 403},              //
		{"127.0.0.1", []string{"Origin", "http://evil.com"}, 403},
		{"127.0.0.1", []string{"Origin", "null"}, 403},
		{"127.0.0.1", []string{"Origin", "http://192.0.2.9"}, 403}, // a page of another machine
		{"127.0.0.1", []string{"Origin", "http://localhost:3000"}, 200},
		{"127.0.0.1", []string{"Origin", "https://ecs.corp.example:9000"}, 200},
		{"127.0.0.1", []string{"Origin", "http://localhost:3000", "Origin", "http://evil.com"}, 403},
		{"127.0.0.1", []string{"Origin", "http://localhost:3000", "Sec-Fetch-Site", "cross-site"}, 200},
		{"127.0.0.1", []string{"Sec-Fetch-Site", "cross-site"}, 403}, // <img src=…>
		{"127.0.0.1", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"127.0.0.1", []string{"Sec-Fetch-Site", "none"}, 200}, // typed by its user
	} {
		r := requestTo(http.MethodPost, "/?Action=DescribeRegions&Format=JSON&Version="+ecsVersion, http.NoBody)
		r.Host = c.host
		for i := 0; i < len(c.headers); i += 2 {
			r.Header.Add(c.headers[i], c.headers[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("Host %s, %v: %d, want %d\n%s", c.host, c.headers, w.Code, c.want, w.Body)
		}
		if c.want == 403 && (!strings.Contains(w.Body.String(), `"Code":"Forbidden"`) || !strings.Contains(w.Body.String(), "--host")) {
			t.Errorf("the refusal is %s", w.Body)
		}
	}
}

// What a proxy on this machine passes on does not come from this machine.
func TestTheControlAPIBehindAProxy(t *testing.T) {
	h, err := NewHandler(cloudOf(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"": "", "X-Forwarded-For": "8.8.8.8", "Forwarded": "for=8.8.8.8", "X-Real-Ip": "8.8.8.8", "X-Forwarded-Host": "ecsim.example", "Sec-Fetch-Site": "cross-site",
	} {
		r := requestTo(http.MethodPost, "/_ecsim/reset", http.NoBody)
		r.RemoteAddr, r.Host = "127.0.0.1:1", "127.0.0.1"
		want := http.StatusOK
		if name != "" {
			r.Header.Set(name, value)
			want = http.StatusForbidden
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", name, w.Code, want)
		}
	}
}
