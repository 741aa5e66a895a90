package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/score"
	"github.com/ecsim/ecsim/model/reference"
)

// writeClauses searches preparations for the calls of all clauses, in the world
// that each names, and writes them as witnesses.
func writeClauses(w io.Writer, f suiteFlags) error {
	m, err := reference.New()
	if err != nil {
		return err
	}
	cases, err := plan.Suite()
	if err != nil {
		return err
	}
	starts, err := score.Starts(m)
	if err != nil {
		return err
	}
	all := plan.ClauseCalls(m)
	for _, kind := range []string{plan.ClauseKind, plan.KeepKind} {
		if err := removeWitnesses(f.write, kind); err != nil {
			return err
		}
	}
	for _, name := range append([]string{"default"}, specialWorlds()...) {
		calls := slices.DeleteFunc(slices.Clone(all), func(c plan.ClauseCall) bool { return c.World() != name })
		found, missing, err := plan.FindClauseWitnesses(starts[name], cases, calls)
		if err != nil {
			return err
		}
		if err := replaceWitnesses(f.write, found); err != nil {
			return err
		}
		fmt.Fprintf(w, "%s: %d calls of clauses, %d without a preparation\n", name, len(found), len(missing))
		for _, c := range missing {
			fmt.Fprintf(w, "no preparation: %s, call %d\n", c.Item, c.Number)
		}
	}
	return nil
}

// removeWitnesses removes all witnesses of the kind.
func removeWitnesses(dir, kind string) error {
	old, err := filepath.Glob(filepath.Join(dir, "*", kind))
	if err != nil {
		return fmt.Errorf("remove the witnesses of kind %s: %w", kind, err)
	}
	for _, path := range old {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("remove the witnesses of kind %s: %w", kind, err)
		}
	}
	return nil
}
