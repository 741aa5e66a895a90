package ram

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

// TestConditions reads as a table of operators: what the request has, and whether a statement with the condition covers it.
func TestConditions(t *testing.T) {
	keys := map[string]string{
		"k:s": "Dev", "k:empty": "", "k:n": "10", "k:ip": "10.1.2.3", "k:t": "2024-05-01T10:00:00+08:00",
		KeySecureTransport: "true", KeyPasswordCustomized: "false",
	}
	full := Context{
		SourceIP:    netip.MustParseAddr("192.168.3.4"),
		CurrentTime: time.Date(2024, 5, 1, 2, 0, 0, 500, time.UTC),
		Keys:        keys,
	}
	for _, c := range []struct {
		operator, key, values string
		want                  bool
	}{
		{"StringEquals", "k:s", `"Dev"`, true},
		{"StringEquals", "k:s", `"dev"`, false},
		{"StringEquals", "k:s", `"D*"`, false}, // wildcards are for StringLike
		{"StringEquals", "k:s", `["Ops","Dev"]`, true},
		{"StringEquals", "k:empty", `""`, true}, // empty is not missing
		{"StringEquals", "k:none", `""`, false},
		{"StringNotEquals", "k:s", `"Ops"`, true},
		{"StringNotEquals", "k:s", `["Ops","Dev"]`, false}, // none may match
		{"StringNotEquals", "k:none", `"Dev"`, true},       // a missing key matches nothing
		{"StringEqualsIgnoreCase", "k:s", `"dEV"`, true},
		{"StringNotEqualsIgnoreCase", "k:s", `"dEV"`, false},
		{"StringLike", "k:s", `"D?v"`, true},
		{"StringLike", "k:s", `"d*"`, false},
		{"StringNotLike", "k:s", `["x*","*v"]`, false},
		{"StringNotLike", "k:none", `"*"`, true},

		{"Bool", KeySecureTransport, `"true"`, true},
		{"Bool", KeySecureTransport, `"false"`, false},
		{"Bool", KeyPasswordCustomized, `"false"`, true},
		{"Bool", "k:none", `"false"`, false}, // missing is not false

		{"NumericEquals", "k:n", `"10.0"`, true},
		{"NumericEquals", "k:n", `"9"`, false},
		{"NumericNotEquals", "k:n", `"9"`, true},
		{"NumericLessThan", "k:n", `"10"`, false},
		{"NumericLessThan", "k:n", `["1","11"]`, true},
		{"NumericLessThanEquals", "k:n", `"10"`, true},
		{"NumericGreaterThan", "k:n", `"9"`, true},
		{"NumericGreaterThanEquals", "k:n", `"1e2"`, false},
		{"NumericEquals", "k:s", `"10"`, false}, // not a number: as if missing
		{"NumericNotEquals", "k:s", `"10"`, true},

		{"DateEquals", KeyCurrentTime, `"2024-05-01T02:00:00Z"`, true}, // whole seconds
		{"DateEquals", KeyCurrentTime, `"2024-05-01T02:00:00.9Z"`, true},
		{"DateNotEquals", KeyCurrentTime, `"2024-05-01T10:00:00+08:00"`, false},
		{"DateLessThan", KeyCurrentTime, `"2024-05-01T02:00:01Z"`, true},
		{"DateLessThanEquals", KeyCurrentTime, `"2024-05-01T02:00Z"`, true},
		{"DateGreaterThan", KeyCurrentTime, `"2024-05-01"`, true},
		{"DateGreaterThanEquals", KeyCurrentTime, `"2024-05-02"`, false},
		{"DateEquals", "k:t", `"2024-05-01T02:00:00Z"`, true},
		{"DateEquals", "k:s", `"2024-05-01T02:00:00Z"`, false},
		{"StringLike", KeyCurrentTime, `"2024-05-01T*Z"`, true},

		{"IpAddress", KeySourceIP, `"192.168.0.0/16"`, true},
		{"IpAddress", KeySourceIP, `["10.0.0.1","192.168.3.4"]`, true},
		{"IpAddress", KeySourceIP, `"192.168.3.5"`, false},
		{"IpAddress", KeySourceIP, `"2001:db8::/32"`, false},
		{"IpAddress", "k:ip", `"10.0.0.1/8"`, true}, // the address part of a block may have more bits
		{"IpAddress", "k:s", `"10.0.0.0/8"`, false},
		{"NotIpAddress", KeySourceIP, `["10.0.0.0/8","192.168.3.0/24"]`, false},
		{"NotIpAddress", KeySourceIP, `"10.0.0.0/8"`, true},
		{"StringEquals", KeySourceIP, `"192.168.3.4"`, true},

		{"StringEquals", "ecs:tag/team", `"dev"`, true},
		{"StringEquals", "acs:ResourceTag/team", `"dev"`, true},
		{"StringEquals", "ecs:tag/Team", `"dev"`, false}, // tag keys are case-sensitive
		{"StringEquals", "vpc:tag/team", `"dev"`, false}, // the tags of another service
		{"StringNotEquals", "vpc:tag/team", `"dev"`, true},
		{"NumericGreaterThan", "ecs:tag/size", `"3"`, true},
		{"StringNotLike", "ecs:tag", `"*"`, true}, // no tag named: a key like any other
	} {
		t.Run(fmt.Sprintf("%s %s %s", c.operator, c.key, c.values), func(t *testing.T) {
			p := policy(t, fmt.Sprintf(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{%q:{%q:%s}}}`, c.operator, c.key, c.values))
			r := Request{Action: "ecs:StartInstance", Resources: []Resource{web}, Context: full}
			if got := Evaluate([]Policy{p}, r); got.Allowed != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestConditionsAreJoined(t *testing.T) {
	p := policy(t, `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{
		"StringEquals":{"ecs:tag/team":["dev","ops"],"ecs:tag/size":"4"},"Bool":{"acs:SecureTransport":"true"}}}`)
	https, http := map[string]string{KeySecureTransport: "true"}, map[string]string{KeySecureTransport: "false"}
	for name, c := range map[string]struct {
		res  Resource
		keys map[string]string
		want bool
	}{
		"all hold":           {web, https, true},
		"one key fails":      {db, https, false},
		"one operator fails": {web, http, false},
	} {
		r := Request{Action: "a:b", Resources: []Resource{c.res}, Context: Context{Keys: c.keys}}
		if got := Evaluate([]Policy{p}, r); got.Allowed != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestContextKeysStandInForFields(t *testing.T) {
	p := policy(t, `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{
		"IpAddress":{"acs:SourceIp":"10.0.0.0/8"},"DateLessThan":{"acs:CurrentTime":"2030-01-01T00:00:00Z"}}}`)
	r := Request{Action: "a:b", Context: Context{Keys: map[string]string{KeySourceIP: "::ffff:10.0.0.1", KeyCurrentTime: "2029-12-31T23:59:59Z"}}}
	if got := Evaluate([]Policy{p}, r); !got.Allowed {
		t.Errorf("got %v", got)
	}
	r.Context.SourceIP = netip.MustParseAddr("::ffff:10.0.0.1") // an IPv4 client on an IPv6 socket
	if got := Evaluate([]Policy{p}, r); !got.Allowed {
		t.Errorf("mapped address: got %v", got)
	}
	if got := Evaluate([]Policy{p}, Request{Action: "a:b"}); got.Allowed {
		t.Errorf("without context: got %v", got)
	}
}
