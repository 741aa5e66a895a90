package main

import (
	"context"

	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
)

// findStart discovers the starting world of the endpoint.
func (f *targetFlags) findStart(ctx context.Context, m *model.Model, endpoint *target.Endpoint, o *opened) error {
	found, err := target.Find(ctx, endpoint, m, f.set)
	if err != nil {
		return err
	}
	o.close = func() error { return found.Remove(context.WithoutCancel(ctx)) }
	o.start, o.trace = found.Start, found.Trace
	return nil
}
