package main

import (
	"context"
	"errors"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
)

// findStart finds out what is at the endpoint: all of it, if it is a simulator
// of ours; else what it shows, with a prelude for what is missing.
func (f *targetFlags) findStart(ctx context.Context, m *model.Model, endpoint *target.Endpoint, o *opened) error {
	made, err := target.Prelude(ctx, endpoint, f.set)
	if err != nil {
		return err
	}
	o.close = func() error { return made.Remove(context.WithoutCancel(ctx)) }
	world, ids, err := target.Discover(ctx, endpoint, m, made.Set)
	if err != nil {
		return errors.Join(err, o.close())
	}
	o.start = conformance.Start{World: world, IDs: ids, Region: f.region}
	return nil
}
