package instance

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeInstances: page of 2021. An unknown id selects nothing; an empty JSON
// list of ids selects nothing either.
func describeInstances() model.Operation {
	said := func(row string) model.Basis { return model.Documented("DescribeInstances 2021, " + row) }
	rule := func(code, row, sentence string, when func(*model.Request) bool) model.Rule {
		return model.Rule{Code: code, When: when, Refuses: said(row), Answers: said(row), Sentence: sentence}
	}
	return model.Operation{
		Name:       "DescribeInstances",
		Lists:      ecs.KindInstance,
		Look:       model.Look{Kind: ecs.KindInstance, Params: model.Params{"InstanceIds": `["` + model.It + `"]`, "AdditionalAttributes.1": "META_OPTIONS"}},
		Weight:     model.Weight{Cards: 2, Why: "filters and pages", Order: 29},
		Params:     describeInstancesParams(),
		DryRunCode: model.DryRunOperation,
		Reads:      true,
		Rules: []model.Rule{
			model.UnknownRegion(),
			rule("InvalidInstanceChargeType.NotFound", "row 1", "InstanceChargeType is neither PostPaid nor PrePaid.",
				model.ValueNotIn("InstanceChargeType", ecs.PostPaid, ecs.PrePaid)),
			rule("InvalidInternetChargeType.ValueNotSupported", "row 2", "InternetChargeType is neither PayByBandwidth nor PayByTraffic.",
				model.ValueNotIn("InternetChargeType", "PayByBandwidth", "PayByTraffic")),
			rule("InvalidLockReason.NotFound", "row 3", "LockReason is no reason for a lock.",
				model.ValueNotIn("LockReason", ecs.LockFinancial, ecs.LockSecurity, "recycling", "Recycling", "dedicatedhostfinancial", "refunded")),
			rule("InvalidNetworkType.NotFound", "row 5", "InstanceNetworkType is neither vpc nor classic.",
				model.ValueNotIn("InstanceNetworkType", ecs.NetworkVpc, ecs.NetworkClassic)),
			rule("InvalidStatus.NotFound", "row 6", "Status is no status of an instance.", model.ValueNotIn("Status", ecs.InstanceStatuses()...)),
			rule("InvalidTag.Mismatch", "row 7", "A tag has a value and no key.", model.TagWithoutKey).Hinted(model.Break{Set: model.Params{"Tag.1.Value": "ecs"}}),
			rule("InvalidTagCount", "row 8", "More than 20 tags are given.", model.TooManyTags).Hinted(model.Break{Set: model.ManyTags()}),
		},
		Reply: describeInstancesReply,
	}
}

func describeInstancesParams() []model.Param {
	params := []model.Param{
		model.Required("RegionId"), model.PageNumber(), model.PageSize(100), model.MaxResults(100), model.Optional("NextToken"),
		model.Boolean("DryRun"), model.ListOf("AdditionalAttributes"),
		model.Filter(model.JSONListOf("InstanceIds")), model.Filter(model.JSONListOf("PrivateIpAddresses")), model.Filter(model.JSONListOf("InnerIpAddresses")),
		model.Filter(model.JSONListOf("PublicIpAddresses")), model.Filter(model.JSONListOf("EipAddresses")),
		model.Filter(model.Boolean("IoOptimized")), model.Filter(model.Optional("InternetChargeType")), model.ListOf("Tag"),
	}
	for _, name := range []string{
		"InstanceName", "VpcId", "VSwitchId", "ZoneId", "SecurityGroupId", "ImageId", "Status", "InstanceType", "InstanceTypeFamily",
		"InstanceChargeType", "InstanceNetworkType", "LockReason", "HttpEndpoint", "HttpTokens", "KeyPairName",
	} {
		params = append(params, model.Filter(model.Optional(name)))
	}
	return params
}

func describeInstancesReply(r *model.Request) model.Reply {
	keep := instanceFilter(r)
	if r.ByToken() {
		found, page := model.CollectAfter(r, r.MaxResults(10), func(a0 string, a1 func(a0 string, a1 *ecs.Instance) bool) { instancesAfter(r, a0, a1) }, keep)
		return model.Reply{Items: model.ResourcesOf(found), Page: page}
	}
	page := r.Page()
	var found []*ecs.Instance
	if keep == nil && !r.Has("InstanceIds") {
		found, page = model.CollectPage(page, ecs.Instances(r.Place))
	} else {
		found, page = model.Collect(page, func(a0 func(a0 string, a1 *ecs.Instance) bool) { wantedInstances(r, a0) }, keep)
	}
	return model.Reply{Items: model.ResourcesOf(found), Page: page}
}

// wantedInstances yields the instances that InstanceIds names, or all.
func wantedInstances(r *model.Request, yield func(string, *ecs.Instance) bool) {
	if !r.Has("InstanceIds") {
		ecs.Instances(r.Place).All(yield)
		return
	}
	ids := r.JSONElements("InstanceIds")
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if i := ecs.Instances(r.Place).Get(id); i != nil && !yield(id, i) {
			return
		}
	}
}

// instancesAfter is wantedInstances from the first id greater than the given one on.
func instancesAfter(r *model.Request, token string, yield func(string, *ecs.Instance) bool) {
	if !r.Has("InstanceIds") {
		ecs.Instances(r.Place).After(token, yield)
		return
	}
	wantedInstances(r, func(id string, i *ecs.Instance) bool { return id <= token || yield(id, i) })
}

// instanceFilter says whether every filter that the call gives selects an
// instance; nil where the call gives none but InstanceIds.
func instanceFilter(r *model.Request) func(*ecs.Instance) bool {
	var filters []func(*ecs.Instance) bool
	add := func(name string, selects func(wanted string, i *ecs.Instance) bool) {
		if wanted := r.Text(name); wanted != "" {
			filters = append(filters, func(i *ecs.Instance) bool { return selects(wanted, i) })
		}
	}
	add("VpcId", func(wanted string, i *ecs.Instance) bool { return i.VpcId == wanted })
	add("VSwitchId", func(wanted string, i *ecs.Instance) bool { return i.VSwitchId == wanted })
	add("ZoneId", func(wanted string, i *ecs.Instance) bool { return i.ZoneId == wanted })
	add("ImageId", func(wanted string, i *ecs.Instance) bool { return i.ImageId == wanted })
	add("Status", func(wanted string, i *ecs.Instance) bool { return i.Status == wanted })
	add("InstanceType", func(wanted string, i *ecs.Instance) bool { return i.InstanceType == wanted })
	add("InstanceTypeFamily", func(wanted string, i *ecs.Instance) bool { return familyOf(r, i) == wanted })
	add("InstanceChargeType", func(wanted string, i *ecs.Instance) bool { return i.InstanceChargeType == wanted })
	add("InstanceNetworkType", func(wanted string, i *ecs.Instance) bool { return i.InstanceNetworkType == wanted })
	add("HttpEndpoint", func(wanted string, i *ecs.Instance) bool { return i.HttpEndpoint == wanted })
	add("HttpTokens", func(wanted string, i *ecs.Instance) bool { return i.HttpTokens == wanted })
	add("InstanceName", func(wanted string, i *ecs.Instance) bool { return matchesName(wanted, i.InstanceName) })
	add("SecurityGroupId", func(wanted string, i *ecs.Instance) bool { return i.SecurityGroupIds.Has(wanted) })
	add("LockReason", func(wanted string, i *ecs.Instance) bool { return i.LockReason.Has(wanted) })
	// PrivateIpAddresses counts for instances in VPCs. Worlds keep no public
	// addresses and no inner ones, so that filters by these select nothing.
	addresses := r.JSONElements("PrivateIpAddresses")
	add("PrivateIpAddresses", func(_ string, i *ecs.Instance) bool { return slices.Contains(addresses, i.PrivateIpAddress) })
	for _, name := range []string{"InnerIpAddresses", "PublicIpAddresses", "EipAddresses"} {
		add(name, func(string, *ecs.Instance) bool { return false })
	}
	if optimized, ok := r.Boolean("IoOptimized"); ok {
		filters = append(filters, func(i *ecs.Instance) bool { return i.IoOptimized == optimized })
	}
	if model.Tagged(r) {
		filters = append(filters, func(i *ecs.Instance) bool { return r.TagsMatch(i.Tags) })
	}
	if len(filters) == 0 {
		return nil
	}
	return func(i *ecs.Instance) bool {
		return !slices.ContainsFunc(filters, func(selects func(*ecs.Instance) bool) bool { return !selects(i) })
	}
}

func familyOf(r *model.Request, i *ecs.Instance) string {
	if t := r.Base().Types[i.InstanceType]; t != nil {
		return t.InstanceTypeFamily
	}
	return ""
}

// matchesName compares a name with a pattern in which * matches any text.
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
