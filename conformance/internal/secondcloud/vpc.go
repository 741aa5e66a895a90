package secondcloud

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// A vpc is a network in a region.
type vpc struct {
	id, region        string
	name, description string
	status            string
	block             netip.Prefix
	made              time.Time
}

// mostVpcs is how many VPCs an account has in a region; the pages give no figure.
const mostVpcs = 10

// mostIDs is how many ids a Describe call of the VPC product takes.
const mostIDs = 20

func (c *Cloud) showVpc(v *vpc) fields {
	ids := []string{}
	for _, s := range c.vswitchesOf(v) {
		ids = append(ids, s.id)
	}
	return fields{
		"VpcId": v.id, "RegionId": v.region, "VpcName": v.name, "Description": v.description, "Status": v.status,
		"CidrBlock": v.block.String(), "CreationTime": v.made.Format(time.RFC3339), "IsDefault": false, "OwnerId": c.account,
		"VRouterId": "vrt" + v.id[3:], "ResourceGroupId": "", "Ipv6CidrBlock": "", "CenStatus": "Detached",
		"VSwitchIds":     fields{"VSwitchId": ids},
		"RouterTableIds": fields{"RouterTableIds": []string{"vtb" + v.id[3:]}},
		"UserCidrs":      fields{"UserCidr": []string{}},
		"NatGatewayIds":  fields{"NatGatewayIds": []string{}},
		"Tags":           fields{"Tag": []fields{}},
	}
}

func createVpc() *operation {
	return &operation{
		name:   "CreateVpc",
		params: []param{need("RegionId"), text("CidrBlock"), text("VpcName"), text("Description")},
		noRegion: func(*call) *refusal {
			return refuse(notFound, "InvalidRegionId.NotFound", `Specified value of "regionId" is not supported.`)
		},
		checks: []check{
			follows("VpcName", networkName(), refuse(bad, "InvalidVpcName.Malformed", "Specified VPC name is not valid.")),
			follows("Description", networkDescription(), refuse(bad, "InvalidVpcDiscription.Malformed", "Specified VPC description is not valid.")),
			{"the block", vpcBlock},
			{"the quota of VPCs", func(c *call) *refusal {
				inUse := c.vpcs.count(func(v *vpc) bool { return v.region == c.region })
				return unless(inUse < mostVpcs, bad, "QuotaExceeded.Vpc", "VPC quota exceeded.")
			}},
		},
		do: func(c *call) fields {
			v := c.addVpc(c.region, c.vpcBlock())
			v.name, v.description = c.text("VpcName"), c.text("Description")
			return fields{"VpcId": v.id, "VRouterId": "vrt" + v.id[3:], "RouteTableId": "vtb" + v.id[3:], "ResourceGroupId": ""}
		},
		dryRun: true,
		token:  anyToken(),
	}
}

// vpcBlock is the block of a new VPC; absent, it is 172.16.0.0/12.
func (c *call) vpcBlock() netip.Prefix {
	if block, well := strictBlock(c.text("CidrBlock")); well {
		return block
	}
	return netip.MustParsePrefix("172.16.0.0/12")
}

func vpcBlock(c *call) *refusal {
	if !c.has("CidrBlock") {
		return nil
	}
	block, well := strictBlock(c.text("CidrBlock"))
	if !well || !private(block) {
		return refuse(bad, "InvalidParameter", "Specified CIDR block is not valid")
	}
	return unless(block.Bits() <= 28, bad, "IllegalParam.CidrBlockMask", fmt.Sprintf("The param of CidrBlock Mask [%d] is illegal.", block.Bits()))
}

// addVpc makes a VPC, which is Available after a while.
func (c *Cloud) addVpc(region string, block netip.Prefix) *vpc {
	v := &vpc{id: c.newID("vpc"), region: region, block: block, status: "Pending", made: c.now}
	c.vpcs.put(v.id, v)
	c.after(c.delays.VpcPending, func() { v.status = "Available" })
	return v
}

func deleteVpc() *operation {
	return &operation{
		name:   "DeleteVpc",
		params: []param{need("VpcId")},
		checks: []check{
			{"the VPC exists", findVpc},
			{"the VPC is Available", func(c *call) *refusal {
				return unless(c.vpc.status == "Available", bad, "IncorrectVpcStatus", "Current VPC status does not support this operation.")
			}},
			{"no vSwitch is left", func(c *call) *refusal {
				return unless(len(c.vswitchesOf(c.vpc)) == 0, bad, "DependencyViolation.VSwitch", "Specified object has dependent resources")
			}},
			{"no security group is left", func(c *call) *refusal {
				left := c.allGroups.count(func(g *group) bool { return g.vpc == c.vpc })
				return unless(left == 0, bad, "DependencyViolation.SecurityGroup", "Specified object has dependent resources")
			}},
		},
		do: func(c *call) fields {
			c.vpcs.drop(c.vpc.id)
			return fields{}
		},
		dryRun: true,
		token:  anyToken(),
	}
}

// findVpc finds the VPC of the call, in its region.
func findVpc(c *call) *refusal {
	c.vpc = c.vpcs.items[c.text("VpcId")]
	return unless(c.vpc != nil && c.vpc.region == c.region, notFound, "InvalidVpcId.NotFound", "Specified VPC does not exist.")
}

func describeVpcs() *operation {
	paging := paging{outer: "Vpcs", inner: "Vpc", most: 50}
	return &operation{
		name:   "DescribeVpcs",
		params: append(paging.params(), need("RegionId"), text("VpcId"), text("VpcName"), flag("IsDefault")),
		checks: []check{
			paging.check(),
			{"the number of VPCs", fewIDs("VpcId", refuse(bad, "InvalidVpcIdNumber.NotSupported", "The number of vpcIds exceeds the limit."))},
		},
		do: func(c *call) fields {
			var found []shown
			for _, v := range c.vpcs.newest(func(v *vpc) bool {
				return v.region == c.region && c.names("VpcId", v.id) && c.is("VpcName", v.name) && c.is("IsDefault", "false")
			}) {
				found = append(found, shown{v.id, c.showVpc(v)})
			}
			return paging.show(c, found)
		},
		dryRun: true,
	}
}

// fewIDs refuses more ids, separated by commas, than a call takes.
func fewIDs(name string, refused *refusal) func(*call) *refusal {
	return func(c *call) *refusal {
		if strings.Count(c.text(name), ",") >= mostIDs {
			return refused
		}
		return nil
	}
}
