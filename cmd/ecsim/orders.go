package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/oracle"
	precedencepkg "github.com/ecsim/ecsim/conformance/precedence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
)

// orderFlags are the flags with known orders of rules.
type orderFlags struct{ files []string }

func (f *orderFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.files, "orders", nil,
		"hold the target to the order of rules in these `FILES` of 'ecsim precedence'; what is known of regions always counts")
}

// again writes the flag for another command.
func (f *orderFlags) again() string {
	if len(f.files) == 0 {
		return ""
	}
	return " --orders " + strings.Join(f.files, ",")
}

// load reads the known orders of regions, and the files that were given. A file
// about another kind of target is refused.
func (f *orderFlags) load(m *model.Model, at precedencepkg.PrecedenceTarget) (oracle.Orders, error) {
	all, err := precedencepkg.RegionOrders()
	if err != nil {
		return nil, err
	}
	for _, file := range f.files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("--orders: %w", err)
		}
		p, err := precedencepkg.ParsePrecedence(file, data)
		if err != nil {
			return nil, fmt.Errorf("--orders: %w", err)
		}
		if p.Target.Kind != precedencepkg.TargetRegion && p.Target.Kind != at.Kind {
			return nil, fmt.Errorf("--orders: %s was seen on %s and says nothing about %s: only what a region does counts for all", file, p.Target, at)
		}
		all = append(all, p)
	}
	known, err := precedencepkg.NewKnownOrders(m, all...)
	if err != nil {
		return nil, fmt.Errorf("--orders: %w", err)
	}
	return known, nil
}

// whatTarget returns the kind of target that the arguments name.
func whatTarget(ctx context.Context, args []string) precedencepkg.PrecedenceTarget {
	if len(args) == 0 {
		return precedencepkg.PrecedenceTarget{Kind: precedencepkg.TargetSimulator, Name: "ecsim"}
	}
	host := args[0]
	if u, err := url.Parse(args[0]); err == nil && u.Host != "" {
		host = u.Host
	}
	if _, _, ok := target.Known(ctx, args[0]); ok {
		return precedencepkg.PrecedenceTarget{Kind: precedencepkg.TargetSimulator, Name: "ecsim"}
	}
	if isRegion(host) {
		return precedencepkg.PrecedenceTarget{Kind: precedencepkg.TargetRegion, Name: host}
	}
	return precedencepkg.PrecedenceTarget{Kind: precedencepkg.TargetEmulator, Name: host}
}

// isRegion says whether the host is the vendor's.
func isRegion(host string) bool {
	name, _, _ := strings.Cut(host, ":")
	return strings.HasSuffix(name, ".aliyuncs.com")
}
