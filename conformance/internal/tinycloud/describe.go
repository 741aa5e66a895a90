package tinycloud

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// selected are the things whose members have the values that the call asks for.
// A value may be a list, separated by commas.
func selected(things []thing, form url.Values, members ...string) []thing {
	chosen := []thing{}
	for _, t := range things {
		keep := true
		for _, m := range members {
			want := strings.ReplaceAll(form.Get(m), ",", " ")
			has, _ := t[m].(string)
			keep = keep && (want == "" || has != "" && among(want, has))
		}
		if keep {
			chosen = append(chosen, t)
		}
	}
	return chosen
}

// page is a reply with one page of the things.
func page(form url.Values, things []thing, most int, outer, inner string) (thing, *refusal) {
	if refused := check(typed(form, "PageNumber", "PageSize"), region(form)); refused != nil {
		return nil, refused
	}
	number, size := 1, 10
	if n, err := strconv.Atoi(form.Get("PageNumber")); err == nil && n > 0 {
		number = n
	}
	if n, err := strconv.Atoi(form.Get("PageSize")); err == nil && n > 0 {
		size = min(n, most)
	}
	first := min((number-1)*size, len(things))
	shown := things[first:min(first+size, len(things))]
	return thing{outer: thing{inner: shown}, "TotalCount": len(things), "PageNumber": number, "PageSize": size}, nil
}

func (c *Cloud) describeInstances(form url.Values) (thing, *refusal) {
	if refused := required(form, "RegionId"); refused != nil {
		return nil, refused
	}
	all := []thing{}
	var ids []string
	byID := form.Get("InstanceIds") != ""
	if byID && json.Unmarshal([]byte(form.Get("InstanceIds")), &ids) != nil {
		return nil, &refusal{http.StatusBadRequest, "InvalidParameter", `The specified parameter "InstanceIds" is not valid.`}
	}
	for _, id := range c.ids {
		if !byID || slices.Contains(ids, id) {
			all = append(all, c.instances[id])
		}
	}
	if vswitch := form.Get("VSwitchId"); vswitch != "" && vswitch != VSwitch {
		all = []thing{}
	}
	if refused := unless(among("Pending Starting Running Stopping Stopped ", form.Get("Status")) || form.Get("Status") == "",
		http.StatusNotFound, "InvalidStatus.NotFound", "The specified Status is not found"); refused != nil {
		return nil, refused
	}
	return page(form, selected(all, form, "Status", "ImageId", "ZoneId"), 100, "Instances", "Instance")
}

func (c *Cloud) describeImages(form url.Values) (thing, *refusal) {
	if refused := required(form, "RegionId"); refused != nil {
		return nil, refused
	}
	if owner := form.Get("ImageOwnerAlias"); owner != "" && !among("system self others marketplace", owner) {
		return nil, unsupported()
	}
	return page(form, selected(c.images, form, "ImageId", "Status", "ImageOwnerAlias"), 100, "Images", "Image")
}

func (c *Cloud) describeGroups(form url.Values) (thing, *refusal) {
	if refused := required(form, "RegionId"); refused != nil {
		return nil, refused
	}
	return page(form, selected(c.groups, form, "SecurityGroupId", "VpcId", "SecurityGroupType"), 100, "SecurityGroups", "SecurityGroup")
}

func (c *Cloud) describeVSwitches(form url.Values) (thing, *refusal) {
	const most = 20
	if refused := check(
		unless(strings.Count(form.Get("VpcId"), ",") < most, gone, "InvalidVpcIdNumber.NotSupported", "The number of vpcIds exceeds the limit."),
		unless(strings.Count(form.Get("VSwitchId"), ",") < most, gone, "InvalidVSwitchIdNumber.NotSupported", "The number of vSwitchIds exceeds the limit."),
	); refused != nil {
		return nil, refused
	}
	return page(form, selected(c.vswitches, form, "VSwitchId", "VpcId", "ZoneId"), 50, "VSwitches", "VSwitch")
}

func (c *Cloud) describeTypes(form url.Values) (thing, *refusal) {
	wanted := map[string]bool{}
	for name := range form {
		if strings.HasPrefix(name, "InstanceTypes.") {
			wanted[form.Get(name)] = true
		}
	}
	shown := []thing{}
	for _, t := range c.types {
		if id, _ := t["InstanceTypeId"].(string); len(wanted) == 0 || wanted[id] {
			shown = append(shown, t)
		}
	}
	return thing{"InstanceTypes": thing{"InstanceType": shown}}, nil
}
