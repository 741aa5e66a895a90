package report

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// What a target sends cannot clear the screen, ring, set a title, or write a line
// of its own; our colours stay.
func TestATargetDoesNotWriteOnTheTerminal(t *testing.T) {
	old := color.NoColor
	color.NoColor = false
	defer func() { color.NoColor = old }()
	hostile := "\x1b[2J\x1b]0;mine\x07\nconforms: 0 failures\r\u202e"
	var b strings.Builder
	NewTerminal(&b).Finding(finding.Finding{ID: "f1", Kind: hostile, Rule: hostile, Expected: "200", Observed: hostile, Differences: []string{hostile}, Reason: hostile})
	text := b.String()
	for _, bad := range []string{"\x1b[2J", "\x1b]", "\x07", "\nconforms", "\r", "\u202e"} {
		if strings.Contains(text, bad) {
			t.Errorf("the terminal gets %q:\n%q", bad, text)
		}
	}
	if !strings.Contains(text, `\x1b[2J`) || !strings.Contains(text, "\x1b[31m") {
		t.Errorf("it gets neither what was sent nor our colours:\n%q", text)
	}
}

// of makes a finding about a rule.
func of(id, verdict, kind, rule, basis string) finding.Finding {
	op, _, _ := strings.Cut(rule, "/")
	return finding.Finding{ID: id, Verdict: verdict, Failure: verdict == "failure", Kind: kind, Rule: rule, Operation: op, Basis: basis, Count: 1}
}

// What is known best comes first, and one cause in several operations is told once.
func TestFindingsComeInTheOrderInWhichToMendThem(t *testing.T) {
	r := &finding.Report{Findings: []finding.Finding{
		of("f1", "question", "answers", "StopInstance/X", "inferred"),
		of("f2", "failure", "message", "StopInstance/Y", "documented"),
		of("f3", "failure", "refuses", "DeleteVpc/InvalidVpcId.NotFound", "documented"),
		of("f4", "failure", "dry-run", "StopInstance/DryRunOperation", "documented"),
		of("f5", "failure", "dry-run", "CreateVpc/DRYRUN.SUCCESS", "documented"),
		of("f6", "failure", "transition", "Instance/Pending-Starting", "observed"),
	}}
	var got []string
	for _, g := range r.Groups() {
		for _, f := range g.Findings {
			got = append(got, f.ID)
		}
		got = append(got, "|")
	}
	if want := "f4 f5 | f3 | f2 | f6 | f1 |"; strings.Join(got, " ") != want {
		t.Errorf("the order is %v, want %s", got, want)
	}
	var b strings.Builder
	NewTerminal(&b).Report(r)
	if text := b.String(); !strings.Contains(text, "DryRun is not what the pages say: 2 operations") {
		t.Errorf("the cause is not told:\n%s", text)
	}
}

// A hundred findings are a list, not a wall; -v shows each in full.
func TestManyFindingsFitTwoScreens(t *testing.T) {
	r := &finding.Report{}
	for n := range 107 {
		r.Findings = append(r.Findings, of("f"+strconv.Itoa(n+1), "failure", "refuses", "StopInstance/Code"+strconv.Itoa(n), "documented"))
	}
	var short, long strings.Builder
	NewTerminal(&short).Report(r)
	verbose := NewTerminal(&long)
	verbose.Verbose = true
	verbose.Report(r)
	if lines := strings.Count(short.String(), "\n"); lines > 200 || !strings.Contains(short.String(), "42 findings more") {
		t.Errorf("%d lines:\n%s", lines, short.String())
	}
	if !strings.Contains(long.String(), "f107  refuses StopInstance/Code106") {
		t.Errorf("-v does not show all:\n%s", long.String())
	}
}

// Lines end at 80 columns where the text allows it; a value of 40 KB is cut.
func TestLinesAreWrapped(t *testing.T) {
	s, err := sequence.Parse("# ecsim sequence 1 · world default\ni1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge " +
		"RegionId=cn-hangzhou SecurityGroupId=$sg1 UserData=" + strings.Repeat("a", 40000) + " VSwitchId=$vsw1\n  expect 400 A\n  saw    200\n")
	if err != nil {
		t.Fatal(err)
	}
	f := of("f1", "failure", "refuses", "RunInstances/A", "documented")
	f.Parsed, f.Reason = s, strings.Repeat("some words ", 40)
	var b strings.Builder
	NewTerminal(&b).Finding(f)
	for line := range strings.SplitSeq(b.String(), "\n") {
		if utf8.RuneCountInString(line) > 80 {
			t.Errorf("%d columns: %s", utf8.RuneCountInString(line), line)
		}
	}
}

// Each verdict says what was seen, and its exit code agrees.
func TestVerdicts(t *testing.T) {
	for want, c := range map[string]struct {
		r    finding.Report
		code int
	}{
		finding.Conforms:      {finding.Report{Calls: 3, Judged: 3}, 0},
		finding.InPart:        {finding.Report{Calls: 3, Judged: 2, Inconclusive: 1}, 0},
		finding.WithQuestions: {finding.Report{Calls: 3, Judged: 3, Questions: 1}, 0},
		finding.Diverges:      {finding.Report{Calls: 3, Judged: 3, Divergences: 1, End: finding.EndedBy(finding.EndBroken, "x")}, 1},
		finding.Inconclusive:  {finding.Report{Calls: 3, Inconclusive: 3}, 3},
		finding.NotSupported:  {finding.Report{Calls: 3, NotSupported: []string{"CreateVpc"}}, 3},
		finding.BrokenOff:     {finding.Report{Calls: 3, Judged: 3, End: finding.EndedBy(finding.EndBroken, "x")}, 2},
		finding.Interrupted:   {finding.Report{Calls: 3, Judged: 3, End: finding.EndedBy(finding.EndInterrupted, "x")}, 2},
	} {
		c.r.Judge()
		if c.r.Verdict != want || c.r.ExitCode(false) != c.code {
			t.Errorf("%q with code %d, want %q with %d", c.r.Verdict, c.r.ExitCode(false), want, c.code)
		}
	}
}
