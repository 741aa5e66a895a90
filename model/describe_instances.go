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
			rule("InvalidInstanceChargeType.NotFound", "row 1", "InstanceChargeType is neither PostPaid nor PrePaid.",
				valueNotIn("InstanceChargeType", PostPaid, PrePaid)),
			rule("InvalidInternetChargeType.ValueNotSupported", "row 2", "InternetChargeType is neither PayByBandwidth nor PayByTraffic.",
				valueNotIn("InternetChargeType", "PayByBandwidth", "PayByTraffic")),
			rule("InvalidLockReason.NotFound", "row 3", "LockReason is no reason for a lock.",
				valueNotIn("LockReason", LockFinancial, LockSecurity, "recycling", "Recycling", "dedicatedhostfinancial", "refunded")),
			rule("InvalidNetworkType.NotFound", "row 5", "InstanceNetworkType is neither vpc nor classic.",
				valueNotIn("InstanceNetworkType", NetworkVpc, NetworkClassic)),
			rule("InvalidStatus.NotFound", "row 6", "Status is no status of an instance.", valueNotIn("Status", instanceStatuses()...)),
		},
		Reply: describeInstancesReply,
	}
}

func describeInstancesParams() []Param {
	params := []Param{
		required("RegionId"), integer("PageNumber"), integer("PageSize"), boolean("DryRun"), list("AdditionalAttributes"),
		filter(jsonList("InstanceIds")), filter(jsonList("PrivateIpAddresses")), filter(jsonList("InnerIpAddresses")),
		filter(jsonList("PublicIpAddresses")), filter(jsonList("EipAddresses")),
		filter(boolean("IoOptimized")), filter(optional("InternetChargeType")),
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
	found, page := collect(r.page(100), r.wantedInstances, r.selectsInstance)
	reply := Reply{Page: page}
	for _, i := range found {
		reply.Items = append(reply.Items, i)
	}
	return reply
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

// selectsInstance says whether every filter that the call gives selects the instance.
func (r *Request) selectsInstance(i *Instance) bool {
	same := func(name, value string) bool { return !r.has(name) || r.str(name) == value }
	optimized, filtered := r.boolean("IoOptimized")
	return same("VpcId", i.VpcId) && same("VSwitchId", i.VSwitchId) && same("ZoneId", i.ZoneId) &&
		same("ImageId", i.ImageId) && same("Status", i.Status) && same("InstanceType", i.InstanceType) &&
		same("InstanceTypeFamily", r.familyOf(i)) && same("InstanceChargeType", i.InstanceChargeType) &&
		same("InstanceNetworkType", i.InstanceNetworkType) &&
		same("HttpEndpoint", i.HttpEndpoint) && same("HttpTokens", i.HttpTokens) &&
		(!r.has("InstanceName") || matchesName(r.str("InstanceName"), i.InstanceName)) &&
		(!r.has("SecurityGroupId") || i.SecurityGroupIds.Has(r.str("SecurityGroupId"))) &&
		(!r.has("LockReason") || i.LockReason.Has(r.str("LockReason"))) &&
		(!filtered || optimized == i.IoOptimized) && r.selectsAddress(i)
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
