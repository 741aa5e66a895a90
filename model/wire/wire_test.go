package wire

import (
	"reflect"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// types are the structs whose fields stand on the wire.
func types() []reflect.Type {
	all := []reflect.Type{reflect.TypeFor[ecs.Permission]()}
	seen := map[reflect.Type]bool{}
	for _, a := range Answers() {
		if a.Of != nil && !seen[reflect.TypeOf(a.Of)] {
			seen[reflect.TypeOf(a.Of)] = true
			all = append(all, reflect.TypeOf(a.Of).Elem())
		}
	}
	return all
}

// A field that a Describe operation may show says where it stands, or "-". What
// is hidden says nothing.
func TestEveryDescribedFieldHasATag(t *testing.T) {
	fields := 0
	for _, of := range types() {
		for _, f := range Fields(of) {
			if f.Name == "Hidden" {
				continue
			}
			fields++
			if !f.Told {
				t.Errorf("%s.%s has no tag: write `wire:\"%s\"`, or the place where answers have it (docs/wire.md)", of.Name(), f.Name, f.Name)
			}
		}
	}
	if fields < 179 {
		t.Errorf("only %d fields", fields)
	}
}

// TestFieldsHaveTheNamesOfTheWire keeps two fields from changing places: the
// last name of a place is the field's own, but for these.
func TestFieldsHaveTheNamesOfTheWire(t *testing.T) {
	other := map[string]string{
		"Instance.PrivateIpAddress": "IpAddress", "Instance.PrimaryEni": "NetworkInterfaceId", "Instance.SecurityGroupIds": "SecurityGroupId",
		"Instance.HttpPutResponseHop": "HttpPutResponseHopLimit", "Instance.PrivateDnsName": "PrivateDnsNameOptions",
		"Instance.NetworkEncryption": "EnableNetworkEncryption", "Instance.HighDensityMode": "EnableHighDensityMode",
		"Instance.Tags": "TagKey", "Image.Tags": "TagKey", "NetworkInterface.Tags": "TagKey", "SecurityGroup.Tags": "TagKey", "KeyPair.Tags": "TagKey", "Disk.Tags": "TagKey",
		"Instance.Hidden.Hibernation": "Configured", "Image.OSName": "OSNameEn", "NetworkInterface.PrivateIpAddress": "PrimaryIpAddress",
		"NetworkInterface.Ipv6": "Ipv6Address", "NetworkInterface.SecurityGroupIds": "SecurityGroupId",
		"NetworkInterface.VFTotalQueueNumber": "VirtualFunctionTotalQueueNumber", "NetworkInterface.VFQuantity": "VirtualFunctionQuantity",
		"SecurityGroup.Hidden.Members": "EcsCount", "SecurityGroup.Hidden.Rules": "Permission", "SecurityGroup.Hidden.ServiceID": "ServiceID",
		"VSwitch.Ipv6Cidr": "Ipv6CidrBlock", "VSwitch.Hidden.Used": "AvailableIpAddressCount", "Vpc.Ipv6Cidr": "Ipv6CidrBlock",
		"Zone.ZoneId": "ZoneNo", "Zone.Types": "InstanceTypes", "InstanceType.SupportedTopologies": "SupportedTopologyType",
		"InstanceType.ThreadsAdjustable": "HyperThreadingAdjustable", "InstanceType.ThreadsPerCoreDefault": "ThreadsPerCore",
		"Permission.SourceGroupOwner": "SourceGroupOwnerAccount", "Permission.DestGroupOwner": "DestGroupOwnerAccount",
		"Permission.RuleId": "SecurityGroupRuleId", "Vpc.Tags": "Key", "VSwitch.Tags": "Key",
	}
	places := 0
	for _, of := range types() {
		for _, f := range Fields(of) {
			for _, p := range f.Places {
				places++
				last := p.Path[len(p.Path)-1]
				if len(p.Key) > 0 {
					last = p.Key[0]
				}
				if name := of.Name() + "." + f.Name; last != f.Name && last != other[name] {
					t.Errorf("%s stands at %s", name, p)
				}
			}
		}
	}
	if places < 179 {
		t.Errorf("only %d places", places)
	}
}

// The id of a resource, or the name by which calls know it, is its first field.
func TestTheFirstFieldIsTheID(t *testing.T) {
	for _, a := range Answers() {
		if a.Of == nil {
			continue
		}
		r := reflect.New(reflect.TypeOf(a.Of).Elem())
		r.Elem().Field(0).SetString("the id")
		if got := r.Interface().(model.Resource).ID(); got != "the id" || ID(a.Of) != a.Of.Kind().IDField() {
			t.Errorf("%s: %q at %s", a.Of.Kind(), got, ID(a.Of))
		}
	}
}

func TestWhatAnOperationMakes(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	table := NewTable(m)
	for op, want := range map[string]string{
		"CreateInstance": "InstanceId", "RunInstances": "InstanceIdSets.InstanceIdSet[]", "CreateVpc": "VpcId", "CreateVSwitch": "VSwitchId",
		"CreateNetworkInterface": "NetworkInterfaceId", "CreateImage": "ImageId", "CreateSecurityGroup": "SecurityGroupId",
		"CreateDisk": "DiskId", "DescribeInstances": "", "StartInstance": "", "NoSuchOperation": "",
	} {
		if got := table.Of(op).Made; got != want {
			t.Errorf("%s answers %q, want %q", op, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	p, err := ParsePlace("Tags.Tag[].TagKey|Key=TagValue|Value,-small,omitzero,words=none/all")
	if err != nil || p.String() != "Tags.Tag[].TagKey|Key=TagValue|Value" || !p.List || !p.OmitZero || p.Words[1] != "all" || p.Key[1] != "Key" || p.Value[0] != "TagValue" {
		t.Errorf("%+v %v", p, err)
	}
	for text, part := range map[string]string{
		"": "a name is missing", "A..B": "a name is missing", "A[]B": "KEY=VALUE", "A[].B[].C": "KEY=VALUE", "A[].B|C=D": "same number", "A,words=one": "false and true",
	} {
		if _, err := ParsePlace(text); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestViews(t *testing.T) {
	place := func(text string) Place {
		p, err := ParsePlace(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	all := []Place{place("A"), place("B,+id"), place("C,long"), place("D,-short"), place("E,asked,-short"), place("F,id")}
	for view, want := range map[string]string{"": "ABD", "id": "BF", "long": "ABCD", "short": "AB", "/asked": "ABDE", "short/asked": "AB", "id/asked": "BF"} {
		name, asked, _ := strings.Cut(view, "/")
		v, got := ViewOf(name, all, asked, "nothing"), []string(nil)
		for _, p := range all {
			if v.Shows(p) {
				got = append(got, p.String())
			}
		}
		if strings.Join(got, "") != want {
			t.Errorf("view %q shows %s, want %s", view, got, want)
		}
	}
}

func TestATagThatCannotBeReadIsNamed(t *testing.T) {
	type wrong struct {
		Size int `wire:"Size" compare:"sometimes"`
	}
	defer func() {
		if said, _ := recover().(string); !strings.Contains(said, "wrong.Size") || !strings.Contains(said, "sometimes") {
			t.Errorf("said %q", said)
		}
	}()
	Fields(reflect.TypeFor[wrong]())
}
