package plan

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// touched lists the names of what the last call of the path changed, made or
// ended, and of what belongs to it: the interfaces of an instance, the instance
// of an interface, the image of an instance, the trunk of a member, the VPC of a
// group. From the third call on a call that names none of it, and no token or
// address that can come back, is not tried: what it meets it met before, in the
// world without the last call, where every call was tried.
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
		if i, ok := now.(*ecs.Instance); ok && i.PrimaryEni != "" { // has no name of its own
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

// spreadOut adds to the ids those of what belongs to them, however far away.
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
