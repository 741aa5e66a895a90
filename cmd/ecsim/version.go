package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/model/reference"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version, and what the model holds",
		Example: `  ecsim version`,
		Args:    atMost(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			m, err := reference.New()
			if err != nil {
				return err
			}
			rules := 0
			for _, op := range m.Operations() {
				rules += len(op.Rules)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "ecsim %s (%s)\n%d operations, %d rules\n", version(), runtime.Version(), len(m.Operations()), rules)
			return nil
		},
	}
}

// version is the module's version, or the commit that the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return info.Main.Version
}
