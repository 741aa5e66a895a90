package rpc

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// state lists resources of a kind, in the shape of their Describe operation, so
// that nothing shows what no operation shows. Query: account, region,
// filter=FIELD=VALUE, as often as wanted, and form=model for the model's fields.
func (h *handler) state(r *http.Request) (any, error) {
	kind, err := kindNamed(h.cloud.World().Model().Kinds(), r.PathValue("kind"))
	if err != nil {
		return nil, err
	}
	if form := r.URL.Query().Get("form"); form != "" && form != "model" {
		return nil, fmt.Errorf("form %q: model is the only one, leave it out for the fields of the Describe operation", form)
	}
	filters, err := filtersOf(r)
	if err != nil {
		return nil, err
	}
	found := h.find(r, kind, filters)
	if id := r.PathValue("id"); id != "" && len(found) == 0 {
		return nil, statusError{fmt.Errorf("there is no %s %s", kind, id), http.StatusNotFound}
	}
	return found, nil
}

// find writes the resources of a kind that the request asks for.
func (h *handler) find(r *http.Request, kind model.Kind, filters map[string]string) []json.RawMessage {
	world, id, inModel := h.cloud.World(), r.PathValue("id"), r.URL.Query().Has("form")
	found := []json.RawMessage{}
	for _, account := range append(world.Base().Accounts, model.Account{ID: model.SystemAccount}) {
		for _, region := range world.Base().Regions {
			if !matches(r, "account", account.ID, account.Name) || !matches(r, "region", region.RegionId) {
				continue
			}
			a := &answer{world: world, account: account.ID, region: region.RegionId, plans: h.plans, asked: []string{"META_OPTIONS", "detailed"}}
			for _, resource := range world.Resources(account.ID, region.RegionId, kind) {
				if id != "" && id != resource.ID() {
					continue
				}
				data := object{{"Account", account.ID}, {"Region", region.RegionId}}.with(a.show(resource, "")...).appendJSON(nil)
				switch {
				case !shows(data, filters):
				case inModel:
					found = append(found, typed(world.Model().Kinds(), account.ID, region.RegionId, resource))
				default:
					found = append(found, data)
				}
			}
		}
	}
	return found
}

func kindNamed(kinds *model.Kinds, name string) (model.Kind, error) {
	var names []string
	for _, k := range kinds.Kept() {
		if strings.EqualFold(k.String(), name) {
			return k, nil
		}
		names = append(names, k.String())
	}
	return nil, fmt.Errorf("no kind is called %q; kinds: %s", name, strings.Join(names, ", "))
}

func matches(r *http.Request, name string, values ...string) bool {
	want := r.URL.Query().Get(name)
	return want == "" || slices.Contains(values, want)
}

// filtersOf reads the filters of a request.
func filtersOf(r *http.Request) (map[string]string, error) {
	filters := map[string]string{}
	for _, text := range r.URL.Query()["filter"] {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("filter %q: write filter=FIELD=VALUE, such as filter=Status=Running", text)
		}
		filters[name] = value
	}
	return filters, nil
}

// shows says whether a resource shows all the values.
func shows(data []byte, filters map[string]string) bool {
	if len(filters) == 0 {
		return true
	}
	var fields map[string]any
	if json.Unmarshal(data, &fields) != nil {
		return false
	}
	for name, want := range filters {
		if got, ok := fields[name]; !ok || fmt.Sprint(got) != want {
			return false
		}
	}
	return true
}

// typed writes a resource with the fields of the model, without those that no
// operation shows and without user data.
func typed(kinds *model.Kinds, account, region string, r model.Resource) []byte {
	data, err := json.Marshal(control.Resource{Account: account, Region: region, Resource: kinds.Shown(r)})
	if err != nil {
		return []byte("null")
	}
	return data
}

// trace lists the last calls. Query: operation, caller, code, and unread=true
// for calls with parameters that were not read.
func (h *handler) trace(r *http.Request) (any, error) {
	all := []sim.Entry{}
	for _, e := range h.cloud.Trace() {
		if matches(r, "operation", e.Operation) && matches(r, "caller", e.Caller) && matches(r, "code", e.Code) &&
			(r.URL.Query().Get("unread") != "true" || len(e.Unread) > 0) {
			all = append(all, e)
		}
	}
	return all, nil
}

// mostSnapshot limits the size of a snapshot that is sent, in bytes.
const mostSnapshot = 4 << 30

// getSnapshot sends the exact state of the cloud as bytes. Unlike all other
// answers it contains passwords, because they have to be restored too.
func (h *handler) getSnapshot(w http.ResponseWriter, r *http.Request) {
	data, err := h.cloud.Snapshot().Encode()
	if err != nil {
		answerJSON(func(*http.Request) (any, error) {
			return nil, statusError{fmt.Errorf("write the snapshot: %w", err), http.StatusInternalServerError}
		})(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(data)
}

// putSnapshot returns to a snapshot of a cloud of the same world.
func (h *handler) putSnapshot(r *http.Request) (any, error) {
	data, err := io.ReadAll(r.Body)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, statusError{fmt.Errorf("the snapshot is larger than %d bytes", tooLarge.Limit), http.StatusRequestEntityTooLarge}
	}
	if err != nil {
		return nil, fmt.Errorf("read the snapshot: %w", err)
	}
	snapshot, err := h.cloud.DecodeSnapshot(data)
	if err != nil {
		return nil, fmt.Errorf("read the snapshot: %w", err)
	}
	if err := h.cloud.Restore(snapshot); err != nil {
		return nil, statusError{err, http.StatusInternalServerError}
	}
	return h.clockNow(), nil
}
