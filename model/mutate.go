package model

// What those need who break a model on purpose, and cannot say with the lists
// of an operation alone.

// RestartNow makes at once what waits for a restart of the request's instance.
func (r *Request) RestartNow() {
	if instanceOf(r) != nil {
		r.setInstance((*Instance).applyAtRestart)
	}
}

// Generously asks a condition with every limit higher by n.
func (r *Request) Generously(n int, condition func(*Request) bool) bool {
	r.slack = n
	defer func() { r.slack = 0 }()
	return condition(r)
}
