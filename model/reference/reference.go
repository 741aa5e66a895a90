package reference

import (
	"fmt"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// New makes the reference model. It reads none of the catalog's operations, so
// that a program starts fast: [Model.Validate] says whether all of them fit.
func New() (*model.Model, error) {
	c, err := catalog.Open()
	if err != nil {
		return nil, fmt.Errorf("open the catalog: %w", err)
	}
	kinds, err := ecs.ReferenceKinds()
	if err != nil {
		return nil, fmt.Errorf("the table of kinds: %w", err)
	}
	return model.New(c, model.Parts{Kinds: kinds, Needs: ecs.Needs(), Operations: Operations(), Setups: Setups, Themes: themes, Texts: ecs.Texts()}), nil
}
