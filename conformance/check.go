package conformance

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A Starter is a target that discovers its own start; the targets of package
// target do. stop removes what it had to make.
type Starter interface {
	Find(ctx context.Context) (start oracle.Start, head sequence.Trace, stop func(context.Context) error, err error)
}

// An Option changes how [Check] checks.
type Option func(*checking)

type checking struct {
	options explore.Options
	start   *oracle.Start
	strict  bool
	dir     string
	limit   time.Duration
	noSuite bool
}

// From gives the start of sequences, for a target that is not a [Starter].
func From(start oracle.Start) Option { return func(c *checking) { c.start = &start } }

// With sets seed, calls, operations and the other options of an exploration;
// see [Options]. KeepGoing is always on: a test reports all its findings.
func With(o explore.Options) Option { return func(c *checking) { c.options = o } }

// Strict makes questions fail the test, too.
func Strict() Option { return func(c *checking) { c.strict = true } }

// WithoutSuite explores without running the witnesses of the suite first.
func WithoutSuite() Option { return func(c *checking) { c.noSuite = true } }

// FindingsIn sets the directory for the files of findings; the default is
// testdata/ecsim-findings in the directory of the test.
func FindingsIn(dir string) Option { return func(c *checking) { c.dir = dir } }

// Within limits the time of the whole check; the default is no limit.
func Within(d time.Duration) Option { return func(c *checking) { c.limit = d } }

// Check checks the target inside a go test: the suite first, then 1,000 drawn
// calls, or what [With] says. Each finding that contradicts what is documented
// or observed fails the test, with the shortest sequence that shows it and the
// command that replays it. Questions are logged.
//
//	func TestMyCloudIsLikeECS(t *testing.T) {
//		cloud, err := target.NewEndpoint(target.Config{URL: url, Credentials: keys})
//		…
//		conformance.Check(t, cloud)
//	}
func Check(t rapid.TB, target sequence.Target, opts ...Option) {
	t.Helper()
	c := checking{dir: "testdata/ecsim-findings", options: explore.Options{Calls: 1000}}
	for _, o := range opts {
		o(&c)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if c.limit > 0 {
		ctx, cancel = context.WithTimeout(ctx, c.limit)
	}
	defer cancel()
	report, err := c.check(ctx, target)
	if err != nil {
		t.Fatalf("ecsim: %v", err)
		return
	}
	for _, f := range report.Findings {
		text := c.text(f, target.Name())
		if f.Fails() || c.strict {
			t.Errorf("%s", text)
		} else {
			t.Logf("%s", text)
		}
	}
	if report.Judged == 0 {
		t.Errorf("ecsim: %s: of %d calls none could be judged: %s", report.Verdict, report.Calls, report.End.Text)
	}
	t.Logf("ecsim: %s: %d calls in %d sequences, seed %d: %d failures, %d questions, %d inconclusive",
		report.Verdict, report.Calls, report.Sequences, report.Seed, report.Divergences, report.Questions, report.Inconclusive)
}

// check explores and writes the files of the findings.
func (c *checking) check(ctx context.Context, target sequence.Target) (report *finding.Report, err error) {
	var start oracle.Start
	switch starter, ok := target.(Starter); {
	case c.start != nil:
		start = *c.start
		c.options.Trace.World, c.options.Trace.WorldSeed = start.World.Base().Name, start.World.Seed()
	case ok:
		found, head, stop, err := starter.Find(ctx)
		if err != nil {
			return nil, fmt.Errorf("find out what %s starts from: %w", target.Name(), err)
		}
		defer func() {
			if stopErr := stop(context.WithoutCancel(ctx)); err == nil && stopErr != nil {
				report, err = nil, stopErr
			}
		}()
		start, c.options.Trace = found, head
	default:
		return nil, fmt.Errorf("the start of sequences on %s is unknown: give conformance.From(start)", target.Name())
	}
	if !c.noSuite && len(c.options.Suite) == 0 {
		cases, err := plan.Suite()
		if err != nil {
			return nil, err
		}
		c.options.Suite = plan.CasesOf(cases, c.options.Operations)
	}
	c.options.KeepGoing = true
	report, err = explore.Explore(ctx, target, start, c.options)
	if err != nil {
		return nil, err
	}
	return report, finding.WriteFindings(c.dir, report)
}

// text writes a finding as the output of a failed test.
func (c *checking) text(f finding.Finding, target string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s (%s)\n", f.Verdict, f.Kind, f.Rule, f.Basis)
	fmt.Fprintf(&b, "  expected %s\n  saw      %s\n", f.Expected, f.Observed)
	for _, s := range f.Sources {
		fmt.Fprintf(&b, "  source   %s\n", s)
	}
	for _, d := range f.Differences {
		fmt.Fprintf(&b, "  differs  %s\n", d)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(f.Sequence), "\n") {
		fmt.Fprintf(&b, "    %s\n", line)
	}
	command := "ecsim replay " + f.File
	if strings.HasPrefix(target, "http://") || strings.HasPrefix(target, "https://") {
		command += " " + target
	} else {
		command += ", or judge it again: ecsim verify " + f.TraceFile
	}
	fmt.Fprintf(&b, "  replay it: %s", command)
	return b.String()
}
