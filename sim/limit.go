package sim

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// A RateLimit limits how often each caller may call one operation, or all of
// them together (*). It uses the cloud's clock, so that the same calls at the
// same times are refused in every run.
type RateLimit struct {
	Operation string // an operation's name, or *
	Calls     int    // as many at once, at least 1
	Per       time.Duration
}

// String returns the limit as [ParseRateLimits] reads it.
func (l RateLimit) String() string {
	units := map[time.Duration]string{time.Second: "s", time.Minute: "m", time.Hour: "h"}
	return fmt.Sprintf("%s=%d/%s", l.Operation, l.Calls, units[l.Per])
}

// ParseRateLimits reads limits such as RunInstances=10/s or *=1000/m. An error
// names the limit that is malformed, or whose operation ECS does not have.
func ParseRateLimits(known *catalog.Catalog, texts []string) ([]RateLimit, error) {
	limits := make([]RateLimit, 0, len(texts))
	seen := map[string]bool{}
	for _, text := range texts {
		operation, rate, _ := strings.Cut(text, "=")
		calls, unit, _ := strings.Cut(rate, "/")
		n, err := strconv.Atoi(calls)
		per := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[unit]
		switch {
		case err != nil || n < 1 || n > 1e6 || per == 0:
			return nil, fmt.Errorf("rate limit %q: write OPERATION=N/s, N/m or N/h, with N from 1 to 1000000, such as RunInstances=10/s", text)
		case operation != "*" && !known.Known(operation):
			return nil, fmt.Errorf("rate limit %q: no operation is called %q; give its exact name, or * for all together", text, operation)
		case seen[operation]:
			return nil, fmt.Errorf("rate limit %q: %s has a limit already", text, operation)
		}
		seen[operation] = true
		limits = append(limits, RateLimit{operation, n, per})
	}
	return limits, nil
}

// WithRateLimits makes the cloud answer Throttling to callers that call more
// often than a limit allows; without it nothing is throttled. The documentation
// gives no figures, so there is no default.
func WithRateLimits(limits ...RateLimit) Option {
	return func(c *Cloud) { c.limits.list = limits }
}

// limits keeps, for each limit and caller, the time up to which calls are used
// up (the generic cell rate algorithm): exact, with one number to remember.
type limits struct {
	list []RateLimit
	mu   sync.Mutex
	next map[limited]time.Time
}

type limited struct {
	limit  int
	caller string
}

func (l *limits) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = nil
}

// exceeded counts the call and returns the limit that it exceeds. A refused
// call does not count.
func (l *limits) exceeded(call model.Call, caller string, now time.Time) (RateLimit, bool) {
	if len(l.list) == 0 {
		return RateLimit{}, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	counted := map[limited]time.Time{}
	for i, limit := range l.list {
		if limit.Operation != "*" && limit.Operation != call.Op {
			continue
		}
		key := limited{i, caller}
		next := l.next[key]
		if next.Before(now) {
			next = now
		}
		next = next.Add(limit.Per / time.Duration(limit.Calls))
		if next.Sub(now) > limit.Per {
			return limit, true
		}
		counted[key] = next
	}
	if l.next == nil {
		l.next = map[limited]time.Time{}
	}
	maps.Copy(l.next, counted)
	return RateLimit{}, false
}

// throttled answers a call that exceeds a limit. By field evidence Throttling
// is the answer for the limit of an operation, and Throttling.User for that of
// a caller.
func (c *Cloud) throttled(call model.Call, e *Event) (Answer, bool) {
	limit, ok := c.limits.exceeded(call, c.callerName(call), c.Now())
	if !ok {
		return Answer{}, false
	}
	code := "Throttling"
	if limit.Operation == "*" {
		code = "Throttling.User"
	}
	a := c.unheard(call, e)
	a.Outcome = c.common(code)
	a.Outcome.Class = model.ClassThrottled
	return a, true
}

// callerName returns the name of the caller; without one, that of the world's
// first caller.
func (c *Cloud) callerName(call model.Call) string {
	caller, _ := c.start.Base().Caller(call.Caller)
	return caller.Name
}

// unheard is the answer to a call that does not reach the model. The time moves
// on as usual.
func (c *Cloud) unheard(call model.Call, e *Event) Answer {
	s := c.settled(c.state.Load().time.call(c.wall()))
	e.meets(s)
	a := Answer{World: s.world}
	a.Op, _ = a.World.Model().Operation(call.Op)
	return a
}

// common returns an error that any operation may answer, with the catalog's
// message.
func (c *Cloud) common(code string) model.Outcome {
	rows, _ := c.start.Model().Catalog().CommonErrors() // the model has read them
	for _, row := range rows {
		if row.Code == code {
			return model.Outcome{Class: model.ClassError, HTTP: row.HTTP, Code: code, Message: row.Message}
		}
	}
	return model.Outcome{Class: model.ClassError, HTTP: 400, Code: code}
}
