package tinycloud

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const (
	bad       = http.StatusBadRequest
	forbidden = http.StatusForbidden
	gone      = http.StatusNotFound

	notSupplied = " that is mandatory for processing this request is not supplied."
)

func (c *Cloud) runInstances(form url.Values) (thing, *refusal) {
	if refused := c.mayRun(form); refused != nil {
		return nil, refused
	}
	amount, _ := strconv.Atoi(form.Get("Amount"))
	var ids []string
	for range max(1, amount) {
		c.made++
		id := fmt.Sprintf("i-tiny%05d", c.made)
		ids = append(ids, id)
		c.ids = append(c.ids, id)
		c.instances[id] = thing{
			"InstanceId": id, "InstanceName": either(form.Get("InstanceName"), id), "HostName": either(form.Get("HostName"), "tiny-"+strconv.Itoa(c.made)),
			"ImageId": form.Get("ImageId"), "InstanceType": form.Get("InstanceType"), "RegionId": Region, "ZoneId": Zone,
			"Status": "Running", "InstanceNetworkType": "vpc", "CreationTime": "2026-01-01T00:00Z",
			"SecurityGroupIds": thing{"SecurityGroupId": []string{form.Get("SecurityGroupId")}},
			"VpcAttributes": thing{"VpcId": Vpc, "VSwitchId": form.Get("VSwitchId"),
				"PrivateIpAddress": thing{"IpAddress": []string{fmt.Sprintf("10.0.%d.%d", c.made/200, c.made%200+1)}}},
			"DeletionProtection": isTrue(form, "DeletionProtection"),
		}
	}
	return thing{"InstanceIdSets": thing{"InstanceIdSet": ids}}, nil
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// mayRun checks RunInstances.
func (c *Cloud) mayRun(form url.Values) *refusal {
	amount, err := strconv.Atoi(form.Get("Amount"))
	image, group := by(c.images, "ImageId", form.Get("ImageId")), by(c.groups, "SecurityGroupId", form.Get("SecurityGroupId"))
	zone, name, host := form.Get("ZoneId"), form.Get("InstanceName"), form.Get("HostName")
	if strings.ContainsAny(name+host, "[$") { // patterns
		return unsupported()
	}
	return check(
		required(form, "RegionId", "SecurityGroupId"),
		unless(form.Get("ImageId") != "", bad, "MissingParameter", "The input parameter ImageId"+notSupplied),
		unless(form.Get("InstanceType") != "", bad, "MissingParameter", "The input parameter InstanceType"+notSupplied),
		typed(form, "Amount", "DeletionProtection", "DryRun"),
		unless(err != nil || amount >= 1 && amount <= 100, bad, "InvalidMaxAmount.Malformed", "The specified parameter MaxAmount is not valid."),
		unless(name == "" || goodName(name, ":_.-"), bad, "InvalidInstanceName.Malformed", `The specified parameter "InstanceName" is not valid.`),
		region(form),
		unless(zone == "" || zone == Zone, gone, "InvalidZoneId.NotFound", "The specified zoneId does not exist."),
		unless(image != nil, gone, "InvalidImageId.NotFound", "The specified ImageId does not exist."),
		unless(by(c.types, "InstanceTypeId", form.Get("InstanceType")) != nil, bad, "InvalidInstanceType.ValueNotSupported",
			"The specified InstanceType does not exist or beyond the permitted range."),
		unless(form.Get("VSwitchId") == "" || by(c.vswitches, "VSwitchId", form.Get("VSwitchId")) != nil,
			gone, "InvalidVSwitchId.NotFound", "Specified virtual switch does not exist."),
		unless(group != nil, bad, "InvalidSecurityGroupId.NotFound", "The SecurityGroupId provided does not exist in our records."),
		unless(host == "" || image == nil || goodHostName(host, fmt.Sprint(image["OSType"])),
			bad, "InvalidHostName.Malformed", `The specified parameter "HostName" is not valid.`),
		required(form, "VSwitchId"),
		dryRun(form),
	)
}

func (c *Cloud) startInstance(form url.Values) (thing, *refusal) {
	i, unknown := c.instance(form)
	if refused := check(required(form, "InstanceId"), typed(form, "InitLocalDisk", "DryRun"), region(form), unknown); refused != nil {
		return nil, refused
	}
	if refused := check(inStatus(i, "Stopped"), dryRun(form)); refused != nil {
		return nil, refused
	}
	i["Status"] = "Running"
	id := form.Get("InstanceId")
	if name, waits := c.hostNames[id]; waits {
		i["HostName"] = name
		delete(c.hostNames, id)
	}
	return thing{}, nil
}

func (c *Cloud) stopInstance(form url.Values) (thing, *refusal) {
	i, unknown := c.instance(form)
	if refused := check(required(form, "InstanceId"), typed(form, "ForceStop", "ConfirmStop", "DryRun"), region(form), unknown); refused != nil {
		return nil, refused
	}
	if !c.faults.StopsStopped {
		if refused := inStatus(i, "Running"); refused != nil {
			return nil, refused
		}
	}
	if refused := dryRun(form); refused != nil {
		return nil, refused
	}
	i["Status"] = "Stopped"
	return thing{}, nil
}

func (c *Cloud) deleteInstance(form url.Values) (thing, *refusal) {
	i, unknown := c.instance(form)
	booleans := typed(form, "Force", "ForceStop", "TerminateSubscription", "DryRun")
	if refused := check(required(form, "InstanceId"), booleans, region(form), unknown); refused != nil {
		return nil, refused
	}
	protected := i["DeletionProtection"] == true && !c.faults.DeletesProtected
	refused := check(
		unless(!protected, forbidden, "InvalidOperation.DeletionProtection", "The operation is not allowed due to deletion protection."),
		unless(isTrue(form, "Force") || i["Status"] == "Stopped", forbidden, "IncorrectInstanceStatus",
			"The current status of the resource does not support this operation."),
		dryRun(form),
	)
	if refused != nil {
		return nil, refused
	}
	id := form.Get("InstanceId")
	delete(c.instances, id)
	delete(c.hostNames, id)
	delete(c.queues, id)
	kept := c.ids[:0]
	for _, other := range c.ids {
		if other != id {
			kept = append(kept, other)
		}
	}
	c.ids = kept
	return thing{}, nil
}

func (c *Cloud) modifyInstance(form url.Values) (thing, *refusal) {
	i, refused := c.mayModify(form)
	if refused != nil {
		return nil, refused
	}
	id := form.Get("InstanceId")
	if name := form.Get("InstanceName"); name != "" {
		i["InstanceName"] = name
	}
	if name := form.Get("HostName"); name != "" { // from the next start on
		c.hostNames[id] = name
	}
	if form.Get("DeletionProtection") != "" {
		i["DeletionProtection"] = isTrue(form, "DeletionProtection")
	}
	if n, err := strconv.Atoi(form.Get("NetworkInterfaceQueueNumber")); err == nil {
		c.queues[id] = n
	}
	return thing{}, nil
}

// mayModify checks ModifyInstanceAttribute.
func (c *Cloud) mayModify(form url.Values) (thing, *refusal) {
	invalid := &refusal{bad, "InvalidParameter", "The specified parameter is not valid."}
	name := form.Get("InstanceName")
	queues, err := strconv.Atoi(form.Get("NetworkInterfaceQueueNumber"))
	asked := err == nil
	i, unknown := c.instance(form)
	if refused := check(
		required(form, "InstanceId"),
		unless(typed(form, "DeletionProtection", "NetworkInterfaceQueueNumber") == nil, invalid.status, invalid.code, invalid.message),
		unless(name == "" || goodName(name, ":_-"), bad, "InvalidInstanceName.Malformed", `The specified parameter "InstanceName" is not valid.`),
		unless(!asked || queues >= 1 || queues == -1, forbidden, "InvalidParameter.InvalidEniQueueNumber", "The queue number is invalid."),
		unless(region(form) == nil, forbidden, "InvalidOperation.InvalidRegion", "The region is not valid."),
		unknown,
	); refused != nil {
		return nil, refused
	}
	system := by(c.images, "ImageId", fmt.Sprint(i["ImageId"]))["OSType"]
	most, _ := by(c.types, "InstanceTypeId", fmt.Sprint(i["InstanceType"]))["MaximumQueueNumberPerEni"].(int)
	host := form.Get("HostName")
	return i, check(
		unless(host == "" || goodHostName(host, fmt.Sprint(system)), bad, "InvalidHostName.Malformed", `The specified parameter "HostName" is not valid.`),
		unless(!asked || i["Status"] == "Stopped" || c.faults.QueueNumberWhileRunning, bad, "InvalidOperation.InvalidEcsState",
			fmt.Sprintf("Expecting status is %q while current status is %q.", "Stopped", i["Status"])),
		unless(!asked || queues <= most, forbidden, "InvalidOperation.MaxEniQueueNumberExceeded", "The instance type does not have so many queues."),
	)
}
