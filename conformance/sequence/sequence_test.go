package sequence_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A sequence is text: parse it, change it, write it.
func ExampleParse() {
	s, err := sequence.Parse(`# ecsim sequence 1 · world default · seed 7
i1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge
await i1 Running
ModifyInstanceAttribute InstanceId=$i1 InstanceName="two words"
  expect 400 InvalidInstanceName.Malformed
  saw    200
`)
	fmt.Println(err, s.Length(), s.Steps[2].Params["InstanceName"], s.Steps[2].Saw.HTTP)
	// Output: <nil> 2 two words 200
}

func TestSyntaxErrorsNameThePlace(t *testing.T) {
	const head = "# ecsim sequence 1 · world default\n"
	tests := []struct{ name, text, want string }{
		{"empty", "", `line 1, column 1: the first line is ""`},
		{"no header", "StopInstance\n", "line 1, column 1"},
		{"no world", "# ecsim sequence 1\n", "line 1, column 19: the header names no world"},
		{"bad seed", "# ecsim sequence 1 · world w · seed x\n", `seed "x" is no positive`},
		{"no operation", head + "stop InstanceId=i\n", `line 2, column 1: "stop" is no operation`},
		{"no value", head + "StopInstance InstanceId\n", `line 2, column 14: "InstanceId" is no parameter`},
		{"twice", head + "StopInstance A=1 A=2\n", "line 2, column 18: the parameter A is given twice"},
		{"open quote", head + "StopInstance A=\"x\n", "line 2, column 16: the quoted value of A does not end"},
		{"answer first", head + "  saw 200\n", "line 2, column 3: saw stands under no call"},
		{"bad status", head + "StopInstance\n  saw yes\n", `line 3, column 7: "yes" is no HTTP status`},
		{"await unbound", head + "await i1 Running\n", "line 2, column 7: nothing above binds the name i1"},
		{"await unbound, further down", head + "# note\n\nA\n  saw 200\n# note\n\nawait i1 Running\n", "line 8, column 7: nothing above"},
		{"bound twice", head + "i = RunInstances\ni = RunInstances\n", "line 3, column 1: the name i is bound already"},
		{"stray indent", head + "  StopInstance\n", "line 2, column 1: an indented line"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := sequence.Parse(test.text)
			var syntax *sequence.SyntaxError
			if !errors.As(err, &syntax) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestParseUndoesString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSequence(t)
		back, err := sequence.Parse(s.String())
		if err != nil {
			t.Fatalf("%v in\n%s", err, s)
		}
		if diff := cmp.Diff(s, back); diff != "" {
			t.Fatalf("parse∘format is not the identity:\n%s\n%s", diff, s)
		}
	})
}

func drawSequence(t *rapid.T) sequence.Sequence {
	s := sequence.Sequence{World: "default", Seed: rapid.Uint64().Draw(t, "seed")}
	for n := range rapid.IntRange(0, 8).Draw(t, "steps") {
		step := sequence.Step{Kind: sequence.StepCall, Op: "Op", Params: model.Params{}}
		step.Bind = rapid.SampledFrom([]string{"", fmt.Sprintf("x%d", n)}).Draw(t, "bind")
		for range rapid.IntRange(0, 4).Draw(t, "params") {
			name := rapid.StringMatching(`[A-Z][A-Za-z]{0,8}(\.[0-9]{1,2})?`).Draw(t, "name")
			step.Params[name] = rapid.String().Draw(t, "value")
		}
		if rapid.Bool().Draw(t, "saw") {
			step.Saw = &sequence.Answer{HTTP: rapid.IntRange(0, 599).Draw(t, "http"), Code: rapid.SampledFrom([]string{"", "A.B"}).Draw(t, "code")}
		}
		s.Steps = append(s.Steps, step)
		if step.Bind != "" && rapid.Bool().Draw(t, "await") {
			s.Steps = append(s.Steps, sequence.Step{Kind: sequence.StepAwait, Name: step.Bind, Status: "Running"})
		}
	}
	return s
}

func FuzzParse(f *testing.F) {
	f.Add("# ecsim sequence 1 · world default\ni1 = RunInstances A=\"b c\"\nawait i1 Running\n  saw 200\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := sequence.Parse(text)
		if err != nil {
			return
		}
		if again, err := sequence.Parse(s.String()); err != nil || cmp.Diff(s, again) != "" {
			t.Fatalf("%v\n%s", err, s)
		}
	})
}
