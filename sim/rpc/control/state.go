package control

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A Filter selects resources. Empty fields select all.
type Filter struct {
	Account, Region string // the account by name or id
	// Fields are values that a resource must show, by the field name of the
	// Describe operation, such as Status.
	Fields map[string]string
}

func (f Filter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"account": f.Account, "region": f.Region} {
		if value != "" {
			q.Set(name, value)
		}
	}
	for name, value := range f.Fields {
		q.Add("filter", name+"="+value)
	}
	return q
}

// State lists resources as their Describe operation shows them.
func (c *Client) State(ctx context.Context, kind model.Kind, f Filter) ([]json.RawMessage, error) {
	return get[[]json.RawMessage](ctx, c, http.MethodGet, "state/"+kind.String()+"?"+f.query().Encode(), nil)
}

// A Resource is a resource of the model, with its account and region. Fields
// that no operation shows are empty.
type Resource struct {
	Account  string         `json:"account"`
	Region   string         `json:"region"`
	Resource model.Resource `json:"resource"`
}

// Resources lists resources in the types of the model, without the fields that
// no operation shows (Hidden) and without user data.
func (c *Client) Resources(ctx context.Context, kind model.Kind, f Filter) ([]Resource, error) {
	query := f.query()
	query.Set("form", "model")
	var raw []struct {
		Account, Region string
		Resource        json.RawMessage
	}
	if err := c.do(ctx, http.MethodGet, "state/"+kind.String()+"?"+query.Encode(), nil, &raw); err != nil {
		return nil, err
	}
	kinds, err := ecs.ReferenceKinds()
	if err != nil {
		return nil, fmt.Errorf("the kinds of resources: %w", err)
	}
	all := make([]Resource, 0, len(raw))
	for _, r := range raw {
		empty := kinds.Empty(kind)
		if empty == nil {
			return nil, fmt.Errorf("the state of a %s has no type", kind)
		}
		if err := json.Unmarshal(r.Resource, empty); err != nil {
			return nil, fmt.Errorf("the simulator at %s is of another version: %w", c.URL, err)
		}
		all = append(all, Resource{r.Account, r.Region, empty})
	}
	return all, nil
}
