package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/score"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// writeClauses searches preparations for the calls of all clauses, in the world
// that each names, and writes them as witnesses. The old ones go when all
// searches have succeeded.
func writeClauses(w io.Writer, f suiteFlags) error {
	m, cases, starts, err := searched()
	if err != nil {
		return err
	}
	all := plan.ClauseCalls(m)
	var witnesses []plan.Witness
	for _, name := range append([]string{"default"}, specialWorlds()...) {
		calls := slices.DeleteFunc(slices.Clone(all), func(c plan.ClauseCall) bool { return c.World() != name })
		found, missing, err := plan.FindClauseWitnesses(starts[name], cases, calls)
		if err != nil {
			return err
		}
		witnesses = append(witnesses, found...)
		fmt.Fprintf(w, "%s: %d calls of clauses, %d without a preparation\n", name, len(found), len(missing))
		for _, c := range missing {
			fmt.Fprintf(w, "no preparation: %s, call %d\n", c.Item, c.Number)
		}
	}
	for _, kind := range []string{plan.ClauseKind, plan.KeepKind} {
		if err := removeWitnesses(f.write, kind); err != nil {
			return err
		}
	}
	return replaceWitnesses(f.write, witnesses)
}

// searched returns what a search of witnesses needs: the model, the suite as it
// is, and the beginnings of its worlds by name.
func searched() (*model.Model, []plan.Case, map[string]oracle.Start, error) {
	m, err := reference.New()
	if err != nil {
		return nil, nil, nil, err
	}
	cases, err := plan.Suite()
	if err != nil {
		return nil, nil, nil, err
	}
	starts, err := score.Starts(m)
	return m, cases, starts, err
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
