package model

import (
	"slices"
	"strings"
)

// describeInstances: page of 2021. An unknown id selects nothing; an empty JSON
// list of ids selects nothing either.
func describeInstances() Operation {
	said := func(row string) Basis { return Documented("DescribeInstances 2021, " + row) }
	rule := func(code, row, sentence string, when func(*Request) bool) Rule {
		return Rule{Code: code, When: when, Refuses: said(row), Answers: said(row), Sentence: sentence}
	}
	return Operation{
		Name:       "DescribeInstances",
		Lists:      KindInstance,
		Look:       Look{KindInstance, Params{"InstanceIds": `["` + It + `"]`, "AdditionalAttributes.1": "META_OPTIONS"}},
		Weight:     Weight{Cards: 2, Why: "filters and pages", Order: 29},
		Params:     describeInstancesParams(),
		DryRunCode: DryRunOperation,
		Reads:      true,
		Rules: []Rule{
			unknownRegion(),
			rule("InvalidInstanceChargeType.NotFound", "row 1", "InstanceChargeType is neither PostPaid nor PrePaid.",
				valueNotIn("InstanceChargeType", PostPaid, PrePaid)),
			rule("InvalidInternetChargeType.ValueNotSupported", "row 2", "InternetChargeType is neither PayByBandwidth nor PayByTraffic.",
				valueNotIn("InternetChargeType", "PayByBandwidth", "PayByTraffic")),
			rule("InvalidLockReason.NotFound", "row 3", "LockReason is no reason for a lock.",
				valueNotIn("LockReason", LockFinancial, LockSecurity, "recycling", "Recycling", "dedicatedhostfinancial", "refunded")),
			rule("InvalidNetworkType.NotFound", "row 5", "InstanceNetworkType is neither vpc nor classic.",
				valueNotIn("InstanceNetworkType", NetworkVpc, NetworkClassic)),
			rule("InvalidStatus.NotFound", "row 6", "Status is no status of an instance.", valueNotIn("Status", instanceStatuses()...)),
			rule("InvalidTag.Mismatch", "row 7", "A tag has a value and no key.", tagWithoutKey).hinted(Break{Set: Params{"Tag.1.Value": "ecs"}}),
			rule("InvalidTagCount", "row 8", "More than 20 tags are given.", tooManyTags).hinted(Break{Set: manyTags()}),
		},
		Reply: describeInstancesReply,
	}
}

func describeInstancesParams() []Param {
	params := []Param{
		required("RegionId"), pageNumber(), pageSize(100), maxResults(100), optional("NextToken"),
		boolean("DryRun"), list("AdditionalAttributes"),
		filter(jsonList("InstanceIds")), filter(jsonList("PrivateIpAddresses")), filter(jsonList("InnerIpAddresses")),
		filter(jsonList("PublicIpAddresses")), filter(jsonList("EipAddresses")),
		filter(boolean("IoOptimized")), filter(optional("InternetChargeType")), list("Tag"),
	}
	for _, name := range []string{
		"InstanceName", "VpcId", "VSwitchId", "ZoneId", "SecurityGroupId", "ImageId", "Status", "InstanceType", "InstanceTypeFamily",
		"InstanceChargeType", "InstanceNetworkType", "LockReason", "HttpEndpoint", "HttpTokens",
	} {
		params = append(params, filter(optional(name)))
	}
	return params
}

func describeInstancesReply(r *Request) Reply {
	keep := r.instanceFilter()
	if r.byToken() {
		found, page := collectAfter(r, r.maxResults(10), r.instancesAfter, keep)
		return Reply{Items: resourcesOf(found), Page: page}
	}
	page := r.page()
	var found []*Instance
	if keep == nil && !r.has("InstanceIds") {
		found, page = collectPage(page, instances(r.place))
	} else {
		found, page = collect(page, r.wantedInstances, keep)
	}
	return Reply{Items: resourcesOf(found), Page: page}
}

// wantedInstances yields the instances that InstanceIds names, or all.
func (r *Request) wantedInstances(yield func(string, *Instance) bool) {
	if !r.has("InstanceIds") {
		instances(r.place).all(yield)
		return
	}
	ids := r.jsonList("InstanceIds")
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if i := instances(r.place).get(id); i != nil && !yield(id, i) {
			return
		}
	}
}

// instancesAfter is wantedInstances from the first id greater than the given one on.
func (r *Request) instancesAfter(token string, yield func(string, *Instance) bool) {
	if !r.has("InstanceIds") {
		instances(r.place).after(token, yield)
		return
	}
	r.wantedInstances(func(id string, i *Instance) bool { return id <= token || yield(id, i) })
}

// instanceFilter says whether every filter that the call gives selects an
// instance; nil where the call gives none but InstanceIds.
func (r *Request) instanceFilter() func(*Instance) bool {
	var filters []func(*Instance) bool
	add := func(name string, selects func(wanted string, i *Instance) bool) {
		if wanted := r.str(name); wanted != "" {
			filters = append(filters, func(i *Instance) bool { return selects(wanted, i) })
		}
	}
	add("VpcId", func(wanted string, i *Instance) bool { return i.VpcId == wanted })
	add("VSwitchId", func(wanted string, i *Instance) bool { return i.VSwitchId == wanted })
	add("ZoneId", func(wanted string, i *Instance) bool { return i.ZoneId == wanted })
	add("ImageId", func(wanted string, i *Instance) bool { return i.ImageId == wanted })
	add("Status", func(wanted string, i *Instance) bool { return i.Status == wanted })
	add("InstanceType", func(wanted string, i *Instance) bool { return i.InstanceType == wanted })
	add("InstanceTypeFamily", func(wanted string, i *Instance) bool { return r.familyOf(i) == wanted })
	add("InstanceChargeType", func(wanted string, i *Instance) bool { return i.InstanceChargeType == wanted })
	add("InstanceNetworkType", func(wanted string, i *Instance) bool { return i.InstanceNetworkType == wanted })
	add("HttpEndpoint", func(wanted string, i *Instance) bool { return i.HttpEndpoint == wanted })
	add("HttpTokens", func(wanted string, i *Instance) bool { return i.HttpTokens == wanted })
	add("InstanceName", func(wanted string, i *Instance) bool { return matchesName(wanted, i.InstanceName) })
	add("SecurityGroupId", func(wanted string, i *Instance) bool { return i.SecurityGroupIds.Has(wanted) })
	add("LockReason", func(wanted string, i *Instance) bool { return i.LockReason.Has(wanted) })
	// PrivateIpAddresses counts for instances in VPCs. Worlds keep no public
	// addresses and no inner ones, so that filters by these select nothing.
	addresses := r.jsonList("PrivateIpAddresses")
	add("PrivateIpAddresses", func(_ string, i *Instance) bool { return slices.Contains(addresses, i.PrivateIpAddress) })
	for _, name := range []string{"InnerIpAddresses", "PublicIpAddresses", "EipAddresses"} {
		add(name, func(string, *Instance) bool { return false })
	}
	if optimized, ok := r.boolean("IoOptimized"); ok {
		filters = append(filters, func(i *Instance) bool { return i.IoOptimized == optimized })
	}
	if tagged(r) {
		filters = append(filters, func(i *Instance) bool { return r.tagsMatch(i.Tags) })
	}
	if len(filters) == 0 {
		return nil
	}
	return func(i *Instance) bool {
		return !slices.ContainsFunc(filters, func(selects func(*Instance) bool) bool { return !selects(i) })
	}
}

func (r *Request) familyOf(i *Instance) string {
	if t := r.w.Base().Types[i.InstanceType]; t != nil {
		return t.InstanceTypeFamily
	}
	return ""
}

// matchesName compares a name with a pattern in which * stands for any text.
func matchesName(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	rest, ok := strings.CutPrefix(name, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
