package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/fixtures/worlds"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

func worldCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "world",
		Short: "List, show and check starting worlds",
		Args:  knownCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use: "list", Short: "List the embedded worlds", Args: atMost(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range model.WorldNames() {
				if err := summary(cmd.OutOrStdout(), name); err != nil {
					return err
				}
			}
			return nil
		},
	}, &cobra.Command{
		Use: "show NAME", Short: "Print an embedded world, as a start for one of your own", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := worlds.Files.ReadFile(args[0] + ".yaml")
			if err != nil {
				return fmt.Errorf("there is no world %q: choose one of %v", args[0], model.WorldNames())
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}, &cobra.Command{
		Use: "check FILE", Short: "Check a world file (docs/world.md)", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return summary(cmd.OutOrStdout(), args[0]) },
	})
	return cmd
}

// summary reads a world and describes it in one line.
func summary(w io.Writer, name string) error {
	m, err := reference.New()
	if err != nil {
		return err
	}
	world, err := openWorld(m, name, 1)
	if err != nil {
		return err
	}
	b := world.Base()
	fmt.Fprintf(w, "%-12s %d accounts, %d callers, %d regions, %d facts, %d names\n",
		b.Name, len(b.Accounts), len(b.Callers), len(b.Regions), len(b.Facts), len(b.Names))
	return nil
}
