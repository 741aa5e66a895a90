package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"
	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/output"
)

// run runs the command line and returns its exit code. An error is one line on
// stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := rootCommand() //nolint:contextcheck // commands take the context of their execution
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var exit exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return exit.code
	default:
		said := output.Printable(strings.ReplaceAll(err.Error(), "\n", "; "))
		fmt.Fprintf(stderr, "%s %s\n", color.New(color.FgRed).Sprint("ecsim:"), said)
		return exitUsage
	}
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "ecsim",
		Short: "A reference model of Alibaba Cloud ECS: simulator and conformance engine",
		Long: `ecsim knows what Alibaba Cloud ECS promises, row by row of its documentation.
It serves that model over the real wire protocol, and it checks any
implementation against it: for each difference it returns the shortest sequence
of calls that shows it.`,
		Example: `  ecsim check                          the simulator itself, over HTTP
  ecsim check http://localhost:8080    check an emulator
  ecsim serve                          an ECS on this machine
  ecsim explain InvalidOperation.InvalidEcsState`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w: '%s --help' lists the flags", err, cmd.CommandPath())
	})
	root.AddCommand(waitCommand(), envCommand(), worldCommand(), dataCommand())
	root.AddCommand(collectLess(checkCommand(), suiteCommand(), mutantsCommand(), precedenceCommand())...)
	root.AddCommand(replayCommand(), shrinkCommand(), verifyCommand(), reportCommand(), serveCommand())
	root.AddCommand(explainCommand(), actionsCommand(), coverCommand(), docsCommand(), versionCommand())
	return root
}
