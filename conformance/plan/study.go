package plan

import (
	"context"
	"sync"

	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
)

// A Study holds prepared work that explorations of one start share: the suite,
// merged for the start, and the setups with their calls. It depends only on the
// start and the suite, and is safe for concurrent use.
type Study struct {
	start oracle.Start
	suite []Case

	merging sync.Once
	shared  []Merged
	laying  sync.Once
	atlas   *generate.Atlas
	err     error
}

// NewStudy returns a study of the start, with the witnesses to run first, if
// any. Everything is prepared on first use.
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

// Tells says whether the witness, which begins at the start, detects a target
// with the mutation, with the known orders of its rules.
func (s *Study) Tells(ctx context.Context, c Case, w Wrong, orders oracle.Orders) bool {
	return tells(ctx, s.start, c.Sequence, w, orders)
}
