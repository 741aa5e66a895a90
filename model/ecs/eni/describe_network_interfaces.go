package eni

import (
	"slices"
	"sort"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeNetworkInterfaces: the table of 2021, pages of 2021 and 2025. An
// unknown id is no error: it selects nothing (Terraform relies on it). Most
// rows of the table are the block that was copied to all ENI pages.
func describeNetworkInterfaces() model.Operation {
	return model.Operation{
		Name:   "DescribeNetworkInterfaces",
		Lists:  ecs.KindNetworkInterface,
		Look:   model.Look{Kind: ecs.KindNetworkInterface, Params: model.Params{"NetworkInterfaceId.1": model.It}},
		Weight: model.Weight{Cards: 1, Why: "filters and pages", Order: 31},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Filter(model.ListOf("NetworkInterfaceId").Naming(ecs.TheEni)), model.Filter(model.Optional("InstanceId").Naming(ecs.TheInstance)),
			model.Filter(model.Optional("VpcId").Naming(ecs.TheVpc)), model.Filter(model.Optional("VSwitchId").Naming(ecs.TheVSwitch)),
			model.Filter(model.Optional("SecurityGroupId").Naming(ecs.TheGroups)), model.Filter(model.Optional("Type")), model.Filter(model.Optional("Status")),
			model.Filter(model.Optional("NetworkInterfaceName")), model.Filter(model.ListOf("PrivateIpAddress")), model.Filter(model.Optional("PrimaryIpAddress")),
			model.Filter(model.ListOf("Ipv6Address")), model.Filter(model.Boolean("ServiceManaged")), model.Filter(model.ListOf("Tag")),
			model.PageNumber(), model.PageSize(1000), model.Integer("MaxResults"), model.Optional("NextToken"),
		},
		Rules: slices.Concat(ecs.EniCallers("Forbidden.SubUser"), []model.Rule{
			{Code: "MissingParameter", When: ecs.Missing(), Says: ecs.MissingText,
				Refuses: model.Documented("DescribeNetworkInterfaces (2021)"), Answers: model.Inferred("the only row for what is not supplied"),
				Sentence: "RegionId is absent or empty.", Break: model.Break{Drop: []string{"RegionId"}}},
			malformedRegionId(),
		}, ecs.EniFeatures()),
		Reply: describeEnis,
	}
}

// malformedRegionId is the row of a RegionId that has not the form of one.
func malformedRegionId() model.Rule {
	return model.Rule{Code: "InvalidRegionId.MalFormed", When: regionIdMalformed,
		Refuses:  model.Inferred("such an id names no region"),
		Answers:  model.Inferred("the code of the row; a well-formed id that names no region has the common row"),
		Sentence: "RegionId does not have the form of a region id.", Break: model.Break{Set: model.Params{"RegionId": "Hangzhou"}}}
}

// regionIdMalformed: RegionId is given and is not lower-case words and digits
// joined by hyphens.
func regionIdMalformed(r *model.Request) bool {
	id, parts := r.Text("RegionId"), 0
	start := 0
	for i := 0; i <= len(id); i++ {
		switch {
		case i == len(id) || id[i] == '-':
			if i == start {
				return r.Has("RegionId")
			}
			parts, start = parts+1, i+1
		case (id[i] < 'a' || id[i] > 'z') && (id[i] < '0' || id[i] > '9'):
			return true
		}
	}
	return r.Has("RegionId") && parts < 2
}

// describeEnis lists the ENIs that the call selects, as they are shown.
func describeEnis(r *model.Request) model.Reply {
	var found []*ecs.NetworkInterface
	var page model.Page
	wanted := func(e *ecs.NetworkInterface) bool { return wantsEni(r, e) }
	if r.ByToken() {
		most := min(max(r.MaxResults(10), 10), 500) // below 10 counts as 10, above 500 as 500
		found, page = model.CollectAfter(r, most, func(after string, yield func(string, *ecs.NetworkInterface) bool) { enisAfter(r, after, yield) }, wanted)
	} else {
		found, page = model.Collect(r.Page(), func(yield func(string, *ecs.NetworkInterface) bool) { enisAfter(r, "", yield) }, wanted)
	}
	items := make([]model.Resource, 0, len(found))
	for _, e := range found {
		items = append(items, shownEni(r, e))
	}
	return model.Reply{Items: items, Page: page}
}

// enisAfter yields the ENIs behind the id: those that NetworkInterfaceId.N
// names, those of the instance, or all. A page of the first two does not walk
// through the others.
func enisAfter(r *model.Request, id string, yield func(string, *ecs.NetworkInterface) bool) {
	ids := r.List("NetworkInterfaceId")
	if len(ids) == 0 && r.Has("InstanceId") {
		ecs.EachAttached(r.Place, r.Text("InstanceId"), func(e *ecs.NetworkInterface) bool {
			return e.NetworkInterfaceId <= id || yield(e.NetworkInterfaceId, e)
		})
		return
	}
	if len(ids) == 0 {
		ecs.Enis(r.Place).After(id, yield)
		return
	}
	sort.Strings(ids)
	for _, wanted := range slices.Compact(ids) {
		if e := ecs.Enis(r.Place).Get(wanted); e != nil && wanted > id && !yield(wanted, e) {
			return
		}
	}
}

// wantsEni says whether the filters select the ENI.
func wantsEni(r *model.Request, e *ecs.NetworkInterface) bool {
	managed, byManaged := r.Boolean("ServiceManaged")
	return r.Matches("InstanceId", e.InstanceId) && r.Matches("VpcId", e.VpcId) && r.Matches("VSwitchId", e.VSwitchId) &&
		r.Matches("Type", e.Type) && r.Matches("Status", e.Status) && r.Matches("NetworkInterfaceName", e.NetworkInterfaceName) &&
		(!byManaged || managed == e.ServiceManaged) && (!r.Has("SecurityGroupId") || e.SecurityGroupIds.Has(r.Text("SecurityGroupId"))) &&
		wantsAddresses(r, e) && r.TagsMatch(e.Tags)
}

func wantsAddresses(r *model.Request, e *ecs.NetworkInterface) bool {
	v4, v6 := r.List("PrivateIpAddress"), r.List("Ipv6Address")
	return r.Matches("PrimaryIpAddress", e.PrivateIpAddress) && (len(v4) == 0 || slices.Contains(v4, e.PrivateIpAddress)) &&
		(len(v6) == 0 || slices.ContainsFunc(v6, func(a string) bool {
			address, ok := ecs.Ipv6Text(a)
			return ok && e.Ipv6.Has(address)
		}))
}

// shownEni returns the ENI as Describe operations show it: the queue number of
// one that is InUse and was never changed is the default of the type
// (DescribeNetworkInterfaceAttribute 2025).
func shownEni(r *model.Request, e *ecs.NetworkInterface) *ecs.NetworkInterface {
	host := ecs.Instances(r.Place).Get(e.InstanceId)
	if e.QueueNumber != 0 || e.Status != ecs.InUse || host == nil {
		return e
	}
	shown := *e
	shown.QueueNumber = ecs.Queues(r, e, host.InstanceType)
	return &shown
}
