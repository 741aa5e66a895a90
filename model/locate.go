package model

import "strings"

// Locate finds a resource by its id, wherever it is. Ids are unique over
// accounts and regions.
func (w World) Locate(id string) (r Resource, account, region string) {
	var kinds [kindCount]bool // that the id can be of
	for k := KindInstance; k <= KindVpc; k++ {
		rest, named := strings.CutPrefix(id, k.Prefix())
		kinds[k] = k == KindImage || w.base.Stranger || named && strings.HasPrefix(rest, "-")
	}
	for _, p := range w.places {
		for k := KindInstance; k <= KindVpc; k++ {
			if !kinds[k] {
				continue
			}
			if found := p.find(k, id); found != nil {
				return found, p.account, p.region
			}
		}
	}
	return nil, "", ""
}

// Interfaces lists the ids of the network interfaces of an instance.
func (w World) Interfaces(account, region, instanceID string) []string {
	p := w.place(account, region)
	if p == nil {
		return nil
	}
	var ids []string
	for id, e := range p.enis.all {
		if e.InstanceId == instanceID {
			ids = append(ids, id)
		}
	}
	return ids
}
