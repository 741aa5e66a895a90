package model

import (
	"slices"
	"strconv"
)

// describeInstanceTypes: page of 2025. No error table of it is known; a filter
// that fits nothing selects nothing.
func describeInstanceTypes() Operation {
	params := []Param{
		filter(list("InstanceTypes")), filter(optional("InstanceTypeFamily")), filter(list("InstanceTypeFamilies")),
		filter(optional("InstanceFamilyLevel")), filter(optional("CpuArchitecture")), filter(list("CpuArchitectures")),
		filter(optional("NvmeSupport")), maxResults(mostTypes), optional("NextToken"),
	}
	for _, b := range typeBounds() {
		params = append(params, filter(optional(b.param)))
	}
	return Operation{
		Name: "DescribeInstanceTypes", Reads: true, Params: params, Reply: replyInstanceTypes,
		Weight: Weight{Cards: 1, Why: "no state", Order: 41},
	}
}

// mostTypes is the most that MaxResults can ask for, and what it is when absent.
const mostTypes = 1600

func replyInstanceTypes(r *Request) Reply {
	types := r.w.Base().Types
	after := func(token string, yield func(string, *InstanceType) bool) {
		for _, id := range sortedTypes(types) {
			if id > token && !yield(id, types[id]) {
				return
			}
		}
	}
	found, page := collectAfter(r, r.maxResults(mostTypes), after, r.typeFilter())
	return Reply{Items: resourcesOf(found), Page: page}
}

// typeFilter says which types the call wants.
func (r *Request) typeFilter() func(*InstanceType) bool {
	wanted := chooser(r.list("InstanceTypes"))
	families := chooser(r.listAnd("InstanceTypeFamilies", "InstanceTypeFamily"))
	architectures := chooser(r.listAnd("CpuArchitectures", "CpuArchitecture"))
	bounds := typeBounds()
	return func(t *InstanceType) bool {
		return wanted(t.InstanceTypeId) && families(t.InstanceTypeFamily) && architectures(t.CpuArchitecture) &&
			r.is("InstanceFamilyLevel", t.InstanceFamilyLevel) && r.is("NvmeSupport", t.NvmeSupport) &&
			!slices.ContainsFunc(bounds, func(b typeBound) bool { return b.excludes(r, t) })
	}
}

// listAnd joins a list parameter with the single parameter that it replaced.
func (r *Request) listAnd(list, single string) []string {
	all := r.list(list)
	if r.has(single) {
		all = append(all, r.str(single))
	}
	return all
}

// A typeBound is a filter by a figure: at least, or at most, the value.
type typeBound struct {
	param  string
	most   bool
	figure func(*InstanceType) int
}

func (b typeBound) excludes(r *Request, t *InstanceType) bool {
	bound, err := strconv.ParseFloat(r.str(b.param), 64)
	if err != nil {
		return r.has(b.param)
	}
	if b.most {
		return float64(b.figure(t)) > bound
	}
	return float64(b.figure(t)) < bound
}

func typeBounds() []typeBound {
	return []typeBound{
		{param: "MinimumCpuCoreCount", figure: func(t *InstanceType) int { return t.CpuCoreCount }},
		{param: "MaximumCpuCoreCount", most: true, figure: func(t *InstanceType) int { return t.CpuCoreCount }},
		{param: "MinimumMemorySize", figure: func(t *InstanceType) int { return t.MemorySize }},
		{param: "MaximumMemorySize", most: true, figure: func(t *InstanceType) int { return t.MemorySize }},
		{param: "MinimumEniQuantity", figure: func(t *InstanceType) int { return t.EniQuantity }},
		{param: "MinimumEriQuantity", figure: func(t *InstanceType) int { return t.EriQuantity }},
		{param: "MinimumEniPrivateIpAddressQuantity", figure: func(t *InstanceType) int { return t.EniPrivateIpAddressQuantity }},
		{param: "MinimumEniIpv6AddressQuantity", figure: func(t *InstanceType) int { return t.EniIpv6AddressQuantity }},
		{param: "MinimumPrimaryEniQueueNumber", figure: func(t *InstanceType) int { return t.PrimaryEniQueueNumber }},
		{param: "MinimumSecondaryEniQueueNumber", figure: func(t *InstanceType) int { return t.SecondaryEniQueueNumber }},
		{param: "MinimumQueuePairNumber", figure: func(t *InstanceType) int { return t.QueuePairNumber }},
		{param: "MinimumDiskQuantity", figure: func(t *InstanceType) int { return t.DiskQuantity }},
	}
}
