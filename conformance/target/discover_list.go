package target

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/ecsim/ecsim/model"
)

// Another target is asked page by page and with pauses; an operation that it
// lacks is skipped.

const (
	pageSize  = 50 // the most that all operations allow
	mostPages = 40
)

// list returns everything that a Describe operation shows in the region. If the
// target lacks the operation, or refuses it, nothing is returned, and why gives
// the reason.
func (d *discovery) list(ctx context.Context, op string, params model.Params) (all []model.Seen, why string, err error) {
	params = maps.Clone(params)
	if d.region != "" && op != "DescribeRegions" {
		params["RegionId"] = d.region
	}
	numbered := !slices.Contains([]string{"DescribeRegions", "DescribeZones", "DescribeInstanceTypes"}, op)
	known := map[string]bool{}
	for n := 1; n <= mostPages; n++ {
		if numbered {
			params["PageNumber"], params["PageSize"] = strconv.Itoa(n), strconv.Itoa(pageSize)
		}
		o, err := d.ask(ctx, model.Call{Op: op, Region: d.region, Params: params})
		switch {
		case err != nil:
			return nil, "", err
		case numbered && n == 1 && o.Class == model.ClassError: // some targets cannot count pages
			numbered = false
			params = params.Without("PageNumber").Without("PageSize")
			continue
		case o.Class != model.ClassOK:
			return all, reason(op, o), nil
		}
		before := len(all)
		all = fresh(all, o.Reply.Items, known)
		if len(all) == before || last(o.Reply, len(all), numbered) {
			break
		}
		if !numbered {
			params = params.With("NextToken", o.Reply.Page.Next)
		}
	}
	return all, op + " shows none", nil
}

// last says whether a page with so many items is the last one.
func last(r model.Reply, shown int, numbered bool) bool {
	if numbered {
		return len(r.Items) < pageSize && shown >= r.Page.Total
	}
	return r.Page.Next == ""
}

// fresh adds the items that are new.
func fresh(all []model.Seen, items []model.Resource, known map[string]bool) []model.Seen {
	for _, item := range items {
		if !known[item.ID()] {
			known[item.ID()] = true
			all = append(all, asSeen(item))
		}
	}
	return all
}

// asSeen converts a bare resource, which shows all its fields, into a seen one.
func asSeen(r model.Resource) model.Seen {
	if s, ok := r.(model.Seen); ok {
		return s
	}
	return model.Seen{Resource: r}
}

// reason returns, in a few words, why an operation shows nothing.
func reason(op string, o model.Outcome) string {
	if o.Class == model.ClassUnsupported {
		return op + " is not there"
	}
	return fmt.Sprintf("%s is refused with %d %s", op, o.HTTP, o.Code)
}

// ask makes a call, and repeats it when its result is unknown.
func (d *discovery) ask(ctx context.Context, call model.Call) (model.Outcome, error) {
	const times = 4
	for n := 1; ; n++ {
		o, err := d.target.Do(ctx, call)
		if err != nil {
			return o, err
		}
		switch {
		case o.Class == model.ClassUnsupported && o.HTTP == http.StatusNotFound && o.Code == "":
			d.strange = o.Message
			return o, nil
		case o.Class != model.ClassThrottled && o.Class != model.ClassUnknown:
			d.spoke = true
			return o, nil
		case n == times:
			return o, fmt.Errorf("%s does not answer %s (%s): try again later", d.target.Name(), call.Op, firstOf(o.Message, o.Code))
		}
		if err := pause(ctx, time.Duration(n*n)*100*time.Millisecond); err != nil {
			return o, err
		}
	}
}

// pause waits.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
