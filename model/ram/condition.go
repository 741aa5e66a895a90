package ram

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// A condition is one operator applied to one key: it holds when any of its tests passes, or none for a negative operator.
type condition struct {
	key      key
	negative bool
	tests    []test
}

// A test compares the value of a request with one operand of a policy.
type test func(value) bool

// An operator compiles its operands into tests. A negative operator has the tests of its positive sibling.
type operator struct {
	negative bool
	compile  func(operand string) (test, error)
}

// operators are all that the page "Conditional operators" lists; names are case-sensitive.
//
//nolint:gochecknoglobals // a table, never assigned to
var operators = map[string]operator{
	"StringEquals":              {compile: stringEquals},
	"StringNotEquals":           {compile: stringEquals, negative: true},
	"StringEqualsIgnoreCase":    {compile: stringEqualsIgnoreCase},
	"StringNotEqualsIgnoreCase": {compile: stringEqualsIgnoreCase, negative: true},
	"StringLike":                {compile: stringLike},
	"StringNotLike":             {compile: stringLike, negative: true},

	"Bool": {compile: boolean},

	"NumericEquals":            {compile: numeric(equal)},
	"NumericNotEquals":         {compile: numeric(equal), negative: true},
	"NumericLessThan":          {compile: numeric(less)},
	"NumericLessThanEquals":    {compile: numeric(atMost)},
	"NumericGreaterThan":       {compile: numeric(greater)},
	"NumericGreaterThanEquals": {compile: numeric(atLeast)},

	"DateEquals":            {compile: date(equal)},
	"DateNotEquals":         {compile: date(equal), negative: true},
	"DateLessThan":          {compile: date(less)},
	"DateLessThanEquals":    {compile: date(atMost)},
	"DateGreaterThan":       {compile: date(greater)},
	"DateGreaterThanEquals": {compile: date(atLeast)},

	"IpAddress":    {compile: ipAddress},
	"NotIpAddress": {compile: ipAddress, negative: true},
}

func compileCondition(op operator, name string, operands []string) (condition, error) {
	c := condition{key: compileKey(name), negative: op.negative}
	for _, o := range operands {
		t, err := op.compile(o)
		if err != nil {
			return condition{}, err
		}
		c.tests = append(c.tests, t)
	}
	return c, nil
}

func (c *condition) holds(ctx *Context, res *Resource) bool {
	v, known := c.key.value(ctx, res)
	if !known {
		return c.negative
	}
	for _, passes := range c.tests {
		if passes(v) {
			return !c.negative
		}
	}
	return c.negative
}

func stringEquals(operand string) (test, error) {
	return func(v value) bool { return v.string() == operand }, nil
}

func stringEqualsIgnoreCase(operand string) (test, error) {
	return func(v value) bool { return strings.EqualFold(v.string(), operand) }, nil
}

func stringLike(operand string) (test, error) {
	p := compile(operand, false)
	return func(v value) bool { return p.match(v.string()) }, nil
}

func boolean(operand string) (test, error) {
	if operand != "true" && operand != "false" {
		return nil, fmt.Errorf(`%q is neither "true" nor "false"`, operand)
	}
	return stringEquals(operand)
}

// How two values compare, by the sign that cmp.Compare gives.

func equal(sign int) bool   { return sign == 0 }
func less(sign int) bool    { return sign < 0 }
func atMost(sign int) bool  { return sign <= 0 }
func greater(sign int) bool { return sign > 0 }
func atLeast(sign int) bool { return sign >= 0 }

func numeric(accepts func(sign int) bool) func(string) (test, error) {
	return func(operand string) (test, error) {
		want, ok := parseNumber(operand)
		if !ok {
			return nil, fmt.Errorf("%q is not a number", operand)
		}
		return func(v value) bool {
			got, ok := parseNumber(v.string())
			return ok && accepts(cmp.Compare(got, want))
		}, nil
	}
}

func date(accepts func(sign int) bool) func(string) (test, error) {
	return func(operand string) (test, error) {
		want, ok := parseTime(operand)
		if !ok {
			return nil, fmt.Errorf("%q is not a time, want the form 2012-11-11T23:59:59Z", operand)
		}
		return func(v value) bool {
			got, ok := v.instant()
			return ok && accepts(got.Compare(want))
		}, nil
	}
}

func ipAddress(operand string) (test, error) {
	want, err := netip.ParsePrefix(operand)
	if addr, plain := parseAddr(operand); plain {
		want, err = addr.Prefix(addr.BitLen())
	}
	if err != nil {
		return nil, fmt.Errorf("%q is neither an IP address nor a CIDR block", operand)
	}
	return func(v value) bool {
		got, ok := v.address()
		return ok && want.Contains(got)
	}, nil
}

// parseNumber reads decimal numbers; hexadecimal ones, infinities and NaN, which Go would read as well, are none.
func parseNumber(s string) (float64, bool) {
	if strings.Trim(s, "0123456789+-.eE") != "" || strings.ContainsAny(s, "xX_") {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// parseTime reads the forms of ISO 8601 that RAM pages use: seconds, minutes, or the day alone.
func parseTime(s string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return t.Truncate(time.Second), true
		}
	}
	return time.Time{}, false
}

// parseAddr reads an address; an IPv4 address in IPv6 clothes is an IPv4 address, and zones mean nothing to a policy.
func parseAddr(s string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(s)
	return addr.Unmap().WithZone(""), err == nil
}
