package ecs

import (
	"time"

	"github.com/ecsim/ecsim/model"
)

// How long the earlier state of instances and interfaces goes on after a change.
// Clients show that there are such lags, and how long they wait for their end; no
// page gives a figure (docs/lifecycle.md, After a change).

func instanceLags() []model.Lag {
	counts := model.Inferred("bosh: what was attached to a deleted instance is refused as in use for up to 60 times 5 seconds; " +
		"Terraform repeats the deletion of its group for 10 minutes")
	return []model.Lag{
		{Of: model.LagAppears, Max: time.Minute, Timing: waits("cloudmux looks for a new instance each 3 seconds for a minute"),
			Basis: model.Inferred("cloudmux: DescribeInstances of a new id may be empty")},
		{Of: model.LagCounts, Max: 5 * time.Minute, Basis: counts, Timing: waits("bosh 60 times 5 seconds")},
	}
}

func eniLags() []model.Lag {
	counts := model.Inferred("Terraform repeats the deletion of a group and of a vSwitch that an interface was in")
	return []model.Lag{
		{Of: model.LagShown, Max: 20 * time.Second, Timing: waits("terway reads again after 1 second, then after 2, 3, 5 and 7"),
			Basis: model.Documented("ModifyNetworkInterfaceAttribute, SecurityGroupId: the change takes effect almost immediately, after a brief delay")},
		{Of: model.LagCounts, Max: 5 * time.Minute, Basis: counts, Timing: waits("as for instances")},
	}
}
