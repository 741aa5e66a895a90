package secondcloud

import "net/netip"

// historyFaults refuse or accept because of what has been and is no more.
func historyFaults() []Fault {
	return []Fault{
		{
			Name: "attach-only-where-it-was", Wrong: "an interface that was detached is attached to no other instance", Calls: 5,
			Breaks:   "AttachNetworkInterface: an Available interface is attached",
			Findings: []string{"AttachNetworkInterface/InvalidOperation.InvalidEniState*"},
			plant:    attachOnlyWhereItWas,
		},
		{
			Name: "v2-is-forgotten", Wrong: "an image that was Deprecated and is Available again goes from v2 to v1", Calls: 5,
			Breaks:   "ModifyImageAttribute, row 403 InvalidOperation.FeaturesImdsSupportNotMatch",
			Findings: []string{"ModifyImageAttribute/InvalidOperation.FeaturesImdsSupportNotMatch*"},
			plant:    v2IsForgotten,
		},
		{
			Name: "image-of-the-dead", Wrong: "an image counts as used by an instance that is gone", Calls: 5,
			Breaks:   "DeleteImage, row 403 ImageUsingByInstance: instances created from the image exist",
			Findings: []string{"DeleteImage/ImageUsingByInstance*"},
			plant:    imageOfTheDead,
		},
		{
			Name: "group-of-the-dead", Wrong: "a group counts as authorized in a group that is gone", Calls: 5,
			Breaks:   "DeleteSecurityGroup, row 403 DependencyViolation: authorized in another one",
			Findings: []string{"DeleteSecurityGroup/DependencyViolation*"},
			plant:    groupOfTheDead,
		},
		{
			Name: "address-of-the-dead", Wrong: "the address of an interface that went with its instance stays taken", Calls: 5,
			Breaks:   "CreateNetworkInterface, row 400 InvalidPrivateIpAddress.Duplicated: already in use",
			Findings: []string{"CreateNetworkInterface/InvalidPrivateIpAddress.Duplicated*"},
			plant:    addressOfTheDead,
		},
	}
}

func attachOnlyWhereItWas(c *Cloud) error {
	was := map[*eni]*instance{}
	elsewhere := func(c *call) bool { return was[c.eni] != nil && was[c.eni] != c.instance }
	return plan(
		before("DetachNetworkInterface", func(c *call) { was[c.eni] = c.eni.instance }),
		alsoFor("AttachNetworkInterface", "the interface is Available", elsewhere, wrongENIState(available, detaching)),
	)(c)
}

func v2IsForgotten(c *Cloud) error {
	restored := map[*image]bool{}
	return plan(
		then("ModifyImageAttribute", func(c *call) {
			if c.text("Status") == available {
				restored[c.image] = true
			}
		}),
		unlessCall("ModifyImageAttribute", "v2 stays v2", func(c *call) bool { return restored[c.image] }),
	)(c)
}

func imageOfTheDead(c *Cloud) error {
	used := map[*image]bool{}
	return plan(
		before("DeleteInstance", func(c *call) { used[c.instance.image] = true }),
		alsoFor("DeleteImage", "no instance was created from it", func(c *call) bool { return used[c.image] && !c.isTrue("Force") },
			refuse(forbidden, "ImageUsingByInstance", "The specified image has been used to create instances.")),
	)(c)
}

func groupOfTheDead(c *Cloud) error {
	authorized := map[string]bool{}
	return plan(
		before("DeleteSecurityGroup", func(c *call) {
			for _, r := range c.group.rules {
				authorized[r.sourceGroup] = true
			}
		}),
		alsoFor("DeleteSecurityGroup", "no other group authorizes it", func(c *call) bool { return authorized[c.group.id] },
			refuse(forbidden, "DependencyViolation", "The specified security group has been authorized in another one.")),
	)(c)
}

func addressOfTheDead(c *Cloud) error {
	lost := map[netip.Addr]bool{}
	return plan(
		before("DeleteInstance", func(c *call) {
			for _, e := range c.attached(c.instance) {
				lost[e.address] = e.deleteOnRelease && !e.isPrimary()
			}
		}),
		alsoFor("CreateNetworkInterface", "the address", func(c *call) bool {
			address, err := netip.ParseAddr(c.text("PrimaryIpAddress"))
			return err == nil && lost[address]
		}, refuse(bad, "InvalidPrivateIpAddress.Duplicated", "Specified private IP address is duplicated.")),
	)(c)
}
