package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// population makes a few instances that differ and names them.
func population(t *testing.T) (w model.World, id map[string]string) {
	t.Helper()
	w, id = newWorld(t), map[string]string{}
	add := func(name string, more model.Params) {
		more["InstanceName"] = name
		var reply model.Reply
		w, reply = accept(t, w, launch(t, w, more))
		id[name] = reply.Created[0]
	}
	add("web-1", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "a"})
	add("web-2", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "b", "VSwitchId": named(t, w, "vsw2")})
	w = settle(w)
	add("db", model.Params{"SecurityGroupId": named(t, w, "sg2"), "InstanceType": "ecs.g6.large", "ImageId": named(t, w, "image.windows"), "HttpEndpoint": "disabled"})
	add("old", model.Params{"VSwitchId": "", "SecurityGroupId": named(t, w, "sgclassic"), "InstanceType": "ecs.t1.small"})
	add("year", model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "12", "SecurityGroupId": named(t, w, "sg3"), "VSwitchId": named(t, w, "vsw3")})
	return w, id
}

func TestDescribeInstancesSelects(t *testing.T) {
	w, id := population(t)
	name := func(n string) string { return named(t, w, n) }
	all := "web-1 web-2 db old year"
	cases := []struct {
		params model.Params
		want   string
	}{
		{nil, all},
		{model.Params{"InstanceIds": `["` + id["year"] + `","` + id["db"] + `"]`}, "db year"},
		{model.Params{"InstanceIds": `["` + id["db"] + `","i-none","` + id["db"] + `"]`}, "db"},
		{model.Params{"InstanceIds": `[]`}, ""},
		{model.Params{"InstanceIds": ``}, all},
		{model.Params{"InstanceName": "web-1"}, "web-1"},
		{model.Params{"InstanceName": "web"}, ""},
		{model.Params{"InstanceName": "web*"}, "web-1 web-2"},
		{model.Params{"InstanceName": "*e*-2"}, "web-2"},
		{model.Params{"InstanceName": "*"}, all},
		{model.Params{"VpcId": name("vpc2")}, "year"},
		{model.Params{"VSwitchId": name("vsw2")}, "web-2"},
		{model.Params{"ZoneId": "cn-hangzhou-j"}, "web-2"},
		{model.Params{"SecurityGroupId": name("sg2")}, "db"},
		{model.Params{"SecurityGroupId": "sg-none"}, ""},
		{model.Params{"ImageId": name("image.windows")}, "db"},
		{model.Params{"Status": ecs.Running}, "web-1 web-2"},
		{model.Params{"Status": ecs.Pending, "InstanceNetworkType": ecs.NetworkVpc}, "db year"},
		{model.Params{"InstanceType": "ecs.g6.large"}, "db"},
		{model.Params{"InstanceTypeFamily": "ecs.g7"}, "web-1 web-2 year"},
		{model.Params{"InstanceChargeType": ecs.PrePaid}, "year"},
		{model.Params{"InstanceNetworkType": ecs.NetworkClassic}, "old"},
		{model.Params{"IoOptimized": "false"}, "old"},
		{model.Params{"PrivateIpAddresses": `["10.2.0.1","172.16.0.1"]`}, "web-2 year"},
		{model.Params{"PublicIpAddresses": `["203.0.113.1"]`}, ""},
		{model.Params{"HttpEndpoint": "disabled"}, "db"},
		{model.Params{"HttpTokens": "required"}, ""},
		{model.Params{"LockReason": ecs.LockSecurity}, ""},
		{model.Params{"Tag.1.Key": "team"}, "web-1 web-2"},
		{model.Params{"Tag.1.Key": "team", "Tag.1.Value": "b"}, "web-2"},
		{model.Params{"AdditionalAttributes.1": "META_OPTIONS"}, all},
	}
	for _, c := range cases {
		got, reply := described(t, w, c.params)
		if got != c.want || reply.Page.Total != len(strings.Fields(c.want)) {
			t.Errorf("%v: %q (%d in all), want %q", c.params, got, reply.Page.Total, c.want)
		}
	}
}

// described returns the names of what DescribeInstances shows.
func described(t *testing.T, w model.World, params model.Params) (string, model.Reply) {
	t.Helper()
	v := wantCodes(t, w, main1("DescribeInstances", params))
	if v.World.Hash() != w.Hash() || len(v.Unread) > 0 {
		t.Errorf("%v: a read changes the world, or leaves %v unread", params, v.Unread)
	}
	var names []string
	for _, item := range v.Reply.Items {
		names = append(names, item.(*ecs.Instance).InstanceName)
	}
	return strings.Join(names, " "), v.Reply
}

// A list in single quotes, which the vendor recommends for a shell, is a list.
func TestAListInSingleQuotesIsRead(t *testing.T) {
	w := newWorld(t)
	w, reply := accept(t, w, launch(t, w, model.Params{"Amount": "2", "InstanceName": "n[1,2]"}))
	for text, want := range map[string]string{
		`['` + reply.Created[0] + `','` + reply.Created[1] + `']`: "n01 n02",
		` [ "` + reply.Created[1] + `" ] `:                        "n02",
		`[]`:                                                      "",
		`['i-none']`:                                              "",
	} {
		if got, _ := described(t, w, model.Params{"InstanceIds": text}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// What nobody reads of a list is unread: its bare name, and what stands behind a gap.
func TestElementsBehindAGapAreUnread(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		op     string
		params model.Params
		want   string
	}{
		{"DescribeInstances", model.Params{"Tag.2.Key": "a", "Tag.2.Value": "b"}, "Tag.2.Key Tag.2.Value"},
		{"DescribeInstances", model.Params{"Tag.1.Key": "a", "Tag.3.Key": "b"}, "Tag.3.Key"},
		{"DescribeInstances", model.Params{"Tag.1.Key": "a", "Tag.2.Key": "b"}, ""},
		{"DescribeInstances", model.Params{"AdditionalAttributes": "META_OPTIONS"}, "AdditionalAttributes"},
		{"DescribeInstances", model.Params{"AdditionalAttributes.0": "META_OPTIONS"}, "AdditionalAttributes.0"},
		{"ModifyInstanceAttribute", model.Params{"InstanceId": "i-none", "SecurityGroupIds": "sg-none"}, "SecurityGroupIds"},
		{"ModifyNetworkInterfaceAttribute", model.Params{"SecurityGroupId.2": "sg-none"}, "SecurityGroupId.2"},
		{"RunInstances", model.Params{"NetworkInterface.2.VSwitchId": "vsw-none"}, "NetworkInterface.2.VSwitchId"},
	} {
		if got := strings.Join(w.Apply(main1(c.op, c.params)).Unread, " "); got != c.want {
			t.Errorf("%s %v: unread %q, want %q", c.op, c.params, got, c.want)
		}
	}
}

func TestDescribeInstancesInPages(t *testing.T) {
	w := newWorld(t)
	w, reply := accept(t, w, launch(t, w, model.Params{"Amount": "25", "InstanceName": "n[1,2]"}))
	if got, first := described(t, w, nil); len(first.Items) != 10 || first.Page != (model.Page{Number: 1, Size: 10, Total: 25}) || !strings.HasPrefix(got, "n01 n02") {
		t.Errorf("%s, page %+v", got, first.Page)
	}
	if got, third := described(t, w, model.Params{"PageNumber": "3"}); got != "n21 n22 n23 n24 n25" || third.Page.Total != 25 {
		t.Errorf("%s, page %+v", got, third.Page)
	}
	if _, most := described(t, w, model.Params{"PageSize": "100"}); most.Page.Size != 100 || len(most.Items) != 25 {
		t.Errorf("page %+v", most.Page)
	}
	var seen []string
	for token := ""; ; {
		params := model.Params{"MaxResults": "7"}
		if token != "" {
			params["NextToken"] = token
		}
		_, part := described(t, w, params)
		seen = append(seen, ids(part)...)
		if token = part.Page.Next; token == "" {
			break
		}
	}
	if !slices.Equal(seen, reply.Created) {
		t.Errorf("by token: %v", seen)
	}
	named := `["` + reply.Created[3] + `","` + reply.Created[20] + `"]`
	_, one := described(t, w, model.Params{"InstanceIds": named, "MaxResults": "1"})
	_, two := described(t, w, model.Params{"InstanceIds": named, "MaxResults": "1", "NextToken": one.Page.Next})
	if got := append(ids(one), ids(two)...); !slices.Equal(got, []string{reply.Created[3], reply.Created[20]}) || two.Page.Next != "" {
		t.Errorf("named, by token: %v", got)
	}
}

func TestDescribeInstancesRefuses(t *testing.T) {
	w := newWorld(t)
	broken := map[string]bool{}
	for _, c := range []breach{
		{"no region", model.Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"a page that is no number", model.Params{"PageNumber": "one"}, []string{"InvalidParameter"}},
		{"an unknown region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"an unknown charge type", model.Params{"InstanceChargeType": "Free"}, []string{"InvalidInstanceChargeType.NotFound"}},
		{"an unknown internet charge type", model.Params{"InternetChargeType": "Free"}, []string{"InvalidInternetChargeType.ValueNotSupported"}},
		{"an unknown lock", model.Params{"LockReason": "mood"}, []string{"InvalidLockReason.NotFound"}},
		{"an unknown network type", model.Params{"InstanceNetworkType": "VPC"}, []string{"InvalidNetworkType.NotFound"}},
		{"an unknown status", model.Params{"Status": "Deleted"}, []string{"InvalidStatus.NotFound"}},
		{"a tag without a key", model.Params{"Tag.1.Value": "a"}, []string{"InvalidTag.Mismatch"}},
		{"21 tags", model.ManyTags(), []string{"InvalidTagCount"}},
		{"a bare id", model.Params{"InstanceIds": "i-none"}, []string{"InvalidParameter"}},
		{"an id in brackets", model.Params{"InstanceIds": "[i-none]"}, []string{"InvalidParameter"}},
		{"two ids and no brackets", model.Params{"InstanceIds": "i-a,i-b"}, []string{"InvalidParameter"}},
		{"an object", model.Params{"InstanceIds": `{"a":1}`}, []string{"InvalidParameter"}},
		{"numbers", model.Params{"InstanceIds": `[1,2]`}, []string{"InvalidParameter"}},
		{"null", model.Params{"InstanceIds": `null`}, []string{"InvalidParameter"}},
		{"mixed quotes", model.Params{"InstanceIds": `['i-a","i-b']`}, []string{"InvalidParameter"}},
		{"a bare address", model.Params{"PrivateIpAddresses": "10.1.0.1"}, []string{"InvalidParameter"}},
	} {
		t.Run(c.name, func(t *testing.T) { breaksOnly(t, w, main1("DescribeInstances", c.params), c.codes, broken) })
	}
	everyRuleIsBroken(t, w, "DescribeInstances", broken)
	wantDry(t, w, main1("DescribeInstances", nil), true)
}

func TestDescribeInstanceStatus(t *testing.T) {
	w, id := population(t)
	for _, c := range []struct {
		params model.Params
		want   []string
	}{
		{model.Params{"InstanceId.1": id["db"], "InstanceId.2": id["web-1"]}, []string{id["web-1"], id["db"]}},
		{model.Params{"InstanceId.1": "i-none"}, nil},
		{model.Params{"ZoneId": "cn-hangzhou-j"}, []string{id["web-2"]}},
		{model.Params{"PageSize": "2", "PageNumber": "3"}, []string{id["year"]}},
	} {
		v := wantCodes(t, w, main1("DescribeInstanceStatus", c.params))
		if got := ids(v.Reply); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.params, got, c.want)
		}
	}
	wantCodes(t, w, main1("DescribeInstanceStatus", model.Params{"ZoneId": "cn-nowhere-a"}), "InvalidZoneId.NotFound")
	wantCodes(t, w, main1("DescribeInstanceStatus", model.Params{"RegionId": "cn-nowhere"}), "InvalidRegionId.NotFound")
}

func TestDescribeOneInstance(t *testing.T) {
	w := newWorld(t)
	w, id := RunningState(t, w, model.Params{"UserData": "ZWNobyBoZWxsbyBlY3Mh"})
	if v := wantCodes(t, w, about("DescribeInstanceAttribute", id, nil)); len(v.Reply.Items) != 1 || v.Reply.Items[0].(*ecs.Instance) != instanceIn(t, w, id) {
		t.Errorf("%v", v.Reply.Items)
	}
	v := wantCodes(t, w, main1("DescribeUserData", model.Params{"InstanceId": id}))
	if v.Reply.Values["UserData"] != "ZWNobyBoZWxsbyBlY3Mh" || v.Reply.Values["InstanceId"] != id || v.Reply.Values["RegionId"] != hangzhou {
		t.Errorf("%v", v.Reply.Values)
	}
	wantCodes(t, w, main1("DescribeUserData", model.Params{"InstanceId": "i-none"}), "InvalidInstanceId.NotFound")
	wantCodes(t, w, main1("DescribeUserData", model.Params{"InstanceId": id, "RegionId": "-"}), "MissingParameter")
}
