package rpc

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// Each way to send a call (V1 and V3, GET and POST, query, form and both), each
// format, http and https on one port, and both products at one endpoint: VPC under
// its own version, and under that of ECS as Packer calls it. A call that is refused
// is so in the same format.
func TestEveryWayToCall(t *testing.T) {
	address, client, _ := serveBothWith(t, cloudOf(t), Options{Now: func() time.Time { return noon }})
	sent := 0
	for name, w := range ways() {
		for _, format := range []string{"", "JSON", "XML"} {
			for _, protocol := range []string{"http", "https"} {
				w.format = format
				t.Run(name+" "+format+" "+protocol, func(t *testing.T) {
					sent += callAll(t, client, protocol+"://"+address, w)
				})
			}
		}
	}
	if sent < 300 {
		t.Errorf("%d calls", sent)
	}
	t.Logf("%d calls", sent)
}

// callAll makes a few calls in one way, and returns how many.
func callAll(t *testing.T, client *http.Client, base string, w way) int {
	t.Helper()
	inXML := w.format == "XML" || w.format == "" && w.scheme == v1
	region := map[string]string{"RegionId": "cn-hangzhou", "VpcName": "", "Filter": "a b*~+/="}
	calls := []struct {
		op, version string
		params      map[string]string
		status      int
		code        string
		holds       string
	}{
		{"DescribeSecurityGroups", ecsVersion, region, 200, "", "sg-"},
		{"DescribeVpcs", vpcVersion, region, 200, "", "vpc-"},
		{"DescribeVpcs", ecsVersion, region, 200, "", "vpc-"},
		{"DescribeVSwitches", ecsVersion, region, 200, "", "vsw-"},
		{"DescribeSecurityGroups", vpcVersion, region, 404, "InvalidAction.NotFound", ""},
		{"DescribeZones", ecsVersion, nil, 400, "MissingParameter", "RegionId"},
		{"DescribeVpcs", vpcVersion, map[string]string{"RegionId": "cn-nowhere"}, 404, "InvalidRegionId.NotFound", ""},
		{"CloneDisks", ecsVersion, region, 400, "NotImplemented", "CloneDisks"},
	}
	for _, c := range calls {
		got := send(t, client, w.request(t, base, c.op, c.version, mainKey(), c.params))
		root := ""
		switch {
		case inXML && c.code != "":
			root = "Error"
		case inXML:
			root = c.op + "Response"
		}
		if got.status != c.status || got.code != c.code || got.root != root || !strings.Contains(got.body, c.holds) {
			t.Errorf("%s %s: %d %q in <%s>, want %d %q in <%s>\n%s", c.op, c.version, got.status, got.code, got.root, c.status, c.code, root, got.body)
		}
	}
	return len(calls)
}
