package main

import (
	"context"
	"errors"

	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
)

var errNotYet = errors.New("endpoints cannot be discovered yet")

// findStart finds out what is at the endpoint.
func (f *targetFlags) findStart(_ context.Context, _ *model.Model, _ string, _ *target.Endpoint, _ *opened) error {
	return errNotYet
}
