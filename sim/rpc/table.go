package rpc

import (
	"sort"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// An encoder writes what an accepted call answers, beyond RequestId.
type encoder func(*answer) object

// An answer is an accepted call with all that its body shows.
type answer struct {
	call    model.Call
	world   model.World
	reply   model.Reply
	account string
	region  string
	asked   map[string]bool // AdditionalAttributes of the call
	hosted  map[string][]*model.NetworkInterface
}

func newAnswer(call model.Call, a sim.Answer) *answer {
	caller, _ := a.World.Base().Caller(call.Caller)
	out := &answer{call: call, world: a.World, reply: a.Outcome.Reply, account: caller.Account, region: call.Params["RegionId"]}
	if out.region == "" {
		out.region = call.Region
	}
	if regions := a.World.Base().Regions; out.region == "" && len(regions) > 0 {
		out.region = regions[0].RegionId
	}
	return out
}

// encoders are the operations and what their answers look like. An operation
// whose answer is RequestId alone is plain.
func encoders() map[string]encoder {
	table := map[string]encoder{
		"RunInstances":              createdList("InstanceIdSets", "InstanceIdSet"),
		"CreateInstance":            created("InstanceId"),
		"DescribeInstances":         items("Instances", "Instance", encodeInstance, numbered|tokened),
		"DescribeInstanceStatus":    items("InstanceStatuses", "InstanceStatus", encodeInstanceStatus, numbered),
		"DescribeInstanceAttribute": one(encodeInstanceAttribute),
		"DescribeUserData":          plain,

		"CreateImage":                  created("ImageId"),
		"DescribeImages":               items("Images", "Image", encodeImage, numbered|regional),
		"DescribeImageSharePermission": encodeShares,

		"CreateNetworkInterface":            made("NetworkInterfaceId", encodeNewInterface),
		"DescribeNetworkInterfaces":         items("NetworkInterfaceSets", "NetworkInterfaceSet", encodeInterface, numbered|tokened),
		"DescribeNetworkInterfaceAttribute": one(encodeInterfaceAttribute),
		"AssignIpv6Addresses":               one(encodeAssignedIpv6),

		"CreateSecurityGroup":            created("SecurityGroupId"),
		"DescribeSecurityGroups":         items("SecurityGroups", "SecurityGroup", encodeGroup, numbered|tokened|regional),
		"DescribeSecurityGroupAttribute": one(encodeGroupAttribute),

		"CreateVpc":                 made("VpcId", encodeNewVpc),
		"DescribeVpcs":              items("Vpcs", "Vpc", encodeVpc, numbered),
		"DescribeVpcAttribute":      one(encodeVpc),
		"CreateVSwitch":             created("VSwitchId"),
		"DescribeVSwitches":         items("VSwitches", "VSwitch", encodeVSwitch, numbered),
		"DescribeVSwitchAttributes": one(encodeVSwitch),

		"DescribeRegions":       items("Regions", "Region", encodeRegion, 0),
		"DescribeZones":         items("Zones", "Zone", encodeZone, 0),
		"DescribeInstanceTypes": items("InstanceTypes", "InstanceType", encodeType, tokened),
	}
	for _, name := range plainOperations() {
		table[name] = plain
	}
	return table
}

// plainOperations answer RequestId and nothing else.
func plainOperations() []string {
	return []string{
		"StartInstance", "StopInstance", "RebootInstance", "DeleteInstance",
		"ModifyInstanceAttribute", "ModifyImageAttribute", "ModifyNetworkInterfaceAttribute",
		"ModifyInstanceMetadataOptions", "ModifyInstanceVncPasswd",
		"DeleteImage", "ModifyImageSharePermission",
		"AttachNetworkInterface", "DetachNetworkInterface", "DeleteNetworkInterface",
		"DeleteSecurityGroup", "JoinSecurityGroup", "LeaveSecurityGroup", "AuthorizeSecurityGroup",
		"DeleteVpc", "DeleteVSwitch",
	}
}

// plain writes the scalars of the reply, if there are any.
func plain(a *answer) object {
	names := make([]string, 0, len(a.reply.Values))
	for name := range a.reply.Values {
		names = append(names, name)
	}
	sort.Strings(names)
	var o object
	for _, name := range names {
		o = append(o, member{name, a.reply.Values[name]})
	}
	return o
}

// created writes the one id that was made.
func created(name string) encoder {
	return func(a *answer) object {
		id := ""
		if len(a.reply.Created) > 0 {
			id = a.reply.Created[0]
		}
		return plain(a).with(member{name, id})
	}
}

// createdList writes all ids that were made.
func createdList(wrapper, element string) encoder {
	return func(a *answer) object { return plain(a).with(list(wrapper, element, a.reply.Created)) }
}

// Which members a list of resources has beside it.
type beside uint8

const (
	numbered beside = 1 << iota // TotalCount, PageNumber, PageSize
	tokened                     // NextToken
	regional                    // RegionId
)

// items writes a list of described resources of one kind.
func items[T model.Resource](wrapper, element string, encode func(*answer, T) object, has beside) encoder {
	return func(a *answer) object {
		all := make([]object, 0, len(a.reply.Items))
		for _, item := range a.reply.Items {
			if r, ok := item.(T); ok {
				all = append(all, encode(a, r))
			}
		}
		var o object
		page := a.reply.Page
		if has&numbered != 0 {
			o = o.with(member{"TotalCount", page.Total}, member{"PageNumber", page.Number}, member{"PageSize", page.Size})
		}
		if has&tokened != 0 {
			o = o.with(member{"NextToken", page.Next})
		}
		if has&regional != 0 {
			o = o.with(member{"RegionId", a.region})
		}
		return o.with(list(wrapper, element, all))
	}
}

// one writes the fields of the described resource beside RequestId.
func one[T model.Resource](encode func(*answer, T) object) encoder {
	return func(a *answer) object {
		for _, item := range a.reply.Items {
			if r, ok := item.(T); ok {
				return encode(a, r)
			}
		}
		return plain(a)
	}
}

// made writes the fields of the resource that the call made, or only its id
// where a repeated call is about one that is gone.
func made[T model.Resource](name string, encode func(*answer, T) object) encoder {
	return func(a *answer) object {
		for _, id := range a.reply.Created {
			found, _, _ := a.world.Locate(id)
			if r, ok := found.(T); ok {
				return encode(a, r)
			}
		}
		return created(name)(a)
	}
}

// seconds writes a time as most operations do; minutes, as those of instances.
func seconds(t time.Time) string { return timeText(t, "2006-01-02T15:04:05Z") }
func minutes(t time.Time) string { return timeText(t, "2006-01-02T15:04Z") }

func timeText(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// The two pairs of names under which tags are written.
func instanceTags(l model.List) member { return tags(l, "TagKey", "TagValue") }
func vpcTags(l model.List) member      { return tags(l, "Key", "Value") }

func tags(l model.List, key, value string) member {
	all := make([]object, 0, l.Len())
	for _, t := range l.Tags() {
		all = append(all, object{{key, t.Key}, {value, t.Value}})
	}
	return list("Tags", "Tag", all)
}
