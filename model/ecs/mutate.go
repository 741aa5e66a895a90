package ecs

import "github.com/ecsim/ecsim/model"

// Helpers for mutants that cannot be expressed by the lists of an operation
// alone.

// RestartNow makes the changes at once that wait for a restart of the request's
// instance.
func RestartNow(r *model.Request) {
	if InstanceOf(r) != nil {
		SetInstance(r, (*Instance).applyAtRestart)
	}
}

// Generously evaluates a condition with every limit higher by n.
func Generously(r *model.Request, n int, condition func(*model.Request) bool) bool {
	r.Slack = n
	defer func() { r.Slack = 0 }()
	return condition(r)
}
