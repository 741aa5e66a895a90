package sequence_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A trace with every kind of line.
func exampleTrace() sequence.Trace {
	at := time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)
	step := func(op string, params model.Params) sequence.Step {
		return sequence.Step{Kind: sequence.StepCall, Op: op, Params: params}
	}
	made := step("RunInstances", model.Params{"ImageId": "$image.linux", "InstanceName": "two words"})
	made.Bind = "i1"
	seen := model.Seen{
		Resource: &ecs.Instance{InstanceId: "i-1", Status: ecs.Starting, SecurityGroupIds: model.NewList("sg-1", "sg-2")},
		Shown:    map[string]bool{"InstanceId": true, "Status": true, "SecurityGroupIds": true, "HostName": true},
	}
	return sequence.Trace{
		Target: "http://localhost:8080", Region: "cn-hangzhou", Set: map[string]string{"type": "ecs.g7.large"},
		Discovery: []sequence.Exchange{{
			At: at, Took: time.Millisecond, Caller: "main",
			Call: model.Call{Caller: "main", Region: "cn-hangzhou", Op: "DescribeRegions", Params: model.Params{}},
			Outcome: model.Outcome{Class: model.ClassOK, HTTP: 200, Reply: model.Reply{
				Items: []model.Resource{&model.Region{RegionId: "cn-hangzhou", Zones: model.NewList("a", "b")}},
			}},
		}},
		Runs: []sequence.TraceRun{{Seed: 7, Notes: []string{"a note"}, Lines: []sequence.TraceLine{
			{Kind: sequence.LineStep, Step: made, Exchange: &sequence.Exchange{
				Caller: "alice", At: at, Took: 3 * time.Millisecond,
				Outcome: model.Outcome{Class: model.ClassOK, HTTP: 200, RequestId: "R", Reply: model.Reply{Created: []string{"i-1"}}},
			}},
			{Kind: sequence.LineStep, Step: sequence.Step{Kind: sequence.StepAwait, Name: "i1", Status: ecs.Running}},
			{Kind: sequence.LineLook, Step: step("DescribeInstances", model.Params{"InstanceIds": `["$i1"]`}), Exchange: &sequence.Exchange{
				At: at, Outcome: model.Outcome{Class: model.ClassOK, HTTP: 200, Reply: model.Reply{
					Items: []model.Resource{seen}, Page: model.Page{Number: 1, Size: 10, Total: 1}, Values: map[string]string{"a": "b"},
				}},
			}},
			{Kind: sequence.LineGaveUp},
			{Kind: sequence.LineStep, Step: step("StopInstance", model.Params{"InstanceId": "$i1"}), Exchange: &sequence.Exchange{
				At: at, Outcome: model.Outcome{Class: model.ClassError, HTTP: 403, Code: "IncorrectInstanceStatus", Message: "said \"so\"\non two lines"},
			}},
			{Kind: sequence.LineStep, Step: step("DeleteInstance", model.Params{"InstanceId": "$i2"})}, // i2 was never made
		}}, {}},
	}
}

func TestATraceIsItsText(t *testing.T) {
	want := exampleTrace()
	got, err := sequence.ParseTrace(want.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, want)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the text says something else (-written +read):\n%s\n%s", diff, want)
	}
	if again := got.String(); again != want.String() {
		t.Errorf("read and written again it differs:\n%s\nwas\n%s", again, want)
	}
}

// Whatever becomes of a line, the parser says where, and does not fail itself.
func TestADamagedTraceNamesTheLine(t *testing.T) {
	lines := strings.Split(exampleTrace().String(), "\n")
	rapid.Check(t, func(t *rapid.T) {
		damaged := append([]string(nil), lines...)
		at := rapid.IntRange(0, len(lines)-2).Draw(t, "line")
		switch rapid.IntRange(0, 2).Draw(t, "damage") {
		case 0:
			damaged[at] = damaged[at][:rapid.IntRange(0, len(damaged[at])).Draw(t, "cut")]
		case 1:
			damaged[at] = rapid.String().Draw(t, "text")
		default:
			damaged = append(damaged[:at], damaged[at+1:]...)
		}
		_, err := sequence.ParseTrace(strings.Join(damaged, "\n"))
		var syntax *sequence.SyntaxError
		if err != nil && (!errors.As(err, &syntax) || syntax.Line < 1 || syntax.Line > len(lines)) {
			t.Fatalf("%v", err)
		}
	})
}

func TestATraceThatIsWrongSaysSo(t *testing.T) {
	begin := "# ecsim trace 2\n# world default 1\n"
	call := "run\nStopInstance InstanceId=$i1\n  at 2026-01-02T03:04:05Z took 1ms\n"
	for text, want := range map[string]string{
		"":                               `line 1, column 1: the first line is ""`,
		"# ecsim trace 2\n":              "so its start is unknown",
		begin + "# colour red\n":         `line 3, column 1: "colour red": the header has`,
		begin + "# world default\n":      "write world NAME SEED",
		begin + "run seed 0\n":           "line 3, column 1: seed \"0\" is no positive whole number",
		begin + "StopInstance\n":         "stands before the first run",
		begin + call:                     "the file ends in the middle of an answer",
		begin + call + "gave up\n":       "line 6, column 1: a line that begins with saw is missing",
		begin + call + "  saw {}\n":      `line 6, column 7: the outcome: "" is no class`,
		begin + call + "  saw {\"a\":1}": "the outcome is no JSON that a trace has",
		begin + call + `  saw {"class":"ok","items":[{"kind":"Instance","fields":{"Colour":"red"}}]}`: `item 1: Instance has no field "Colour"`,
		begin + call + `  saw {"class":"ok","items":[{"kind":"Instance","fields":{"Status":1}}]}`:     "Instance.Status: a number does not fit",
		begin + "run\nStopInstance InstanceId=$i1\n  at noon took 1ms\n":                              `"noon" is no time`,
	} {
		if _, err := sequence.ParseTrace(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// Passwords stand in hidden state only, and that is not written.
func TestATraceHoldsNoHiddenState(t *testing.T) {
	i := &ecs.Instance{InstanceId: "i-1", Hidden: ecs.InstanceHidden{Password: "Secret-1"}}
	trace := sequence.Trace{World: "default", Runs: []sequence.TraceRun{{Lines: []sequence.TraceLine{{
		Kind: sequence.LineLook, Step: sequence.Step{Kind: sequence.StepCall, Op: "DescribeInstances", Params: model.Params{}},
		Exchange: &sequence.Exchange{Outcome: model.Outcome{Class: model.ClassOK, Reply: model.Reply{Items: []model.Resource{i}}}},
	}}}}}
	if text := trace.String(); strings.Contains(text, "Secret") || strings.Contains(text, "Hidden") {
		t.Error(text)
	}
}
