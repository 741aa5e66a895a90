package rpc

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"

	"github.com/ecsim/ecsim/sim/rpc/control"
)

// controlAPI serves /_ecsim/: unsigned, and for callers on this machine only.
func (h *handler) controlAPI() http.Handler {
	mux := http.NewServeMux()
	routes := map[string]func(*http.Request) (any, error){
		"GET health":            h.health,
		"GET ready":             h.ready,
		"GET info":              h.info,
		"GET actions":           h.actions,
		"POST reset":            h.reset,
		"POST snapshot":         h.putSnapshot,
		"GET clock":             h.clock,
		"POST clock":            h.setClock,
		"GET transitions":       h.transitions,
		"POST transitions/step": h.stepTransition,
		"POST transitions/fail": h.failTransition,
		"GET state/{kind}":      h.state,
		"GET state/{kind}/{id}": h.state,
		"GET trace":             h.trace,
		"GET faults":            func(*http.Request) (any, error) { return h.faults(), nil },
		"PUT faults":            h.arm,
		"DELETE faults":         h.disarm,
		"DELETE faults/{id}":    h.disarm,
	}
	for pattern, serve := range routes {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" "+controlPrefix+path, answerJSON(serve))
	}
	mux.HandleFunc("GET "+controlPrefix+"snapshot", h.getSnapshot)
	mux.HandleFunc(controlPrefix, noRoute(mux))
	mux.Handle("GET "+controlPrefix+"metrics", newMetrics(h.cloud, h.catalog, h.options.Collectors).handler())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := h.options.MostBytes
		if r.URL.Path == controlPrefix+"snapshot" {
			most = mostSnapshot
		}
		switch {
		case h.options.ControlOff:
			http.NotFound(w, r)
		case !fromThisMachine(r):
			answerError(w, http.StatusForbidden, "the control API answers callers on this machine only")
		default:
			r.Body = http.MaxBytesReader(w, r.Body, most)
			mux.ServeHTTP(w, r)
		}
	})
}

// A statusError is an error with a status of its own; others are 400.
type statusError struct {
	error
	status int
}

// Unwrap returns what is wrong.
func (e statusError) Unwrap() error { return e.error }

// A statusAnswer is an answer with a status of its own; others are 200.
type statusAnswer struct {
	value  any
	status int
}

// answerJSON writes the result of serve; an error is a mistake of the caller.
func answerJSON(serve func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusOK
		value, err := serve(r)
		if own, ok := value.(statusAnswer); ok {
			value, status = own.value, own.status
		}
		if err != nil {
			status = http.StatusBadRequest
			if own, ok := errors.AsType[statusError](err); ok {
				status = own.status
			}
			value = control.Failure{Error: err.Error()}
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

// answerError answers with an error alone.
func answerError(w http.ResponseWriter, status int, says string) {
	answerJSON(func(*http.Request) (any, error) { return nil, statusError{errors.New(says), status} })(w, nil)
}

// readJSON reads the request's body, strictly.
func readJSON(r *http.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read the request: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("read the request: there is more than one JSON value: send one")
	}
	return nil
}

// health answers while the process lives.
func (*handler) health(*http.Request) (any, error) { return map[string]string{"status": "ok"}, nil }

// ready says whether calls are answered: not before the set-up is complete, and
// not during the shutdown.
func (h *handler) ready(*http.Request) (any, error) {
	if h.options.Ready == nil {
		return control.Ready{Ready: true}, nil
	}
	why := h.options.Ready()
	if why == nil {
		return control.Ready{Ready: true}, nil
	}
	return statusAnswer{control.Ready{Why: why.Error()}, http.StatusServiceUnavailable}, nil
}

func (h *handler) info(*http.Request) (any, error) {
	world := h.cloud.World()
	return control.Info{
		Version: h.options.Version, World: world.Base().Name, Seed: world.Seed(), Names: world.Base().Names,
		Now: h.cloud.Now(), Clock: h.cloud.ClockMode().String(), Transitions: string(h.cloud.Transitions()), Consistency: h.cloud.Consistency().String(),
		Signatures: !h.options.AuthOff, Started: h.started, Operations: len(world.Model().Names()),
		Documented: len(h.catalog.Operations()), Faults: len(h.cloud.Faults()),
	}, nil
}

func (h *handler) actions(*http.Request) (any, error) { return Actions(h.cloud.World().Model()) }

// reset returns to the beginning, for the whole cloud or for one account.
func (h *handler) reset(r *http.Request) (any, error) {
	if account := r.URL.Query().Get("account"); account != "" {
		if err := h.cloud.ResetAccount(account); err != nil {
			return nil, err
		}
		return h.clock(r)
	}
	if err := h.cloud.Reset(); err != nil {
		return nil, err
	}
	return h.clock(r)
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

// arm adds one fault: {"operation": "StartInstance", "code": "InternalError", "times": 2}.
func (h *handler) arm(r *http.Request) (any, error) {
	var want control.Fault
	if err := readJSON(r, &want); err != nil {
		return nil, err
	}
	f, err := want.Count()
	if err != nil {
		return nil, err
	}
	id, err := h.cloud.Arm(f.Fault)
	return map[string]string{"id": id}, err
}

func (h *handler) faults() []control.Fault {
	all := []control.Fault{}
	for _, f := range h.cloud.Faults() {
		all = append(all, discreet(control.FaultOf(f)))
	}
	return all
}

// discreet returns a fault without the passwords that it asks for.
func discreet(f control.Fault) control.Fault {
	f.Params = maps.Clone(f.Params)
	for name := range f.Params {
		if strings.Contains(name, "Pass") || strings.HasPrefix(name, "UserData") {
			f.Params[name] = "***"
		}
	}
	return f
}
