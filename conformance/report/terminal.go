package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A Terminal writes reports for people. fatih/color decides about colour: there
// is none when the output is not a terminal or NO_COLOR is set.
type Terminal struct {
	w io.Writer
	// Replay is the command line that replays a finding's file; %s is replaced
	// by the file.
	Replay string
}

// NewTerminal returns a writer of reports for people.
func NewTerminal(w io.Writer) *Terminal { return &Terminal{w: w} }

// printf prints. What a target sent may be in any text: it stays in its line, and
// does nothing to the terminal but to have our colours.
func (t *Terminal) printf(format string, args ...any) {
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = output.Coloured(text)
		}
	}
	fmt.Fprintf(t.w, format, args...)
}

// Report writes the table of operations, the findings and the summary.
func (t *Terminal) Report(r *finding.Report) {
	t.coverage(r)
	for _, f := range r.Findings {
		t.Finding(f)
	}
	t.summary(r)
}

func (t *Terminal) coverage(r *finding.Report) {
	t.printf("%-34s %7s %9s %8s   %s\n", "operation", "calls", "accepted", "refused", "rules reached / ruled / documented")
	for _, c := range r.Coverage {
		t.printf("%-34s %7d %9d %8d   %d / %d / %d\n", c.Operation, c.Calls, c.Accepted, c.Refused, c.RulesReached, c.Ruled, c.Documented)
	}
}

// Finding writes one finding with its sequence.
func (t *Terminal) Finding(f finding.Finding) {
	mark := color.New(color.FgYellow, color.Bold).Sprint("QUESTION")
	if f.Fails() {
		mark = color.New(color.FgRed, color.Bold).Sprint("FAILURE")
	}
	t.printf("\n%s %s  %s %s  (%s)\n", mark, f.ID, f.Kind, color.New(color.Bold).Sprint(f.Rule), f.Basis)
	t.printf("  expected %s\n  saw      %s\n", f.Expected, color.New(color.FgRed).Sprint(f.Observed))
	if len(f.Sources) > 0 {
		t.printf("  source   %s\n", strings.Join(f.Sources, "; "))
	}
	if f.Reason != "" {
		t.printf("  reason   %s\n", f.Reason)
	}
	for _, d := range f.Differences {
		t.printf("  differs  %s\n", d)
	}
	for _, item := range f.StandsOn {
		t.printf("  adopted  %s, a known difference about the same resources\n", item)
	}
	if f.Worlds > 1 {
		t.printf("  worlds   %d were possible, none explains it\n", f.Worlds)
		for _, d := range f.Died {
			t.printf("           %s: %s\n", cmp.Or(d.World, "one"), d.Expected)
		}
	}
	t.printf("  %s, from %d (%d target calls to reduce), met %d times\n", count(f.Length, "call"), f.OriginalLength, f.ShrinkCalls, f.Count)
	t.Sequence(f.Steps())
	if f.PictureFile != "" {
		t.printf("  picture: %s\n", f.PictureFile)
	}
	if f.File != "" {
		t.printf("  replay:  "+t.replay()+"\n", f.File)
	}
}

func (t *Terminal) replay() string {
	if t.Replay == "" {
		return "ecsim replay %s"
	}
	return t.Replay
}

// Sequence writes a sequence, indented, with the differences in colour.
func (t *Terminal) Sequence(s sequence.Sequence) {
	for line := range strings.SplitSeq(strings.TrimRight(s.String(), "\n"), "\n") {
		switch trimmed := strings.TrimSpace(line); {
		case strings.HasPrefix(trimmed, "#"):
			line = color.New(color.Faint).Sprint(line)
		case strings.HasPrefix(trimmed, "saw"):
			line = color.New(color.FgRed).Sprint(line)
		case strings.HasPrefix(trimmed, "expect"):
			line = color.New(color.FgGreen).Sprint(line)
		}
		t.printf("    %s\n", line)
	}
}

func (t *Terminal) summary(r *finding.Report) {
	t.printf("\n%s: %s in %s, seed %d\n", r.Target, count(r.Calls, "call"), count(r.Sequences, "sequence"), r.Seed)
	if r.Clients > 0 {
		t.printf("  %d clients at once\n", r.Clients)
	}
	t.printf("  target calls: %d explore, %d observe, %d shrink, %d clean up\n",
		r.TargetCalls.Explore, r.TargetCalls.Observe, r.TargetCalls.Shrink, r.TargetCalls.Cleanup)
	t.printf("  possible worlds: mean %.2f, peak %d, cut off %d times\n", r.Frontier.Mean, r.Frontier.Peak, r.Frontier.Capped)
	if len(r.NotSupported) > 0 {
		t.printf("  not supported by the target: %s\n", strings.Join(r.NotSupported, ", "))
	}
	if len(r.Leftover) > 0 {
		t.printf("  %s: %s\n", color.YellowString("left over on the target"), strings.Join(r.Leftover, ", "))
	}
	if r.Timing != nil {
		t.printf("  took %.1f s, %.0f target calls/s\n", r.Timing.Seconds, r.Timing.CallsPerSecond)
	}
	if r.Cut > 0 {
		t.printf("  %s cut short when the time was over: what it would have shown is not known\n", count(r.Cut, "wait"))
	}
	t.printf("%s: %s, %s, %d inconclusive\n", verdict(r), count(r.Divergences, "failure"), count(r.Questions, "question"), r.Inconclusive)
	t.printf("ended: %s\n", r.End.Text)
}

// verdict returns the verdict in its colour: green only where all is well.
func verdict(r *finding.Report) string {
	tint := color.FgYellow
	switch r.Verdict {
	case finding.Conforms:
		tint = color.FgGreen
	case finding.Diverges, finding.BrokenOff:
		tint = color.FgRed
	}
	return color.New(tint, color.Bold).Sprint(r.Verdict)
}

// count writes a number with its noun, in the plural where necessary.
func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
