package plan

import (
	"context"
	"sync"

	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
)

// A Study is what explorations of one start have in common and need not work out
// each for itself: the suite, merged for the start, and what calls show at which
// places. It is a function of the start and the suite, and safe for concurrent use.
type Study struct {
	start oracle.Start
	suite []Case

	merging sync.Once
	shared  []Merged
	laying  sync.Once
	atlas   *generate.Atlas
	err     error
}

// NewStudy returns a study of the start, with the witnesses to run first; none
// are fine. Nothing is worked out before it is asked for.
func NewStudy(start oracle.Start, suite []Case) *Study {
	start.Defaults()
	return &Study{start: start, suite: suite}
}

// Sequences returns the merged suite.
func (s *Study) Sequences() []Merged {
	s.merging.Do(func() { s.shared = Shared(s.suite, s.start) })
	return s.shared
}

// Plans returns the atlas of the start.
func (s *Study) Plans() (*generate.Atlas, error) {
	s.laying.Do(func() { s.atlas, s.err = generate.NewAtlas(s.start) })
	return s.atlas, s.err
}

// Tells says whether the witness, which begins at the start, tells when a target
// is wrong in this way, and so much is known of the order of its rules.
func (s *Study) Tells(ctx context.Context, c Case, w Wrong, orders oracle.Orders) bool {
	return tells(ctx, s.start, c.Sequence, w, orders)
}
