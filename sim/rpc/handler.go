package rpc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// Options are the settings of a handler; the zero Options check everything.
type Options struct {
	// AuthOff accepts every request without checking signature and time. The
	// caller is the owner of its AccessKeyId, or else the first caller.
	AuthOff bool
	// ControlOff removes the control API.
	ControlOff bool
	// Hosts are names, besides addresses and those of the vendor, for which calls
	// are answered and whose pages may call. A request for another name, or from
	// a page of another site, is refused: a browser sent it.
	Hosts []string
	// Ready returns why calls are not answered yet, or not any more; nil always
	// answers.
	Ready func() error
	// Collectors are served together with the cloud's measurements at
	// /_ecsim/metrics.
	Collectors []prometheus.Collector
	// Now is the time of day by which requests are judged; time.Now if nil. It
	// is not the cloud's time: clients sign requests in the real world.
	Now func() time.Time
	// MostBytes limits the body of a request; 1 MiB if zero.
	MostBytes int64
	// Version is the version that info shows.
	Version string
	// Log takes internal errors; slog.Default() if nil. Parameters and secrets
	// are never written to it.
	Log *slog.Logger
}

type handler struct {
	cloud    *sim.Cloud
	options  Options
	catalog  *catalog.Catalog
	common   map[string]catalog.ErrorRow // errors of the protocol, by code
	keys     map[string]holder           // by AccessKeyId
	sessions map[string]bool             // security tokens of all keys
	nonces   nonces
	plans    *plans
	control  http.Handler
	started  time.Time
}

// NewHandler serves the cloud over the vendor's RPC protocol, and its control
// API under /_ecsim/.
func NewHandler(cloud *sim.Cloud, options Options) (http.Handler, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Log == nil {
		options.Log = slog.Default()
	}
	if options.MostBytes <= 0 {
		options.MostBytes = 1 << 20
	}
	world := cloud.World()
	h := &handler{
		cloud: cloud, options: options, catalog: world.Model().Catalog(), plans: newPlans(world.Model()), started: options.Now(),
		common: map[string]catalog.ErrorRow{}, keys: map[string]holder{}, sessions: map[string]bool{},
	}
	rows, err := h.catalog.CommonErrors()
	if err != nil {
		return nil, fmt.Errorf("read the errors of the protocol: %w", err)
	}
	for _, row := range rows {
		if _, ok := h.common[row.Code]; !ok {
			h.common[row.Code] = row
		}
	}
	for _, caller := range world.Base().Callers {
		for _, key := range caller.Keys {
			h.keys[key.ID] = holder{caller.Name, key}
			if key.SecurityToken != "" {
				h.sessions[key.SecurityToken] = true
			}
		}
	}
	h.control = h.controlAPI()
	return h, nil
}

const controlPrefix = control.Prefix

// ServeHTTP answers one request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		h.control.ServeHTTP(w, r)
		return
	}
	if why := h.stranger(r); why != "" {
		h.turnAway(w, r, model.Outcome{Class: model.ClassError, HTTP: http.StatusForbidden, Code: "Forbidden", Message: why})
		return
	}
	q, err := read(r, h.options.MostBytes)
	if err != nil {
		h.unreadable(w, r, err)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		h.refuse(w, q, "UnsupportedHTTPMethod", "")
		return
	}
	if code, says := h.protocolError(q); code != "" {
		h.refuse(w, q, code, says)
		return
	}
	caller, code, says := h.authenticate(q)
	if code != "" {
		h.refuse(w, q, code, says)
		return
	}
	if q.strange {
		h.refuse(w, q, "UnsupportedParameter", "")
		return
	}
	region := endpointRegion(r.Host)
	if region != "" && h.cloud.World().Base().Region(region) == nil {
		h.refuse(w, q, "InvalidProduct.NotFound", "")
		return
	}
	h.answer(w, q, q.call(caller, region)) //nolint:contextcheck // the request carries it
}

// answer makes the call and writes its result.
func (h *handler) answer(w http.ResponseWriter, q *request, call model.Call) {
	defer h.survive(w, q)
	if q.foreign {
		h.writeError(w, q, h.cloud.Refuse(call, h.cloud.Unserved(call.Op)))
		return
	}
	a := h.cloud.Call(q.http.Context(), call)
	if a.Reset {
		cut(w)
		return
	}
	if a.Outcome.Class != model.ClassOK {
		h.writeError(w, q, a.Outcome)
		return
	}
	var body object
	if a.Canned != "" {
		body = cannedBody(a.Canned)
	} else {
		body = h.plans.answer(call, a).body()
	}
	body = body.with(member{"RequestId", a.Outcome.RequestId})
	write(w, q, a.Outcome, call.Op+"Response", body)
}

// survive answers InternalError after a panic of the model, so that the client
// gets a complete error body and the log the reason.
func (h *handler) survive(w http.ResponseWriter, q *request) {
	reason := recover()
	if reason == nil {
		return
	}
	if reason == http.ErrAbortHandler { //nolint:errorlint // the very value, as net/http compares it
		panic(reason)
	}
	h.options.Log.Error("the model broke", "operation", q.action, "reason", reason, "stack", string(debug.Stack()))
	h.refuse(w, q, "InternalError", "")
}

// refuse answers an error of the protocol, with the catalog's facts.
func (h *handler) refuse(w http.ResponseWriter, q *request, code, says string) {
	row, ok := h.common[code]
	if !ok {
		row = catalog.ErrorRow{HTTP: http.StatusBadRequest, Message: "The request is refused."}
	}
	o := h.cloud.Refuse(model.Call{Op: q.action}, model.Outcome{
		Class: model.ClassError, HTTP: row.HTTP, Code: code, Message: row.Message,
	})
	// Only the client sees the text that was signed: it may contain a password.
	o.Message = strings.ReplaceAll(row.Message, "%s", says)
	h.writeError(w, q, o)
}

var errTooLarge = errors.New("the request's body is too large")

// unreadable answers a request that cannot be parsed.
func (h *handler) unreadable(w http.ResponseWriter, r *http.Request, err error) {
	o := model.Outcome{Class: model.ClassError, HTTP: http.StatusBadRequest, Code: "InvalidParameter", Message: "The request cannot be read: " + err.Error()}
	if errors.Is(err, errTooLarge) {
		o.HTTP, o.Message = http.StatusRequestEntityTooLarge, fmt.Sprintf("The body is larger than %d bytes.", h.options.MostBytes)
	}
	h.turnAway(w, r, o)
}

// turnAway answers a request that was not read.
func (h *handler) turnAway(w http.ResponseWriter, r *http.Request, o model.Outcome) {
	h.writeError(w, &request{http: r, format: "JSON"}, h.cloud.Refuse(model.Call{}, o))
}

// cut ends the connection without an answer.
func cut(w http.ResponseWriter) {
	hijacked, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	reset(hijacked)
}

// Serve answers on the listener (http, or the result of [Both]) until the
// context ends, and then gives the requests under way a few seconds to finish.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	return Limits{}.Serve(ctx, listener, handler)
}

// Limits are the times that a client may take; zero fields have their defaults.
type Limits struct {
	Read  time.Duration // of a whole request; a minute
	Idle  time.Duration // between two requests; five minutes
	Write time.Duration // of each piece of an answer; a minute
	Grace time.Duration // for requests under way at the end; five seconds
	// Log takes errors of connections; nil takes the standard one.
	Log *slog.Logger
}

// ErrCutOff says that at the end some requests took longer than the grace
// period, and were not answered.
var ErrCutOff = errors.New("requests under way were cut off")

// Serve is [Serve] with other limits.
func (l Limits) Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	l.Read, l.Idle, l.Grace = cmp.Or(l.Read, time.Minute), cmp.Or(l.Idle, 5*time.Minute), cmp.Or(l.Grace, 5*time.Second)
	l.Write = cmp.Or(l.Write, time.Minute)
	server := &http.Server{
		Handler:           handler,
		ConnContext:       remember,
		ReadHeaderTimeout: min(10*time.Second, l.Read),
		ReadTimeout:       l.Read,
		IdleTimeout:       l.Idle,
		MaxHeaderBytes:    1 << 20, // V1 puts all parameters into the query
	}
	if l.Log != nil {
		server.ErrorLog = slog.NewLogLogger(l.Log.Handler(), slog.LevelWarn)
	}
	ended := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.Grace)
		defer cancel()
		err := server.Shutdown(grace)
		if errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("%w after %v", ErrCutOff, l.Grace)
		}
		if err != nil {
			err = errors.Join(err, server.Close())
		}
		ended <- err
	})
	ours, ok := listener.(front)
	if !ok {
		ours = front{Listener: listener}
	}
	ours.write = l.Write
	listener = ours
	err := server.Serve(listener)
	if stop() { // the listener failed on its own
		return fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	}
	return <-ended
}
