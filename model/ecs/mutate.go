package ecs

import "github.com/ecsim/ecsim/model"

// What those need who break a model on purpose, and cannot say with the lists
// of an operation alone.

// RestartNow makes at once what waits for a restart of the request's instance.
func RestartNow(r *model.Request) {
	if InstanceOf(r) != nil {
		SetInstance(r, (*Instance).applyAtRestart)
	}
}

// Generously asks a condition with every limit higher by n.
func Generously(r *model.Request, n int, condition func(*model.Request) bool) bool {
	r.Slack = n
	defer func() { r.Slack = 0 }()
	return condition(r)
}
