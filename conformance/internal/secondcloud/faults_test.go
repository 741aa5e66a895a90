package secondcloud

import (
	"maps"
	"strings"
	"testing"
)

// A show is the shortest life that shows a fault: its last answer, or what is
// seen after it, differs. The client counts the calls that it makes, without
// those of a kind that only looks.
type show func(c *client, n network) any

// A network is what the cloud has from the start.
type network struct{ vsw1, vsw2, vpc, sg1, sg2 string }

func (n network) launch(pairs ...string) []string {
	return append([]string{"ImageId", ubuntu, "InstanceType", "ecs.g7.xlarge", "VSwitchId", n.vsw1, "SecurityGroupId", n.sg1}, pairs...)
}

// step makes a call that counts, lets time pass, and returns the answer.
func (c *client) step(op string, pairs ...string) reply {
	c.t.Helper()
	c.steps++
	_, r := c.try(op, pairs...)
	c.wait()
	return r
}

func (c *client) instance(n network, pairs ...string) string {
	c.t.Helper()
	return c.step("RunInstances", n.launch(pairs...)...).at("InstanceIdSets", "InstanceIdSet", 0).(string)
}

// asleep makes an instance that is Stopped.
func (c *client) asleep(n network, pairs ...string) string {
	c.t.Helper()
	return c.step("CreateInstance", n.launch(pairs...)...)["InstanceId"].(string)
}

func (c *client) card(n network, pairs ...string) string {
	c.t.Helper()
	return c.step("CreateNetworkInterface", append([]string{"VSwitchId", n.vsw1, "SecurityGroupId", n.sg1}, pairs...)...).
		at("NetworkInterfaceId").(string)
}

func (c *client) attach(card, instance string) reply {
	c.t.Helper()
	return c.step("AttachNetworkInterface", "NetworkInterfaceId", card, "InstanceId", instance)
}

func (c *client) detach(card, instance string) {
	c.t.Helper()
	c.step("DetachNetworkInterface", "NetworkInterfaceId", card, "InstanceId", instance)
}

func (c *client) seeCard(id, field string) any {
	c.t.Helper()
	return c.ok("DescribeNetworkInterfaces", "NetworkInterfaceId.1", id).at("NetworkInterfaceSets", "NetworkInterfaceSet", 0, field)
}

func (c *client) modify(id, name, value string) any {
	c.t.Helper()
	return c.step("ModifyInstanceAttribute", "InstanceId", id, name, value)["Code"]
}

func clauseShows() map[string]show {
	return map[string]show{
		"password-31": func(c *client, n network) any {
			return c.modify(c.instance(n), "Password", "Ab1"+strings.Repeat("a", 28))
		},
		"password-two-classes": func(c *client, n network) any {
			return c.modify(c.instance(n), "Password", "abcdefg1")
		},
		"password-slash-on-windows": func(c *client, n network) any {
			return c.modify(c.instance(n, "ImageId", windows), "Password", "/Abcdefg1")
		},
		"windows-name-by-linux-rule": func(c *client, n network) any { return c.modify(c.instance(n, "ImageId", windows), "HostName", "a.b") },
		"description-257": func(c *client, n network) any {
			return c.modify(c.instance(n), "Description", strings.Repeat("a", 257))
		},
		"user-data-64k": func(c *client, n network) any { return c.modify(c.instance(n), "UserData", userData(32<<10+1)) },
		"card-description-256": func(c *client, n network) any {
			return c.step("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", c.card(n), "Description", strings.Repeat("a", 256))["Code"]
		},
		"image-name-acs": func(c *client, n network) any {
			image := c.step("CreateImage", "InstanceId", c.instance(n))["ImageId"].(string)
			return c.step("ModifyImageAttribute", "ImageId", image, "ImageName", "acs:name")["Code"]
		},
		"stopped-400": func(c *client, n network) any {
			id := c.asleep(n)
			c.steps++
			status, _ := c.try("StopInstance", "InstanceId", id)
			return status
		},
		"attach-names-the-wrong-thing": func(c *client, n network) any { return c.attach(c.card(n), "i-none")["Code"] },
		"dry-run-stops": func(c *client, n network) any {
			id := c.instance(n)
			c.step("StopInstance", "InstanceId", id, "DryRun", "true")
			return c.see(id, "Status")
		},
		"dry-run-is-blind": func(c *client, n network) any {
			return c.step("StartInstance", "InstanceId", c.instance(n), "DryRun", "true")["Code"]
		},
	}
}

func relationShows() map[string]show {
	return map[string]show{
		"deprecated-is-useless": func(c *client, n network) any {
			image := c.step("CreateImage", "InstanceId", c.instance(n))["ImageId"].(string)
			c.step("ModifyImageAttribute", "ImageId", image, "Status", "Deprecated")
			return c.step("RunInstances", n.launch("ImageId", image)...)["Code"]
		},
		"group-with-cards-deleted": func(c *client, n network) any {
			group := c.step("CreateSecurityGroup", "VpcId", n.vpc)["SecurityGroupId"].(string)
			c.card(n, "SecurityGroupId", group)
			return c.step("DeleteSecurityGroup", "SecurityGroupId", group)["Code"]
		},
		"vpc-with-group-deleted": func(c *client, _ network) any {
			vpc := c.step("CreateVpc", "CidrBlock", "10.0.0.0/16")["VpcId"].(string)
			c.step("CreateSecurityGroup", "VpcId", vpc)
			return c.step("DeleteVpc", "VpcId", vpc)["Code"]
		},
		"attach-across-zones": func(c *client, n network) any { return c.attach(c.card(n, "VSwitchId", n.vsw2), c.instance(n))["Code"] },
		"boot-mode-in-use": func(c *client, n network) any {
			image := c.step("CreateImage", "InstanceId", c.instance(n))["ImageId"].(string)
			c.instance(n, "ImageId", image)
			return c.step("ModifyImageAttribute", "ImageId", image, "BootMode", "UEFI")["Code"]
		},
		"too-many-cards": func(c *client, n network) any {
			id := c.instance(n, "InstanceType", "ecs.g6.large")
			c.attach(c.card(n), id)
			return c.attach(c.card(n), id)["Code"]
		},
		"sixth-group": func(c *client, n network) any {
			groups := []string{"SecurityGroupId", "", "SecurityGroupIds.1", n.sg1, "SecurityGroupIds.2", n.sg2}
			var last string
			for _, i := range []string{"3", "4", "5", "6"} {
				last = c.step("CreateSecurityGroup", "VpcId", n.vpc)["SecurityGroupId"].(string)
				if i != "6" {
					groups = append(groups, "SecurityGroupIds."+i, last)
				}
			}
			return c.step("JoinSecurityGroup", "InstanceId", c.instance(n, groups...), "SecurityGroupId", last)["Code"]
		},
		"queues-are-not-summed": func(c *client, n network) any {
			id, a, b := c.asleep(n, "InstanceType", "ecs.r7x.2xlarge"), c.card(n, "QueueNumber", "8"), c.card(n, "QueueNumber", "8")
			c.attach(a, id)
			c.attach(b, id)
			return c.step("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", a, "QueueNumber", "8")["Code"]
		},
		"token-with-changes": func(c *client, n network) any {
			c.step("CreateSecurityGroup", "VpcId", n.vpc, "ClientToken", "t")
			return c.step("CreateSecurityGroup", "VpcId", n.vpc, "ClientToken", "t", "Description", "other")["Code"]
		},
		"token-only-the-last": func(c *client, n network) any {
			first := c.step("CreateInstance", n.launch("ClientToken", "t")...)["InstanceId"]
			c.step("CreateInstance", n.launch("ClientToken", "u")...)
			return c.step("CreateInstance", n.launch("ClientToken", "t")...)["InstanceId"] == first
		},
		"token-lost-by-start": func(c *client, n network) any {
			id := c.instance(n, "ClientToken", "t")
			c.step("StopInstance", "InstanceId", id)
			c.step("StartInstance", "InstanceId", id)
			return c.instance(n, "ClientToken", "t") == id
		},
		"token-lost-by-detach": func(c *client, n network) any {
			card, id := c.card(n, "ClientToken", "t"), c.instance(n)
			c.attach(card, id)
			c.detach(card, id)
			return c.card(n, "ClientToken", "t") == card
		},
	}
}

func readShows() map[string]show {
	return map[string]show{
		"page-two-repeats": func(c *client, n network) any {
			c.instance(n)
			first := c.instance(n)
			second := c.step("DescribeInstances", "PageSize", "1", "PageNumber", "2")
			return second.at("Instances", "Instance", 0, "InstanceId") == first
		},
		"deprecated-are-listed": func(c *client, n network) any {
			image := c.step("CreateImage", "InstanceId", c.instance(n))["ImageId"].(string)
			c.step("ModifyImageAttribute", "ImageId", image, "Status", "Deprecated")
			return len(c.step("DescribeImages", "ImageId", image).at("Images", "Image").([]any))
		},
		"attribute-is-stale": func(c *client, n network) any {
			id := c.instance(n)
			c.ok("DescribeInstanceAttribute", "InstanceId", id)
			c.modify(id, "InstanceName", "other")
			return c.ok("DescribeInstanceAttribute", "InstanceId", id)["InstanceName"] == "other"
		},
		"groups-of-card-are-stale": func(c *client, n network) any {
			card := c.card(n)
			c.step("JoinSecurityGroup", "NetworkInterfaceId", card, "SecurityGroupId", n.sg2)
			return len(c.seeCard(card, "SecurityGroupIds").(map[string]any)["SecurityGroupId"].([]any))
		},
	}
}

func effectShows() map[string]show {
	return map[string]show{
		"unprotected-by-reboot": func(c *client, n network) any {
			id := c.instance(n, "DeletionProtection", "true")
			c.step("RebootInstance", "InstanceId", id)
			return c.step("DeleteInstance", "InstanceId", id, "Force", "true")["Code"]
		},
		"host-name-returns": func(c *client, n network) any {
			id := c.instance(n)
			c.modify(id, "HostName", "other")
			for _, op := range []string{"RebootInstance", "StopInstance", "StartInstance"} {
				c.step(op, "InstanceId", id)
			}
			return c.see(id, "HostName") == "other"
		},
		"threads-until-the-second-start": func(c *client, n network) any {
			id := c.asleep(n)
			c.modify(id, "CpuOptions.ThreadsPerCore", "1")
			for _, op := range []string{"StartInstance", "StopInstance", "StartInstance"} {
				c.step(op, "InstanceId", id)
			}
			return c.see(id, "CpuOptions", "ThreadsPerCore")
		},
		"queues-lost-by-detach": func(c *client, n network) any {
			card, id := c.card(n), c.instance(n)
			c.step("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", card, "QueueNumber", "2")
			c.attach(card, id)
			c.detach(card, id)
			return c.seeCard(card, "QueueNumber")
		},
		"queues-lost-by-start": func(c *client, n network) any {
			card, id := c.card(n), c.asleep(n)
			c.attach(card, id)
			c.step("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", card, "QueueNumber", "2")
			c.step("StartInstance", "InstanceId", id)
			return c.seeCard(card, "QueueNumber")
		},
		"check-lost-by-detach": func(c *client, n network) any {
			card, id := c.card(n), c.instance(n)
			c.attach(card, id)
			c.step("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", card, "SourceDestCheck", "true")
			c.detach(card, id)
			return c.seeCard(card, "SourceDestCheck")
		},
		"kept-card-is-deleted": func(c *client, n network) any {
			card, id := c.card(n), c.instance(n)
			c.attach(card, id)
			c.step("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId", card, "DeleteOnRelease", "false")
			c.step("DeleteInstance", "InstanceId", id, "Force", "true")
			return c.seeCard(card, "Status")
		},
	}
}

func historyShows() map[string]show {
	return map[string]show{
		"attach-only-where-it-was": func(c *client, n network) any {
			both := c.step("RunInstances", n.launch("Amount", "2")...)
			card, was := c.card(n), both.at("InstanceIdSets", "InstanceIdSet", 0).(string)
			c.attach(card, was)
			c.detach(card, was)
			return c.attach(card, both.at("InstanceIdSets", "InstanceIdSet", 1).(string))["Code"]
		},
		"v2-is-forgotten": func(c *client, n network) any {
			image := c.step("CreateImage", "InstanceId", c.instance(n))["ImageId"].(string)
			for _, status := range []string{"Deprecated", "Available"} {
				c.step("ModifyImageAttribute", "ImageId", image, "Status", status)
			}
			return c.step("ModifyImageAttribute", "ImageId", image, "Features.ImdsSupport", "v1")["Code"]
		},
		"image-of-the-dead": func(c *client, n network) any {
			image := c.step("CreateImage", "InstanceId", c.instance(n))["ImageId"].(string)
			c.step("DeleteInstance", "InstanceId", c.instance(n, "ImageId", image), "Force", "true")
			return c.step("DeleteImage", "ImageId", image)["Code"]
		},
		"group-of-the-dead": func(c *client, n network) any {
			a := c.step("CreateSecurityGroup", "VpcId", n.vpc)["SecurityGroupId"].(string)
			b := c.step("CreateSecurityGroup", "VpcId", n.vpc)["SecurityGroupId"].(string)
			c.step("AuthorizeSecurityGroup", "SecurityGroupId", b, "IpProtocol", "tcp", "PortRange", "1/2", "SourceGroupId", a)
			c.step("DeleteSecurityGroup", "SecurityGroupId", b)
			return c.step("DeleteSecurityGroup", "SecurityGroupId", a)["Code"]
		},
		"address-of-the-dead": func(c *client, n network) any {
			card, id := c.card(n, "PrimaryIpAddress", "172.20.18.1"), c.instance(n)
			c.attach(card, id)
			c.step("DeleteInstance", "InstanceId", id, "Force", "true")
			return c.step("CreateNetworkInterface", "VSwitchId", n.vsw1, "SecurityGroupId", n.sg1, "PrimaryIpAddress", "172.20.18.1")["Code"]
		},
	}
}

// Every fault is seen in as many calls as it says, and the cloud without it is right.
func TestEveryFaultShows(t *testing.T) {
	shows := map[string]show{}
	for _, some := range []map[string]show{clauseShows(), relationShows(), readShows(), effectShows(), historyShows()} {
		maps.Copy(shows, some)
	}
	deep := 0
	for _, fault := range Faults() {
		t.Run(fault.Name, func(t *testing.T) {
			one, known := shows[fault.Name]
			if !known || fault.Wrong == "" || fault.Breaks == "" || len(fault.Findings) == 0 {
				t.Fatal("a fault says what is wrong, what it breaks and how it is found, and has a test")
			}
			see := func(options Options) (seen any, calls int) {
				c := newClient(t, options)
				vswitches, groups := c.network()
				n := network{vsw1: vswitches[2], vsw2: vswitches[1], sg1: groups[3], sg2: groups[2]}
				n.vpc = c.ok("DescribeVSwitches", "VSwitchId", n.vsw1).at("VSwitches", "VSwitch", 0, "VpcId").(string)
				seen = one(c, n)
				return seen, c.steps
			}
			right, calls := see(Options{})
			wrong, _ := see(Options{Faults: []string{fault.Name}})
			if right == wrong || calls != fault.Calls {
				t.Errorf("%v with the fault, %v without, in %d calls", wrong, right, calls)
			}
		})
		if fault.Calls >= 5 {
			deep++
		}
	}
	if len(Faults()) != 40 || len(shows) != 40 || deep*3 < len(Faults()) {
		t.Errorf("%d faults, %d shown, %d five calls deep or more", len(Faults()), len(shows), deep)
	}
}
