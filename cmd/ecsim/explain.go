package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/fatih/color"
	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain CODE | OPERATION | OPERATION/CODE | OPERATION/EFFECT | TRANSITION",
		Short: "Explain a rule, an effect, a transition or whatever else a finding names",
		Long: `explain says when an error is returned, what a call changes, or what the cloud does
by itself, and how each is known. It takes every name that a finding has.`,
		Example: `  ecsim explain InvalidOperation.InvalidEcsState
  ecsim explain ModifyInstanceAttribute/InvalidStatus.StoppedRequired
  ecsim explain ModifyInstanceAttribute/Description
  ecsim explain Instance/Starting-Running`,
		Args: exactly(1, "a code, an operation, OPERATION/CODE, OPERATION/EFFECT, or a transition"),
		ValidArgsFunction: func(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := reference.New()
			if err != nil {
				return err
			}
			rules := rulesFor(m, args[0])
			if len(rules) == 0 && explainOther(cmd.OutOrStdout(), m, args[0]) {
				return nil
			}
			if len(rules) == 0 {
				return fmt.Errorf("%q is no code, operation or rule of the model%s", args[0], suggestion(m, args[0]))
			}
			cases, err := plan.Suite()
			if err != nil {
				return err
			}
			for i, r := range rules {
				if i > 0 {
					fmt.Fprintln(cmd.OutOrStdout())
				}
				explainRule(cmd.OutOrStdout(), r)
				explainWitness(cmd.OutOrStdout(), r, cases)
			}
			if op, ok := m.Operation(args[0]); ok {
				for _, e := range op.Effects {
					fmt.Fprintln(cmd.OutOrStdout())
					explainEffect(cmd.OutOrStdout(), e)
				}
			}
			return nil
		},
	}
}

func ruleIDs() []string {
	m, err := reference.New()
	if err != nil {
		return nil
	}
	var ids []string
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			ids = append(ids, r.ID())
		}
	}
	return ids
}

// rulesFor finds rules by id, by code, by operation, or by operation and code.
func rulesFor(m *model.Model, what string) []*model.BoundRule {
	var found []*model.BoundRule
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			if r.ID() == what || r.Code == what || r.Op == what || r.Op+"/"+r.Code == what {
				found = append(found, r)
			}
		}
	}
	return found
}

// suggestion names what may have been meant: rules whose code contains the
// text, or else the codes, operations and rules with the most similar spelling.
func suggestion(m *model.Model, what string) string {
	_, code, ok := strings.Cut(what, "/")
	if !ok {
		code = what
	}
	words := map[string]bool{}
	var near []string
	for _, op := range m.Operations() {
		words[op.Name] = true
		for _, r := range op.Rules {
			words[r.Code], words[r.ID()] = true, true
			if strings.Contains(strings.ToLower(r.Code), strings.ToLower(code)) {
				near = append(near, r.ID())
			}
		}
	}
	sort.Strings(near)
	if len(near) == 0 {
		near = sim.Nearest(what, slices.Sorted(maps.Keys(words)), 3)
	}
	return ": did you mean " + strings.Join(near[:min(3, len(near))], ", ") + "?"
}

// operationSuggestion names the operations with the most similar spelling.
func operationSuggestion(m *model.Model, what string) string {
	var names []string
	for _, op := range m.Operations() {
		names = append(names, op.Name)
	}
	return ": did you mean " + strings.Join(sim.Nearest(what, names, 3), ", ") + "?"
}

func explainRule(w io.Writer, r *model.BoundRule) {
	row := ""
	if r.Row > 0 {
		row = fmt.Sprintf(" (row %d)", r.Row)
	}
	fmt.Fprintf(w, "%s%s\n", color.New(color.Bold).Sprint(r.ID()), row)
	fmt.Fprintf(w, "  answer    %d %s %q\n", r.HTTP, r.Code, r.Message)
	fmt.Fprintf(w, "  when      %s\n", r.Condition)
	explainBasis(w, "refuses", r.Refuses)
	if r.Doubt.When != nil {
		fmt.Fprintf(w, "            but %s for some of these calls: %s\n", r.Doubt.Basis.Level, r.Doubt.Basis.Reason)
	}
	for _, c := range r.Clauses {
		fmt.Fprintf(w, "  clause    %s, %s\n", c.Name, c.Refuses.Level)
	}
	explainBasis(w, "answers", r.Answers)
	if r.Vestigial != "" {
		fmt.Fprintf(w, "  vestigial %s\n", r.Vestigial)
	}
	if r.Fault {
		fmt.Fprintf(w, "  fault     no state or parameter leads here: the simulator shows it by an injected fault\n")
	}
}

// explainWitness writes the shortest known sequence that makes the rule answer.
func explainWitness(w io.Writer, r *model.BoundRule, cases []plan.Case) {
	for _, c := range cases {
		if c.Item.Kind != "rule" || c.Item.ID != r.ID() {
			continue
		}
		how := "bounded"
		if c.Minimal {
			how = "minimal"
		}
		fmt.Fprintf(w, "  witness   %d calls, %s: ecsim suite --run %s\n", c.Sequence.Length(), how, c.Name)
		for _, step := range c.Sequence.Steps {
			fmt.Fprintf(w, "            %s\n", readable(step))
		}
	}
}

// readable shortens long values, such as user data of 43 KB; suite --run shows
// them in full.
func readable(step sequence.Step) sequence.Step {
	const most = 160
	for name, value := range step.Params {
		if letters := []rune(value); len(letters) > most {
			step.Params = step.Params.With(name, string(letters[:most/4])+"…"+strconv.Itoa(len(value))+" bytes")
		}
	}
	return step
}

func explainBasis(w io.Writer, word string, b model.Basis) {
	fmt.Fprintf(w, "  %-9s %s", word, b.Level)
	if len(b.Sources) > 0 {
		fmt.Fprintf(w, ": %s", strings.Join(b.Sources, "; "))
	}
	fmt.Fprintln(w)
	if b.Reason != "" && !b.Level.Fails() {
		fmt.Fprintf(w, "            because %s\n", b.Reason)
	}
}
