package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A Terminal writes reports for people, in lines of at most 80 columns where the
// text allows it. fatih/color decides about colour: there is none when the output
// is not a terminal or NO_COLOR is set.
type Terminal struct {
	w io.Writer
	// Replay is the command line that replays a finding's file; %s is replaced
	// by the file.
	Replay string
	// Verbose shows every finding in full, and the table of operations.
	Verbose bool
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

// How much of many findings is shown without Verbose: the first groups in full, and
// a line each of the others.
const (
	groupsInFull = 5
	mostLines    = 60
)

// Report writes the findings, those to mend first before the others, and the
// summary.
func (t *Terminal) Report(r *finding.Report) {
	if t.Verbose {
		t.coverage(r)
	}
	groups := r.Groups()
	for n, g := range groups {
		if n == groupsInFull && !t.Verbose {
			t.list(groups[n:])
			break
		}
		t.group(g)
	}
	t.summary(r)
}

// group writes the first finding of a group in full, and names the others.
func (t *Terminal) group(g finding.Group) {
	if len(g.Findings) > 1 {
		t.printf("\n%s\n", color.New(color.Bold).Sprintf("%s: %s", shared(g), count(len(g.Findings), "operation")))
	}
	t.Finding(*g.First())
	if t.Verbose {
		for _, f := range g.Findings[1:] {
			t.Finding(*f)
		}
		return
	}
	for _, f := range g.Findings[1:] {
		t.line(f)
	}
}

// shared says in words what the findings of a group have in common.
func shared(g finding.Group) string {
	switch g.First().Kind {
	case "dry-run":
		return "DryRun is not what the pages say"
	case "refuses":
		return g.What + " is not answered"
	case "message":
		return "the text of " + g.What + " differs"
	default:
		return g.First().Kind + " " + g.What
	}
}

// list writes a line for each finding, as far as a screen or two allow.
func (t *Terminal) list(groups []finding.Group) {
	t.printf("\n")
	var all []*finding.Finding
	for _, g := range groups {
		all = append(all, g.Findings...)
	}
	for _, f := range all[:min(len(all), mostLines)] {
		t.line(f)
	}
	if left := len(all) - mostLines; left > 0 {
		t.printf("  … and %s more; -v shows all, and their files are beside the others\n", count(left, "finding"))
	}
}

// line writes a finding in one line.
func (t *Terminal) line(f *finding.Finding) {
	t.printf("%s %-4s %s %s (%s)\n", mark(*f), f.ID, f.Kind, f.Rule, f.Basis)
}

func (t *Terminal) coverage(r *finding.Report) {
	t.printf("%-33s %6s %8s %7s %7s %5s %5s\n", "operation", "calls", "accepted", "refused", "reached", "ruled", "rows")
	for _, c := range r.Coverage {
		t.printf("%-33s %6d %8d %7d %7d %5d %5d\n", c.Operation, c.Calls, c.Accepted, c.Refused, c.RulesReached, c.Ruled, c.Documented)
	}
}

// mark is the word for the verdict of a finding, in its colour.
func mark(f finding.Finding) string {
	if f.Fails() {
		return color.New(color.FgRed, color.Bold).Sprint("FAILURE ")
	}
	return color.New(color.FgYellow, color.Bold).Sprint("QUESTION")
}

// Finding writes one finding with its sequence.
func (t *Terminal) Finding(f finding.Finding) {
	t.printf("\n%s %s  %s %s  (%s)\n", mark(f), f.ID, f.Kind, color.New(color.Bold).Sprint(f.Rule), f.Basis)
	t.field("expected", f.Expected)
	t.field("saw", f.Observed)
	if len(f.Sources) > 0 {
		t.field("source", strings.Join(f.Sources, "; "))
	}
	if f.Reason != "" {
		t.field("reason", f.Reason)
	}
	for _, d := range f.Differences {
		t.field("differs", d)
	}
	for _, item := range f.StandsOn {
		t.field("adopted", item+", a known difference about the same resources")
	}
	if f.Worlds > 1 && t.Verbose {
		t.field("worlds", fmt.Sprintf("%d were possible, none explains it", f.Worlds))
		for _, d := range f.Died {
			t.field("", cmp.Or(d.World, "one")+": "+d.Expected)
		}
	}
	t.Sequence(f.Steps())
	t.field("calls", fmt.Sprintf("%d, reduced from %d with %s%s; met %s",
		f.Length, f.OriginalLength, count(f.ShrinkCalls, "target call"), came(f), times(f.Count)))
	if f.PictureFile != "" {
		t.printf("  picture   %s\n", f.PictureFile)
	}
	if f.File != "" {
		t.printf("  replay    %s\n", t.replay(f.File))
	}
	if f.Kind != "race" {
		t.printf("  explain   ecsim explain %s\n", output.ShellWord(f.Rule))
	}
}

// came says how often the reduced sequence showed the finding again.
func came(f finding.Finding) string {
	if f.Reproduced == "" {
		return ""
	}
	return ", came back " + f.Reproduced
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// field writes a name and its text, in lines of 80 columns.
func (t *Terminal) field(name, text string) {
	saw := name == "saw"
	for n, line := range wrapped(output.Printable(text), 80-12) {
		if n > 0 {
			name = ""
		}
		if saw {
			line = color.New(color.FgRed).Sprint(line)
		}
		t.printf("  %-9s %s\n", name, line)
	}
}

// longestCommand limits the command that replays a finding: forty mutants make one
// of 3,000 characters.
const longestCommand = 400

func (t *Terminal) replay(file string) string {
	command := cmp.Or(t.Replay, "ecsim replay %s")
	if len(command) > longestCommand {
		return "ecsim replay " + output.ShellWord(file) + " with the target and flags of this run"
	}
	return fmt.Sprintf(strings.ReplaceAll(strings.ReplaceAll(command, "%", "%%"), "%%s", "%s"), output.ShellWord(file))
}

// longestValue limits a value on the terminal: the finding's file has all of it.
const longestValue = 60

// Sequence writes the calls of a sequence, indented; an answer that differs from
// the expected one is red.
func (t *Terminal) Sequence(s sequence.Sequence) {
	for _, step := range s.Steps {
		expect, saw := step.Expect, step.Saw
		step.Expect, step.Saw = nil, nil
		for n, line := range wrapped(strings.TrimSpace(shortened(step).String()), 80-8) {
			indent := "    "
			if n > 0 {
				indent = "        "
			}
			t.printf("%s%s\n", indent, output.Printable(line))
		}
		if expect != nil && saw != nil && *expect != *saw {
			t.printf("%s%s\n", "      ", color.New(color.FgGreen).Sprint("expect "+expect.String()))
			t.printf("%s%s\n", "      ", color.New(color.FgRed).Sprint("saw    "+saw.String()))
		}
	}
}

// shortened cuts long values, such as user data of 43 KB.
func shortened(step sequence.Step) sequence.Step {
	for name, value := range step.Params {
		if letters := []rune(value); len(letters) > longestValue {
			step.Params = step.Params.With(name, string(letters[:longestValue/2])+"…"+strconv.Itoa(len(value))+" bytes")
		}
	}
	return step
}

// wrapped breaks a text at its spaces into lines of at most the width; a word that
// is longer has a line of its own.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(text, " ") {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	return append(lines, line)
}

func (t *Terminal) summary(r *finding.Report) {
	t.printf("\n%s: %s in %s, seed %d\n", r.Target, count(r.Calls, "call"), count(r.Sequences, "sequence"), r.Seed)
	if r.Clients > 0 {
		t.printf("  %d clients at once\n", r.Clients)
	}
	t.reached(r)
	t.printf("  target calls: %d explore, %d observe, %d shrink, %d clean up\n",
		r.TargetCalls.Explore, r.TargetCalls.Observe, r.TargetCalls.Shrink, r.TargetCalls.Cleanup)
	if r.Clients == 0 {
		t.worlds(r)
	}
	t.rest(r)
}

func (t *Terminal) worlds(r *finding.Report) {
	t.printf("  possible worlds: mean %.2f, peak %d, cut off %d times\n", r.Frontier.Mean, r.Frontier.Peak, r.Frontier.Capped)
}

// rest writes what is left of the summary; the verdict and the reason why the run
// ended are the last two lines.
func (t *Terminal) rest(r *finding.Report) {
	if len(r.NotSupported) > 0 {
		t.printf("  not supported by the target:\n")
		t.field("", strings.Join(r.NotSupported, ", "))
	}
	if len(r.Leftover) > 0 {
		left := slices.Clone(r.Leftover)
		slices.Sort(left)
		t.printf("  %s:\n", color.YellowString("left over on the target"))
		t.field("", strings.Join(slices.Compact(left), ", "))
	}
	if r.Timing != nil {
		t.printf("  took %.1f s, %.0f target calls/s\n", r.Timing.Seconds, r.Timing.CallsPerSecond)
	}
	for _, l := range r.Lags {
		if l.Longest == 0 {
			t.printf("  failures that a cloud may have: %s, %s\n", l.What, count(l.Count, "time"))
			continue
		}
		t.printf("  late, and then as it should be: %s, %s, longest %.1f s (%s)\n", l.What, count(l.Count, "answer"), l.Longest, l.At)
	}
	if r.Cut > 0 {
		t.printf("  %s cut short when the time was over: what it would have shown is not known\n", count(r.Cut, "wait"))
	}
	t.printf("%s: %s, %s, %d inconclusive\n", verdict(r), count(r.Divergences, "failure"), count(r.Questions, "question"), r.Inconclusive)
	t.printf("ended: %s\n", r.End.Text)
}

// reached says how many of the rules have answered.
func (t *Terminal) reached(r *finding.Report) {
	reached, ruled, full := 0, 0, 0
	for _, c := range r.Coverage {
		reached, ruled = reached+c.RulesReached, ruled+c.Ruled
		if c.RulesReached >= c.Ruled {
			full++
		}
	}
	if ruled == 0 || r.Clients > 0 {
		return
	}
	t.printf("  rules reached: %d of %d, all of them in %d of %d operations", reached, ruled, full, len(r.Coverage))
	if !t.Verbose {
		t.printf(" (-v lists them)")
	}
	t.printf("\n")
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
