package secondcloud

import (
	"net/netip"
	"slices"
	"time"
)

// A vswitch is a part of a VPC in a zone.
type vswitch struct {
	id                string
	vpc               *vpc
	zone              string
	name, description string
	status            string
	block             netip.Prefix
	made              time.Time
}

// mostVSwitches is how many vSwitches a VPC has; the pages give no figure.
const mostVSwitches = 24

// vswitchesOf are the vSwitches of a VPC.
func (c *Cloud) vswitchesOf(v *vpc) []*vswitch {
	return c.vswitches.newest(func(s *vswitch) bool { return s.vpc == v })
}

func (c *Cloud) showVSwitch(s *vswitch) fields {
	return fields{
		"VSwitchId": s.id, "VpcId": s.vpc.id, "ZoneId": s.zone, "VSwitchName": s.name, "Description": s.description,
		"Status": s.status, "CidrBlock": s.block.String(), "CreationTime": s.made.Format(time.RFC3339), "IsDefault": false,
		"AvailableIpAddressCount": c.free(s), "OwnerId": c.account, "ResourceGroupId": "", "Ipv6CidrBlock": "", "NetworkAclId": "",
		"Tags": fields{"Tag": []fields{}},
	}
}

func createVSwitch() *operation {
	return &operation{
		name: "CreateVSwitch",
		params: []param{need("ZoneId"), need("VpcId"), need("CidrBlock"),
			text("VSwitchName"), text("Description")},
		lacks: func(string) *refusal { return refuse(bad, "MissingParameter", "Miss mandatory parameter.") },
		checks: []check{
			follows("VSwitchName", networkName(), refuse(bad, "InvalidVSwitchName.Malformed", "Specified virtual switch name is not valid.")),
			follows("Description", networkDescription(),
				refuse(bad, "InvalidVSwitchDiscription.Malformed", "Specified virtual switch description is not valid.")),
			{"the block is one", func(c *call) *refusal {
				_, well := strictBlock(c.text("CidrBlock"))
				return unless(well, bad, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid.")
			}},
			{"the length of the mask", func(c *call) *refusal {
				bits := c.block().Bits()
				return unless(bits >= 16 && bits <= 29, bad, "InvalidCirdrBlock.MaskLength", "Specified CIDR block is not valid .")
			}},
			{"the zone exists", func(c *call) *refusal {
				region, _ := c.stock.find(c.region)
				return unless(slices.Contains(region.zones, c.text("ZoneId")), notFound, "InvalidZoneId.NotFound", "Specified zone does not exist.")
			}},
			{"the VPC exists", findVpc},
			{"the VPC is Available", func(c *call) *refusal {
				return unless(c.vpc.status == "Available", bad, "IncorrectVpcStatus", "Current VPC status does not support this operation.")
			}},
			{"the block is in the VPC", func(c *call) *refusal {
				return unless(within(c.block(), c.vpc.block), bad, "InvalidParameter", "Specified CIDR block is not valid in VPC.")
			}},
			{"the block is free", blockIsFree},
			{"the quota of vSwitches", func(c *call) *refusal {
				return unless(len(c.vswitchesOf(c.vpc)) < mostVSwitches, bad, "QuotaExceeded.VSwitch", "Virtual switch quota exceeded.")
			}},
		},
		do: func(c *call) fields {
			s := c.addVSwitch(c.vpc, c.text("ZoneId"), c.block())
			s.name, s.description = c.text("VSwitchName"), c.text("Description")
			return fields{"VSwitchId": s.id}
		},
		token: anyToken(),
	}
}

func (c *call) block() netip.Prefix {
	block, _ := strictBlock(c.text("CidrBlock"))
	return block
}

func blockIsFree(c *call) *refusal {
	for _, other := range c.vswitchesOf(c.vpc) {
		if other.block.Overlaps(c.block()) {
			return refuse(bad, "InvalidCidrBlock.Overlapped", "Specified CIDR block overlapped with other subnets.")
		}
	}
	return nil
}

// addVSwitch makes a vSwitch, which is Available after a while.
func (c *Cloud) addVSwitch(v *vpc, zone string, block netip.Prefix) *vswitch {
	s := &vswitch{id: c.newID("vsw"), vpc: v, zone: zone, block: block, status: "Pending", made: c.now}
	c.vswitches.put(s.id, s)
	c.after(c.delays.VSwitchPending, func() { s.status = "Available" })
	return s
}

func deleteVSwitch() *operation {
	return &operation{
		name:   "DeleteVSwitch",
		params: []param{need("VSwitchId")},
		lacks:  func(string) *refusal { return refuse(bad, "MissingParameter", "Miss mandatory parameter.") },
		checks: []check{
			{"the vSwitch exists", findVSwitch(refuse(notFound, "InvalidVSwitchId.NotFound", "VSwitch not exist."))},
			{"the vSwitch is Available", func(c *call) *refusal {
				return unless(c.vswitch.status == "Available", bad, "IncorrectVSwitchStatus",
					"The current virtual switch status does not support this operation.")
			}},
			{"nothing is in the vSwitch", func(c *call) *refusal {
				left := c.enis.count(func(e *eni) bool { return e.vswitch == c.vswitch })
				return unless(left == 0, bad, "DependencyViolation", "Specified object has dependent resources.")
			}},
		},
		do: func(c *call) fields {
			c.vswitches.drop(c.vswitch.id)
			return fields{}
		},
		dryRun: true,
	}
}

// findVSwitch finds the vSwitch of the call, in its region.
func findVSwitch(refused *refusal) func(*call) *refusal {
	return func(c *call) *refusal {
		c.vswitch = c.vswitches.items[c.text("VSwitchId")]
		if c.vswitch == nil || c.vswitch.vpc.region != c.region {
			return refused
		}
		return nil
	}
}

func describeVSwitches() *operation {
	paging := paging{outer: "VSwitches", inner: "VSwitch", most: 50}
	return &operation{
		name: "DescribeVSwitches",
		params: append(paging.params(), text("VSwitchId"), text("VpcId"), text("ZoneId"),
			text("VSwitchName"), flag("IsDefault")),
		checks: []check{
			paging.check(),
			{"the number of VPCs", fewIDs("VpcId", refuse(notFound, "InvalidVpcIdNumber.NotSupported", "The number of vpcIds exceeds the limit."))},
			{"the number of vSwitches",
				fewIDs("VSwitchId", refuse(notFound, "InvalidVSwitchIdNumber.NotSupported", "The number of vSwitchIds exceeds the limit."))},
		},
		do: func(c *call) fields {
			var found []shown
			for _, s := range c.vswitches.newest(func(s *vswitch) bool {
				return s.vpc.region == c.region && c.names("VSwitchId", s.id) && c.names("VpcId", s.vpc.id) &&
					c.is("ZoneId", s.zone) && c.is("VSwitchName", s.name) && c.is("IsDefault", "false")
			}) {
				found = append(found, shown{s.id, c.showVSwitch(s)})
			}
			return paging.show(c, found)
		},
		dryRun: true,
	}
}
