package clients

import (
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// A line is a call of a made-up history: who, from when to when, and the answer.
type line struct {
	from, to int
	text     string
	http     int
	code     string
	made     string // the target's id of what it made
	status   string // what a look at i1 showed
}

// historyOf makes a history behind a Running instance i1 and a group g1.
func historyOf(t *testing.T, lines []line) *History {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	start := oracle.Start{World: w}
	start.Defaults()
	c := &contention{m: m, tables: start.Tables, region: start.Region}
	h := &History{Setup: c.setup(), start: start, oracle: oracle.NewOracle(start, oracle.NoOrders{})}
	p := oracle.Follow(h.Setup, start)
	h.before = []oracle.PossibleWorld{p}
	for name, id := range p.Names {
		h.oracle.Name(name, id)
	}
	for i, l := range lines {
		s, err := sequence.Parse("# ecsim sequence 1 · world default\n" + l.text + "\n")
		if err != nil {
			t.Fatal(err)
		}
		call := ClientCall{Client: i, Step: s.Steps[0], Called: time.Duration(l.from), Returned: time.Duration(l.to)}
		call.Outcome = outcomeOf(t, p, l)
		if l.made != "" {
			call.Outcome.Reply.Created = []string{l.made}
			h.oracle.Name("made-"+l.made, l.made)
		}
		h.Calls = append(h.Calls, call)
	}
	return h
}

func outcomeOf(t *testing.T, p oracle.PossibleWorld, l line) model.Outcome {
	t.Helper()
	switch {
	case l.http == 0:
		return model.Outcome{Class: model.ClassUnknown, Message: "time-out"}
	case l.http != 200:
		return model.Outcome{Class: model.ClassError, HTTP: l.http, Code: l.code, Message: "?"}
	}
	out := model.Outcome{Class: model.ClassOK, HTTP: 200}
	if l.status != "" {
		r, _, _ := p.World.Locate(p.Names["i1"])
		i := *r.(*ecs.Instance)
		i.Status = l.status
		out.Reply.Items = []model.Resource{model.Seen{Resource: &i, Shown: map[string]bool{"InstanceId": true, "Status": true}}}
	}
	return out
}

const lookupOfI1 = `DescribeInstances RegionId=cn-hangzhou InstanceIds="[\"$i1\"]"`

func TestLinearizability(t *testing.T) {
	const stop, start = "StopInstance InstanceId=$i1", "StartInstance InstanceId=$i1"
	const wrong = "IncorrectInstanceStatus"
	token := "CreateSecurityGroup ClientToken=t VpcId=$vpc1 RegionId=cn-hangzhou"
	for _, test := range []struct {
		name  string
		lines []line
		want  porcupine.CheckResult
	}{
		{"one stop of two at once", []line{{from: 1, to: 4, text: stop, http: 200}, {from: 2, to: 3, text: stop, http: 403, code: wrong}}, porcupine.Ok},
		{"two stops at once", []line{{from: 1, to: 4, text: stop, http: 200}, {from: 2, to: 3, text: stop, http: 200}}, porcupine.Illegal},
		{"a start after the stop came through", []line{{from: 1, to: 2, text: stop, http: 200}, {from: 3, to: 4, text: start, http: 200}}, porcupine.Ok},
		{"a start before the stop", []line{{from: 1, to: 2, text: start, http: 200}, {from: 3, to: 4, text: stop, http: 200}}, porcupine.Illegal},
		{"a start that the stop made possible", []line{{from: 1, to: 4, text: start, http: 200}, {from: 2, to: 3, text: stop, http: 200}}, porcupine.Ok},
		{"a look at the old status after the stop", []line{
			{from: 1, to: 2, text: stop, http: 200}, {from: 3, to: 4, text: lookupOfI1, http: 200, status: ecs.Running},
		}, porcupine.Illegal},
		{"a look beside the stop", []line{
			{from: 1, to: 4, text: stop, http: 200}, {from: 2, to: 3, text: lookupOfI1, http: 200, status: ecs.Running},
		}, porcupine.Ok},
		{"back and forth", []line{
			{from: 1, to: 2, text: stop, http: 200},
			{from: 3, to: 4, text: lookupOfI1, http: 200, status: ecs.Stopped}, {from: 5, to: 6, text: lookupOfI1, http: 200, status: ecs.Stopping},
		}, porcupine.Illegal},
		{"a lost stop that came through", []line{{from: 1, to: 2, text: stop}, {from: 5, to: 6, text: lookupOfI1, http: 200, status: ecs.Stopped}}, porcupine.Ok},
		{"a lost stop that did not", []line{{from: 1, to: 2, text: stop}, {from: 5, to: 6, text: stop, http: 200}}, porcupine.Ok},
		{"a token that made one thing", []line{{from: 1, to: 4, text: token, http: 200, made: "a"}, {from: 2, to: 3, text: token, http: 200, made: "a"}}, porcupine.Ok},
		{"a token that made two", []line{{from: 1, to: 4, text: token, http: 200, made: "a"}, {from: 2, to: 3, text: token, http: 200, made: "b"}}, porcupine.Illegal},
		{"a refusal that no order gives", []line{{from: 1, to: 2, text: stop, http: 404, code: "InvalidInstanceId.NotFound"}}, porcupine.Illegal},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := historyOf(t, test.lines)
			e := &clientExplorer{start: h.start}
			if got := e.linearizable(h, h.Calls, time.Minute); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// Concurrent searches share nothing that is written to: a search that ran out
// of time continues beside the next one. The race detector checks this.
func TestSearchesSideBySide(t *testing.T) {
	const stop = "StopInstance InstanceId=$i1"
	h := historyOf(t, []line{
		{from: 1, to: 9, text: stop, http: 200},
		{from: 2, to: 8, text: lookupOfI1, http: 200, status: ecs.Running}, {from: 3, to: 7, text: lookupOfI1, http: 200, status: ecs.Stopped},
		{from: 4, to: 6, text: "CreateSecurityGroup ClientToken=t VpcId=$vpc1 RegionId=cn-hangzhou", http: 200, made: "a"},
	})
	for i := range h.Calls { // the answers show an interface that has no name yet
		for _, item := range h.Calls[i].Outcome.Reply.Items {
			shown := item.(model.Seen)
			shown.Resource.(*ecs.Instance).PrimaryEni = "eni-of-i1"
			shown.Shown["PrimaryEni"] = true
		}
	}
	e := &clientExplorer{start: h.start}
	var searches sync.WaitGroup
	for range 16 {
		searches.Go(func() {
			for range 8 {
				if got := e.linearizable(h, h.Calls, time.Minute); got != porcupine.Ok {
					t.Errorf("%s, want an order", got)
				}
			}
		})
	}
	searches.Wait()
}

// Calls belong together if they share a resource that one of them changes.
func TestComponents(t *testing.T) {
	h := historyOf(t, []line{
		{from: 1, to: 2, text: "StopInstance InstanceId=$i1", http: 200},
		{from: 1, to: 3, text: "StopInstance InstanceId=$i2", http: 200},
		{from: 1, to: 4, text: "CreateSecurityGroup VpcId=$vpc1", http: 200, made: "sg-a"},
		{from: 1, to: 5, text: "CreateSecurityGroup VpcId=$vpc1", http: 200, made: "sg-b"},
		{from: 1, to: 6, text: "AttachNetworkInterface InstanceId=$i2 NetworkInterfaceId=$e1", http: 200},
		{from: 1, to: 7, text: "DeleteNetworkInterface NetworkInterfaceId=$e1", http: 200},
	})
	var got [][]int
	for _, calls := range h.components() {
		var clients []int
		for _, c := range calls {
			clients = append(clients, c.Client)
		}
		got = append(got, clients)
	}
	if diff := cmp.Diff([][]int{{0}, {1, 4, 5}, {2}, {3}}, got); diff != "" {
		t.Error(diff)
	}
}
