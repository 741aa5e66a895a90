package secondcloud

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// ServeHTTP answers a request.
func (c *Cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settle(c.clock())
	id := c.newRequestID()
	status := http.StatusOK
	reply, refused := c.answer(readParams(r), r)
	if refused != nil {
		status = refused.status
		reply = fields{
			"Code": refused.code, "Message": refused.message, "HostId": r.Host,
			"Recommend": "https://api.aliyun.com/troubleshoot?q=" + url.QueryEscape(refused.code) + "&product=Ecs&requestId=" + id,
		}
	}
	reply["RequestId"] = id
	body, err := json.Marshal(reply)
	if err != nil {
		status, body = http.StatusInternalServerError, fmt.Appendf(nil, "{%q:%q}", "Code", "InternalError")
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Acs-Request-Id", id)
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// answer finds the operation and lets it answer.
func (c *Cloud) answer(read params, r *http.Request) (fields, *refusal) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, refuse(forbidden, "UnsupportedHTTPMethod", "This HTTP method is not supported.")
	}
	for _, name := range []string{"Action", "Version"} {
		if read[name] == "" {
			return nil, missing(name)
		}
	}
	if v := read["Version"]; v != "2014-05-26" && v != "2016-04-28" {
		return nil, refuse(bad, "InvalidVersion", "Specified parameter Version is not valid.")
	}
	op, known := c.operations[read["Action"]]
	if !known {
		return nil, refuse(notFound, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.")
	}
	call := &call{Cloud: c, op: op, params: read, region: c.regionOf(read, r.Host)}
	reply, refused := call.run()
	return maps.Clone(reply), refused
}

// regionOf is the region that a request is meant for: that of RegionId, of the
// host such as ecs.cn-shanghai.aliyuncs.com, or the first.
func (c *Cloud) regionOf(read params, host string) string {
	if id := read["RegionId"]; id != "" {
		return id
	}
	for _, region := range c.stock.regions {
		if strings.HasPrefix(host, "ecs."+region.id+".") || strings.HasPrefix(host, "vpc."+region.id+".") {
			return region.id
		}
	}
	return c.stock.regions[0].id
}

// run takes the call through its checks and carries it out.
func (c *call) run() (fields, *refusal) {
	if refused := c.form(); refused != nil {
		return nil, refused
	}
	if reply, again, refused := c.retry(); again || refused != nil {
		return reply, refused
	}
	for _, check := range c.op.checks {
		if refused := check.ask(c); refused != nil {
			return nil, refused
		}
	}
	if c.op.dryRun && c.isTrue("DryRun") {
		return nil, refuse(bad, "DryRunOperation", "Request validation has been passed with DryRun flag set.")
	}
	reply := c.op.do(c)
	c.keep(reply)
	return reply, nil
}
