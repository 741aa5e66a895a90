package plan

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// touched lists the names that the last call of the path changed, made or
// removed, and of resources that belong to them: the interfaces of an instance,
// the instance of an interface, the image of an instance, the trunk of a
// member, the VPC of a group. From the third call on a call is tried only if it
// names one of these, or a token or address that can be repeated. Any other
// call was tried before, with the same result, in the world without the last
// call.
func (n *node) touched() map[string]bool {
	ids := map[string]bool{}
	resources := map[string]model.Resource{}
	for name, id := range n.p.Names {
		before, _, _ := n.parent.p.World.Locate(id)
		now, _, _ := n.p.World.Locate(id)
		if now != before {
			ids[id] = true
		}
		if !n.p.Base(name) && now != nil {
			resources[id] = now
		}
		if i, ok := now.(*ecs.Instance); ok && i.PrimaryEni != "" { // the primary interface has no name of its own
			primary, _, _ := n.p.World.Locate(i.PrimaryEni)
			old, _, _ := n.parent.p.World.Locate(i.PrimaryEni)
			if primary != old {
				ids[id] = true
			}
		}
	}
	spreadOut(n.p.World.Model().Kinds(), ids, resources)
	names := map[string]bool{}
	for name, id := range n.p.Names {
		if ids[id] {
			names[name] = true
		}
	}
	return names
}

// spreadOut adds the ids of all resources that belong to the given ones,
// directly or indirectly.
func spreadOut(kinds *model.Kinds, ids map[string]bool, resources map[string]model.Resource) {
	for further := true; further; {
		further = false
		for id, r := range resources {
			for _, other := range kinds.Parts(r) {
				if resources[other] != nil && ids[id] != ids[other] {
					ids[id], ids[other], further = true, true, true
				}
			}
		}
	}
}
