package model

import (
	"slices"
	"sort"
)

// describeNetworkInterfaces: the table of 2021, pages of 2021 and 2025. An
// unknown id is no error: it selects nothing (Terraform relies on it). Most
// rows of the table are the block that was copied to all ENI pages.
func describeNetworkInterfaces() Operation {
	return Operation{
		Name:   "DescribeNetworkInterfaces",
		Lists:  KindNetworkInterface,
		Look:   Look{KindNetworkInterface, Params{"NetworkInterfaceId.1": It}},
		Weight: Weight{Cards: 1, Why: "filters and pages", Order: 31},
		Reads:  true,
		Params: []Param{
			required("RegionId"), filter(list("NetworkInterfaceId").names(theEni)), filter(optional("InstanceId").names(theInstance)),
			filter(optional("VpcId").names(theVpc)), filter(optional("VSwitchId").names(theVSwitch)),
			filter(optional("SecurityGroupId").names(theGroups)), filter(optional("Type")), filter(optional("Status")),
			filter(optional("NetworkInterfaceName")), filter(list("PrivateIpAddress")), filter(optional("PrimaryIpAddress")),
			filter(list("Ipv6Address")), filter(boolean("ServiceManaged")), filter(list("Tag")),
			pageNumber(), pageSize(1000), integer("MaxResults"), optional("NextToken"),
		},
		Rules: slices.Concat(eniCallers("Forbidden.SubUser"), []Rule{
			{Code: "MissingParameter", When: missing(), Says: missingText,
				Refuses: Documented("DescribeNetworkInterfaces (2021)"), Answers: Inferred("the only row for what is not supplied"),
				Sentence: "RegionId is absent or empty.", Break: Break{Drop: []string{"RegionId"}}},
			malformedRegionId(),
		}, eniFeatures()),
		Reply: describeEnis,
	}
}

// malformedRegionId is the row of a RegionId that has not the form of one.
func malformedRegionId() Rule {
	return Rule{Code: "InvalidRegionId.MalFormed", When: regionIdMalformed,
		Refuses:  Inferred("such an id names no region"),
		Answers:  Inferred("the code of the row; a well-formed id that names no region has the common row"),
		Sentence: "RegionId does not have the form of a region id.", Break: Break{Set: Params{"RegionId": "Hangzhou"}}}
}

// regionIdMalformed: RegionId is given and is not lower-case words and digits
// joined by hyphens.
func regionIdMalformed(r *Request) bool {
	id, parts := r.str("RegionId"), 0
	start := 0
	for i := 0; i <= len(id); i++ {
		switch {
		case i == len(id) || id[i] == '-':
			if i == start {
				return r.has("RegionId")
			}
			parts, start = parts+1, i+1
		case (id[i] < 'a' || id[i] > 'z') && (id[i] < '0' || id[i] > '9'):
			return true
		}
	}
	return r.has("RegionId") && parts < 2
}

// describeEnis lists the ENIs that the call selects, as they are shown.
func describeEnis(r *Request) Reply {
	var found []*NetworkInterface
	var page Page
	if r.byToken() {
		most := min(max(r.maxResults(10), 10), 500) // below 10 counts as 10, above 500 as 500
		found, page = collectAfter(r, most, r.enisAfter, r.wantsEni)
	} else {
		found, page = collect(r.page(), func(yield func(string, *NetworkInterface) bool) { r.enisAfter("", yield) }, r.wantsEni)
	}
	items := make([]Resource, 0, len(found))
	for _, e := range found {
		items = append(items, r.shownEni(e))
	}
	return Reply{Items: items, Page: page}
}

// enisAfter yields the ENIs behind the id: those that NetworkInterfaceId.N
// names, or all. A page of named ones does not walk through the others.
func (r *Request) enisAfter(id string, yield func(string, *NetworkInterface) bool) {
	ids := r.list("NetworkInterfaceId")
	if len(ids) == 0 {
		enis(r.place).after(id, yield)
		return
	}
	sort.Strings(ids)
	for _, wanted := range slices.Compact(ids) {
		if e := enis(r.place).get(wanted); e != nil && wanted > id && !yield(wanted, e) {
			return
		}
	}
}

// wantsEni says whether the filters select the ENI.
func (r *Request) wantsEni(e *NetworkInterface) bool {
	managed, byManaged := r.boolean("ServiceManaged")
	return r.is("InstanceId", e.InstanceId) && r.is("VpcId", e.VpcId) && r.is("VSwitchId", e.VSwitchId) &&
		r.is("Type", e.Type) && r.is("Status", e.Status) && r.is("NetworkInterfaceName", e.NetworkInterfaceName) &&
		(!byManaged || managed == e.ServiceManaged) && (!r.has("SecurityGroupId") || e.SecurityGroupIds.Has(r.str("SecurityGroupId"))) &&
		r.wantsAddresses(e) && r.tagsMatch(e.Tags)
}

func (r *Request) wantsAddresses(e *NetworkInterface) bool {
	v4, v6 := r.list("PrivateIpAddress"), r.list("Ipv6Address")
	return r.is("PrimaryIpAddress", e.PrivateIpAddress) && (len(v4) == 0 || slices.Contains(v4, e.PrivateIpAddress)) &&
		(len(v6) == 0 || slices.ContainsFunc(v6, func(a string) bool {
			address, ok := ipv6Text(a)
			return ok && e.Ipv6.Has(address)
		}))
}

// shownEni returns the ENI as Describe operations show it: the queue number of
// one that is InUse and was never changed is the default of the type
// (DescribeNetworkInterfaceAttribute 2025).
func (r *Request) shownEni(e *NetworkInterface) *NetworkInterface {
	host := instances(r.place).get(e.InstanceId)
	if e.QueueNumber != 0 || e.Status != InUse || host == nil {
		return e
	}
	shown := *e
	shown.QueueNumber = r.queues(e, host.InstanceType)
	return &shown
}

// describeNetworkInterfaceAttribute: page of 2025-12-03. Unlike
// DescribeNetworkInterfaces it refuses an unknown id. It shows every attribute,
// whichever Attribute names.
func describeNetworkInterfaceAttribute() Operation {
	return Operation{
		Name:   "DescribeNetworkInterfaceAttribute",
		Look:   Look{KindNetworkInterface, Params{"NetworkInterfaceId": It}},
		Weight: Weight{Cards: 1, Why: "shows what others do not", Order: 37},
		Reads:  true,
		Params: []Param{required("RegionId"), required("NetworkInterfaceId").names(theEni), filter(optional("Attribute"))},
		Rules: slices.Concat(eniCallers("Forbidden.SubUser"), []Rule{
			{Code: "MissingParameter", When: missing(), Says: missingText,
				Refuses: Documented("DescribeNetworkInterfaceAttribute (2025)"), Answers: Inferred("the only row for what is not supplied"),
				Sentence: "RegionId or NetworkInterfaceId is absent or empty.", Break: Break{Drop: []string{"NetworkInterfaceId"}}},
			malformedRegionId(),
		}, eniFeatures(), []Rule{
			{Code: "InvalidEniId.NotFound", When: eniUnknown, Says: eniText,
				Refuses:  Observed("terway, pkg/aliyun/client/api_facade.go: an error, unlike DescribeNetworkInterfaces"),
				Answers:  Observed("terway, pkg/aliyun/client/api_facade.go"),
				Sentence: "No ENI with this NetworkInterfaceId belongs to the account in the region.",
				Break:    Break{Set: Params{"NetworkInterfaceId": "eni-none"}}},
		}),
		Reply: func(r *Request) Reply { return Reply{Items: []Resource{r.shownEni(eniOf(r))}} },
	}
}
