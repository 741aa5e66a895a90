package oracle

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// mostRuledOut limits the number of worlds that a finding lists.
const mostRuledOut = 5

// ruledOut counts the worlds without an explanation, and describes the first few;
// worlds with the same reason are listed once.
func ruledOut(step sequence.Step, branches []Branch) (worlds int, died []RuledOut) {
	for _, b := range branches {
		j := b.Judgement
		d := RuledOut{b.From.where(step), j.Kind, j.Item, j.Expected}
		if len(died) < mostRuledOut && !slices.Contains(died, d) {
			died = append(died, d)
		}
	}
	return len(branches), died
}

// changes notes that a call changes the status of a named resource: the next
// status may be caused by the call.
func (o *Oracle) changes(name string) {
	if status, ok := o.status[name]; ok {
		o.before[name] = status
		delete(o.status, name)
	}
}

// blameTransition blames a wrong status on the transition that led to it, if
// the status before was seen: then no call can be the cause.
func (o *Oracle) blameTransition(j *Judgement, p PossibleWorld) bool {
	at := slices.IndexFunc(j.Diffs, func(d Diff) bool { return d.Field == "Status" })
	if at < 0 {
		return false
	}
	d := j.Diffs[at]
	from, ok := o.status[d.Name]
	if !ok {
		return false
	}
	got, err := strconv.Unquote(d.Got)
	if err != nil {
		got = d.Got
	}
	seenNow := "$" + d.Name + " " + got
	id, _ := p.Id(d.Name)
	if t, ok := PendingOf(p.World, id); ok {
		to := t.Edge.To
		if to == "" {
			to = sequence.Gone
		}
		j.Kind, j.Seen = "transition", seenNow
		j.Item, j.Basis, j.Expected = t.Edge.Name, t.Edge.Basis, "$"+d.Name+" "+from+" or "+to
		return true
	}
	if _, ok := o.Suspects.noChange[sequence.Root(d.Name)]; ok && !o.Suspects.unconfirmed[sequence.Root(d.Name)] {
		return false // a refused call is a likelier cause
	}
	j.Kind, j.Seen = "transition", seenNow
	j.Item, j.Expected = d.Kind.String()+"/"+from+"-"+got, "$"+d.Name+" "+from
	j.Basis = model.Documented("the lifecycle of the resource: nothing leads from " + from + " to " + got + " without a call")
	return true
}
