package target

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// connections are the connections to one endpoint, shared by all callers.
type connections struct{ transport *http.Transport }

func newConnections(config Config) *connections {
	dialer := net.Dialer{Timeout: config.ConnectTimeout}
	return &connections{&http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dialer.DialContext,
		TLSHandshakeTimeout: config.ConnectTimeout,
		TLSClientConfig: &tls.Config{
			MinVersion:         tls.VersionTLS12,
			InsecureSkipVerify: config.Insecure, //nolint:gosec // emulators sign their own certificates; off unless the user says so
		},
		MaxIdleConnsPerHost: 64,
		// Some servers drop a connection after five idle seconds. A POST on
		// such a connection is lost, and it is unknown whether it arrived.
		IdleConnTimeout: 3 * time.Second,
	}}
}

// An answer is the raw answer to a request.
type answer struct {
	status int // 0: no answer at all
	header http.Header
	body   []byte
	err    error // why there is no answer, or only a part of one
	// secrets are texts that must never be repeated.
	secrets []string
}

// clients are the SDK clients of one caller. A client handles one call at a
// time, because it modifies itself during a call; all share the connections.
type clients struct {
	wire    *connections
	address address
	key     Credentials
	free    sync.Pool
}

func newClients(w *connections, at address, key Credentials) *clients {
	return &clients{wire: w, address: at, key: key}
}

// A client is an SDK client with the catcher of its answers.
type client struct {
	sdk *sdk.Client
	got *catcher
}

func (c *clients) client() (*client, error) {
	if idle, ok := c.free.Get().(*client); ok {
		return idle, nil
	}
	got := &catcher{base: c.wire.transport, path: c.address.path}
	config := sdk.NewConfig().WithAutoRetry(false).WithScheme(c.address.scheme).WithUserAgent("ecsim")
	config.Transport = got
	var provider credentials.CredentialsProvider = credentials.NewStaticAKCredentialsProvider(c.key.AccessKeyID, c.key.AccessKeySecret)
	if c.key.SecurityToken != "" {
		provider = credentials.NewStaticSTSCredentialsProvider(c.key.AccessKeyID, c.key.AccessKeySecret, c.key.SecurityToken)
	}
	made, err := sdk.NewClientWithOptions("", config, provider)
	if err != nil {
		return nil, fmt.Errorf("prepare the SDK: %w", err)
	}
	made.SetCloseTrace(true)
	// The SDK compiles each word of NO_PROXY for each call; the transport
	// handles proxies.
	made.SetNoProxy("-")
	return &client{made, got}, nil
}

// request converts a call into a request of the SDK.
func (e *Endpoint) request(call model.Call, op *catalog.Operation) *requests.CommonRequest {
	r := requests.NewCommonRequest()
	r.Method = http.MethodPost
	r.ApiName, r.Product, r.Version = call.Op, "Ecs", "2014-05-26"
	if op != nil {
		r.Product, r.Version = op.Product, op.Version
	}
	r.Scheme, r.Domain = e.address.scheme, e.address.of(r.Product)
	// The SDK sends everything in the query. Parameters that would make the
	// query too long for a server, such as user data, go into the form.
	const longest = 4096
	params, size := r.QueryParams, 0
	for name, value := range call.Params {
		size += len(name) + len(value)
	}
	if size > longest {
		params = r.FormParams
	}
	maps.Copy(params, call.Params)
	// The SDK always puts RegionId into the query. If it were in the form too
	// it would be sent twice, which no signature covers.
	region, given := call.Params["RegionId"]
	if !given {
		region = e.region(call, op)
	}
	delete(r.FormParams, "RegionId")
	r.QueryParams["RegionId"] = region
	return r
}

// region returns the RegionId for a call that gives none. The SDK always sends
// one, which tells an endpoint of several regions where the call belongs. If
// the page requires RegionId, the call is meant to lack it: the SDK cannot
// leave it out, so it is sent empty, which counts as absent.
func (e *Endpoint) region(call model.Call, op *catalog.Operation) string {
	if op != nil {
		if p, ok := op.Parameter("RegionId"); ok && (p.Required || len(op.RowsOf("MissingParameter.RegionId")) > 0) {
			return ""
		}
	}
	if call.Region != "" {
		return call.Region
	}
	return e.config.Region
}

// send sends the request once and waits for the answer. An error means that
// nothing was sent.
func (c *clients) send(ctx context.Context, r *requests.CommonRequest, timeout time.Duration) (answer, error) {
	client, err := c.client()
	if err != nil {
		return answer{}, err
	}
	defer c.free.Put(client)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	// The SDK's own time-out must not fire first.
	r.SetReadTimeout(timeout + time.Minute)
	client.got.begin(ctx)
	_, err = client.sdk.ProcessCommonRequest(r)
	got := client.got.end()
	if got.err == nil && got.status == 0 {
		return answer{}, fmt.Errorf("the SDK cannot send the call: %w", cause(err))
	}
	got.secrets = []string{c.key.AccessKeySecret, c.key.SecurityToken, r.QueryParams["Signature"]}
	return got, nil
}

// A catcher is the transport of one client. It keeps the server's answer and
// gives the SDK an empty success, because the SDK fails on some error bodies
// and keeps no raw answer.
type catcher struct {
	base http.RoundTripper
	path string
	// The SDK has no context of its own.
	ctx context.Context //nolint:containedctx // it lives from begin to end, in one call
	got answer
}

func (c *catcher) begin(ctx context.Context) { c.ctx, c.got = ctx, answer{} }

func (c *catcher) end() answer {
	got := c.got
	c.ctx, c.got = nil, answer{}
	return got
}

// mostBytes limits the size of an answer; the longest list of ECS is far
// smaller.
const mostBytes = 64 << 20

// RoundTrip sends the request on the shared connections.
func (c *catcher) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.WithContext(c.ctx)
	if c.path != "" {
		at := *req.URL
		at.Path = c.path + at.Path
		req.URL = &at
	}
	resp, err := c.base.RoundTrip(req)
	if err != nil {
		c.got.err = err
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	c.got.status, c.got.header = resp.StatusCode, resp.Header
	c.got.body, c.got.err = io.ReadAll(io.LimitReader(resp.Body, mostBytes+1))
	if len(c.got.body) > mostBytes {
		c.got.err = fmt.Errorf("the answer is longer than %d MiB", mostBytes>>20)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Proto: resp.Proto, ProtoMajor: resp.ProtoMajor, ProtoMinor: resp.ProtoMinor,
		Header: http.Header{}, Body: http.NoBody, Request: req,
	}, nil
}

// cause returns the error without the address that net/http puts before it,
// which contains the signature.
func cause(err error) error {
	if at, ok := errors.AsType[*url.Error](err); ok {
		return at.Err
	}
	return err
}
