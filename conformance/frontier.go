package conformance

import (
	"strconv"

	"github.com/ecsim/ecsim/model"
)

func itoa(n int) string { return strconv.Itoa(n) }

// unfold spells out the worlds in which what the call touches has moved by
// itself. capped says that there were more than the limit.
func (o *oracle) unfold(what func(possible, Step) map[string]bool, step Step) (worlds []possible, capped bool) {
	for _, p := range o.frontier {
		touched := what(p, step)
		queue := []possible{p}
		seen := map[uint64]bool{p.world.Hash(): true}
		for len(queue) > 0 {
			if len(worlds) >= o.limit {
				return worlds, true
			}
			q := queue[0]
			queue = queue[1:]
			worlds = append(worlds, q)
			for _, t := range q.world.Pending() {
				if !touched[t.ID] {
					continue
				}
				next := possible{q.world.Fire(t), q.names}
				if h := next.world.Hash(); !seen[h] {
					seen[h] = true
					queue = append(queue, next)
				}
			}
		}
	}
	return worlds, false
}

// touched lists the ids of transient resources that decide what becomes of the
// call: those that it names, and those that belong to them. Describe
// operations touch nothing here: each shown resource selects its own status.
func (p possible) touched(step Step) map[string]bool {
	touched := map[string]bool{}
	if len(p.world.Pending()) == 0 {
		return touched
	}
	if op, ok := p.world.Model().Operation(step.Op); ok && op.Reads {
		return touched
	}
	for _, name := range step.References() {
		id, ok := p.id(name)
		if !ok {
			continue
		}
		touched[id] = true
		p.relatives(id, touched)
	}
	return touched
}

// everything lists the ids of all transient resources.
func (p possible) everything(Step) map[string]bool {
	all := map[string]bool{}
	for _, t := range p.world.Pending() {
		all[t.ID] = true
	}
	return all
}

// moving says whether something can move by itself in a possible world.
func (o *oracle) moving() bool {
	for _, p := range o.frontier {
		if len(p.world.Pending()) > 0 {
			return true
		}
	}
	return false
}

// relatives adds what belongs to a resource: the interfaces of an instance,
// the instance of an interface, the moving interfaces of a group, a vSwitch or
// a VPC.
func (p possible) relatives(id string, touched map[string]bool) {
	r, account, region := p.world.Locate(id)
	switch v := r.(type) {
	case *model.Instance:
		for _, eni := range p.world.Interfaces(account, region, v.InstanceId) {
			touched[eni] = true
		}
	case *model.NetworkInterface:
		if v.InstanceId != "" {
			touched[v.InstanceId] = true
			p.relatives(v.InstanceId, touched)
		}
	case *model.SecurityGroup, *model.VSwitch, *model.Vpc:
		for _, t := range p.world.Pending() {
			e, ok := p.world.Find(t.Account, t.Region, t.Edge.Kind, t.ID).(*model.NetworkInterface)
			if ok && e.Status == model.Deleting {
				touched[t.ID] = true
			}
		}
	}
}

// fold drops worlds that others stand for: equal ones, and those that another
// reaches by what can move by itself.
func (o *oracle) fold(worlds []possible) []possible {
	if len(worlds) < 2 {
		return worlds
	}
	reached := map[uint64]int{} // hash to the position of the world that reaches it by itself
	hashes := make([]uint64, len(worlds))
	for i, p := range worlds {
		hashes[i] = p.world.Hash()
		for _, h := range o.reaches(p) {
			if _, ok := reached[h]; !ok {
				reached[h] = i
			}
		}
	}
	var kept []possible
	seen := map[uint64]bool{}
	for i, p := range worlds {
		by, ok := reached[hashes[i]]
		if seen[hashes[i]] || ok && by != i && hashes[by] != hashes[i] {
			continue
		}
		seen[hashes[i]] = true
		kept = append(kept, p)
	}
	return kept
}

// reaches lists the hashes of worlds that the world reaches by firing up to a
// few transitions, itself left out.
func (o *oracle) reaches(p possible) []uint64 {
	var hashes []uint64
	seen := map[uint64]bool{p.world.Hash(): true}
	queue := []model.World{p.world}
	for len(queue) > 0 && len(hashes) < o.limit {
		w := queue[0]
		queue = queue[1:]
		for _, t := range w.Pending() {
			next := w.Fire(t)
			if h := next.Hash(); !seen[h] {
				seen[h] = true
				hashes = append(hashes, h)
				queue = append(queue, next)
			}
		}
	}
	return hashes
}
