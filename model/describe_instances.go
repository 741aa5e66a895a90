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
			rule("InvalidTag.Mismatch", "row 7", "A tag has a value and no key.", tagWithoutKey),
			rule("InvalidTagCount", "row 8", "More than 20 tags are given.", tooManyTags),
		},
		Reply: describeInstancesReply,
	}
}

func describeInstancesParams() []Param {
	params := []Param{
		required("RegionId"), integer("PageNumber"), integer("PageSize"), integer("MaxResults"), optional("NextToken"), boolean("DryRun"), list("AdditionalAttributes"),
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
	if r.byToken() {
		found, page := collectAfter(r.str("NextToken"), r.maxResults(10, 100), r.instancesAfter, r.selectsInstance)
		return Reply{Items: resourcesOf(found), Page: page}
	}
	found, page := collect(r.page(100), r.wantedInstances, r.selectsInstance)
	return Reply{Items: resourcesOf(found), Page: page}
}

// wantedInstances yields the instances that InstanceIds names, or all.
func (r *Request) wantedInstances(yield func(string, *Instance) bool) {
	if !r.has("InstanceIds") {
		r.place.instances.all(yield)
		return
	}
	ids := r.jsonList("InstanceIds")
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if i := r.place.instances.get(id); i != nil && !yield(id, i) {
			return
		}
	}
}

// instancesAfter is wantedInstances from the first id greater than the given one on.
func (r *Request) instancesAfter(token string, yield func(string, *Instance) bool) {
	if !r.has("InstanceIds") {
		r.place.instances.after(token, yield)
		return
	}
	r.wantedInstances(func(id string, i *Instance) bool { return id <= token || yield(id, i) })
}

// selectsInstance says whether every filter that the call gives selects the instance.
func (r *Request) selectsInstance(i *Instance) bool {
	optimized, filtered := r.boolean("IoOptimized")
	return r.is("VpcId", i.VpcId) && r.is("VSwitchId", i.VSwitchId) && r.is("ZoneId", i.ZoneId) &&
		r.is("ImageId", i.ImageId) && r.is("Status", i.Status) && r.is("InstanceType", i.InstanceType) &&
		r.is("InstanceTypeFamily", r.familyOf(i)) && r.is("InstanceChargeType", i.InstanceChargeType) &&
		r.is("InstanceNetworkType", i.InstanceNetworkType) &&
		r.is("HttpEndpoint", i.HttpEndpoint) && r.is("HttpTokens", i.HttpTokens) &&
		(!r.has("InstanceName") || matchesName(r.str("InstanceName"), i.InstanceName)) &&
		(!r.has("SecurityGroupId") || i.SecurityGroupIds.Has(r.str("SecurityGroupId"))) &&
		(!r.has("LockReason") || i.LockReason.Has(r.str("LockReason"))) &&
		(!filtered || optimized == i.IoOptimized) && r.selectsAddress(i) && r.tagsMatch(i.Tags)
}

// selectsAddress: PrivateIpAddresses counts for instances in VPCs. Worlds keep
// no public addresses and no inner ones, so that filters by these select nothing.
func (r *Request) selectsAddress(i *Instance) bool {
	if r.has("InnerIpAddresses") || r.has("PublicIpAddresses") || r.has("EipAddresses") {
		return false
	}
	return !r.has("PrivateIpAddresses") || slices.Contains(r.jsonList("PrivateIpAddresses"), i.PrivateIpAddress)
}

func (r *Request) familyOf(i *Instance) string {
	if t := r.w.base.Types[i.InstanceType]; t != nil {
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
