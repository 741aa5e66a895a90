package region

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/model"
)

// describeInstanceTypes: page of 2025. No error table of it is known; a filter
// that fits nothing selects nothing.
func describeInstanceTypes() model.Operation {
	params := []model.Param{
		model.Filter(model.ListOf("InstanceTypes")), model.Filter(model.Optional("InstanceTypeFamily")), model.Filter(model.ListOf("InstanceTypeFamilies")),
		model.Filter(model.Optional("InstanceFamilyLevel")), model.Filter(model.Optional("CpuArchitecture")), model.Filter(model.ListOf("CpuArchitectures")),
		model.Filter(model.Optional("NvmeSupport")), model.MaxResults(mostTypes), model.Optional("NextToken"),
	}
	for _, b := range typeBounds() {
		params = append(params, model.Filter(model.Optional(b.param)))
	}
	return model.Operation{
		Name: "DescribeInstanceTypes", Reads: true, Params: params, Reply: replyInstanceTypes,
		Weight: model.Weight{Cards: 1, Why: "no state", Order: 41},
	}
}

// mostTypes is the most that MaxResults can ask for, and what it is when absent.
const mostTypes = 1600

func replyInstanceTypes(r *model.Request) model.Reply {
	types := r.Base().Types
	after := func(token string, yield func(string, *model.InstanceType) bool) {
		for _, id := range model.SortedTypes(types) {
			if id > token && !yield(id, types[id]) {
				return
			}
		}
	}
	found, page := model.CollectAfter(r, r.MaxResults(mostTypes), after, typeFilter(r))
	return model.Reply{Items: model.ResourcesOf(found), Page: page}
}

// typeFilter says which types the call wants.
func typeFilter(r *model.Request) func(*model.InstanceType) bool {
	wanted := model.Chooser(r.List("InstanceTypes"))
	families := model.Chooser(listAnd(r, "InstanceTypeFamilies", "InstanceTypeFamily"))
	architectures := model.Chooser(listAnd(r, "CpuArchitectures", "CpuArchitecture"))
	bounds := typeBounds()
	return func(t *model.InstanceType) bool {
		return wanted(t.InstanceTypeId) && families(t.InstanceTypeFamily) && architectures(t.CpuArchitecture) &&
			r.Matches("InstanceFamilyLevel", t.InstanceFamilyLevel) && r.Matches("NvmeSupport", t.NvmeSupport) &&
			!slices.ContainsFunc(bounds, func(b typeBound) bool { return b.excludes(r, t) })
	}
}

// listAnd joins a list parameter with the single parameter that it replaced.
func listAnd(r *model.Request, list, single string) []string {
	all := r.List(list)
	if r.Has(single) {
		all = append(all, r.Text(single))
	}
	return all
}

// A typeBound is a filter by a figure: at least, or at most, the value.
type typeBound struct {
	param  string
	most   bool
	figure func(*model.InstanceType) int
}

func (b typeBound) excludes(r *model.Request, t *model.InstanceType) bool {
	bound, err := strconv.ParseFloat(r.Text(b.param), 64)
	if err != nil {
		return r.Has(b.param)
	}
	if b.most {
		return float64(b.figure(t)) > bound
	}
	return float64(b.figure(t)) < bound
}

func typeBounds() []typeBound {
	return []typeBound{
		{param: "MinimumCpuCoreCount", figure: func(t *model.InstanceType) int { return t.CpuCoreCount }},
		{param: "MaximumCpuCoreCount", most: true, figure: func(t *model.InstanceType) int { return t.CpuCoreCount }},
		{param: "MinimumMemorySize", figure: func(t *model.InstanceType) int { return t.MemorySize }},
		{param: "MaximumMemorySize", most: true, figure: func(t *model.InstanceType) int { return t.MemorySize }},
		{param: "MinimumEniQuantity", figure: func(t *model.InstanceType) int { return t.EniQuantity }},
		{param: "MinimumEriQuantity", figure: func(t *model.InstanceType) int { return t.EriQuantity }},
		{param: "MinimumEniPrivateIpAddressQuantity", figure: func(t *model.InstanceType) int { return t.EniPrivateIpAddressQuantity }},
		{param: "MinimumEniIpv6AddressQuantity", figure: func(t *model.InstanceType) int { return t.EniIpv6AddressQuantity }},
		{param: "MinimumPrimaryEniQueueNumber", figure: func(t *model.InstanceType) int { return t.PrimaryEniQueueNumber }},
		{param: "MinimumSecondaryEniQueueNumber", figure: func(t *model.InstanceType) int { return t.SecondaryEniQueueNumber }},
		{param: "MinimumQueuePairNumber", figure: func(t *model.InstanceType) int { return t.QueuePairNumber }},
		{param: "MinimumDiskQuantity", figure: func(t *model.InstanceType) int { return t.DiskQuantity }},
	}
}
