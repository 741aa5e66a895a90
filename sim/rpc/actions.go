package rpc

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// Actions lists every operation that ECS, VPC or STS has, by name, and says which
// of them the model serves.
func Actions(m *model.Model) ([]control.Action, error) {
	known := m.Catalog()
	names, err := known.Actions()
	if err != nil {
		return nil, err
	}
	all := make([]control.Action, 0, len(names))
	for _, name := range names {
		a, err := actionOf(m, known, name)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

func actionOf(m *model.Model, known *catalog.Catalog, name string) (control.Action, error) {
	products, err := known.Products(name)
	if err != nil {
		return control.Action{}, err
	}
	a := control.Action{Name: name, Product: strings.Join(products, ", ")}
	if known.Known(name) {
		page, err := known.Operation(name)
		if err != nil {
			return control.Action{}, err
		}
		a.Product, a.Page, a.Documented = page.Product, true, len(page.Errors)
	}
	op, ok := m.Operation(name)
	if !ok {
		return a, nil
	}
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
	return a, nil
}

// noRoute answers a request for a path that the control API does not have, or
// with a method that the path does not take.
func noRoute(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodDelete, http.MethodGet, http.MethodPost, http.MethodPut} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != controlPrefix && !slices.Contains(allowed, method) {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			answerError(w, http.StatusNotFound, "the control API has no "+strings.TrimPrefix(r.URL.Path, controlPrefix)+": docs/control.md lists what it has")
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		answerError(w, http.StatusMethodNotAllowed, "use "+strings.Join(allowed, " or ")+" here, not "+r.Method)
	}
}
