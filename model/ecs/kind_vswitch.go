package ecs

import (
	"time"

	"github.com/ecsim/ecsim/model"
)

// vswitchKind is the record of vSwitches.
func vswitchKind() *model.KindRecord {
	return model.Declare(model.KindOf[VSwitch]{
		Kind:     KindVSwitch,
		Tags:     func(v *VSwitch) model.List { return v.Tags },
		Parts:    func(v *VSwitch) []string { return []string{v.VpcId} },
		UsableBy: model.UsableByOwner[VSwitch],
		Owns:     model.OwnsNothing[VSwitch],
		Uses:     model.UsesNothing[VSwitch],
		Aspects:  model.NoAspects[VSwitch],
		Shape: func(_ string, v VSwitch) (bare VSwitch, links []string) {
			links = []string{v.VpcId}
			v.VSwitchId, v.VSwitchName, v.VpcId, v.CreationTime, v.Hidden = "", "", "", time.Time{}, VSwitchHidden{Used: v.Hidden.Used}
			return v, links
		},
		Check:  checkVSwitches,
		Find:   model.FindOwn(KindVSwitch),
		Edges:  vswitchEdges(),
		Quotas: []model.Quota{{Name: QuotaVSwitches, Value: 150, Source: "CreateVSwitch pages since 2023; 24 before"}},
		Import: importVSwitch,
		Shown: func(v VSwitch) VSwitch {
			v.Hidden = VSwitchHidden{}
			return v
		},
		File: model.Within(KindVpc),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (v *VSwitch) Lifecycle() (status string, since time.Time) { return v.Status, v.Hidden.Since }

// anyBlock is the address block of a vSwitch that shows none: the largest
// possible, so that no rule on capacity refuses what the target accepts.
const anyBlock = "10.0.0.0/8"

func importVSwitch(w *model.World, p *model.Place, v VSwitch) error {
	if v.Capacity() <= 0 {
		v.CidrBlock = anyBlock
	}
	v.Hidden = VSwitchHidden{Since: w.Since(&v)}
	model.Put(w, p.Account, p.Region, v)
	return nil
}

// checkVSwitches counts the addresses of every vSwitch that are in use.
func checkVSwitches(_ *model.World, p *model.Place, report model.Report) {
	used := map[string]int{}
	for _, e := range Enis(p).All {
		used[e.VSwitchId]++
	}
	for id, v := range Vswitches(p).All {
		if v.Hidden.Used != used[id] {
			report(id, "counts %d addresses and has given %d", v.Hidden.Used, used[id])
		}
	}
}

// QuotaVSwitches is the limit of vSwitches in a VPC.
const QuotaVSwitches model.FactName = "VSwitches"
