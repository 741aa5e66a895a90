package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

func envCommand() *cobra.Command {
	var unset bool
	var world, caller string
	cmd := &cobra.Command{
		Use:   "env [URL]",
		Short: "Print the variables that point SDKs, Terraform and the CLI at a simulator",
		Long: `env prints export lines for the simulator at the URL (else that of $ECSIM_URL,
else http://127.0.0.1:8080), for a shell to evaluate. Hints go to stderr.`,
		Example: `  ecsim env
  eval "$(ecsim env http://127.0.0.1:8080)"
  eval "$(ecsim env --unset)"`,
		Args: atMost(1, "one URL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if unset {
				fmt.Fprintf(cmd.OutOrStdout(), "unset %s\n", strings.Join(envNames(), " "))
				return nil
			}
			at, err := controlURL(args)
			if err != nil {
				return err
			}
			return printEnv(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), at, world, caller)
		},
	}
	cmd.Flags().BoolVar(&unset, "unset", false, "print the lines that undo it")
	cmd.Flags().StringVar(&world, "world", "", "the world `FILE` of the simulator, if it is not an embedded one")
	cmd.Flags().StringVar(&caller, "caller", "", "call as this caller of the world; default the first one")
	return cmd
}

// envNames are all variables that env sets.
func envNames() []string {
	return []string{
		"ECSIM_URL", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_REGION_ID",
		"ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN", "ALICLOUD_REGION", "ECS_ENDPOINT", "VPC_ENDPOINT",
	}
}

func printEnv(ctx context.Context, out, hints io.Writer, address, worldFile, caller string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	info, err := (&control.Client{URL: address}).Info(ctx)
	if err != nil {
		return err
	}
	m, err := reference.New()
	if err != nil {
		return err
	}
	var world model.World
	if worldFile != "" {
		world, err = openWorld(m, worldFile, info.Seed)
	} else { // the name comes from whoever answers: it names no file here
		world, err = model.Named(m, info.World, info.Seed)
	}
	if err != nil {
		return fmt.Errorf("%w: give its file as --world, which holds the access keys", err)
	}
	who, ok := world.Base().Caller(caller)
	if !ok || len(who.Keys) == 0 {
		return fmt.Errorf("the world %s has no caller %q with an access key", world.Base().Name, caller)
	}
	at, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("%q is not a URL: %w", address, err)
	}
	key, region := who.Keys[0], world.Base().Regions[0].RegionId
	values := map[string]string{
		"ECSIM_URL":                   address,
		"ALIBABA_CLOUD_ACCESS_KEY_ID": key.ID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.Secret,
		"ALIBABA_CLOUD_SECURITY_TOKEN": key.SecurityToken, "ALIBABA_CLOUD_REGION_ID": region,
		"ALICLOUD_ACCESS_KEY": key.ID, "ALICLOUD_SECRET_KEY": key.Secret,
		"ALICLOUD_SECURITY_TOKEN": key.SecurityToken, "ALICLOUD_REGION": region,
		"ECS_ENDPOINT": at.Host, "VPC_ENDPOINT": at.Host,
	}
	for _, name := range envNames() {
		if values[name] != "" {
			fmt.Fprintf(out, "export %s=%s\n", name, quoted(values[name]))
		}
	}
	fmt.Fprintf(hints, "# Terraform: protocol = \"HTTP\" in provider \"alicloud\"\n# CLI: aliyun ecs DescribeRegions --endpoint %s\n", at.Host)
	return nil
}

// quoted quotes a text so that a shell reads it as one word.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
