package wire

import (
	"maps"
	"reflect"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// An Answer says how the reply of an operation shows resources. The zero Answer
// is plain: RequestId, and single values if there are any.
type Answer struct {
	Beside

	// Of is an empty resource of the kind that is shown; nil for none.
	Of model.Resource
	// In is the place of the list of resources, or of the object that is the
	// one resource; empty where its members stand beside RequestId.
	In string
	// View is what is shown of each, see [View].
	View string
	// Scalars says that only single values of the answer are read: it shows a
	// part of what the call has changed.
	Scalars bool
	// Records is the place of the list of the reply's records; empty for none.
	Records string
	// Made is the place of the id, or of the ids, of the created resources. If
	// an operation creates something, the place is that of the id of its kind
	// by default.
	Made string
}

// A Table says how the body of each operation shows resources. It may be used
// by several goroutines.
type Table struct {
	model   *model.Model
	answers map[string]Answer
	ids     map[model.Kind]string
}

// NewTable joins [Answers] with what the model's operations make.
func NewTable(m *model.Model) *Table {
	t := &Table{m, Answers(), map[model.Kind]string{}}
	for _, a := range t.answers {
		if a.Of != nil && t.ids[a.Of.Kind()] == "" {
			t.ids[a.Of.Kind()] = ID(a.Of)
		}
	}
	return t
}

// Of returns the answer of the operation; the zero Answer is plain.
func (t *Table) Of(op string) Answer {
	a := t.answers[op]
	if a.Made != "" {
		return a
	}
	if known, ok := t.model.Operation(op); ok {
		a.Made = t.ids[known.Makes]
	}
	return a
}

// ID returns the place of a resource's id, which is its first field.
func ID(r model.Resource) string {
	return Fields(reflect.TypeOf(r).Elem())[0].Places[0].String()
}

// Beside says which members a reply has beside a list.
type Beside struct {
	Numbered bool // TotalCount, PageNumber, PageSize
	Tokened  bool // NextToken
	Regional bool // RegionId
}

// Answers are the operations that show resources, or make something and answer
// more than its id.
func Answers() map[string]Answer {
	all := map[string]Answer{}
	for _, family := range []map[string]Answer{
		instanceAnswers(), imageAnswers(), diskAnswers(), interfaceAnswers(), groupAnswers(), keyPairAnswers(), networkAnswers(),
		tagAnswers(), placeAnswers(), otherAnswers(),
	} {
		maps.Copy(all, family)
	}
	return all
}

// What stands beside lists.
func pages() Beside { return Beside{Numbered: true} }

func pagesAndTokens() Beside { return Beside{Numbered: true, Tokened: true} }

func instanceAnswers() map[string]Answer {
	return map[string]Answer{
		"DescribeInstances":         {Of: new(ecs.Instance), In: "Instances.Instance[]", Beside: pagesAndTokens()},
		"DescribeInstanceStatus":    {Of: new(ecs.Instance), In: "InstanceStatuses.InstanceStatus[]", View: "status", Beside: pages()},
		"DescribeInstanceAttribute": {Of: new(ecs.Instance), View: "attribute"},
		"RunInstances":              {Made: "InstanceIdSets.InstanceIdSet[]"},
	}
}

func imageAnswers() map[string]Answer {
	return map[string]Answer{
		"DescribeImages":          {Of: new(ecs.Image), In: "Images.Image[]", Beside: Beside{Numbered: true, Regional: true}},
		"DescribeImageFromFamily": {Of: new(ecs.Image), In: "Image"},
		"CopyImage":               {Made: "ImageId"},
		"ImportImage":             {Made: "ImageId"},
	}
}

func interfaceAnswers() map[string]Answer {
	return map[string]Answer{
		"DescribeNetworkInterfaces":         {Of: new(ecs.NetworkInterface), In: "NetworkInterfaceSets.NetworkInterfaceSet[]", Beside: pagesAndTokens()},
		"DescribeNetworkInterfaceAttribute": {Of: new(ecs.NetworkInterface), View: "detailed"},
		"AssignIpv6Addresses":               {Of: new(ecs.NetworkInterface), View: "assigned", Scalars: true},
		"CreateNetworkInterface":            {Of: new(ecs.NetworkInterface), View: "new"},
	}
}

func groupAnswers() map[string]Answer {
	return map[string]Answer{
		"DescribeSecurityGroups": {
			Of: new(ecs.SecurityGroup), In: "SecurityGroups.SecurityGroup[]", Beside: Beside{Numbered: true, Tokened: true, Regional: true},
		},
		"DescribeSecurityGroupAttribute": {Of: new(ecs.SecurityGroup), View: "attribute"},
		"DescribeSecurityGroupReferences": {
			Of: new(ecs.SecurityGroup), In: "SecurityGroupReferences.SecurityGroupReference[]", View: "references",
		},
	}
}

func keyPairAnswers() map[string]Answer {
	return map[string]Answer{
		"DescribeKeyPairs": {Of: new(ecs.KeyPair), In: "KeyPairs.KeyPair[]", Beside: pages()},
		"CreateKeyPair":    {Of: new(ecs.KeyPair), View: "new"},
		"ImportKeyPair":    {Of: new(ecs.KeyPair), View: "imported"},
		"AttachKeyPair":    {Of: new(ecs.Instance), In: "Results.Result[]", View: "bound", Scalars: true},
		"DetachKeyPair":    {Of: new(ecs.Instance), In: "Results.Result[]", View: "bound", Scalars: true},
	}
}

func diskAnswers() map[string]Answer {
	return map[string]Answer{
		"DescribeDisks":     {Of: new(ecs.Disk), In: "Disks.Disk[]", Beside: pagesAndTokens()},
		"ReplaceSystemDisk": {Made: "DiskId"},
	}
}

func networkAnswers() map[string]Answer {
	return map[string]Answer{
		"DescribeVpcs":              {Of: new(ecs.Vpc), In: "Vpcs.Vpc[]", Beside: pages()},
		"DescribeVpcAttribute":      {Of: new(ecs.Vpc), View: "one"},
		"DescribeRouteTableList":    {Records: "RouterTableList.RouterTableListType[]", Beside: pages()},
		"DescribeRouteTables":       {Records: "RouteTables.RouteTable[]", Beside: pages()},
		"CreateVpc":                 {Of: new(ecs.Vpc), View: "new"},
		"DescribeVSwitches":         {Of: new(ecs.VSwitch), In: "VSwitches.VSwitch[]", Beside: pages()},
		"DescribeVSwitchAttributes": {Of: new(ecs.VSwitch)},
	}
}

func tagAnswers() map[string]Answer {
	return map[string]Answer{
		"ListTagResources": {Records: "TagResources.TagResource[]", Beside: Beside{Tokened: true}},
		"DescribeTags":     {Records: "Tags.Tag[]", Beside: pages()},
	}
}

func placeAnswers() map[string]Answer {
	return map[string]Answer{
		"DescribeRegions":       {Of: new(model.Region), In: "Regions.Region[]"},
		"DescribeZones":         {Of: new(model.Zone), In: "Zones.Zone[]"},
		"DescribeInstanceTypes": {Of: new(model.InstanceType), In: "InstanceTypes.InstanceType[]", Beside: Beside{Tokened: true}},
	}
}

// otherAnswers are of operations that the model does not have, and that a target may.
func otherAnswers() map[string]Answer {
	return map[string]Answer{
		"CreateSnapshot":     {Made: "SnapshotId"},
		"AllocateEipAddress": {Made: "AllocationId"},
	}
}
