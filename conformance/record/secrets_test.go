package record

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// User data in an answer is shown as the call that set it is recorded, or, where
// none did, not at all: a trace must not say that it is empty.
func TestUserDataInRecordedAnswers(t *testing.T) {
	const secret = "bXktc2VjcmV0"
	answer := func() model.Outcome {
		return model.Outcome{Reply: model.Reply{
			Items:  []model.Resource{&ecs.Instance{InstanceId: "i-1", UserData: secret}, &ecs.Instance{InstanceId: "i-2"}},
			Values: map[string]string{"InstanceId": "i-1", "UserData": secret},
		}}
	}
	for name, c := range map[string]struct {
		known secrets
		want  string // of the user data in the trace
	}{
		"set by a call": {secrets{secretKey("UserData", secret): "cGxhY2Vob2xkZXI="}, `"UserData":"cGxhY2Vob2xkZXI="`},
		"of before":     {secrets{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			given := answer()
			got := c.known.discreet(given, nil)
			item, other := sequence.WireItem(got.Reply.Items[0]), sequence.WireItem(got.Reply.Items[1])
			data, shown := item.Fields["UserData"]
			value, valued := got.Reply.Values["UserData"]
			if item.All != (c.want != "") || shown != (c.want != "") || valued != shown || !strings.Contains(`"UserData":`+string(data), c.want) {
				t.Errorf("the trace shows %s (all fields: %v), and the value %q", data, item.All, value)
			}
			if string(item.Fields["InstanceId"]) != `"i-1"` || !other.All || got.Reply.Values["InstanceId"] != "i-1" {
				t.Errorf("lost: %v, %v", item, other)
			}
			if given.Reply.Values["UserData"] != secret || given.Reply.Items[0].(*ecs.Instance).UserData != secret {
				t.Error("the answer itself was changed")
			}
		})
	}
}

// A recorder forgets the lines that were taken, and keeps the names in them.
func TestLinesAreTakenOnce(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	r := NewRecorder(w)
	call := model.Call{Op: "DescribeRegions", Params: model.Params{}}
	v := w.Apply(call)
	r.Add(Recorded{Call: call, Verdict: v, Outcome: v.Outcome(), Before: w})
	if n := len(r.Lines()); n != 1 {
		t.Errorf("%d lines, want one", n)
	}
	if n := len(r.Lines()); n != 0 {
		t.Errorf("%d lines are there again", n)
	}
}
