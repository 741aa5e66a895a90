package model

import "time"

func vpcs(p *place) table[Vpc, *Vpc] { return tableOf[Vpc](p, KindVpc) }

// vpcKind is what the model knows of VPCs as a kind of resource.
func vpcKind() *KindRecord {
	return Declare(KindOf[Vpc]{
		Kind:     KindVpc,
		Tags:     NoTags[Vpc],
		Parts:    NoParts[Vpc],
		UsableBy: UsableByOwner[Vpc],
		Owns:     OwnsNothing[Vpc],
		Uses:     UsesNothing[Vpc],
		Shape: func(_ string, v Vpc) (bare Vpc, links []string) {
			v.VpcId, v.VpcName, v.CreationTime, v.Hidden = "", "", time.Time{}, VpcHidden{}
			return v, nil
		},
		Check: NothingToCheck,
		Edges: vpcEdges(),
		Import: func(w *World, p *place, v Vpc) error {
			v.Hidden = VpcHidden{Since: w.since(&v)}
			put(w, p.account, p.region, v)
			return nil
		},
		Shown: func(v Vpc) Vpc {
			v.Hidden = VpcHidden{}
			return v
		},
		File: SectionOf("networks", 2, func(n fileNetwork) string { return n.Account + ", " + n.Region }, (*World).addNetwork),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (v *Vpc) Lifecycle() (status string, since time.Time) { return v.Status, v.Hidden.Since }
