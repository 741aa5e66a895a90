package score

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes the score as docs/mutants.md shows it: a table of kinds, and
// the figures with their bars.
func (r *Report) Markdown(w io.Writer) {
	fmt.Fprintln(w, "| kind | mutants | outside | visible | suite | probes | exploration | survive | calls to kill: median, 95 %, most | length ÷ shortest = 1 |")
	fmt.Fprintln(w, "|---|---:|---:|---:|---:|---:|---:|---:|---|---:|")
	for _, g := range r.Kinds {
		row(w, g.Name, g.Figures)
	}
	row(w, "five pages", r.Pages)
	row(w, "other operations", r.Others)
	row(w, "**all**", r.Total)
	fmt.Fprintln(w)
	fmt.Fprintln(w, "| figure | bar | seen |")
	fmt.Fprintln(w, "|---|---|---|")
	for _, b := range r.bars() {
		fmt.Fprintf(w, "| %s | %s | %s |\n", b.figure, b.bar, b.seen)
	}
	if len(r.Reasons) > 0 {
		fmt.Fprintln(w, "\n| outside the score | mutants |")
		fmt.Fprintln(w, "|---|---:|")
		for _, g := range r.Reasons {
			fmt.Fprintf(w, "| %s | %d |\n", g.Name, g.Mutants)
		}
	}
}

func row(w io.Writer, name string, f Figures) {
	fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d | %d | %d | %s | %s |\n", name, f.Mutants, f.Invisible+f.Equivalent, f.Visible,
		f.BySuite, f.ByProbes, f.ByExploring, f.Survivors, f.Calls, percent(f.Shortest, f.Killed()))
}

// String writes median, 95th percentile and maximum.
func (s Spread) String() string { return fmt.Sprintf("%d, %d, %d", s.Median, s.P95, s.Most) }

func percent(part, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(of))
}

type bar struct{ figure, bar, seen string }

// bars are the figures that have one.
func (r *Report) bars() []bar {
	t := r.Total
	outside := t.Invisible + t.Equivalent
	bars := []bar{
		{"visible mutants killed, over " + r.Wire, "≥ 99 %", fmt.Sprintf("%s (%d of %d)", percent(t.Killed(), t.Visible), t.Killed(), t.Visible)},
		{"outside the score", "≤ 10 %", fmt.Sprintf("%s (%d of %d)", percent(outside, t.Mutants), outside, t.Mutants)},
	}
	if r.Suite {
		bars = append(bars, r.suiteBars()...)
	} else {
		bars = append(bars,
			bar{"five pages: calls to kill by exploration alone", "median ≤ 600, 95 % ≤ 6,000", r.Pages.Calls.String()},
			bar{"other operations: likewise", "", r.Others.Calls.String()})
	}
	return append(bars,
		bar{"reported length ÷ shortest known = 1.0", "≥ 98 %",
			fmt.Sprintf("%s (%d of %d; proven for %d)", percent(t.Shortest, t.Killed()), t.Shortest, t.Killed(), t.Proven)},
		bar{"target calls of candidates to reduce: median, 95 %, most", "≤ 60, ≤ 300", t.ShrinkCalls.String()},
		bar{"call budget for each mutant, after the suite", "", fmt.Sprintf("%d in the default world, a fifth of it in each of the others", r.Budget)},
		bar{"total time", "", fmt.Sprintf("%.0f s", r.Seconds)})
}

// suiteBars are the figures of the suite. Where the order of rules is known,
// its probes belong to the suite: without it a swap cannot be detected.
func (r *Report) suiteBars() []bar {
	t, s, p := r.Total, r.Healthy.Suite, r.Healthy.Precedence
	calls := func(p Pass) string {
		return fmt.Sprintf("%.2f (%d explore, %d observe, %d clean up, %d items)", p.PerItem(), p.Explore, p.Observe, p.Cleanup, p.Items)
	}
	const cost = "target calls of the suite for each item, looks, waits and clean-up included"
	if p.Items == 0 {
		return []bar{{"killed by the suite alone, one pass", "≥ 97 %", percent(t.BySuite, t.Visible)}, {cost, "≤ 3.5", calls(s)}}
	}
	var swaps Figures
	for _, g := range r.Kinds {
		if g.Name == "swap" {
			swaps = g.Figures
		}
	}
	return []bar{
		{"killed by the suite alone, one pass, with the probes of known orders", "≥ 97 %", percent(t.BySuite+t.ByProbes, t.Visible)},
		{"without the probes, swaps left out", "", percent(t.BySuite-swaps.BySuite, t.Visible-swaps.Visible)},
		{cost, "≤ 3.5", calls(s)},
		{"the same with the probes of known orders", "≤ 3.5", calls(s.and(p))},
	}
}

// Text writes the score for a terminal.
func (r *Report) Text(w io.Writer) {
	fmt.Fprintf(w, "%-16s %7s %7s %7s %7s %7s %7s %7s   %s\n", "kind", "mutants", "outside", "visible", "suite", "probes", "explore", "survive", "calls to kill")
	line := func(name string, f Figures) {
		fmt.Fprintf(w, "%-16s %7d %7d %7d %7d %7d %7d %7d   %s\n", name, f.Mutants, f.Invisible+f.Equivalent, f.Visible, f.BySuite, f.ByProbes, f.ByExploring,
			f.Survivors, f.Calls)
	}
	for _, g := range r.Kinds {
		line(g.Name, g.Figures)
	}
	line("five pages", r.Pages)
	line("other operations", r.Others)
	line("all", r.Total)
	fmt.Fprintln(w)
	for _, b := range r.bars() {
		if b.bar != "" {
			b.bar = "   (" + b.bar + ")"
		}
		fmt.Fprintf(w, "%s: %s%s\n", b.figure, b.seen, b.bar)
	}
	for _, x := range r.Results {
		if x.Invisible == "" && !x.Killed && x.Survivor != Equivalent {
			fmt.Fprintf(w, "survivor %s: %s\n", x.ID, x.why())
		}
	}
	for _, wrong := range r.Wrong {
		fmt.Fprintf(w, "wrong: %s\n", wrong)
	}
}

// why returns the listed reason of a survivor.
func (r Result) why() string {
	switch {
	case r.Broken != "":
		return "the harness stopped: " + r.Broken
	case r.Reason != "":
		return r.Survivor + ": " + r.Reason
	case len(r.Others) > 0:
		return "found, but not by its name: " + strings.Join(r.Others, ", ")
	default:
		return "nothing was found"
	}
}
