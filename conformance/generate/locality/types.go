package locality

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

// OnSale lists the types that are on sale in a zone, by id.
func OnSale(base *model.Base, zone string) []*model.InstanceType {
	var all []*model.InstanceType
	for _, id := range model.SortedTypes(base.Types) {
		if z := base.Zone(zone); z == nil || z.Types.Len() == 0 || z.Types.Has(id) {
			all = append(all, base.Types[id])
		}
	}
	return all
}

// mostSimilar returns the id of the type that is most like the wanted one; the
// first of several, empty for none.
func mostSimilar(wanted *model.InstanceType, from []*model.InstanceType) string {
	best, most := "", 0
	for _, t := range from {
		if n := similarity(wanted, t); best == "" || n > most {
			best, most = t.InstanceTypeId, n
		}
	}
	return best
}

// similarity counts what two types have in common: first of all the processor,
// then what rules ask for, then how many interfaces they have.
func similarity(a, b *model.InstanceType) int {
	const processor, property = 1000, 20
	n := processor * model.One(a.CpuArchitecture == b.CpuArchitecture)
	for _, same := range []bool{
		a.InstanceTypeFamily == b.InstanceTypeFamily, a.Burstable == b.Burstable, a.IoOptimized == b.IoOptimized,
		a.InstanceFamilyLevel == b.InstanceFamilyLevel,
		a.JumboFrameSupport == b.JumboFrameSupport, a.NetworkEncryptionSupport == b.NetworkEncryptionSupport,
		(a.EriQuantity > 0) == (b.EriQuantity > 0),
	} {
		n += property * model.One(same)
	}
	return n - min(property, abs(a.EniQuantity-b.EniQuantity))
}

func abs(n int) int { return max(n, -n) }

// mostTypes is the number of types that generation draws from.
const mostTypes = 24

// Reaching returns the types of a target that reach its figures: for each figure
// one with the least and one with the most of it, and one whose interfaces
// together have fewer queues than each of them may have. Where there are only
// a few types, it is all of them.
func Reaching(all []*model.InstanceType) []string {
	chosen := map[string]bool{}
	if len(all) <= mostTypes {
		for _, t := range all {
			chosen[t.InstanceTypeId] = true
		}
	}
	for _, figure := range []func(*model.InstanceType) int{
		func(t *model.InstanceType) int { return t.EniQuantity },
		func(t *model.InstanceType) int { return t.MaximumQueueNumberPerEni },
		func(t *model.InstanceType) int {
			return t.EniQuantity*t.MaximumQueueNumberPerEni - t.TotalEniQueueQuantity
		},
		func(t *model.InstanceType) int { return t.EriQuantity },
		func(t *model.InstanceType) int { return t.EniIpv6AddressQuantity },
		func(t *model.InstanceType) int { return t.CpuCoreCount },
		func(t *model.InstanceType) int { return model.One(t.Burstable) },
		func(t *model.InstanceType) int { return model.One(t.JumboFrameSupport) },
		func(t *model.InstanceType) int { return model.One(t.NetworkEncryptionSupport) },
		func(t *model.InstanceType) int { return model.One(t.ThreadsAdjustable) },
	} {
		by := func(a, b *model.InstanceType) int { return figure(a) - figure(b) }
		if len(all) > 0 {
			chosen[slices.MinFunc(all, by).InstanceTypeId] = true
			chosen[slices.MaxFunc(all, by).InstanceTypeId] = true
		}
	}
	var out []string
	for _, t := range all {
		if chosen[t.InstanceTypeId] {
			out = append(out, t.InstanceTypeId)
		}
	}
	return out
}
