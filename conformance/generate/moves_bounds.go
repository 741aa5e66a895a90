package generate

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// boundaries lists the values at and beyond the documented constraint of a
// parameter; none for a reference.
func (v *Mover) boundaries(op string, p *model.Param) []model.Boundary {
	key := op + "/" + p.Name
	if known, ok := v.bounds.Load(key); ok {
		return known.([]model.Boundary) //nolint:forcetypeassert // nothing else is stored
	}
	var list []model.Boundary
	if doc, ok := v.docs[op].Parameter(p.Name); ok && p.Refers() == nil && !opaque(p.Name) {
		list = model.Boundaries(doc)
	}
	v.bounds.Store(key, list)
	return list
}

// bounded says whether a parameter of the operation has a bound that comes from
// the instance type.
func (v *Mover) bounded(op *model.BoundOperation) bool {
	return slices.ContainsFunc(op.Params, func(p model.Param) bool {
		doc, ok := v.docs[op.Name].Parameter(p.Name)
		return ok && doc.Valid.MaxFrom != ""
	})
}

// figures lists numbers up to one beyond a bound that comes from the instance
// type, for the types of the path's instances.
func (v *Mover) figures(p oracle.PossibleWorld, op string, param *model.Param) []string {
	doc, ok := v.docs[op].Parameter(param.Name)
	if !ok || doc.Valid.MaxFrom == "" {
		return nil
	}
	most := 0
	for name, id := range p.Names {
		if p.Base(name) {
			continue
		}
		if r, _, _ := p.World.Locate(id); r != nil {
			if i, ok := r.(*ecs.Instance); ok {
				most = max(most, p.World.Base().Types[i.InstanceType].Bound(doc.Valid.MaxFrom))
			}
		}
	}
	var out []string
	for n := 1; most > 0 && n <= min(most, mostFigures)+1; n++ {
		out = append(out, strconv.Itoa(n))
	}
	if most > mostFigures {
		out = append(out, strconv.Itoa(most), strconv.Itoa(most+1))
	}
	return out
}

// mostFigures limits the numbers that are tried one by one.
const mostFigures = 16
