package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"github.com/ecsim/ecsim/model"
)

// explainOther explains what a finding may name besides a rule; false says that
// nothing has the name.
func explainOther(w io.Writer, m *model.Model, name string) bool {
	if explainChange(w, m, name) {
		return true
	}
	op, what, ok := strings.Cut(name, "/")
	bound, isOp := m.Operation(op)
	if !ok || !isOp {
		return explainStatus(w, m, op, what)
	}
	switch {
	case what == "reply":
		fmt.Fprintf(w, "%s\n  the fields of the answer, as the response on the page of %s has them\n", title(name), op)
	case what == "pages" && bound.Lists != nil:
		fmt.Fprintf(w, "%s\n  the pages of a list show each item once, and TotalCount items together\n", title(name))
	case what == bound.DryRunCode && what != "":
		fmt.Fprintf(w, "%s\n  a call with DryRun that would be accepted answers %s and changes nothing: parameter DryRun of the page of %s\n", title(name), what, op)
	case what == "concurrent":
		fmt.Fprintf(w, "%s\n  the answers of several clients fit no order of their calls: docs/concurrency.md\n", title(name))
	default:
		return explainListed(w, bound, what)
	}
	return true
}

func title(name string) string { return color.New(color.Bold).Sprint(name) }

// explainChange explains an effect or a transition.
func explainChange(w io.Writer, m *model.Model, name string) bool {
	for _, op := range m.Operations() {
		for _, e := range op.Effects {
			if e.ID() == name {
				explainEffect(w, e)
				return true
			}
		}
	}
	for _, e := range m.Edges() {
		if e.Name == strings.TrimSuffix(name, "/late") {
			explainEdge(w, e)
			return true
		}
	}
	return false
}

func explainEffect(w io.Writer, e *model.BoundEffect) {
	fmt.Fprintf(w, "%s\n", title(e.ID()))
	fmt.Fprintf(w, "  effect    a change that an accepted %s makes\n", e.Op)
	switch e.SeenBy {
	case model.NotSeen:
		fmt.Fprintf(w, "  seen by   nothing: no operation shows it\n")
	case "":
	default:
		fmt.Fprintf(w, "  seen by   %s\n", e.SeenBy)
	}
	explainBasis(w, "known", e.Known())
	if e.Timing.Level != model.LevelFromCatalog {
		explainBasis(w, "at once", e.Timing)
	}
	if e.Maybe != nil {
		fmt.Fprintf(w, "  maybe     for some calls the page says that it may or may not happen: both are right\n")
	}
}

func explainEdge(w io.Writer, e model.Edge) {
	to := e.To
	if to == "" {
		to = "gone"
	}
	fmt.Fprintf(w, "%s\n", title(e.Name))
	fmt.Fprintf(w, "  change    %s becomes %s by itself, after %v to %v\n", e.From, to, e.Min, e.Max)
	if e.Trigger != "" {
		fmt.Fprintf(w, "  after     %s\n", e.Trigger)
	}
	explainBasis(w, "known", e.Basis)
	explainBasis(w, "range", e.Timing)
}

// explainStatus explains a status that was waited for, KIND/STATUS.
func explainStatus(w io.Writer, m *model.Model, kind, status string) bool {
	found := false
	for _, e := range m.Edges() {
		if e.Kind.String() == kind && e.To == status && status != "" {
			explainEdge(w, e)
			found = true
		}
	}
	return found
}

// explainListed explains a code that the page of an operation lists and no rule
// of the model stands for.
func explainListed(w io.Writer, op *model.BoundOperation, code string) bool {
	listed := op.ListsCode(code)
	for _, a := range op.Unruled() {
		if a.Code == code {
			fmt.Fprintf(w, "%s\n  answer    %d %s %q\n  the page lists it, and the model has no rule for it: such an answer is a question\n",
				title(op.Name+"/"+code), a.HTTP, a.Code, a.Message)
			listed = true
		}
	}
	return listed
}
