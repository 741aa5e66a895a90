package rpc

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A browser lets any web page send requests to this machine, and after DNS
// rebinding even read the answers. Clients of ECS are no browsers. So requests
// that a page of another site made are refused, for calls and for the control
// API, by the headers with which a browser tells where a request comes from.

// forwarded are the headers with which a proxy tells for whom it calls. Behind a
// proxy on this machine every caller seems to be on this machine.
func forwarded() []string {
	return []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip"}
}

// fromThisMachine says whether a caller may use the control API.
func fromThisMachine(r *http.Request) bool {
	if !loopback(r.RemoteAddr) || !loopback(r.Host) || otherSite(r, loopback) {
		return false
	}
	return !slices.ContainsFunc(forwarded(), func(name string) bool { return len(r.Header.Values(name)) > 0 })
}

// otherSite says whether a page that is not of a local host made a browser send
// the request. A browser sends Origin with all requests but simple reads, and
// Sec-Fetch-Site with those, too.
func otherSite(r *http.Request, local func(host string) bool) bool {
	origins := r.Header.Values("Origin")
	for _, origin := range origins {
		if u, err := url.Parse(origin); err != nil || !local(u.Host) {
			return true
		}
	}
	return len(origins) == 0 && slices.Contains(r.Header.Values("Sec-Fetch-Site"), "cross-site")
}

// named says whether the Host of a call is a name that this simulator answers
// to: an address, a name without a dot, one of the vendor's, or one of the
// options. A page on the web cannot make any of them stand for this machine.
func (h *handler) named(host string) bool {
	name := host
	if only, _, err := net.SplitHostPort(host); err == nil {
		name = only
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	return !strings.Contains(name, ".") || net.ParseIP(name) != nil ||
		strings.HasSuffix(name, ".aliyuncs.com") || strings.HasSuffix(name, ".localhost") || h.isOption(name)
}

func (h *handler) isOption(name string) bool {
	return slices.ContainsFunc(h.options.Hosts, func(host string) bool { return strings.EqualFold(host, name) })
}

// stranger says why a call is refused because of where it comes from; empty if it
// is not.
func (h *handler) stranger(r *http.Request) string {
	switch {
	case !h.named(r.Host):
		return "The simulator does not answer for the host of this request: name it with --host, or call an address of this machine."
	case otherSite(r, func(host string) bool { return loopback(host) || h.isOption(hostname(host)) }):
		return "The simulator does not answer web pages of other hosts: name the host of the page with --host."
	default:
		return ""
	}
}

// hostname is a host without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return host
}

// loopback says whether an address is of this machine alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
