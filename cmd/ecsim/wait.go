package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/sim/rpc/control"
)

// controlURL returns the URL of the arguments, or of $ECSIM_URL, or the one
// that serve uses without flags.
func controlURL(args []string) (string, error) {
	url := "http://127.0.0.1:8080"
	if given := os.Getenv("ECSIM_URL"); given != "" {
		url = given
	}
	if len(args) > 0 {
		url = args[0]
	}
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
		return "", fmt.Errorf("%q is not a URL: write http://HOST:PORT", url)
	}
	return strings.TrimSuffix(url, "/"), nil
}

func waitCommand() *cobra.Command {
	var patience time.Duration
	cmd := &cobra.Command{
		Use:   "wait [URL]",
		Short: "Wait until a simulator answers calls",
		Long: `wait returns once the simulator at the URL (else that of $ECSIM_URL, else
http://127.0.0.1:8080) is ready. It fails when that takes too long.`,
		Example: `  ecsim wait
  ecsim wait http://127.0.0.1:8080 --for 10s`,
		Args: atMost(1, "one URL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			url, err := controlURL(args)
			if err != nil {
				return err
			}
			return waitFor(cmd.Context(), url, patience)
		},
	}
	cmd.Flags().DurationVar(&patience, "for", 30*time.Second, "how long to wait at most")
	return cmd
}

// waitFor asks repeatedly until the simulator is ready.
func waitFor(ctx context.Context, url string, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client := &control.Client{URL: url}
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		ready, err := client.Ready(ctx)
		switch {
		case err == nil && ready.Ready:
			return nil
		case errors.Is(err, control.ErrNoControl): // something else answers
			return err
		case err == nil:
			err = errors.New(ready.Why)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready after %v: %w", url, patience, err)
		case <-time.After(pause):
		}
	}
}
