package secondcloud

import (
	"fmt"
	"slices"
	"strings"
)

// A Fault is one way in which the cloud can be wrong on purpose.
type Fault struct {
	Name   string
	Wrong  string // what the faulty cloud does
	Breaks string // the promise, and where it stands
	// Calls is how many calls show it at least, without the Describe calls that
	// only look; one that a fault is in counts.
	Calls int
	// Findings are the findings that name it, as operation/rule or
	// operation/field; an asterisk stands for anything but a slash.
	Findings []string
	// Asked says why no document decides, so that the checker may only ask; empty
	// where it has to fail the cloud.
	Asked string

	plant func(*Cloud) error
}

// Faults are all faults.
func Faults() []Fault {
	return slices.Concat(clauseFaults(), answerFaults(), relationFaults(), tokenFaults(), readFaults(), effectFaults(), historyFaults())
}

// plant makes the cloud wrong in one way.
func (c *Cloud) plant(name string) error {
	for _, f := range Faults() {
		if f.Name == name {
			return f.plant(c)
		}
	}
	return fmt.Errorf("no fault is called %s; see Faults for the names", name)
}

// A plan is how a fault is planted: one or several changes of the table of operations.
func plan(changes ...func(*Cloud) error) func(*Cloud) error {
	return func(c *Cloud) error {
		for _, change := range changes {
			if err := change(c); err != nil {
				return err
			}
		}
		return nil
	}
}

// changed changes one check of an operation.
func changed(op, name string, change func(ask func(*call) *refusal) func(*call) *refusal) func(*Cloud) error {
	return func(c *Cloud) error {
		o := c.operations[op]
		i := slices.IndexFunc(o.checks, func(k check) bool { return k.name == name })
		if i < 0 {
			return fmt.Errorf("%s has no check that is called %q", op, name)
		}
		o.checks[i].ask = change(o.checks[i].ask)
		return nil
	}
}

// without leaves a check out.
func without(op, name string) func(*Cloud) error {
	return unlessCall(op, name, func(*call) bool { return true })
}

// unlessCall leaves a check out for some calls.
func unlessCall(op, name string, these func(*call) bool) func(*Cloud) error {
	return changed(op, name, func(ask func(*call) *refusal) func(*call) *refusal {
		return func(c *call) *refusal {
			if these(c) {
				return nil
			}
			return ask(c)
		}
	})
}

// alsoFor lets a check refuse further calls.
func alsoFor(op, name string, these func(*call) bool, refused *refusal) func(*Cloud) error {
	return changed(op, name, func(ask func(*call) *refusal) func(*call) *refusal {
		return func(c *call) *refusal {
			if r := ask(c); r != nil {
				return r
			}
			if these(c) {
				return refused
			}
			return nil
		}
	})
}

// instead asks something else where a check of the same name stands.
func instead(op string, other check) func(*Cloud) error {
	return changed(op, other.name, func(func(*call) *refusal) func(*call) *refusal { return other.ask })
}

// answers lets a check refuse with another answer.
func answers(op, name string, other *refusal) func(*Cloud) error {
	return changed(op, name, func(ask func(*call) *refusal) func(*call) *refusal {
		return func(c *call) *refusal {
			if ask(c) != nil {
				return other
			}
			return nil
		}
	})
}

// before does something before what an accepted call does.
func before(op string, first func(*call)) func(*Cloud) error {
	return around(op, func(c *call, do func(*call) fields) fields {
		first(c)
		return do(c)
	})
}

// then does something after what an accepted call does.
func then(op string, last func(*call)) func(*Cloud) error {
	return around(op, func(c *call, do func(*call) fields) fields {
		reply := do(c)
		last(c)
		return reply
	})
}

// around puts something else in the place of what an accepted call does.
func around(op string, other func(c *call, do func(*call) fields) fields) func(*Cloud) error {
	return func(c *Cloud) error {
		o := c.operations[op]
		do := o.do
		o.do = func(c *call) fields { return other(c, do) }
		return nil
	}
}

// forget loses the tokens of an operation.
func (c *Cloud) forget(op string) {
	for key := range c.tokens {
		if strings.HasPrefix(key, op+" ") {
			delete(c.tokens, key)
		}
	}
}
