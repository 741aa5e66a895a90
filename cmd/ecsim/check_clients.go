package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/clients"
)

// checkClients checks the target with several clients at once.
func (f *checkFlags) checkClients(cmd *cobra.Command, opened *opened) error {
	bar := newProgress(cmd.ErrOrStderr(), f.calls)
	r, err := clients.ExploreClients(cmd.Context(), opened.target, opened.start, clients.ClientOptions{
		Clients: f.clients, Seed: f.seed, Calls: f.calls, Steps: f.steps, For: f.duration,
		KeepGoing: f.keepGoing, MaxFindings: f.max, Progress: bar.update,
	})
	bar.done()
	if err != nil && r.Calls == 0 {
		return err
	}
	r.Target = opened.name
	err = errors.Join(f.write(cmd, r, opened), err)
	return outcome(cmd, r.ExitCode(f.strict), err)
}
