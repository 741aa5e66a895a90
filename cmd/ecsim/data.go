package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim/journal"
)

func dataCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "data",
		Short: "Check and repair a directory of 'ecsim serve --data-dir'",
		Args:  knownCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var world string
	check := &cobra.Command{
		Use: "check DIR", Short: "Say whether a data directory is whole, and what it leads to", Args: cobra.ExactArgs(1),
		Long: `check reads the journal, and replays it on the world that it was begun as. It
changes nothing. The exit code is 1 where something is damaged.`,
		RunE: func(cmd *cobra.Command, args []string) error { return checkData(cmd.OutOrStdout(), args[0], world) },
	}
	check.Flags().StringVar(&world, "world", "", "the world `FILE` that it was begun with, if that is no embedded world")
	cmd.AddCommand(check, &cobra.Command{
		Use: "repair DIR", Short: "Save what can be saved of a damaged data directory", Args: cobra.ExactArgs(1),
		Long: `repair makes a whole journal of what can be read of a damaged one, and says how
many changes are lost. The damaged file stays beside it, under another name. The
exit code is 0 where the journal is whole, before or after.`,
		RunE: func(cmd *cobra.Command, args []string) error { return repairData(cmd.OutOrStdout(), args[0]) },
	})
	return cmd
}

// checkData says what is in a data directory, and whether it can be replayed.
func checkData(w io.Writer, dir, world string) error {
	report, err := journal.Check(dir)
	describeData(w, report)
	if err != nil {
		return err
	}
	if report.Damage != nil {
		fmt.Fprintf(w, "  damaged: %v\n  %d changes can be saved, %s: ecsim data repair %s\n", report.Damage, report.Last, lostText(report), dir)
		return exitError{exitFailure}
	}
	if world == "" {
		world = report.Origin.World
		if !slices.Contains(model.WorldNames(), world) {
			fmt.Fprintf(w, "  whole; not replayed: give the world file of %q with --world\n", world)
			return nil
		}
	}
	m, err := reference.New()
	if err != nil {
		return err
	}
	start, err := openWorld(m, world, report.Origin.Seed)
	if err != nil {
		return err
	}
	saved, replayed, err := journal.Read(dir, start)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "  whole; %d changes replayed lead to a world at %s\n", replayed, saved.World.Now().Format("2006-01-02T15:04:05Z"))
	return nil
}

// describeData says what a journal belongs to and how long it is.
func describeData(w io.Writer, r journal.Report) {
	if r.Path == "" {
		return
	}
	fmt.Fprintf(w, "%s\n", r.Path)
	if r.Origin.World != "" {
		fmt.Fprintf(w, "  world %s, seed %d, clock %s, written by ecsim %s\n  a snapshot at change %d, %d changes behind it\n",
			r.Origin.World, r.Origin.Seed, r.Origin.Clock, r.Origin.Version, r.Snapshot, r.Last-r.Snapshot)
	}
}

func lostText(r journal.Report) string {
	if n := r.Lost(); n > 0 {
		return fmt.Sprintf("%d cannot", n)
	}
	return "the last one may be lost"
}

// repairData makes a damaged directory usable.
func repairData(w io.Writer, dir string) error {
	report, err := journal.Repair(dir)
	describeData(w, report)
	switch {
	case err != nil:
		return err
	case report.Damage == nil:
		fmt.Fprintln(w, "  whole: there is nothing to repair")
	default:
		fmt.Fprintf(w, "  it was damaged: %v\n  %d changes are saved, %s; the damaged file is %s\n", report.Damage, report.Last, lostText(report), report.Copy)
	}
	return nil
}
