package sequence

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/model"
)

// hostile draws what a client or a target may send as a name, a value, a code or
// a message.
func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"a b", "Y=1\nDeleteInstance InstanceId=i-1 Force=true", "\"", "a\"b", "\\", "=", "", " ", "· x", "a · b", "\"quoted\"", "# x",
			"\x1b[2J\x07", "\x1b]0;title\x07", "\r\n", "\u2028", "\u202e", "\xff", "$i1", "expect", "as", "run", "discovery", "look Describe", "end of 1 runs",
		}),
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}

// Whatever clients and targets send, it stays in its line: the text is read back
// as it was, and no call stands in it that nobody made.
func TestHostileTextIsQuoted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, value := hostile().Draw(t, "name"), hostile().Draw(t, "value")
		s := Sequence{World: "default", Notes: []string{"one"}, Steps: []Step{{
			Kind: StepCall, Op: "StartInstance", Params: model.Params{name: value, "InstanceId": "i-1"},
			Saw: &Answer{HTTP: 400, Code: hostile().Draw(t, "code"), Text: hostile().Draw(t, "text")},
		}}}
		text := s.String()
		if strings.Count(text, "\n") != 4 || strings.ContainsAny(text, "\x1b\x07\r") {
			t.Fatalf("%q", text)
		}
		got, err := Parse(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(s, got); diff != "" {
			t.Fatalf("%s\n%s", diff, text)
		}
		trace := Trace{Target: "http://x", World: "default", WorldSeed: 1, Runs: []TraceRun{{Lines: []TraceLine{{
			Kind: LineStep, Step: Step{Kind: StepCall, Op: "StartInstance", Params: s.Steps[0].Params},
			Exchange: &Exchange{Caller: "main", At: time.Unix(0, 0).UTC(), Outcome: model.Outcome{Class: model.ClassError, HTTP: 400, Code: strings.ToValidUTF8(s.Steps[0].Saw.Code, "?")}},
		}}}}}
		text = trace.String()
		again, err := ParseTrace(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if again.String() != text || len(again.Runs) != 1 || len(again.Runs[0].Lines) != 1 {
			t.Fatalf("%s\nis read as\n%s", text, again)
		}
		if diff := cmp.Diff(s.Steps[0].Params, again.Runs[0].Lines[0].Step.Params); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Notes and headers are lines, whatever is in them.
func TestHostileNotes(t *testing.T) {
	text := Sequence{World: "default\nDeleteInstance", Notes: []string{"x\nDeleteInstance InstanceId=$i1", "\x1b[2J"}}.String()
	if strings.Count(text, "\n") != 3 || strings.Contains(text, "\x1b") {
		t.Errorf("%q", text)
	}
}

// A trace that is cut off, at whatever line, is refused.
func TestACutTraceIsRefused(t *testing.T) {
	line := TraceLine{Kind: LineStep, Step: Step{Kind: StepCall, Op: "DescribeRegions", Params: model.Params{}}, Exchange: &Exchange{Outcome: model.Outcome{Class: model.ClassOK, HTTP: 200}}}
	whole := Trace{World: "default", WorldSeed: 1, Runs: []TraceRun{{Lines: []TraceLine{line, line}}, {Lines: []TraceLine{line}}}}.String()
	if _, err := ParseTrace(whole); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(whole, "\n")
	for n := range len(lines) - 1 {
		cut := strings.Join(lines[:n], "")
		if _, err := ParseTrace(cut); err == nil {
			t.Errorf("cut off after line %d:\n%s", n, cut)
		}
	}
	missing := strings.Join(append(append([]string{}, lines[:3]...), lines[len(lines)-4:]...), "")
	if _, err := ParseTrace(strings.Replace(missing, "run\n", "", 1)); err == nil {
		t.Errorf("a run is missing:\n%s", missing)
	}
}

// Line ends and marks of other editors make no difference.
func TestOtherEditors(t *testing.T) {
	text := "# ecsim sequence 1 · world default\nDescribeRegions\n  saw    200\n"
	want, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse("\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
