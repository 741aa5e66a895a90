package model

import "time"

func vswitches(p *place) table[VSwitch, *VSwitch] { return tableOf[VSwitch](p, KindVSwitch) }

// vswitchKind is what the model knows of vSwitches as a kind of resource.
func vswitchKind() *KindRecord {
	return Declare(KindOf[VSwitch]{
		Kind:     KindVSwitch,
		Tags:     NoTags[VSwitch],
		Parts:    func(v *VSwitch) []string { return []string{v.VpcId} },
		UsableBy: UsableByOwner[VSwitch],
		Owns:     OwnsNothing[VSwitch],
		Uses:     UsesNothing[VSwitch],
		Shape: func(_ string, v VSwitch) (bare VSwitch, links []string) {
			links = []string{v.VpcId}
			v.VSwitchId, v.VSwitchName, v.VpcId, v.CreationTime, v.Hidden = "", "", "", time.Time{}, VSwitchHidden{Used: v.Hidden.Used}
			return v, links
		},
		Check:  checkVSwitches,
		Edges:  vswitchEdges(),
		Import: importVSwitch,
		Shown: func(v VSwitch) VSwitch {
			v.Hidden = VSwitchHidden{}
			return v
		},
		File: Within(KindVpc),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (v *VSwitch) Lifecycle() (status string, since time.Time) { return v.Status, v.Hidden.Since }

// anyBlock stands for the address block of a vSwitch that shows none: the
// largest there is, so that no rule on capacity refuses what the target accepts.
const anyBlock = "10.0.0.0/8"

func importVSwitch(w *World, p *place, v VSwitch) error {
	if v.capacity() <= 0 {
		v.CidrBlock = anyBlock
	}
	v.Hidden = VSwitchHidden{Since: w.since(&v)}
	put(w, p.account, p.region, v)
	return nil
}

// checkVSwitches counts the addresses that every vSwitch has given.
func checkVSwitches(_ *World, p *place, report Report) {
	used := map[string]int{}
	for _, e := range enis(p).all {
		used[e.VSwitchId]++
	}
	for id, v := range vswitches(p).all {
		if v.Hidden.Used != used[id] {
			report(id, "counts %d addresses and has given %d", v.Hidden.Used, used[id])
		}
	}
}
