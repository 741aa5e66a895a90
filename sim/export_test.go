package sim

import (
	"context"
	"time"
)

// WithSleep replaces the wait of delayed calls.
func WithSleep(sleep func(context.Context, time.Duration)) Option {
	return func(c *Cloud) { c.sleep = sleep }
}
