package target

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// reading returns the outcome of a success with the body.
func reading(t *testing.T, op, body string) model.Outcome {
	t.Helper()
	got, err := answering(t, 200, body).Do(t.Context(), model.Call{Op: op})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// only returns the one resource of a success, and what of it is shown.
func only[T any](t *testing.T, o model.Outcome) (*T, map[string]bool) {
	t.Helper()
	if o.Class != model.ClassOK || len(o.Reply.Items) != 1 {
		t.Fatalf("%v %q with %d items", o.Class, o.Message, len(o.Reply.Items))
	}
	seen := o.Reply.Items[0].(model.Seen)
	return seen.Resource.(any).(*T), seen.Shown
}

// sample returns a captured body.
func sample(t *testing.T, name string) string {
	t.Helper()
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := c.Sample(name)
	if err != nil {
		t.Fatal(err)
	}
	var captured struct {
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(data, &captured); err != nil {
		t.Fatal(err)
	}
	return string(captured.Body)
}

func shownAre(t *testing.T, shown map[string]bool, want ...string) {
	t.Helper()
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(shown))); diff != "" {
		t.Errorf("shown: %s", diff)
	}
}

func TestInstanceOf2019(t *testing.T) {
	o := reading(t, "DescribeInstances", sample(t, "describe-instances.capture-2019"))
	i, shown := only[ecs.Instance](t, o)
	want := &ecs.Instance{
		InstanceId: "i-bp1synthetic00000001", InstanceName: "iZbp1synthetic00000001Z", HostName: "iZbp1synthetic00000001Z",
		ImageId: "centos_7_06_64_20G_alibase_20190711.vhd", InstanceType: "ecs.t5-lc1m1.small",
		RegionId: "cn-hangzhou", ZoneId: "cn-hangzhou-i", Status: ecs.Stopped, InstanceChargeType: ecs.PrePaid,
		SpotStrategy: ecs.NoSpot, InstanceNetworkType: ecs.NetworkVpc, VpcId: "vpc-bp1synthetic000001",
		VSwitchId: "vsw-bp1synthetic000001", PrivateIpAddress: "172.16.0.10", PrimaryEni: "eni-bp1synthetic000001",
		SecurityGroupIds: model.NewList("sg-bp1synthetic0000001"), CreditSpecification: ecs.Standard,
		StoppedMode: "Not-applicable", OSType: model.Linux, IoOptimized: true, LockReason: model.NewList("financial"),
		CreationTime: time.Date(2019, 7, 1, 5, 29, 0, 0, time.UTC), StartTime: time.Date(2019, 7, 1, 5, 29, 0, 0, time.UTC),
		Tags: model.NewList("k=v"),
	}
	if diff := cmp.Diff(want, i); diff != "" {
		t.Error(diff)
	}
	shownAre(t, shown, "InstanceId", "InstanceName", "Description", "HostName", "ImageId", "InstanceType", "RegionId", "ZoneId", "Status",
		"InstanceChargeType", "SpotStrategy", "InstanceNetworkType", "VpcId", "VSwitchId", "PrivateIpAddress", "PrimaryEni", "SecurityGroupIds",
		"DeletionProtection", "CreditSpecification", "StoppedMode", "CreationTime", "StartTime", "OSType", "IoOptimized", "Recyclable",
		"LockReason", "Tags")
	if page := (model.Page{Number: 1, Size: 100, Total: 1}); o.Reply.Page != page || o.RequestId != "00000000-1111-2222-3333-444444444444" {
		t.Errorf("page %+v, request %s", o.Reply.Page, o.RequestId)
	}
}

func TestInstanceOf2023(t *testing.T) {
	i, shown := only[ecs.Instance](t, reading(t, "DescribeInstances", sample(t, "describe-instances.capture-2023")))
	if i.PrimaryEni != "eni-j6csynthetic000001" || i.CoreCount != 16 || i.ThreadsPerCore != 2 || i.Status != ecs.Running {
		t.Errorf("%+v", i)
	}
	// Members that are empty because nobody asked for them, and those that are
	// not there, show nothing.
	for _, field := range []string{"HttpEndpoint", "HttpTokens", "TopologyType", "Tags", "PrivateDnsName", "HighDensityMode", "UserData"} {
		if shown[field] {
			t.Errorf("%s is shown", field)
		}
	}
	for _, field := range []string{"CoreCount", "CreditSpecification", "LockReason", "Description"} {
		if !shown[field] {
			t.Errorf("%s is not shown", field)
		}
	}
}

func TestInstanceOptions(t *testing.T) {
	i, shown := only[ecs.Instance](t, reading(t, "DescribeInstances", `{"Instances":{"Instance":[{
		"MetadataOptions":{"HttpEndpoint":"enabled","HttpTokens":"required","HttpPutResponseHopLimit":2,"InstanceMetadataTags":"disabled"},
		"CpuOptions":{"CoreCount":2,"ThreadsPerCore":1,"TopologyType":"DiscreteCoreToHTMapping"},
		"AdditionalInfo":{"EnableHighDensityMode":true},
		"PrivateDnsNameOptions":{"HostnameType":"Custom","EnableInstanceIdDnsARecord":true,"EnableInstanceIdDnsAAAARecord":false,"EnableIpDnsARecord":"true","EnableIpDnsPtrRecord":false},
		"NetworkInterfaces":{"NetworkInterface":[{"NetworkInterfaceId":"eni-2","Type":"Secondary"},{"NetworkInterfaceId":"eni-1","Type":"Primary","PrimaryIpAddress":"10.0.0.1"}]}}]}}`))
	want := &ecs.Instance{
		HttpEndpoint: "enabled", HttpTokens: "required", HttpPutResponseHop: 2, InstanceMetadataTags: "disabled",
		CoreCount: 2, ThreadsPerCore: 1, TopologyType: "DiscreteCoreToHTMapping", HighDensityMode: true,
		PrivateDnsName: ecs.PrivateDnsNameOptions{HostnameType: "Custom", EnableInstanceIdDnsARecord: true, EnableIpDnsARecord: true},
		PrimaryEni:     "eni-1", PrivateIpAddress: "10.0.0.1",
	}
	if diff := cmp.Diff(want, i); diff != "" {
		t.Error(diff)
	}
	shownAre(t, shown, "HttpEndpoint", "HttpTokens", "HttpPutResponseHop", "InstanceMetadataTags", "CoreCount", "ThreadsPerCore",
		"TopologyType", "HighDensityMode", "PrivateDnsName", "PrimaryEni", "PrivateIpAddress")
}

func TestOtherViewsOfAnInstance(t *testing.T) {
	i, shown := only[ecs.Instance](t, reading(t, "DescribeInstanceAttribute",
		`{"RequestId":"r","InstanceId":"i-1","IoOptimized":"none","EnableJumboFrame":true,"Status":"Stopped"}`))
	if !i.EnableJumboFrame || i.IoOptimized || i.Status != ecs.Stopped {
		t.Errorf("%+v", i)
	}
	shownAre(t, shown, "InstanceId", "IoOptimized", "EnableJumboFrame", "Status")

	o := reading(t, "DescribeInstanceStatus", `{"InstanceStatuses":{"InstanceStatus":[{"InstanceId":"i-1","Status":"Running"}]},"TotalCount":1}`)
	i, shown = only[ecs.Instance](t, o)
	if i.InstanceId != "i-1" || i.Status != ecs.Running {
		t.Errorf("%+v", i)
	}
	shownAre(t, shown, "InstanceId", "Status")

	o = reading(t, "DescribeUserData", `{"RequestId":"r","InstanceId":"i-1","RegionId":"cn-hangzhou","UserData":"eA=="}`)
	want := model.Reply{Values: map[string]string{"InstanceId": "i-1", "RegionId": "cn-hangzhou", "UserData": "eA=="}}
	if diff := cmp.Diff(want, o.Reply); diff != "" {
		t.Error(diff)
	}
}

func TestImages(t *testing.T) {
	o := reading(t, "DescribeImages", sample(t, "describe-images.capture-2017"))
	i, shown := only[ecs.Image](t, o)
	id := "win2016_64_dtc_1607_en-us_40G_alibase_20170915.vhd"
	want := &ecs.Image{
		ImageId: id, ImageName: id, ImageOwnerAlias: model.SystemAccount, Status: ecs.Available, OSType: model.Windows,
		Platform: "Windows Server 2016", OSName: "Windows Server  2016 数据中心版 64位英文版", Architecture: "x86_64",
		IsSupportCloudinit: true, Usage: "instance", Size: 40, CreationTime: time.Date(2017, 9, 29, 2, 20, 19, 0, time.UTC),
	}
	if diff := cmp.Diff(want, i); diff != "" {
		t.Error(diff)
	}
	shownAre(t, shown, "ImageId", "ImageName", "Description", "ImageOwnerAlias", "Status", "OSType", "Platform", "OSName", "Architecture",
		"Usage", "IsSupportCloudinit", "Size", "CreationTime", "Tags")
	if o.Reply.Page != (model.Page{Number: 5, Size: 5, Total: 37}) {
		t.Errorf("page %+v", o.Reply.Page)
	}

	o = reading(t, "DescribeImageSharePermission",
		`{"ImageId":"m-1","TotalCount":2,"Accounts":{"Account":[{"AliyunId":"2"},{"AliyunId":1}]}}`)
	if diff := cmp.Diff(map[string]string{"ImageId": "m-1", "Accounts": "2,1"}, o.Reply.Values); diff != "" {
		t.Error(diff)
	}
	i, _ = only[ecs.Image](t, reading(t, "DescribeImageFromFamily", `{"Image":{"ImageId":"m-1","Features":{"ImdsSupport":"v2"}}}`))
	if i.ImageId != "m-1" || i.ImdsSupport != "v2" {
		t.Errorf("%+v", i)
	}
	if o = reading(t, "DescribeImageFromFamily", `{"Image":{}}`); o.Class != model.ClassOK || len(o.Reply.Items) != 0 {
		t.Errorf("%+v", o)
	}
}

func TestNetworkInterfaces(t *testing.T) {
	e, shown := only[ecs.NetworkInterface](t, reading(t, "DescribeNetworkInterfaces", sample(t, "describe-network-interfaces.docs-2024")))
	want := &ecs.NetworkInterface{
		NetworkInterfaceId: "eni-bp1synthetic000002", NetworkInterfaceName: "n", Description: "d", Type: ecs.Secondary,
		Status: ecs.InUse, InstanceId: "i-bp1synthetic00000001", VpcId: "vpc-bp1synthetic000001", VSwitchId: "vsw-bp1synthetic000001",
		ZoneId: "cn-hangzhou-i", PrivateIpAddress: "172.16.0.11", MacAddress: "00:16:3e:00:00:03",
		SecurityGroupIds: model.NewList("sg-bp1synthetic0000001"), QueueNumber: 1, NetworkInterfaceTrafficMode: ecs.Standard,
		DeleteOnRelease: true, CreationTime: time.Date(2024, 1, 1, 12, 31, 31, 0, time.UTC),
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
	shownAre(t, shown, "NetworkInterfaceId", "NetworkInterfaceName", "Description", "Type", "Status", "InstanceId", "VpcId", "VSwitchId",
		"ZoneId", "PrivateIpAddress", "MacAddress", "TrunkNetworkInterfaceId", "Ipv6", "SecurityGroupIds", "QueueNumber", "QueuePairNumber",
		"NetworkInterfaceTrafficMode", "DeleteOnRelease", "SourceDestCheck", "ServiceManaged", "CreationTime", "Tags")

	e, shown = only[ecs.NetworkInterface](t, reading(t, "DescribeNetworkInterfaceAttribute", `{"NetworkInterfaceId":"eni-1",
		"ConnectionTrackingConfiguration":{"TcpEstablishedTimeout":910,"TcpClosedAndTimeWaitTimeout":3,"UdpTimeout":30},
		"EnhancedNetwork":{"EnableSriov":true,"EnableRss":false},
		"NetworkInterfaceTrafficConfig":{"NetworkInterfaceTrafficMode":"HighPerformance","QueueNumber":8,"QueuePairNumber":16},
		"Ipv6Sets":{"Ipv6Set":[{"Ipv6Address":"2001::1"}]}}`))
	want = &ecs.NetworkInterface{
		NetworkInterfaceId: "eni-1", TcpEstablishedTimeout: 910, TcpClosedAndTimeWaitTimeout: 3, UdpTimeout: 30, EnableSriov: true,
		NetworkInterfaceTrafficMode: ecs.HighPerformance, QueueNumber: 8, QueuePairNumber: 16, Ipv6: model.NewList("2001::1"),
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
	shownAre(t, shown, "NetworkInterfaceId", "TcpEstablishedTimeout", "TcpClosedAndTimeWaitTimeout", "UdpTimeout", "EnableSriov", "EnableRss",
		"NetworkInterfaceTrafficMode", "QueueNumber", "QueuePairNumber", "Ipv6")
}

func TestNetworks(t *testing.T) {
	v, _ := only[ecs.Vpc](t, reading(t, "DescribeVpcs", sample(t, "describe-vpcs.capture-2019")))
	want := &ecs.Vpc{VpcId: "vpc-bp1synthetic000001", CidrBlock: "172.16.0.0/16", Status: ecs.Available,
		CreationTime: time.Date(2019, 7, 26, 5, 29, 45, 0, time.UTC)}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Error(diff)
	}
	g, shown := only[ecs.SecurityGroup](t, reading(t, "DescribeSecurityGroupAttribute", sample(t, "describe-security-group-attribute.capture-2017")))
	if g.InnerAccessPolicy != "Accept" || g.VpcId != "vpc-j6csynthetic000001" {
		t.Errorf("%+v", g)
	}
	shownAre(t, shown, "SecurityGroupId", "SecurityGroupName", "Description", "VpcId", "InnerAccessPolicy", rulesShown)
	rule := ecs.Permission{
		Direction: ecs.Egress, IpProtocol: "ALL", PortRange: "-1/-1", DestCidrIp: "0.0.0.0/0", Policy: "Accept", Priority: "110",
		NicType: "intranet", CreateTime: "2017-03-19T13:37:55Z",
	}
	if rules := g.Permissions(); len(rules) != 2 || rules[1] != rule {
		t.Errorf("rules %+v", rules)
	}
	g, _ = only[ecs.SecurityGroup](t, reading(t, "DescribeSecurityGroups",
		`{"SecurityGroups":{"SecurityGroup":[{"SecurityGroupId":"sg-1","SecurityGroupType":"enterprise","ServiceManaged":true,"VpcId":""}]},"NextToken":"more"}`))
	if g.SecurityGroupType != ecs.EnterpriseGroup || !g.ServiceManaged {
		t.Errorf("%+v", g)
	}
	s, _ := only[ecs.VSwitch](t, reading(t, "DescribeVSwitchAttributes", `{"VSwitchId":"vsw-1","ZoneId":"z","CidrBlock":"10.0.0.0/24","VpcId":"vpc-1"}`))
	if *s != (ecs.VSwitch{VSwitchId: "vsw-1", ZoneId: "z", CidrBlock: "10.0.0.0/24", VpcId: "vpc-1"}) {
		t.Errorf("%+v", s)
	}
}

func TestPlaces(t *testing.T) {
	r, _ := only[model.Region](t, reading(t, "DescribeRegions", `{"Regions":{"Region":[{"RegionId":"r","LocalName":"here"}]}}`))
	if *r != (model.Region{RegionId: "r", LocalName: "here"}) {
		t.Errorf("%+v", r)
	}
	z, _ := only[model.Zone](t, reading(t, "DescribeZones", `{"Zones":{"Zone":[{"ZoneId":"z","AvailableInstanceTypes":{"InstanceTypes":["a","b"]}}]}}`))
	if *z != (model.Zone{ZoneId: "z", Types: model.NewList("a", "b")}) {
		t.Errorf("%+v", z)
	}
	typ, shown := only[model.InstanceType](t, reading(t, "DescribeInstanceTypes",
		`{"InstanceTypes":{"InstanceType":[{"InstanceTypeId":"ecs.x","MemorySize":0.5,"CpuCoreCount":"4","EniQuantity":3.0,"JumboFrameSupport":"false","CpuOptions":{"SupportedTopologyTypes":{"SupportedTopologyType":["t"]}}}]}}`))
	want := &model.InstanceType{InstanceTypeId: "ecs.x", CpuCoreCount: 4, EniQuantity: 3, SupportedTopologies: model.NewList("t")}
	if diff := cmp.Diff(want, typ, cmp.AllowUnexported(model.InstanceType{})); diff != "" {
		t.Error(diff)
	}
	shownAre(t, shown, "InstanceTypeId", "MemorySize", "CpuCoreCount", "EniQuantity", "JumboFrameSupport", "SupportedTopologies")
}

func TestCreated(t *testing.T) {
	for op, body := range map[string]string{
		"RunInstances":           `{"InstanceIdSets":{"InstanceIdSet":["i-1"]}}`,
		"CreateInstance":         `{"InstanceId":"i-1"}`,
		"CreateImage":            `{"ImageId":"i-1"}`,
		"CreateNetworkInterface": `{"NetworkInterfaceId":"i-1","PrivateIpSets":{"PrivateIpSet":[]}}`,
		"CreateSecurityGroup":    `{"SecurityGroupId":"i-1"}`,
		"CreateVpc":              `{"VpcId":"i-1","VRouterId":"v"}`,
		"CreateVSwitch":          `{"VSwitchId":"i-1"}`,
	} {
		if o := reading(t, op, body); o.Class != model.ClassOK || !slices.Equal(o.Reply.Created, []string{"i-1"}) {
			t.Errorf("%s: %+v", op, o)
		}
	}
	if o := reading(t, "CreateInstance", `{"InstanceId":{}}`); o.Class != model.ClassUnknown || !strings.Contains(o.Message, "InstanceId") {
		t.Errorf("an id that is an object: %+v", o)
	}
	if o := reading(t, "RunInstances", `{"RequestId":"r"}`); o.Class != model.ClassUnknown || !strings.Contains(o.Message, "InstanceIdSets") {
		t.Errorf("no ids: %+v", o)
	}
}

func TestEmptyLists(t *testing.T) {
	for _, body := range []string{`{"Instances":{"Instance":[]}}`, `{"TotalCount":0}`, `{"TotalCount":"0","Instances":{}}`, `{"TotalCount":0,"Instances":{"Instance":null}}`} {
		if o := reading(t, "DescribeInstances", body); o.Class != model.ClassOK || len(o.Reply.Items) != 0 {
			t.Errorf("%s: %+v", body, o)
		}
	}
}

func TestLenientValues(t *testing.T) {
	type values struct {
		S str
		N num
		F flag
		W when
	}
	tests := []struct {
		body, want string // the values that are set, or the error
	}{
		{`{"S":"x","N":3,"F":true,"W":"2024-01-02T03:04Z"}`, `x 3 true 03:04:00`},
		{`{"S":5,"N":"3","F":"False","W":"2024-01-02T03:04:05Z"}`, `5 3 false 03:04:05`},
		{`{"S":"a\"b","N":3.0,"F":"True","W":"2024-01-02T11:04:05+08:00"}`, `a"b 3 true 03:04:05`},
		{`{"S":"","N":"","F":"","W":""}`, ` - - -`},
		{`{"S":null,"N":null,"F":null,"W":null}`, `- - - -`},
		{`{}`, `- - - -`},
		{`{"S":true}`, `the answer's S is no string: true`},
		{`{"S":{}}`, `the answer's S is no string: {}`},
		{`{"N":3.5}`, `the answer's N is no whole number: 3.5`},
		{`{"N":"many"}`, `the answer's N is no whole number: "many"`},
		{`{"N":true}`, `the answer's N is no whole number: true`},
		{`{"F":1}`, `the answer's F is no Boolean: 1`},
		{`{"F":"yes"}`, `the answer's F is no Boolean: "yes"`},
		{`{"W":"yesterday"}`, `the answer's W is no time: "yesterday"`},
		{`{"W":1700000000}`, `the answer's W is no time: 1700000000`},
	}
	for _, tt := range tests {
		var v values
		var got string
		if err := (answer{body: []byte(tt.body)}).decode(&v); err != nil {
			got = err.Error()
		} else {
			got = strings.Join([]string{shown(v.S.of, v.S.v), shown(v.N.of, v.N.of.v), shown(v.F.of, v.F.v), shown(v.W.of, v.W.v.Format(time.TimeOnly))}, " ")
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.body, got, tt.want)
		}
	}
}

func shown[T comparable](o of[T], v any) string {
	if !o.set {
		return "-"
	}
	return fmt.Sprint(v)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestShownNamesAreFields: what a decoder says that it shows is a field of the
// resource, and the answer that has everything shows nearly everything.
func TestShownNamesAreFields(t *testing.T) {
	c := must(catalog.Open())
	for _, op := range []string{"DescribeInstances", "DescribeImages", "DescribeNetworkInterfaces", "DescribeNetworkInterfaceAttribute",
		"DescribeSecurityGroups", "DescribeSecurityGroupAttribute", "DescribeVpcs", "DescribeVSwitches", "DescribeRegions", "DescribeZones", "DescribeInstanceTypes"} {
		documented := must(c.Operation(op))
		var shape any
		if err := json.Unmarshal(documented.ResponseShape, &shape); err != nil {
			t.Fatal(err)
		}
		o := reading(t, op, string(must(json.Marshal(example(shape, "")))))
		if o.Class != model.ClassOK {
			t.Errorf("%s: %s", op, o.Message)
			continue
		}
		seen := o.Reply.Items[0].(model.Seen)
		fields := reflect.TypeOf(seen.Resource).Elem()
		for name := range seen.Shown {
			if _, ok := fields.FieldByName(name); !ok && name != rulesShown {
				t.Errorf("%s shows %s, which is no field of %s", op, name, fields)
			}
		}
		for f := range fields.Fields() {
			if f.IsExported() && f.Name != "Hidden" && !seen.Shown[f.Name] {
				t.Logf("%s does not show %s", op, f.Name)
			}
		}
	}
}

// example makes a value for a documented shape.
func example(shape any, name string) any {
	switch s := shape.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, v := range s {
			out[k] = example(v, k)
		}
		return out
	case []any:
		return []any{example(s[0], name)}
	default:
		switch {
		case strings.HasSuffix(name, "Time"):
			return "2024-01-02T03:04Z"
		case s == "integer":
			return 2
		case s == "number":
			return 2.5
		case s == "boolean":
			return true
		default:
			return name
		}
	}
}
