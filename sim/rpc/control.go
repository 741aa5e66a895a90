package rpc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// controlAPI is what lives under /_ecsim/: unsigned, and for callers on this
// machine only.
func (h *handler) controlAPI() http.Handler {
	mux := http.NewServeMux()
	routes := map[string]func(*http.Request) (any, error){
		"GET health":            h.health,
		"GET ready":             h.health,
		"GET info":              h.info,
		"GET actions":           h.actions,
		"POST reset":            h.reset,
		"GET clock":             h.clock,
		"POST clock":            h.setClock,
		"GET transitions":       h.transitions,
		"POST transitions/step": h.stepTransition,
		"GET state/{kind}":      h.state,
		"GET state/{kind}/{id}": h.state,
		"GET trace":             func(*http.Request) (any, error) { return orEmpty(h.cloud.Trace()), nil },
		"GET faults":            func(*http.Request) (any, error) { return h.faults(), nil },
		"PUT faults":            h.arm,
		"DELETE faults":         h.disarm,
		"DELETE faults/{id}":    h.disarm,
	}
	for pattern, serve := range routes {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" "+controlPrefix+path, answerJSON(serve))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case h.options.ControlOff:
			http.NotFound(w, r)
		case !fromThisMachine(r):
			http.Error(w, "the control API answers callers on this machine only", http.StatusForbidden)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, h.options.MostBytes)
			mux.ServeHTTP(w, r)
		}
	})
}

// fromThisMachine looks at the address of the caller, and at the two headers
// by which a browser tells that a page from elsewhere made it call.
func fromThisMachine(r *http.Request) bool {
	if !loopback(r.RemoteAddr) || !loopback(r.Host) {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && loopback(u.Host)
}

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

// answerJSON writes what serve returns; an error is the caller's fault.
func answerJSON(serve func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusOK
		value, err := serve(r)
		if err != nil {
			status = http.StatusBadRequest
			value = map[string]string{"error": err.Error()}
		}
		data, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			status, data = http.StatusInternalServerError, []byte(`{"error": "the answer cannot be written"}`)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(append(data, '\n'))
	}
}

// readJSON reads the request's body, strictly.
func readJSON(r *http.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read the request: %w", err)
	}
	return nil
}

// orEmpty makes an empty list of none, so that clients see [] and not null.
func orEmpty[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func (h *handler) health(*http.Request) (any, error) { return map[string]string{"status": "ok"}, nil }

func (h *handler) info(*http.Request) (any, error) {
	world := h.cloud.World()
	return map[string]any{
		"version": h.options.Version, "world": world.Base().Name, "seed": world.Seed(),
		"now": h.cloud.Now(), "clock": h.cloud.ClockMode().String(), "transitions": h.cloud.Transitions(),
		"signatures": !h.options.AuthOff, "started": h.started, "operations": len(world.Model().Operations()),
		"documented": len(h.catalog.Operations()), "faults": len(h.cloud.Faults()),
	}, nil
}

// An action is one operation that ECS has.
type action struct {
	Name    string `json:"name"`
	Product string `json:"product"`
	Served  bool   `json:"served"`
	// Rules can be met by a call; Vestigial cannot, Faults show only when injected.
	Rules     int `json:"rules"`
	Vestigial int `json:"vestigial,omitempty"`
	Faults    int `json:"faults,omitempty"`
	Effects   int `json:"effects"`
	// Documented rows of the page.
	Documented int `json:"documented"`
}

func (h *handler) actions(*http.Request) (any, error) {
	m := h.cloud.World().Model()
	var all []action
	for _, name := range h.catalog.Operations() {
		known, err := h.catalog.Operation(name)
		if err != nil {
			return nil, err
		}
		a := action{Name: name, Product: known.Product, Documented: len(known.Errors)}
		if op, ok := m.Operation(name); ok {
			a.Served, a.Effects = true, len(op.Effects)
			for _, r := range op.Rules {
				switch {
				case r.Fault:
					a.Faults++
				case r.When == nil:
					a.Vestigial++
				default:
					a.Rules++
				}
			}
		}
		all = append(all, a)
	}
	return all, nil
}

func (h *handler) reset(r *http.Request) (any, error) {
	h.cloud.Reset()
	return h.clock(r)
}

func (h *handler) clock(*http.Request) (any, error) {
	return map[string]any{
		"now": h.cloud.Now(), "clock": h.cloud.ClockMode().String(), "transitions": h.cloud.Transitions(),
		"pending": len(h.cloud.Pending()),
	}, nil
}

// setClock does one of: {"clock": "frozen"}, {"set": "2026-01-01T00:00:00Z"},
// {"advance": "30m"}, {"runUntilIdle": true}.
func (h *handler) setClock(r *http.Request) (any, error) {
	var want struct {
		Clock        string
		Set          time.Time
		Advance      string
		RunUntilIdle bool
	}
	if err := readJSON(r, &want); err != nil {
		return nil, err
	}
	err := errors.New(`say one of {"clock": "frozen"}, {"set": TIME}, {"advance": "30m"}, {"runUntilIdle": true}`)
	switch {
	case want.Clock != "":
		var spec sim.Clock
		if spec, err = sim.ParseClock(want.Clock); err == nil {
			h.cloud.SetClock(spec)
		}
	case !want.Set.IsZero():
		err = h.cloud.SetNow(want.Set)
	case want.Advance != "":
		var d time.Duration
		if d, err = time.ParseDuration(want.Advance); err == nil {
			err = h.cloud.Advance(d)
		}
	case want.RunUntilIdle:
		_, err = h.cloud.RunUntilIdle()
	}
	if err != nil {
		return nil, err
	}
	return h.clock(r)
}

type transition struct {
	Name    string    `json:"name"`
	ID      string    `json:"id"`
	Account string    `json:"account"`
	Region  string    `json:"region"`
	Since   time.Time `json:"since"`
	Due     time.Time `json:"due"`
}

func (h *handler) transitions(*http.Request) (any, error) {
	all := []transition{}
	for _, t := range h.cloud.Pending() {
		all = append(all, transition{t.Edge.Name, t.ID, t.Account, t.Region, t.Since, t.At})
	}
	return all, nil
}

func (h *handler) stepTransition(r *http.Request) (any, error) {
	var want struct{ ID string }
	if err := readJSON(r, &want); err != nil {
		return nil, err
	}
	name, err := h.cloud.StepTransition(want.ID)
	return map[string]string{"id": want.ID, "name": name}, err
}

// state lists resources of a kind, in the shape of their Describe operation, so
// that nothing shows what no operation shows. Query: account, region.
func (h *handler) state(r *http.Request) (any, error) {
	world := h.cloud.World()
	var kind model.Kind
	names := []string{}
	for k := model.KindInstance; k <= model.KindVpc; k++ {
		names = append(names, k.String())
		if strings.EqualFold(k.String(), r.PathValue("kind")) {
			kind = k
		}
	}
	if kind == 0 {
		return nil, fmt.Errorf("no kind is called %q; kinds: %s", r.PathValue("kind"), strings.Join(names, ", "))
	}
	all := []json.RawMessage{}
	for _, account := range append(world.Base().Accounts, model.Account{ID: model.SystemAccount}) {
		for _, region := range world.Base().Regions {
			if !matches(r, "account", account.ID) || !matches(r, "region", region.RegionId) {
				continue
			}
			a := &answer{world: world, account: account.ID, region: region.RegionId, asked: map[string]bool{"META_OPTIONS": true}}
			for _, resource := range world.Resources(account.ID, region.RegionId, kind) {
				if id := r.PathValue("id"); id != "" && id != resource.ID() {
					continue
				}
				o := object{{"Account", account.ID}, {"Region", region.RegionId}}.with(a.shown(resource)...)
				all = append(all, o.appendJSON(nil))
			}
		}
	}
	return all, nil
}

func matches(r *http.Request, name, value string) bool {
	want := r.URL.Query().Get(name)
	return want == "" || want == value
}

// shown writes a resource as its Describe operation does.
func (a *answer) shown(r model.Resource) object {
	switch v := r.(type) {
	case *model.Instance:
		return encodeInstance(a, v)
	case *model.Image:
		return encodeImage(a, v)
	case *model.NetworkInterface:
		return encodeInterfaceAttribute(a, v)
	case *model.SecurityGroup:
		return encodeGroup(a, v)
	case *model.VSwitch:
		return encodeVSwitch(a, v)
	case *model.Vpc:
		return encodeVpc(a, v)
	default:
		return nil
	}
}

// A fault is sim's, with its delay as text.
type fault struct {
	sim.Fault
	Delay   string `json:"delay,omitempty"`
	Matched int    `json:"matched"`
	Hits    int    `json:"hits"`
}

func (h *handler) faults() []fault {
	all := []fault{}
	for _, f := range h.cloud.Faults() {
		out := fault{Fault: f.Fault, Matched: f.Matched, Hits: f.Hits}
		if f.Delay > 0 {
			out.Delay = f.Delay.String()
		}
		all = append(all, out)
	}
	return all
}

// arm adds one fault: {"operation": "StartInstance", "code": "InternalError", "times": 2}.
func (h *handler) arm(r *http.Request) (any, error) {
	var want fault
	if err := readJSON(r, &want); err != nil {
		return nil, err
	}
	if want.Delay != "" {
		d, err := time.ParseDuration(want.Delay)
		if err != nil {
			return nil, fmt.Errorf("delay: %w", err)
		}
		want.Fault.Delay = d
	}
	id, err := h.cloud.Arm(want.Fault)
	return map[string]string{"id": id}, err
}

// disarm removes one fault, or all.
func (h *handler) disarm(r *http.Request) (any, error) {
	id := r.PathValue("id")
	if id == "" {
		h.cloud.DisarmAll()
		return h.faults(), nil
	}
	if err := h.cloud.Disarm(id); err != nil {
		return nil, err
	}
	return h.faults(), nil
}
