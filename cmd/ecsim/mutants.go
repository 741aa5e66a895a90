package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

func mutantsCommand() *cobra.Command {
	var list bool
	var kind string
	cmd := &cobra.Command{
		Use:   "mutants --list",
		Short: "List the ways in which the simulator can be made wrong",
		Long: `A mutant is the simulator, wrong in one known way. Mutants are derived from the
model's lists of rules, effects and transitions; 'ecsim check --mutant ID' and
'ecsim serve --mutant ID' run one.`,
		Example: `  ecsim mutants --list --kind skip`,
		Args:    atMost(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			m, err := model.New()
			if err != nil {
				return err
			}
			shown := 0
			for _, mutant := range sim.Mutants(m) {
				if kind == "" || mutant.Kind == kind {
					fmt.Fprintf(cmd.OutOrStdout(), "%s\n", mutant.ID)
					shown++
				}
			}
			if shown == 0 {
				return fmt.Errorf("no mutants of kind %q: the kinds are %v", kind, sim.MutantKinds())
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&list, "list", true, "print the mutants' ids")
	cmd.Flags().StringVar(&kind, "kind", "", "only mutants of this `KIND`")
	return cmd
}
