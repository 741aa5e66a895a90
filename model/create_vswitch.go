package model

import (
	"fmt"
	"net/netip"
	"time"
)

// createVSwitch: table of 2021, limits of the pages of 2023 to 2026. The vSwitch
// is Pending until the cloud is done.
func createVSwitch() Operation {
	page := func(row string) Basis { return Documented("CreateVSwitch page (2021), " + row) }
	unknown := Inferred("rows 2 and 17 say the same; row 2 has the status of an unknown id")
	return Operation{
		Name:   "CreateVSwitch",
		Makes:  KindVSwitch,
		Plain:  Params{"VpcId": "$vpc1", "CidrBlock": "10.99.0.0/24", "ZoneId": "cn-hangzhou-i"},
		Trials: createVSwitchTrials(),
		Weight: Weight{Cards: 1, Why: "small and other zones", Order: 26},
		Params: []Param{
			optional("RegionId"), required("ZoneId"), required("CidrBlock"), required("VpcId").names(theVpc),
			optional("VSwitchName"), optional("Description"), integer("Ipv6CidrBlock"), optional("ClientToken"),
		},
		Rules: []Rule{
			tokenRule(),
			{Code: "MissingParameter", When: mandatoryMissing, Refuses: page("row 15"), Answers: page("row 15"),
				Sentence: "A mandatory parameter is absent or empty.", Break: Break{Drop: []string{"ZoneId"}}},
			wrongType(),
			{Code: "InvalidVSwitchName.Malformed", When: networkNameBreaks("VSwitchName"), Refuses: page("VSwitchName"), Answers: page("row 3"),
				Sentence: "VSwitchName is longer than 128 characters, or begins with http:// or https://.",
				Break:    Break{Set: Params{"VSwitchName": "http://a"}}},
			{Code: "InvalidVSwitchDiscription.Malformed", When: networkDescriptionBreaks, Refuses: page("Description"), Answers: page("row 4"),
				Sentence: "Description is longer than 256 characters, or begins with http:// or https://.",
				Break:    Break{Set: Params{"Description": "http://a"}}},
			{Code: "InvalidCidrBlock.Malformed", When: cidrMalformed, Refuses: page("CidrBlock"), Answers: page("row 14"),
				Sentence: "CidrBlock is no IPv4 CIDR block, or has bits behind its mask.", Break: Break{Set: Params{"CidrBlock": "10.0.0.0/40"}}},
			{Code: "InvalidCirdrBlock.MaskLength", When: cidrMaskOutside(16, 29), Refuses: page("CidrBlock"), Answers: page("row 12"),
				Sentence: "The mask of CidrBlock is not 16 to 29 bits.", Break: Break{Set: Params{"CidrBlock": "10.9.0.0/30"}}},
			unknownRegion(),
			{Code: "InvalidZoneId.NotFound", When: zoneUnknown, Refuses: page("row 1"), Answers: page("row 1"), Sentence: "ZoneId is no zone of the region.",
				Break: Break{Set: Params{"ZoneId": "cn-nowhere-a"}}},
			{Code: "InvalidVpcId.NotFound", When: vpcUnknown, Refuses: page("row 2"), Answers: unknown, Sentence: "The account has no such VPC in the region.",
				Break: Break{Set: Params{"VpcId": "vpc-none"}}},
			{Code: "Forbidden.VpcNotFound", When: vpcUnknown, Refuses: page("row 17"), Answers: unknown, Sentence: "The account has no such VPC in the region.",
				Shadowed: "InvalidVpcId.NotFound has the same condition and stands before it.",
				Break:    Break{Set: Params{"VpcId": "vpc-none"}}},
			{Code: "InvalidParameter", Row: 6, Needs: theVpc, When: cidrOutsideVpc, Refuses: page("CidrBlock"), Answers: page("row 6"),
				Sentence: "CidrBlock is not within the block of the VPC.", Break: Break{Set: Params{"CidrBlock": "198.18.0.0/24"}}},
			{Code: "InvalidCidrBlock.Overlapped", Row: 7, Needs: theVpc, When: cidrOverlaps, Refuses: page("row 7"), Answers: page("row 7"),
				Sentence: "CidrBlock overlaps that of another vSwitch of the VPC.", Break: Break{Set: Params{"CidrBlock": "10.1.0.0/24"}}},
			{Code: "IncorrectVpcStatus", Needs: theVpc, When: vpcPending, Refuses: page("row 13"), Answers: page("row 13"),
				Sentence: "The VPC is still Pending."},
			// Row 11 has code and status of row 16, and speaks of any change.
			{Code: "IncorrectVSwitchStatus", Row: 16, Needs: theVpc, When: vswitchInCreation,
				Refuses: Inferred("row 16 says that vSwitches are not created simultaneously; that a creation ends when the vSwitch is Available follows from the status"),
				Answers: page("row 16"), Sentence: "Another vSwitch of the VPC is still Pending."},
			{Code: "QuotaExceeded.VSwitch", Limit: true, Needs: theVpc, When: vswitchQuotaReached, Refuses: page("row 9"), Answers: page("row 9"),
				Sentence: "The VPC has as many vSwitches as the quota allows.", Break: Break{World: worldQuota}},
		},
		Left: []Left{
			{Code: "ResourceNotAvailable", Why: "every zone of a world offers vSwitches"},
			{Code: "IncorrectRouteEntryStatus", Why: "the model keeps no route entries"},
		},
		Effects: []Effect{
			{Name: "VSwitch", Do: makeVSwitch, SeenBy: "DescribeVSwitches.VSwitchId"},
			{Name: "VSwitchName", When: given("VSwitchName"), SeenBy: "DescribeVSwitches.VSwitchName",
				Do: setNewVSwitch(func(r *Request, v *VSwitch) { v.VSwitchName = r.str("VSwitchName") })},
			{Name: "Description", When: given("Description"), SeenBy: "DescribeVSwitches.Description",
				Do: setNewVSwitch(func(r *Request, v *VSwitch) { v.Description = r.str("Description") })},
			{Name: "Ipv6CidrBlock", When: vpcGivesIpv6, SeenBy: "DescribeVSwitches.Ipv6CidrBlock",
				Basis: Assumed("in a VPC without IPv6 the parameter is ignored: no row of the table speaks of it"),
				Do:    setNewVSwitch(func(r *Request, v *VSwitch) { v.Ipv6Cidr, _ = r.ipv6Block() })},
		},
	}
}

// cidrOutsideVpc: a vSwitch may have the whole block of its VPC, not more.
func cidrOutsideVpc(r *Request) bool {
	block, ok := r.cidrBlock()
	whole, err := netip.ParsePrefix(vpcOf(r).CidrBlock)
	return ok && err == nil && (block.Bits() < whole.Bits() || !whole.Contains(block.Addr()))
}

// siblings yields the vSwitches of the call's VPC.
func (r *Request) siblings(yield func(*VSwitch) bool) {
	for _, v := range vswitches(r.place).all {
		if v.VpcId == vpcOf(r).VpcId && !yield(v) {
			return
		}
	}
}

func cidrOverlaps(r *Request) bool {
	block, ok := r.cidrBlock()
	for v := range r.siblings {
		if other, err := netip.ParsePrefix(v.CidrBlock); ok && err == nil && block.Overlaps(other) {
			return true
		}
	}
	return false
}

func vswitchInCreation(r *Request) bool {
	for v := range r.siblings {
		if v.Status == Pending {
			return true
		}
	}
	return false
}

func vswitchQuotaReached(r *Request) bool {
	n := 1
	for range r.siblings {
		n++
	}
	return r.exceeds(n, r.account(), QuotaVSwitches)
}

// ipv6Block is the /64 of the VPC's /56 that Ipv6CidrBlock, 0 to 255, selects.
func (r *Request) ipv6Block() (string, bool) {
	n, given := r.integer("Ipv6CidrBlock")
	whole, err := netip.ParsePrefix(vpcOf(r).Ipv6Cidr)
	if !given || n < 0 || n > 255 || err != nil {
		return "", false
	}
	a := whole.Masked().Addr().As16()
	a[7] = byte(n)
	return netip.PrefixFrom(netip.AddrFrom16(a), 64).String(), true
}

func vpcGivesIpv6(r *Request) bool { _, ok := r.ipv6Block(); return ok }

func makeVSwitch(r *Request) {
	v := VSwitch{
		VSwitchId: r.w.NewID(KindVSwitch), VpcId: vpcOf(r).VpcId, ZoneId: r.str("ZoneId"), CidrBlock: r.str("CidrBlock"),
		Status: Pending, CreationTime: r.w.Now().Truncate(time.Second), Hidden: VSwitchHidden{Since: r.w.Now()},
	}
	put(r.w, r.place.account, r.region, v)
	r.reload()
	r.created = append(r.created, v.VSwitchId)
}

// setNewVSwitch changes the vSwitch that the call has made.
func setNewVSwitch(change func(*Request, *VSwitch)) func(*Request) {
	return func(r *Request) {
		v := *vswitches(r.place).get(r.created[0])
		change(r, &v)
		put(r.w, r.place.account, r.region, v)
		r.reload()
	}
}

// smallBlock is the smallest block that a vSwitch can have: four addresses.
const smallBlock = "10.97.0.0/29"

// createVSwitchTrials draws blocks that seldom overlap, in a zone of the world.
func createVSwitchTrials() Trials {
	var blocks []string
	for n := range 100 {
		blocks = append(blocks, fmt.Sprintf("10.%d.0.0/24", 100+n))
	}
	return Trials{
		Choices: []Choice{
			{Param: "CidrBlock", Of: blocks},
			{Param: "ZoneId", In: func(b *Base) []string { return []string{b.Zones[0].ZoneId} }},
			{Param: "VpcId", Of: []string{"$vpc1"}},
		},
		Shapes:       varied("", "CidrBlock="+smallBlock),
		Combinations: varied(tokenAgain(), "CidrBlock=10.98.0.0/24", "VpcId=$n1 CidrBlock=192.168.1.0/24"),
	}
}
