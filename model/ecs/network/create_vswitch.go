package network

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createVSwitch: table of 2021, limits of the pages of 2023 to 2026. The vSwitch
// is Pending until the cloud is done.
func createVSwitch() model.Operation {
	page := func(row string) model.Basis { return model.Documented("CreateVSwitch page (2021), " + row) }
	unknown := model.Inferred("rows 2 and 17 say the same; row 2 has the status of an unknown id")
	return model.Operation{
		Name:   "CreateVSwitch",
		Known:  model.StatedBy("CreateVSwitch pages (2021 to 2026)"),
		Makes:  ecs.KindVSwitch,
		Plain:  model.Params{"VpcId": "$vpc1", "CidrBlock": "10.99.0.0/24", "ZoneId": "cn-hangzhou-i"},
		Trials: createVSwitchTrials(),
		Weight: model.Weight{Cards: 1, Why: "small and other zones", Order: 26},
		Params: []model.Param{
			model.Optional("RegionId"), model.Required("ZoneId"), model.Required("CidrBlock"), model.Required("VpcId").Naming(ecs.TheVpc),
			model.Optional("VSwitchName"), model.Optional("Description"), model.Integer("Ipv6CidrBlock"), model.ListOf("Tag"),
			model.Optional("ClientToken"),
		},
		Rules: []model.Rule{
			ecs.TokenRule(),
			{Code: "MissingParameter", When: model.MandatoryMissing, Refuses: page("row 15"), Answers: page("row 15"),
				Sentence: "A mandatory parameter is absent or empty.", Break: model.Break{Drop: []string{"ZoneId"}}},
			model.WrongType(),
			{Code: "InvalidVSwitchName.Malformed", Readings: olderForm("VSwitchName"), Clauses: networkName("VSwitchName"), Refuses: page("VSwitchName"), Answers: page("row 3"),
				Sentence: "VSwitchName is longer than 128 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"VSwitchName": "http://a"}}},
			{Code: "InvalidVSwitchDiscription.Malformed", Readings: olderForm("Description"), Clauses: networkDescription(), Refuses: page("Description"), Answers: page("row 4"),
				Sentence: "Description is longer than 256 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"Description": "http://a"}}},
			{Code: "InvalidCidrBlock.Malformed", Clauses: cidrForm(), Refuses: page("CidrBlock"), Answers: page("row 14"),
				Sentence: "CidrBlock is no IPv4 CIDR block, or has bits behind its mask.", Break: model.Break{Set: model.Params{"CidrBlock": "10.0.0.0/40"}}},
			{Code: "InvalidCirdrBlock.MaskLength", Clauses: cidrMaskWithin("10.64.0.0", 16, 29), Refuses: page("CidrBlock"), Answers: page("row 12"),
				Sentence: "The mask of CidrBlock is not 16 to 29 bits.", Break: model.Break{Set: model.Params{"CidrBlock": "10.9.0.0/30"}}},
			model.UnknownRegion(),
			{Code: "InvalidZoneId.NotFound", When: ecs.ZoneUnknown, Refuses: page("row 1"), Answers: page("row 1"), Sentence: "ZoneId is no zone of the region.",
				Break: model.Break{Set: model.Params{"ZoneId": "cn-nowhere-a"}}},
			{Code: "InvalidVpcId.NotFound", When: ecs.VpcUnknown, Refuses: page("row 2"), Answers: unknown, Sentence: "The account has no such VPC in the region.",
				Break: model.Break{Set: model.Params{"VpcId": "vpc-none"}}},
			{Code: "Forbidden.VpcNotFound", When: ecs.VpcUnknown, Refuses: page("row 17"), Answers: unknown, Sentence: "The account has no such VPC in the region.",
				Shadowed: "InvalidVpcId.NotFound has the same condition and stands before it.",
				Break:    model.Break{Set: model.Params{"VpcId": "vpc-none"}}},
			{Code: "InvalidParameter", Row: 6, Needs: ecs.TheVpc, When: cidrOutsideVpc, Refuses: page("CidrBlock"), Answers: page("row 6"),
				Sentence: "CidrBlock is not within the block of the VPC.", Break: model.Break{Set: model.Params{"CidrBlock": "198.18.0.0/24"}}},
			{Code: "InvalidCidrBlock.Overlapped", Row: 7, Needs: ecs.TheVpc, When: cidrOverlaps, Refuses: page("row 7"), Answers: page("row 7"),
				Sentence: "CidrBlock overlaps that of another vSwitch of the VPC.", Break: model.Break{Set: model.Params{"CidrBlock": "10.1.0.0/24"}}},
			{Code: "IncorrectVpcStatus", Needs: ecs.TheVpc, When: ecs.VpcPending, Refuses: page("row 13"), Answers: page("row 13"),
				Sentence: "The VPC is still Pending."},
			// Row 11 has code and status of row 16, and speaks of any change.
			{Code: "IncorrectVSwitchStatus", Row: 16, Needs: ecs.TheVpc, When: vswitchInCreation,
				Refuses: model.Inferred("row 16 says that vSwitches are not created simultaneously; that a creation ends when the vSwitch is Available follows from the status"),
				Answers: page("row 16"), Sentence: "Another vSwitch of the VPC is still Pending."},
			{Code: "QuotaExceeded.VSwitch", Limit: true, Needs: ecs.TheVpc, When: vswitchQuotaReached, Refuses: page("row 9"), Answers: page("row 9"),
				Sentence: "The VPC has as many vSwitches as the quota allows.", Break: model.Break{World: ecs.WorldQuota}},
		},
		Left: []model.Left{
			{Code: "ResourceNotAvailable", Why: "every zone of a world offers vSwitches"},
			{Code: "IncorrectRouteEntryStatus", Why: "the model keeps no route entries"},
		},
		Effects: []model.Effect{
			{Name: "VSwitch", Do: makeVSwitch, SeenBy: "DescribeVSwitches.VSwitchId"},
			{Name: "VSwitchName", When: model.Given("VSwitchName"), SeenBy: "DescribeVSwitches.VSwitchName",
				Do: setNewVSwitch(func(r *model.Request, v *ecs.VSwitch) { v.VSwitchName = r.Text("VSwitchName") })},
			{Name: "Description", When: model.Given("Description"), SeenBy: "DescribeVSwitches.Description",
				Do: setNewVSwitch(func(r *model.Request, v *ecs.VSwitch) { v.Description = r.Text("Description") })},
			{Name: "Tag", When: model.Tagged, SeenBy: "DescribeVSwitches.Tags",
				Do: setNewVSwitch(func(r *model.Request, v *ecs.VSwitch) { v.Tags = model.NewTags(r.Tags()...) })},
			{Name: "Ipv6CidrBlock", When: vpcGivesIpv6, SeenBy: "DescribeVSwitches.Ipv6CidrBlock",
				Basis: model.Assumed("in a VPC without IPv6 the parameter is ignored: no row of the table speaks of it"),
				Do:    setNewVSwitch(func(r *model.Request, v *ecs.VSwitch) { v.Ipv6Cidr, _ = ipv6Block(r) })},
		},
	}
}

// cidrOutsideVpc: a vSwitch may have the whole block of its VPC, not more.
func cidrOutsideVpc(r *model.Request) bool {
	block, ok := cidrBlock(r)
	whole, err := netip.ParsePrefix(ecs.VpcOf(r).CidrBlock)
	return ok && err == nil && (block.Bits() < whole.Bits() || !whole.Contains(block.Addr()))
}

// siblings yields the vSwitches of the call's VPC.
func siblings(r *model.Request, yield func(*ecs.VSwitch) bool) {
	for _, v := range ecs.Vswitches(r.Place).All {
		if v.VpcId == ecs.VpcOf(r).VpcId && !yield(v) {
			return
		}
	}
}

func cidrOverlaps(r *model.Request) bool {
	block, ok := cidrBlock(r)
	for v := range func(a0 func(a0 *ecs.VSwitch) bool) { siblings(r, a0) } {
		if other, err := netip.ParsePrefix(v.CidrBlock); ok && err == nil && block.Overlaps(other) {
			return true
		}
	}
	return false
}

func vswitchInCreation(r *model.Request) bool {
	for v := range func(a0 func(a0 *ecs.VSwitch) bool) { siblings(r, a0) } {
		if v.Status == ecs.Pending {
			return true
		}
	}
	return false
}

func vswitchQuotaReached(r *model.Request) bool {
	n := 1
	for range func(a0 func(a0 *ecs.VSwitch) bool) { siblings(r, a0) } {
		n++
	}
	return r.Exceeds(n, r.Account(), ecs.QuotaVSwitches)
}

// ipv6Block is the /64 of the VPC's /56 that Ipv6CidrBlock, 0 to 255, selects.
func ipv6Block(r *model.Request) (string, bool) {
	n, given := r.Integer("Ipv6CidrBlock")
	whole, err := netip.ParsePrefix(ecs.VpcOf(r).Ipv6Cidr)
	if !given || n < 0 || n > 255 || err != nil {
		return "", false
	}
	a := whole.Masked().Addr().As16()
	a[7] = byte(n)
	return netip.PrefixFrom(netip.AddrFrom16(a), 64).String(), true
}

func vpcGivesIpv6(r *model.Request) bool { _, ok := ipv6Block(r); return ok }

func makeVSwitch(r *model.Request) {
	v := ecs.VSwitch{
		VSwitchId: r.World.NewID(ecs.KindVSwitch), VpcId: ecs.VpcOf(r).VpcId, ZoneId: r.Text("ZoneId"), CidrBlock: r.Text("CidrBlock"),
		Status: ecs.Pending, CreationTime: r.Now().Truncate(time.Second), Hidden: ecs.VSwitchHidden{Since: r.Now()},
	}
	model.Put(r.World, r.Place.Account, r.Region, v)
	r.Reload()
	r.Created = append(r.Created, v.VSwitchId)
}

// setNewVSwitch changes the vSwitch that the call has made.
func setNewVSwitch(change func(*model.Request, *ecs.VSwitch)) func(*model.Request) {
	return func(r *model.Request) {
		v := *ecs.Vswitches(r.Place).Get(r.Created[0])
		change(r, &v)
		model.Put(r.World, r.Place.Account, r.Region, v)
		r.Reload()
	}
}

// smallBlock is the smallest block that a vSwitch can have: four addresses.
const smallBlock = "10.97.0.0/29"

// createVSwitchTrials draws blocks that seldom overlap, in a zone of the world.
func createVSwitchTrials() model.Trials {
	var blocks []string
	for n := range 100 {
		blocks = append(blocks, fmt.Sprintf("10.%d.0.0/24", 100+n))
	}
	return model.Trials{
		Choices: []model.Choice{
			{Param: "CidrBlock", Of: blocks},
			{Param: "ZoneId", In: func(b *model.Base) []string { return []string{b.Zones[0].ZoneId} }},
			{Param: "VpcId", Of: []string{"$vpc1"}},
		},
		Shapes:       model.Varied("", "CidrBlock="+smallBlock),
		Combinations: model.Varied(model.TokenAgain(), "CidrBlock=10.98.0.0/24", "VpcId=$n1 CidrBlock=192.168.1.0/24"),
	}
}

// olderForm: until 2021 the page asked for two characters, and a name to begin with a letter.
func olderForm(param string) model.Readings {
	return model.MayRefuse("the page of 2021 asks for 2 characters and a letter in front, those since 2023 for 1 character of any kind", model.Given(param))
}
