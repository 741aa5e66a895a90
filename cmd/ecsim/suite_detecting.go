package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/score"
)

// timeToDetect limits the time of the search in one world.
const timeToDetect = 10 * time.Minute

// writeDetecting searches, world by world, for detecting witnesses of the
// mutations that the suite does not detect yet.
func writeDetecting(ctx context.Context, w io.Writer, f suiteFlags) error {
	m, cases, starts, err := searched()
	if err != nil {
		return err
	}
	all := slices.DeleteFunc(score.Mutations(m), func(x plan.Mutation) bool {
		return len(f.kinds) > 0 && !slices.Contains(f.kinds, x.Item.Kind)
	})
	left := plan.Undetected(ctx, starts, cases, all)
	for _, name := range append([]string{"default"}, specialWorlds()...) {
		began := time.Now()
		part, cancel := context.WithTimeout(ctx, timeToDetect)
		found, err := plan.FindDetecting(part, starts[name], cases, left)
		cancel()
		if err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded)) {
			return err
		}
		if err := replaceWitnesses(f.write, found); err != nil {
			return err
		}
		left = slices.DeleteFunc(left, func(x plan.Mutation) bool {
			return slices.ContainsFunc(found, func(f plan.Witness) bool { return f.Item == x.Item })
		})
		fmt.Fprintf(w, "%s: %d detecting witnesses, %d mutations not detected, %s\n", name, len(found), len(left), time.Since(began).Round(time.Second))
	}
	for _, x := range left {
		fmt.Fprintf(w, "not detected: %s\n", x.Item)
	}
	return nil
}
