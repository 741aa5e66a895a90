package model

import "strings"

// Locate finds a resource by its id, wherever it is. Ids are unique over
// accounts and regions.
func (w World) Locate(id string) (r Resource, account, region string) {
	for _, k := range w.model.kinds.kept {
		rest, named := strings.CutPrefix(id, k.Prefix())
		if k.AnyID() || !w.base.Stranger && !(named && strings.HasPrefix(rest, "-")) {
			continue
		}
		if p, found := w.holder(k, id); found != nil {
			return found, p.Account, p.Region
		}
	}
	for _, k := range w.model.kinds.kept {
		if !k.AnyID() {
			continue
		}
		if p, found := w.holder(k, id); found != nil {
			return found, p.Account, p.Region
		}
	}
	return nil, "", ""
}

// holder finds the place that has a resource of the kind.
func (w *World) holder(k Kind, id string) (*Place, Resource) {
	for _, p := range w.Places {
		if found := p.Find(k, id); found != nil {
			return p, found
		}
	}
	return nil, nil
}
