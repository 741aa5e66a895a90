package target

import (
	"encoding/json"
	"fmt"

	"github.com/ecsim/ecsim/model"
)

// A body is a success as the wire has it.
type body interface {
	head() envelope
	// reply says what the body means. The error names the member that is
	// missing.
	reply() (model.Reply, error)
}

// An envelope is what answers of all operations share.
type envelope struct {
	RequestId                        str
	TotalCount, PageNumber, PageSize num
	NextToken                        str
}

func (e envelope) head() envelope { return e }

func (e envelope) page() model.Page {
	return model.Page{Number: e.PageNumber.v, Size: e.PageSize.v, Total: e.TotalCount.v, Next: e.NextToken.v}
}

// bodies says how the answers of each operation are read; those of operations
// that it does not name are plain.
func bodies() map[string]func() body {
	return map[string]func() body{
		"DescribeInstances":                 func() body { return &instancesBody{} },
		"DescribeInstanceStatus":            func() body { return &instanceStatusesBody{} },
		"DescribeInstanceAttribute":         func() body { return &instanceAttributeBody{} },
		"DescribeImages":                    func() body { return &imagesBody{} },
		"DescribeImageFromFamily":           func() body { return &imageFromFamilyBody{} },
		"DescribeImageSharePermission":      func() body { return &imageSharesBody{} },
		"DescribeNetworkInterfaces":         func() body { return &enisBody{} },
		"DescribeNetworkInterfaceAttribute": func() body { return &eniAttributeBody{} },
		"DescribeSecurityGroups":            func() body { return &groupsBody{} },
		"DescribeSecurityGroupAttribute":    func() body { return &groupAttributeBody{} },
		"DescribeVpcs":                      func() body { return &vpcsBody{} },
		"DescribeVpcAttribute":              func() body { return &vpcAttributeBody{} },
		"DescribeVSwitches":                 func() body { return &vswitchesBody{} },
		"DescribeVSwitchAttributes":         func() body { return &vswitchAttributesBody{} },
		"DescribeRegions":                   func() body { return &regionsBody{} },
		"DescribeZones":                     func() body { return &zonesBody{} },
		"DescribeInstanceTypes":             func() body { return &typesBody{} },
		"RunInstances":                      func() body { return &runInstancesBody{} },
	}
}

func (e *Endpoint) bodyOf(op string) body {
	if empty, ok := e.bodies[op]; ok {
		return empty()
	}
	return &plainBody{created: createdBy(op)}
}

// createdBy names the member that holds the id of what the operation made.
func createdBy(op string) string {
	switch op {
	case "CreateInstance":
		return "InstanceId"
	case "CreateImage", "CopyImage", "ImportImage":
		return "ImageId"
	case "CreateNetworkInterface":
		return "NetworkInterfaceId"
	case "CreateSecurityGroup":
		return "SecurityGroupId"
	case "CreateVpc":
		return "VpcId"
	case "CreateVSwitch":
		return "VSwitchId"
	case "CreateDisk":
		return "DiskId"
	case "CreateSnapshot":
		return "SnapshotId"
	case "AllocateEipAddress":
		return "AllocationId"
	default:
		return ""
	}
}

// read takes a success over into the outcome. One that cannot be read leaves
// open whether the call was applied.
func (e *Endpoint) read(o *model.Outcome, call model.Call, got answer) {
	b := e.bodyOf(call.Op)
	err := got.decode(b)
	if err == nil {
		o.Reply, err = b.reply()
	}
	if err != nil {
		o.Class, o.Message = model.ClassUnknown, err.Error()
		return
	}
	o.Class = model.ClassOK
	o.RequestId = firstOf(b.head().RequestId.v, o.RequestId)
}

// listed is the reply that a list makes. A list that is missing is an empty one
// only where the answer says that there is nothing to list.
func listed[T any](e envelope, name string, list *[]T, see func(*T) model.Seen) (model.Reply, error) {
	if list == nil {
		if !e.TotalCount.set || e.TotalCount.v != 0 {
			return model.Reply{}, fmt.Errorf("the answer has no %s", name)
		}
		return model.Reply{Page: e.page()}, nil
	}
	r := model.Reply{Page: e.page(), Items: make([]model.Resource, 0, len(*list))}
	for i := range *list {
		r.Items = append(r.Items, see(&(*list)[i]))
	}
	return r, nil
}

// one is the reply that a single resource makes.
func one(seen model.Seen) (model.Reply, error) {
	return model.Reply{Items: []model.Resource{seen}}, nil
}

// A plainBody is an answer of scalars, if any.
type plainBody struct {
	envelope
	created string
	members map[string]json.RawMessage
}

// UnmarshalJSON keeps all members.
func (b *plainBody) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &b.members); err != nil {
		return err
	}
	if id, ok := b.members["RequestId"]; ok {
		return b.RequestId.UnmarshalJSON(id)
	}
	return nil
}

func (b *plainBody) reply() (model.Reply, error) {
	var r model.Reply
	for name, raw := range b.members {
		text, isString, ok := scalar(raw)
		switch {
		case name == "RequestId", ok && !isString && text == "null":
		case ok:
			if r.Values == nil {
				r.Values = map[string]string{}
			}
			r.Values[name] = text
		case name == b.created:
			return model.Reply{}, fmt.Errorf("the answer's %s is no string", name)
		}
	}
	if id := r.Values[b.created]; id != "" {
		r.Created = []string{id}
	}
	return r, nil
}

// A runInstancesBody lists the instances that were made.
type runInstancesBody struct {
	envelope
	InstanceIdSets struct{ InstanceIdSet *[]str }
}

func (b *runInstancesBody) reply() (model.Reply, error) {
	if b.InstanceIdSets.InstanceIdSet == nil {
		return model.Reply{}, fmt.Errorf("the answer has no %s", "InstanceIdSets.InstanceIdSet")
	}
	return model.Reply{Created: texts(*b.InstanceIdSets.InstanceIdSet)}, nil
}

// texts are the strings of a list, less those that are null.
func texts(list []str) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s.set {
			out = append(out, s.v)
		}
	}
	return out
}

// seeList takes over a list; a wrapper without its list shows nothing.
func seeList(s sight, field string, into *model.List, list *[]str) {
	if list != nil {
		*into, s[field] = model.NewList(texts(*list)...), true
	}
}

// tagsBody are tags under either of the two pairs of names.
type tagsBody struct {
	Tag *[]struct{ TagKey, TagValue, Key, Value str }
}

func (t tagsBody) see(s sight, into *model.List) {
	if t.Tag == nil {
		return
	}
	tags := make([]model.Tag, 0, len(*t.Tag))
	for _, tag := range *t.Tag {
		tags = append(tags, model.Tag{Key: firstOf(tag.TagKey.v, tag.Key.v), Value: firstOf(tag.TagValue.v, tag.Value.v)})
	}
	*into, s["Tags"] = model.NewTags(tags...), true
}

// filled are the strings of a list that are not empty.
func filled(list []str) []string {
	var out []string
	for _, text := range texts(list) {
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}
