package target

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/model/wire"
)

// Credentials authenticate a caller. They print as the key's id alone.
type Credentials struct {
	AccessKeyID     string
	AccessKeySecret string
	SecurityToken   string // set for temporary credentials
}

// String returns the key's id; the secret is never printed.
func (c Credentials) String() string { return c.AccessKeyID }

// GoString is String.
func (c Credentials) GoString() string { return c.AccessKeyID }

// A Config describes how to reach an endpoint.
type Config struct {
	// Credentials are those of the default caller.
	Credentials
	// URL is the address, such as http://localhost:8080 or
	// https://ecs.cn-hangzhou.aliyuncs.com. A path is kept. All products are
	// called there, except that VPC is called at vpc.… for the vendor's own
	// hosts.
	URL string
	// Callers are the credentials of further callers, by the name that calls
	// give ([model.Call.Caller]). The name main is the default caller's, unless
	// it is among them.
	Callers map[string]Credentials
	// Region is the endpoint's region: the RegionId of calls without one.
	Region string
	// Set gives resources of the target that cannot be discovered, for
	// [Endpoint.Find]; the names are those of [Discover].
	Set map[string]string
	// Insecure accepts certificates that no trusted authority has signed.
	Insecure bool
	// Timeout limits one call, 30 seconds if it is 0; ConnectTimeout limits the
	// connection within it, 5 seconds if it is 0.
	Timeout, ConnectTimeout time.Duration
	// Patience is the longest wait for a change that the target makes by
	// itself, 10 minutes if it is 0.
	Patience time.Duration
}

// An Endpoint is a target behind a URL. It may be used by several goroutines.
type Endpoint struct {
	config  Config
	address address
	catalog *catalog.Catalog
	wire    *connections
	callers sync.RWMutex
	clients map[string]*clients // by caller; the default caller is ""
	layouts layouts
	model   *model.Model
	// reached says that the address has answered at least once: from then on a
	// missing answer is the service's doing.
	reached atomic.Bool
}

var (
	_ sequence.Target = (*Endpoint)(nil)
	_ sequence.Pacer  = (*Endpoint)(nil)
)

// An address is a URL in the parts that requests are built from.
type address struct{ scheme, host, path string }

// NewEndpoint returns the target behind the address. It sends nothing.
func NewEndpoint(config Config) (*Endpoint, error) {
	at, err := parseAddress(config.URL)
	if err != nil {
		return nil, err
	}
	if config.AccessKeyID == "" || config.AccessKeySecret == "" {
		return nil, fmt.Errorf("no access key for %s: give an access key id and its secret (an emulator that checks no signature takes any text)", at)
	}
	config.Timeout = orElse(config.Timeout, 30*time.Second)
	config.ConnectTimeout = orElse(config.ConnectTimeout, 5*time.Second)
	config.Patience = orElse(config.Patience, 10*time.Minute)
	documents, err := catalog.Open()
	if err != nil {
		return nil, fmt.Errorf("open the catalog: %w", err)
	}
	m, err := reference.New()
	if err != nil {
		return nil, fmt.Errorf("make the model, which says what operations make: %w", err)
	}
	e := &Endpoint{
		config: config, address: at, catalog: documents,
		wire: newConnections(config), clients: map[string]*clients{}, layouts: layouts{answers: wire.NewTable(m)}, model: m,
	}
	for name, key := range config.Callers {
		if key.AccessKeyID == "" || key.AccessKeySecret == "" {
			return nil, fmt.Errorf("caller %s has no access key: give an access key id and its secret", name)
		}
	}
	e.admit(map[string]Credentials{"": config.Credentials})
	e.admit(config.Callers)
	e.admit(map[string]Credentials{mainAccount: config.Credentials})
	return e, nil
}

// mainAccount is the account of a target that is not ecsim's own, and the name of
// its caller: no operation shows the number of the account.
const mainAccount = "main"

// admit adds callers that are not known yet.
func (e *Endpoint) admit(callers map[string]Credentials) {
	e.callers.Lock()
	defer e.callers.Unlock()
	for name, key := range callers {
		if _, have := e.clients[name]; !have {
			e.clients[name] = newClients(e.wire, e.address, key)
		}
	}
}

// caller returns the clients of the caller, or nil.
func (e *Endpoint) caller(name string) *clients {
	e.callers.RLock()
	defer e.callers.RUnlock()
	return e.clients[name]
}

func orElse(d, standard time.Duration) time.Duration {
	if d <= 0 {
		return standard
	}
	return d
}

func parseAddress(text string) (address, error) {
	u, err := url.Parse(text)
	var parse *url.Error
	switch {
	case errors.As(err, &parse): // the error contains the URL, and possibly a password before an @
		return address{}, fmt.Errorf("the address of the target is no URL: %w: give one such as http://localhost:8080", parse.Err)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return address{}, errors.New("the address of the target is not http://… or https://…: give one such as http://localhost:8080")
	case u.User != nil:
		return address{}, errors.New("the address of the target holds a user: give the access key apart from the URL")
	}
	return address{u.Scheme, u.Host, strings.TrimSuffix(u.Path, "/")}, nil
}

// of returns the host of a product: the same for all products, except that the
// vendor has a host for VPC beside that of ECS.
func (a address) of(product string) string {
	if name, ok := strings.CutPrefix(a.host, "ecs."); ok && product == "Vpc" && strings.HasSuffix(name, "aliyuncs.com") {
		return "vpc." + name
	}
	return a.host
}

func (a address) String() string { return a.scheme + "://" + a.host + a.path }

// Name returns the address.
func (e *Endpoint) Name() string { return e.address.String() }

// Region returns the region of the endpoint; empty if it was not set.
func (e *Endpoint) Region() string { return e.config.Region }

// Pace doubles the pause between two lookups from 20 milliseconds to 5 seconds:
// an emulator does at once what takes a cloud minutes.
func (e *Endpoint) Pace(n int) (pause time.Duration, again bool) {
	const first, most = 20 * time.Millisecond, 5 * time.Second
	pause = first
	var waited time.Duration
	for range n - 1 {
		waited += pause
		pause = min(2*pause, most)
	}
	return pause, waited+pause <= e.config.Patience
}

// Do sends one call and returns the answer.
func (e *Endpoint) Do(ctx context.Context, call model.Call) (model.Outcome, error) {
	from := e.caller(call.Caller)
	if from == nil {
		return model.Outcome{}, fmt.Errorf("caller %q has no credentials: give an access key for it, or leave out the calls that it makes", call.Caller)
	}
	if err := ctx.Err(); err != nil {
		return model.Outcome{}, fmt.Errorf("%s was not sent: %w", call.Op, err)
	}
	op, err := e.catalog.Operation(call.Op)
	if err != nil {
		op = nil // an operation that no page documents is sent as one of ECS
	}
	got, err := from.send(ctx, e.request(call, op), e.config.Timeout)
	if err != nil {
		return model.Outcome{}, fmt.Errorf("%s at %s: %w", call.Op, e.address, err)
	}
	if got.status != 0 {
		e.reached.Store(true)
	}
	if got.err != nil {
		return e.lost(ctx, call.Op, got)
	}
	return e.judge(call, op, got)
}
