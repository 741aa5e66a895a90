package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// atMost refuses more than n arguments and says what they are.
func atMost(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return fmt.Errorf("%s takes %s: see '%s --help'", cmd.Name(), what, cmd.CommandPath())
		}
		return nil
	}
}

// exactly refuses any number of arguments but n, and says what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("%s takes %s: see '%s --help'", cmd.Name(), what, cmd.CommandPath())
		}
		return nil
	}
}

// knownCommand refuses an unknown command, and names similar ones.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("there is no command %q: did you mean %s?", args[0], strings.Join(near, " or "))
	}
	return fmt.Errorf("there is no command %q: '%s --help' lists them", args[0], cmd.CommandPath())
}
