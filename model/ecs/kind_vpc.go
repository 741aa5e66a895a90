package ecs

import (
	"time"

	"github.com/ecsim/ecsim/model"
)

// Vpcs returns the VPCs of the place.
func Vpcs(p *model.Place) model.Table[Vpc, *Vpc] { return model.TableOf[Vpc](p, KindVpc) }

// vpcKind is the record of VPCs.
func vpcKind() *model.KindRecord {
	return model.Declare(model.KindOf[Vpc]{
		Kind:     KindVpc,
		Tags:     func(v *Vpc) model.List { return v.Tags },
		Parts:    model.NoParts[Vpc],
		UsableBy: model.UsableByOwner[Vpc],
		Owns:     model.OwnsNothing[Vpc],
		Uses:     model.UsesNothing[Vpc],
		Shape: func(_ string, v Vpc) (bare Vpc, links []string) {
			v.VpcId, v.VpcName, v.CreationTime, v.Hidden = "", "", time.Time{}, VpcHidden{}
			return v, nil
		},
		Check:  model.NothingToCheck,
		Find:   model.FindOwn(KindVpc),
		Edges:  vpcEdges(),
		Quotas: []model.Quota{{Name: QuotaVpcs, Value: 10, Source: "VPC limits and quotas (2023)"}},
		Import: func(w *model.World, p *model.Place, v Vpc) error {
			v.Hidden = VpcHidden{Since: w.Since(&v)}
			model.Put(w, p.Account, p.Region, v)
			return nil
		},
		Shown: func(v Vpc) Vpc {
			v.Hidden = VpcHidden{}
			return v
		},
		File: model.SectionOf("networks", 2, func(n fileNetwork) string { return n.Account + ", " + n.Region }, addNetwork),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (v *Vpc) Lifecycle() (status string, since time.Time) { return v.Status, v.Hidden.Since }

// QuotaVpcs is the limit of VPCs in a region.
const QuotaVpcs model.FactName = "Vpcs"
