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
			return found, p.account, p.region
		}
	}
	for _, k := range w.model.kinds.kept {
		if !k.AnyID() {
			continue
		}
		if p, found := w.holder(k, id); found != nil {
			return found, p.account, p.region
		}
	}
	return nil, "", ""
}

// holder finds the place that has a resource of the kind.
func (w *World) holder(k Kind, id string) (*place, Resource) {
	for _, p := range w.places {
		if found := p.find(k, id); found != nil {
			return p, found
		}
	}
	return nil, nil
}

// Interfaces lists the ids of the network interfaces of an instance.
func (w World) Interfaces(account, region, instanceID string) []string {
	p := w.place(account, region)
	if p == nil {
		return nil
	}
	var ids []string
	for id, e := range enis(p).all {
		if e.InstanceId == instanceID {
			ids = append(ids, id)
		}
	}
	return ids
}
