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

	merging  sync.Once
	shared   []Merged
	building sync.Once
	setups   *generate.SetupIndex
	err      error
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

// Setups returns the index of the setups of the start.
func (s *Study) Setups() (*generate.SetupIndex, error) {
	s.building.Do(func() { s.setups, s.err = generate.NewSetupIndex(s.start) })
	return s.setups, s.err
}

// Detects says whether the witness, which begins at the start, detects a target
// with the mutation, with the known orders of its rules.
func (s *Study) Detects(ctx context.Context, c Case, w Mutation, orders oracle.Orders) bool {
	return detects(ctx, s.start, c.Sequence, w, orders)
}
