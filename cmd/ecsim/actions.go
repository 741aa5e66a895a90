package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim/rpc"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

func actionsCommand() *cobra.Command {
	var all, asJSON bool
	cmd := &cobra.Command{
		Use:   "actions",
		Short: "List the operations that are served",
		Long: `actions lists the operations that the simulator serves and the checker knows,
with the number of their rules and effects, and of the rows of their page. With
--all it lists every operation that ECS, VPC and STS have. What is not served is
answered 400 NotImplemented ('ecsim serve --unserved 501' for the status that
some tools expect), or with an answer that is set for it: see docs/control.md.`,
		Example: "  ecsim actions\n  ecsim actions --all --json",
		Args:    atMost(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			m, err := reference.New()
			if err != nil {
				return err
			}
			list, err := rpc.Actions(m)
			if err != nil {
				return err
			}
			if !all {
				list = slices.DeleteFunc(list, func(a control.Action) bool { return !a.Served })
			}
			if asJSON {
				text := json.NewEncoder(cmd.OutOrStdout())
				text.SetIndent("", "  ")
				return text.Encode(list)
			}
			return tableOfActions(cmd.OutOrStdout(), list)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "list what is not served, too")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// tableOfActions prints an operation a line, and the sums below.
func tableOfActions(w io.Writer, list []control.Action) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "operation\tproduct\trules\teffects\trows of its page")
	served, rules := 0, 0
	for _, a := range list {
		if !a.Served {
			fmt.Fprintf(table, "%s\t%s\tnot served\t\t\n", a.Name, a.Product)
			continue
		}
		served, rules = served+1, rules+a.Rules+a.Vestigial+a.Faults
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\n", a.Name, a.Product, a.Rules+a.Vestigial+a.Faults, a.Effects, a.Documented)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d served, %d rules\n", served, rules)
	return err
}
