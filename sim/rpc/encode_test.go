package rpc

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/wire"
	"github.com/ecsim/ecsim/sim"
)

// A tour is a cloud with one of everything, and the way to ask it.
type tour struct {
	t     *testing.T
	cloud *sim.Cloud
	names map[string]string
	serve func(op string, params map[string]string) map[string]any
}

func newTour(t *testing.T) *tour {
	t.Helper()
	cloud := cloudOf(t, sim.WithTransitions(sim.TransitionsInstant))
	h, err := NewHandler(cloud, Options{AuthOff: true})
	if err != nil {
		t.Fatal(err)
	}
	tr := &tour{t: t, cloud: cloud, names: cloud.World().Base().Names}
	tr.serve = func(op string, params map[string]string) map[string]any {
		t.Helper()
		q := url.Values{"Action": {op}, "Version": {ecsVersion}, "Format": {"JSON"}, "RegionId": {"cn-hangzhou"}}
		for name, value := range params {
			q.Set(name, value)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, requestTo(http.MethodGet, "/?"+q.Encode(), http.NoBody))
		var body map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != 200 {
			t.Fatalf("%s %v: %d %s %v", op, params, w.Code, w.Body, err)
		}
		return body
	}
	return tr
}

// answers makes one of everything and returns an answer of each operation that
// shows or makes something.
func (tr *tour) answers() map[string]map[string]any {
	out := map[string]map[string]any{}
	ask := func(op string, params map[string]string) map[string]any {
		out[op] = tr.serve(op, params)
		return out[op]
	}
	n := tr.names
	base := map[string]string{
		"ImageId": n["image.linux"], "InstanceType": "ecs.g7.large", "VSwitchId": n["vsw1"], "SecurityGroupId": n["sg1"],
		"Tag.1.Key": "team", "Tag.1.Value": "a",
	}
	instance := strings.Trim(text(ask("RunInstances", base)["InstanceIdSets"], "InstanceIdSet"), "[]")
	stopped := text(ask("CreateInstance", base), "InstanceId")
	ask("ReplaceSystemDisk", map[string]string{"InstanceId": stopped, "ImageId": base["ImageId"]})
	image := text(ask("CreateImage", map[string]string{"InstanceId": instance, "ImageName": "made"}), "ImageId")
	tr.serve("ModifyImageSharePermission", map[string]string{"ImageId": image, "AddAccount.1": "1000000000000002"})
	eni := text(ask("CreateNetworkInterface", map[string]string{
		"VSwitchId": n["vsw1"], "SecurityGroupId": n["sg1"], "Tag.1.Key": "team", "QueueNumber": "2",
	}), "NetworkInterfaceId")
	tr.serve("AttachNetworkInterface", map[string]string{"InstanceId": instance, "NetworkInterfaceId": eni})
	vpc := text(ask("CreateVpc", map[string]string{"CidrBlock": "192.168.0.0/16"}), "VpcId")
	ask("CreateVSwitch", map[string]string{"VpcId": vpc, "ZoneId": "cn-hangzhou-i", "CidrBlock": "192.168.1.0/24"})
	group := text(ask("CreateSecurityGroup", map[string]string{"VpcId": vpc, "Tag.1.Key": "team"}), "SecurityGroupId")
	tr.serve("AuthorizeSecurityGroup", map[string]string{
		"SecurityGroupId": group, "IpProtocol": "tcp", "PortRange": "22/22", "SourceCidrIp": "10.0.0.0/8",
	})
	ask("CreateKeyPair", map[string]string{"KeyPairName": "key-1", "Tag.1.Key": "team"})
	ask("ImportKeyPair", map[string]string{"KeyPairName": "key-2", "PublicKeyBody": "ssh-rsa AAAA"})
	ask("AttachKeyPair", map[string]string{"KeyPairName": "key-1", "InstanceIds": `["` + instance + `"]`})
	ask("DetachKeyPair", map[string]string{"KeyPairName": "key-2", "InstanceIds": `["` + instance + `"]`})
	disk := text(ask("CreateDisk", map[string]string{"ZoneId": "cn-hangzhou-i", "Size": "40", "Tag.1.Key": "team"}), "DiskId")
	ask("DescribeDisks", map[string]string{"DiskIds": `["` + disk + `"]`})
	ask("DescribeKeyPairs", map[string]string{"KeyPairName": "key-1", "IncludePublicKey": "true"})
	ask("DescribeInstances", map[string]string{"InstanceIds": `["` + instance + `"]`, "AdditionalAttributes.1": "META_OPTIONS"})
	ask("DescribeInstanceStatus", nil)
	ask("DescribeInstanceAttribute", map[string]string{"InstanceId": instance})
	ask("DescribeUserData", map[string]string{"InstanceId": instance})
	ask("DescribeInstanceVncUrl", map[string]string{"InstanceId": instance})
	ask("DescribeImages", map[string]string{"ImageId": image, "Status": "Available"})
	ask("DescribeImageSharePermission", map[string]string{"ImageId": image})
	ask("DescribeNetworkInterfaces", map[string]string{"NetworkInterfaceId.1": eni})
	ask("DescribeNetworkInterfaceAttribute", map[string]string{"NetworkInterfaceId": eni})
	ask("DescribeSecurityGroups", map[string]string{"SecurityGroupId": group})
	ask("DescribeSecurityGroupAttribute", map[string]string{"SecurityGroupId": group})
	other := text(tr.serve("CreateSecurityGroup", map[string]string{"VpcId": vpc}), "SecurityGroupId")
	tr.serve("AuthorizeSecurityGroupEgress", map[string]string{
		"SecurityGroupId": other, "IpProtocol": "tcp", "PortRange": "22/22", "DestGroupId": group,
	})
	ask("ListTagResources", map[string]string{"ResourceType": "securitygroup", "ResourceId.1": group})
	ask("DescribeTags", nil)
	ask("DescribeSecurityGroupReferences", map[string]string{"SecurityGroupId.1": group})
	ask("DescribeVpcs", map[string]string{"VpcId": vpc})
	ask("DescribeVSwitches", map[string]string{"VpcId": vpc})
	ask("DescribeVpcAttribute", map[string]string{"VpcId": vpc})
	ask("DescribeVSwitchAttributes", map[string]string{"VSwitchId": n["vsw1"]})
	ask("DescribeRouteTableList", map[string]string{"VpcId": vpc})
	ask("DescribeRouteTables", nil)
	ask("DescribeRegions", nil)
	ask("DescribeZones", nil)
	ask("DescribeInstanceTypes", map[string]string{"InstanceTypes.1": "ecs.g7.large"})
	return out
}

// text returns a member as text, a list of one as that one.
func text(of any, name string) string {
	m, _ := of.(map[string]any)
	switch v := m[name].(type) {
	case string:
		return v
	case []any:
		if len(v) == 1 {
			return v[0].(string)
		}
	}
	return ""
}

// beyondShapes are members that the answers have and response_shape has not,
// each with the reason why it is sent.
func beyondShapes() map[string]string {
	return map[string]string{
		"DescribeImages.Images.Image.Usable":                                                "samples: also carried since 2026",
		"DescribeInstances.Instances.Instance.EnableNetworkEncryption":                      "no shape has a field for the parameter of the page",
		"DescribeInstances.Instances.Instance.EnableJumboFrame":                             "only DescribeInstanceAttribute documents it",
		"DescribeInstances.Instances.Instance.CpuOptions.NestedVirtualization":              "no shape has a field for the parameter of the page",
		"DescribeInstances.Instances.Instance.MetadataOptions.InstanceMetadataTags":         "no shape has a field for the parameter of the page",
		"DescribeNetworkInterfaceAttribute.NetworkInterfaceTrafficConfig.RxQueueSize":       "the parameter's own name",
		"DescribeNetworkInterfaceAttribute.NetworkInterfaceTrafficConfig.TxQueueSize":       "the parameter's own name",
		"DescribeNetworkInterfaceAttribute.EnhancedNetwork.VirtualFunctionTotalQueueNumber": "the parameter's own name",
		"DescribeNetworkInterfaceAttribute.EnhancedNetwork.VirtualFunctionQuantity":         "the parameter's own name",
	}
}

// Answers have the names and types of the documentation's, and no others.
func TestAnswersHaveTheDocumentedShape(t *testing.T) {
	tr := newTour(t)
	catalog := tr.cloud.World().Model().Catalog()
	answers := tr.answers()
	unseen := beyondShapes()
	for op, body := range answers {
		known, err := catalog.Operation(op)
		if err != nil {
			t.Fatal(err)
		}
		var shape any
		if err := json.Unmarshal(known.ResponseShape, &shape); err != nil {
			t.Fatal(err)
		}
		for _, difference := range differences(op, body, shape) {
			path, _, _ := strings.Cut(difference, ": ")
			if _, ok := beyondShapes()[path]; ok {
				delete(unseen, path)
				continue
			}
			t.Error(difference)
		}
	}
	for path := range unseen {
		if !strings.Contains(path, "QueueSize") { // shown when set
			t.Errorf("%s is excused and does not occur", path)
		}
	}
	for name := range wire.Answers() {
		if _, served := tr.cloud.World().Model().Operation(name); served && answers[name] == nil && name != "AssignIpv6Addresses" {
			t.Errorf("%s is not on the tour", name)
		}
	}
}

// differences lists what the answer has and the shape has not.
func differences(path string, got, shape any) []string {
	switch v := got.(type) {
	case map[string]any:
		members, ok := shape.(map[string]any)
		if !ok {
			return []string{path + ": an object, and no object in the shape"}
		}
		var out []string
		for name, value := range v {
			if want, ok := members[name]; ok {
				out = append(out, differences(path+"."+name, value, want)...)
			} else {
				out = append(out, path+"."+name+": not in the shape")
			}
		}
		return out
	case []any:
		element, ok := shape.([]any)
		if !ok {
			return []string{path + ": a list, and no list in the shape"}
		}
		var out []string
		for _, item := range v {
			out = append(out, differences(path, item, element[0])...)
		}
		return out
	default:
		want, _ := shape.(string)
		if kind := kindOf(v); kind != want && !(kind == "integer" && want == "number") {
			return []string{path + ": " + kind + " instead of " + want}
		}
		return nil
	}
}

func kindOf(v any) string {
	switch n := v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		if n == float64(int64(n)) {
			return "integer"
		}
		return "number"
	default:
		return "null"
	}
}

// Every field that shows an effect is on the wire.
func TestWhatShowsAnEffectIsShown(t *testing.T) {
	tr := newTour(t)
	answers := tr.answers()
	other := map[string]string{ // the model's name, where the wire's differs
		"HttpPutResponseHop": "HttpPutResponseHopLimit", "HighDensityMode": "EnableHighDensityMode",
	}
	for _, op := range tr.cloud.World().Model().Operations() {
		for _, e := range op.Effects {
			look, path, ok := strings.Cut(e.SeenBy, ".")
			if !ok || path == "" || answers[look] == nil {
				continue
			}
			field := path[strings.LastIndex(path, ".")+1:]
			if name, ok := other[field]; ok {
				field = name
			}
			if !mentions(answers[look], field) {
				t.Errorf("%s is seen by %s, which the answer does not have", e.ID(), e.SeenBy)
			}
		}
	}
}

func mentions(v any, name string) bool {
	switch v := v.(type) {
	case map[string]any:
		for member, value := range v {
			if member == name || mentions(value, name) {
				return true
			}
		}
	case []any:
		for _, item := range v {
			if mentions(item, name) {
				return true
			}
		}
	}
	return false
}

func TestTheTourShowsWhatItMade(t *testing.T) {
	answers := newTour(t).answers()
	dump := func(op string) string {
		data, err := json.Marshal(answers[op])
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for op, want := range map[string][]string{
		"DescribeInstances":                 {`"Status":"Running"`, `"TagKey":"team"`, `"Type":"Secondary"`, `"Memory":8192`, `"HttpTokens":"`},
		"DescribeNetworkInterfaces":         {`"Status":"InUse"`, `"QueueNumber":2`, `"DeviceIndex":1`, `"PrivateIpSet":[{`},
		"DescribeNetworkInterfaceAttribute": {`"ConnectionTrackingConfiguration"`},
		"DescribeImageSharePermission":      {`{"AliyunId":"1000000000000002"}`},
		"DescribeSecurityGroupAttribute":    {`"IpProtocol":"TCP"`, `"PortRange":"22/22"`, `"InnerAccessPolicy":"Accept"`},
		"DescribeVpcs":                      {`"RouterTableIds":{"RouterTableIds":["vtb-`, `"Status":"Available"`},
		"DescribeVSwitches":                 {`"AvailableIpAddressCount":252`},
		"DescribeInstanceAttribute":         {`"IoOptimized":"optimized"`},
		"DescribeImages":                    {`"Usable":true`, `"IsSelfShared":"True"`, `"RegionId":"cn-hangzhou"`},
	} {
		for _, w := range want {
			if !strings.Contains(dump(op), w) {
				t.Errorf("%s has no %s: %s", op, w, dump(op))
			}
		}
	}
}

// Text of any kind comes back as it was sent, in JSON and in XML.
func TestTextSurvivesTheWire(t *testing.T) {
	odd := "a\"\\\x01\t\n<&>'é漢\U0001F600\xff"
	var got map[string]string
	if err := json.Unmarshal(object{{"Text", odd}}.appendJSON(nil), &got); err != nil {
		t.Fatal(err)
	}
	if want := strings.ToValidUTF8(odd, "\ufffd"); got["Text"] != want {
		t.Errorf("%q, want %q", got["Text"], want)
	}
	if body := string(object{{"N", 3}, {"F", 0.5}, {"B", true}, inside("L.E[]", []string(nil)), {"X", nil}}.appendJSON(nil)); body != `{"N":3,"F":0.5,"B":true,"L":{"E":[]},"X":null}` {
		t.Error(body)
	}
}

// A page of instances costs the page: of the call and its body, and of the body
// alone.
func BenchmarkDescribeInstances(b *testing.B) {
	cloud := cloudOf(b, sim.WithTransitions(sim.TransitionsInstant))
	names := cloud.World().Base().Names
	cloud.Do(b.Context(), model.Call{Op: "RunInstances", Params: model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large",
		"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"], "Amount": "100",
	}})
	call := model.Call{Op: "DescribeInstances", Params: model.Params{"RegionId": "cn-hangzhou", "PageSize": strconv.Itoa(100)}}
	plans, said := newPlans(cloud.World().Model()), cloud.Call(b.Context(), call)
	b.Run("call", func(b *testing.B) {
		for b.Loop() {
			plans.answer(call, cloud.Call(b.Context(), call)).body().appendJSON(nil)
		}
	})
	b.Run("body", func(b *testing.B) {
		for b.Loop() {
			plans.answer(call, said).body().appendJSON(nil)
		}
	})
}

// One instance by its id costs the same, however many there are.
func BenchmarkDescribeInstancesByID(b *testing.B) {
	for _, population := range []int{100, 10_000} {
		b.Run(strconv.Itoa(population), func(b *testing.B) {
			w := cloudOf(b).World()
			base := *w.Base()
			base.Facts = maps.Clone(base.Facts)
			for _, quota := range []model.FactName{ecs.QuotaVCpus, ecs.QuotaBasicMembers} {
				base.Facts[model.Fact{Scope: base.Accounts[0].ID, Name: quota}] = model.Exactly(model.Unlimited)
			}
			cloud := sim.New(w.On(&base), sim.WithTransitions(sim.TransitionsInstant))
			names := w.Base().Names
			var id string
			for range population / 100 {
				o := cloud.Do(b.Context(), model.Call{Op: "RunInstances", Params: model.Params{
					"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large",
					"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"], "Amount": "100",
				}})
				if len(o.Reply.Created) == 0 {
					b.Fatalf("%d %s", o.HTTP, o.Code)
				}
				id = o.Reply.Created[0]
			}
			call := model.Call{Op: "DescribeInstances", Params: model.Params{"RegionId": "cn-hangzhou", "InstanceIds": `["` + id + `"]`}}
			plans := newPlans(cloud.World().Model())
			for b.Loop() {
				plans.answer(call, cloud.Call(b.Context(), call)).body().appendJSON(nil)
			}
		})
	}
}
