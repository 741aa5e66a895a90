package secondcloud

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// A client calls a cloud over HTTP.
type client struct {
	t   *testing.T
	url string
	now *time.Time
	// steps is how many calls of the shows were made.
	steps int
}

// newClient serves a cloud whose time stands still until it is told to move.
func newClient(t *testing.T, options Options) *client {
	t.Helper()
	now := time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)
	options.Clock = func() time.Time { return now }
	cloud, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(cloud)
	t.Cleanup(server.Close)
	return &client{t: t, url: server.URL, now: &now}
}

// wait lets time pass, enough for all that is on its way.
func (c *client) wait() { *c.now = c.now.Add(time.Minute) }

// A reply is the body of an answer.
type reply map[string]any

// try makes a call: names and values follow each other.
func (c *client) try(op string, pairs ...string) (status int, r reply) {
	c.t.Helper()
	form := url.Values{"Action": {op}, "Version": {"2014-05-26"}, "RegionId": {"eu-central-1"}, "Signature": {"any"}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	answer, err := http.PostForm(c.url, form)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if err := json.NewDecoder(answer.Body).Decode(&r); err != nil || r["RequestId"] == "" {
		c.t.Fatalf("%s: %v in %v", op, err, r)
	}
	return answer.StatusCode, r
}

// ok makes a call that has to be accepted.
func (c *client) ok(op string, pairs ...string) reply {
	c.t.Helper()
	status, r := c.try(op, pairs...)
	if status != http.StatusOK {
		c.t.Fatalf("%s %v: %d %v %v", op, pairs, status, r["Code"], r["Message"])
	}
	return r
}

// no makes a call that has to be refused with the code.
func (c *client) no(status int, code, op string, pairs ...string) {
	c.t.Helper()
	got, r := c.try(op, pairs...)
	if got != status || r["Code"] != code {
		c.t.Errorf("%s %v: %d %v %v, want %d %s", op, pairs, got, r["Code"], r["Message"], status, code)
	}
}

// at goes down into a reply, by names of members and indexes of lists.
func (r reply) at(path ...any) any {
	var here any = map[string]any(r)
	for _, step := range path {
		switch at := here.(type) {
		case map[string]any:
			here = at[step.(string)]
		case []any:
			n := step.(int)
			if n >= len(at) {
				return nil
			}
			here = at[n]
		}
	}
	return here
}

// list returns the ids of a list.
func (r reply) list(id string, path ...any) []string {
	var ids []string
	for _, one := range r.at(path...).([]any) {
		ids = append(ids, one.(map[string]any)[id].(string))
	}
	return ids
}

// network is what the cloud has from the start; the newest comes first.
func (c *client) network() (vswitches, groups []string) {
	c.t.Helper()
	return c.ok("DescribeVSwitches").list("VSwitchId", "VSwitches", "VSwitch"),
		c.ok("DescribeSecurityGroups").list("SecurityGroupId", "SecurityGroups", "SecurityGroup")
}

const (
	ubuntu  = "ubuntu_24_04_x64_20G_alibase_20260115.vhd"
	windows = "win2022_21H2_x64_dtc_en-us_40G_alibase_20260110.vhd"
	freebsd = "freebsd_14_1_x64_30G_alibase_20250901.vhd"
)

// run launches an instance, Running, in the first zone of the first VPC. Further
// parameters take precedence.
func (c *client) run(pairs ...string) string {
	c.t.Helper()
	vswitches, groups := c.network()
	r := c.ok("RunInstances", append([]string{
		"ImageId", ubuntu, "InstanceType", "ecs.g7.xlarge", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3],
	}, pairs...)...)
	c.wait()
	return r.at("InstanceIdSets", "InstanceIdSet", 0).(string)
}

func (c *client) stop(id string) {
	c.t.Helper()
	c.ok("StopInstance", "InstanceId", id)
	c.wait()
}

// see returns what DescribeInstances shows of an instance.
func (c *client) see(id string, path ...any) any {
	c.t.Helper()
	r := c.ok("DescribeInstances", "InstanceIds", `["`+id+`"]`, "AdditionalAttributes.1", "META_OPTIONS")
	return r.at(append([]any{"Instances", "Instance", 0}, path...)...)
}

func (c *client) want(got, want any) {
	c.t.Helper()
	if got != want {
		c.t.Errorf("%v, want %v", got, want)
	}
}

func TestTheTableOfOperations(t *testing.T) {
	table := operations()
	if len(table) < 39 {
		t.Errorf("%d operations", len(table))
	}
	for name, op := range table {
		var names []string
		for _, p := range op.params {
			names = append(names, p.name)
		}
		slices.Sort(names)
		if op.name != name || op.do == nil || len(slices.Compact(names)) != len(op.params) {
			t.Errorf("%s: %+v", name, op)
		}
	}
	for _, choice := range Choices() {
		if choice.Where == "" || choice.Silent == "" || choice.Chosen == "" {
			t.Errorf("%+v", choice)
		}
	}
}

func TestRequests(t *testing.T) {
	c := newClient(t, Options{})
	c.no(404, "InvalidAction.NotFound", "ResizeDisk")
	c.no(400, "InvalidVersion", "DescribeRegions", "Version", "2011-01-01")
	c.no(400, "UnsupportedParameter", "DescribeRegions", "Color", "red")
	c.no(404, "InvalidRegionId.NotFound", "DescribeInstances", "RegionId", "mars-1")
	c.no(400, "MissingParameter", "StopInstance")
	c.no(400, "InvalidParameter", "StopInstance", "InstanceId", "i-1", "ForceStop", "perhaps")
	c.no(400, "MissingParameter.RegionId", "DeleteSecurityGroup", "RegionId", "", "SecurityGroupId", "sg-1")
	request, err := http.NewRequest(http.MethodDelete, c.url+"/?Action=DescribeRegions&Version=2014-05-26", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	c.want(answer.StatusCode, 403)
	c.want(len(c.ok("DescribeRegions").list("RegionId", "Regions", "Region")), 2)
	c.want(len(c.ok("DescribeZones").list("ZoneId", "Zones", "Zone")), 2)
	c.want(len(c.ok("DescribeInstanceTypes", "InstanceTypes.1", "ecs.g7.large").list("InstanceTypeId", "InstanceTypes", "InstanceType")), 1)
	c.no(404, "InvalidResourceType.NotFound", "DescribeRegions", "ResourceType", "boat")
}

func TestLifeOfAnInstance(t *testing.T) {
	c := newClient(t, Options{})
	vswitches, groups := c.network()
	launch := []string{"ImageId", ubuntu, "InstanceType", "ecs.g7.xlarge", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3]}
	id := c.ok("RunInstances", launch...).at("InstanceIdSets", "InstanceIdSet", 0).(string)
	c.want(c.see(id, "Status"), "Pending")
	c.no(403, "IncorrectInstanceStatus.Initializing", "DeleteInstance", "InstanceId", id, "Force", "true")
	c.no(403, "IncorrectInstanceStatus", "StopInstance", "InstanceId", id)
	c.no(403, "InstanceNotReady", "StartInstance", "InstanceId", id)
	for _, status := range []string{"Starting", "Running"} {
		*c.now = c.now.Add(2 * time.Second)
		c.want(c.see(id, "Status"), status)
	}
	c.no(400, "DryRunOperation", "StopInstance", "InstanceId", id, "DryRun", "true")
	c.no(403, "HibernationConfigured.NotEnabled", "StopInstance", "InstanceId", id, "Hibernate", "true")
	c.ok("StopInstance", "InstanceId", id, "StoppedMode", "StopCharging")
	c.want(c.see(id, "Status"), "Stopping")
	c.wait()
	c.want(c.see(id, "StoppedMode"), "StopCharging")
	c.no(403, "IncorrectInstanceStatus", "RebootInstance", "InstanceId", id)
	c.ok("StartInstance", "InstanceId", id)
	c.wait()
	c.ok("RebootInstance", "InstanceId", id)
	c.want(c.see(id, "Status"), "Stopping")
	c.wait()
	c.no(403, "IncorrectInstanceStatus", "DeleteInstance", "InstanceId", id)
	c.ok("ModifyInstanceAttribute", "InstanceId", id, "DeletionProtection", "true")
	c.no(403, "InvalidOperation.DeletionProtection", "DeleteInstance", "InstanceId", id, "Force", "true")
	c.ok("ModifyInstanceAttribute", "InstanceId", id, "DeletionProtection", "false")
	c.ok("DeleteInstance", "InstanceId", id, "Force", "true")
	c.no(404, "InvalidInstanceId.NotFound", "DescribeInstanceAttribute", "InstanceId", id)
	c.want(c.see(id, "Status"), nil)

	made := c.ok("CreateInstance", launch...).at("InstanceId").(string)
	c.wait()
	c.want(c.see(made, "Status"), "Stopped")
}

func TestLaunches(t *testing.T) {
	c := newClient(t, Options{})
	vswitches, groups := c.network()
	for _, refused := range []struct {
		status int
		code   string
		pairs  []string
	}{
		{404, "InvalidImageId.NotFound", []string{"ImageId", "m-none"}},
		{400, "MissingParameter", []string{"InstanceType", ""}},
		{400, "InvalidInstanceType.ValueNotSupported", []string{"InstanceType", "ecs.none"}},
		{404, "InvalidVSwitchId.NotFound", []string{"VSwitchId", "vsw-none"}},
		{400, "InvalidSecurityGroupId.NotFound", []string{"SecurityGroupId", "sg-none"}},
		{400, "InvalidParameter.Mismatch", []string{"SecurityGroupId", groups[0]}},
		{400, "InvalidParameter.Mismatch", []string{"ZoneId", "eu-central-1b"}},
		{404, "InvalidZoneId.NotFound", []string{"ZoneId", "eu-central-1z"}},
		{403, "InvalidInstanceType.ZoneNotSupported", []string{"VSwitchId", vswitches[1], "InstanceType", "ecs.g8ae.xlarge"}},
		{403, "EnterpriseGroupLimited.MutliGroupType", []string{"SecurityGroupId", "", "SecurityGroupIds.1", groups[1], "SecurityGroupIds.2", groups[2]}},
		{400, "InvalidParameter.SecurityGroupIdRepeated", []string{"SecurityGroupId", "", "SecurityGroupIds.1", groups[2], "SecurityGroupIds.2", groups[2]}},
		{400, "InvalidSecurityGroupId.SingleIdAndMultiIdConflict", []string{"SecurityGroupIds.1", groups[2]}},
		{400, "InvalidMaxAmount.Malformed", []string{"Amount", "101"}},
		{400, "InvalidHostName.Malformed", []string{"HostName", "a..b"}},
		{400, "InvalidPrivateIpAddress", []string{"PrivateIpAddress", "172.20.16.0"}},
		{400, "InvalidPrivateIpAddress.Malformed", []string{"PrivateIpAddress", "172.20.16"}},
		{400, "ImageNotSupportCloudInit", []string{"ImageId", freebsd, "UserData", "YQ=="}},
		{400, "InvalidHttpTokens.NotSupported", []string{"ImageId", freebsd, "HttpTokens", "required"}},
		{400, "InvalidHttpPutResponseHopLimit.NotSupported", []string{"HttpPutResponseHopLimit", "65"}},
		{404, "InvalidInstanceChargeType.NotFound", []string{"InstanceChargeType", "Free"}},
		{400, "MissingParamter", []string{"InstanceChargeType", "PrePaid"}},
		{400, "InvalidPeriod", []string{"InstanceChargeType", "PrePaid", "Period", "10"}},
		{403, "InvalidOperation.MaxEniQueueNumberExceeded", []string{"NetworkInterfaceQueueNumber", "5"}},
		{400, "InvalidParameter.CreditSpecification", []string{"CreditSpecification", "Standard"}},
		{403, "InvalidParams.InstanceNameExceed", []string{"UniqueSuffix", "true", "Amount", "2", "InstanceName", strings.Repeat("a", 126)}},
		{403, "InvalidParams.HostnameExceed", []string{"UniqueSuffix", "true", "Amount", "2", "HostName", strings.Repeat("a", 62)}},
		{400, "InvalidParameter", []string{"DryRun", "perhaps"}},
		{400, "DryRunOperation", []string{"DryRun", "true"}},
	} {
		c.no(refused.status, refused.code, "RunInstances", append([]string{
			"ImageId", ubuntu, "InstanceType", "ecs.g7.xlarge", "VSwitchId", vswitches[2], "SecurityGroupId", groups[3],
		}, refused.pairs...)...)
	}
	first := c.run("PrivateIpAddress", "172.20.16.9", "Amount", "2", "InstanceName", "web", "UniqueSuffix", "true", "HttpPutResponseHopLimit", "64")
	c.want(c.see(first, "VpcAttributes", "PrivateIpAddress", "IpAddress", 0), "172.20.16.9")
	c.want(c.see(first, "InstanceName"), "web001")
	c.want(c.see(first, "MetadataOptions", "HttpPutResponseHopLimit"), 64.0)
	c.no(400, "InvalidPrivateIpAddress.Duplicated", "RunInstances", "ImageId", ubuntu, "InstanceType", "ecs.g7.xlarge",
		"VSwitchId", vswitches[2], "SecurityGroupId", groups[3], "PrivateIpAddress", "172.20.16.10")
	paid := c.run("InstanceChargeType", "PrePaid", "Period", "1")
	c.want(c.see(paid, "InstanceChargeType"), "PrePaid")
	c.no(403, "ChargeTypeViolation", "DeleteInstance", "InstanceId", paid, "Force", "true")
	c.no(403, "InvalidChargeType.ValueNotSupported", "ModifyInstanceAttribute", "InstanceId", paid, "DeletionProtection", "true")
}
