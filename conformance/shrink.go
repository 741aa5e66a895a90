package conformance

import "context"

// Shrink runs a sequence on the target and reduces each finding that it shows.
// A report without findings says that the target does not differ there. An error
// means that the harness broke; what was found until then is in the report.
func Shrink(ctx context.Context, t Target, start Start, s Sequence, o Options) (*Report, error) {
	o.KeepGoing = true
	o.defaults()
	start.defaults()
	e := newExplorer(t, start, o)
	begun := o.Now()
	if s.Seed != 0 {
		e.options.Seed, e.report.Seed = s.Seed, s.Seed
	}
	err := e.sequence(ctx, Merged{Sequence: s})
	e.finish(o.Now().Sub(begun))
	return e.report, err
}
