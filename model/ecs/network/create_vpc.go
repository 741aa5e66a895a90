package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createVpc: page of 2025-12-12. The VPC is Pending until the cloud is done.
func createVpc() model.Operation {
	page := func(row string) model.Basis { return model.Documented("CreateVpc page (2025-12-12), " + row) }
	return model.Operation{
		Name:  "CreateVpc",
		Known: model.StatedBy("CreateVpc page (2025-12-12)"),
		Makes: ecs.KindVpc,
		Plain: model.Params{"CidrBlock": "192.168.0.0/16"},
		Trials: model.Trials{
			Choices: []model.Choice{{Param: "CidrBlock", Of: []string{"192.168.0.0/16"}}},
			Shapes:  model.Varied(""), Combinations: model.Varied(model.TokenAgain()),
		},
		Weight: model.Weight{Cards: 1, Why: "groups of another VPC", Order: 25},
		Params: []model.Param{
			model.Required("RegionId"), model.Optional("CidrBlock"), model.Optional("VpcName"), model.Optional("Description"),
			model.Boolean("EnableIpv6"), model.ListOf("Tag"), model.Boolean("DryRun"), model.Optional("ClientToken"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			ecs.TokenRule(),
			model.WrongType(),
			{Code: "InvalidVpcName.Malformed", Clauses: networkName("VpcName"), Refuses: page("VpcName"), Answers: page("row 5"),
				Sentence: "VpcName is longer than 128 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"VpcName": "http://a"}}},
			{Code: "InvalidVpcDiscription.Malformed", Clauses: networkDescription(), Refuses: page("Description"), Answers: page("row 6"),
				Sentence: "Description is longer than 256 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"Description": "http://a"}}},
			{Code: "InvalidParameter", Row: 3, Clauses: cidrForm(), Refuses: page("CidrBlock"), Answers: page("row 3"),
				Sentence: "CidrBlock is no IPv4 CIDR block, or has bits behind its mask.",
				Break:    model.Break{Set: model.Params{"CidrBlock": "10.0.0.0/40"}}},
			{Code: "IllegalParam.CidrBlockMask", Clauses: cidrMaskWithin("10.0.0.0", 8, 28), Says: cidrMask, Refuses: page("CidrBlock"),
				Answers: model.Inferred("the row speaks of an illegal mask of CidrBlock, and row 3 of an invalid block"), Sentence: "The mask of CidrBlock is not 8 to 28 bits.",
				Break: model.Break{Set: model.Params{"CidrBlock": "10.0.0.0/29"}}},
			{Code: "OperationDenied.CidrInExcludeCidrs", Clauses: cidrNotExcluded(), Refuses: page("CidrBlock"), Answers: page("row 33"),
				Sentence: "CidrBlock overlaps 100.64.0.0/10, 224.0.0.0/4, 127.0.0.0/8 or 169.254.0.0/16.",
				Break:    model.Break{Set: model.Params{"CidrBlock": "100.64.0.0/16"}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Refuses: page("row 45"), Answers: page("row 45"), Sentence: "There is no such region.",
				Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
			{Code: "QuotaExceeded.Vpc", Limit: true, When: vpcQuotaReached, Refuses: page("row 7"), Answers: page("row 7"),
				Sentence: "The account has as many VPCs in the region as its quota allows.", Break: model.Break{World: ecs.WorldQuota}},
			{Code: "InternalError", Fault: true, Refuses: page("row 47"), Answers: page("row 47"), Sentence: "The service failed."},
		},
		Left: slices.Concat(
			leftFor("a call of the model is over when the next one begins", "TOKEN_PROCESSING", "System.ServiceBusy"),
			leftFor("UserCidr is not read: what it changes is routing, which the model does not keep",
				"InvalidUserCidr.Quota", "InvalidUserCidr.Malformed", "IllegalParam.UserCidr"),
			leftFor("the model keeps no IPAM pools", "MissingParam.CidrOrCidrMask", "UnsupportedFeature.IPAM", "UnsupportedFeature.Ipam",
				"IllegalParam.Ipv4CidrMask", "IllegalParam.CidrMask", "IllegalParam.IpamPool", "ResourceNotFound.IpamPool",
				"OperationDenied.RequestRegionInvalid", "OperationDenied.IpamPoolNotInRegion", "OperationDenied.AvailableCidrInsufficient",
				"OperationDenied.CidrUnavailableInPool", "OperationDenied.MaskOfCidrIsNotAllowed"),
			leftFor("EnableIpv6 alone is read: an IPv6 block of one's own needs a reservation, which the model does not keep",
				"IllegalParam.Ipv6CidrBlock", "InvalidIpv6CidrBlock.Malformed", "OperationFailed.IPv6CidrNotReserved", "MissingParam.EnableIpv6",
				"IllegalParam.EnableIpv6", "UnsupportedFeature.Ipv6Isp", "IllegalParam.Ipv6Isp", "ResourceNotEnough.Ipv6Cidr"),
			leftFor("no source says which regions lack it", "OperationUnsupported.Ipv6Feature", "OperationUnsupported.ResourceGroupId",
				"ResourceNotAvailable", "ResourceNotAvailable.Vpc", "UnsupportedFeature.VpcDnsHostname", "UnsupportedFeature.DhcpOptionsSet"),
			leftFor("the model keeps no resource groups", "InvalidResourceGroupId"),
			leftFor("the common RAM rule speaks for every operation", "Forbidden"),
			leftFor("an error between services of the vendor", "InvokeError"),
		),
		Effects: []model.Effect{
			{Name: "Vpc", Do: makeVpc, SeenBy: "DescribeVpcs.VpcId"},
			{Name: "CidrBlock", When: model.Given("CidrBlock"), SeenBy: "DescribeVpcs.CidrBlock",
				Do: setNewVpc(func(r *model.Request, v *ecs.Vpc) { v.CidrBlock = r.Text("CidrBlock") })},
			{Name: "VpcName", When: model.Given("VpcName"), SeenBy: "DescribeVpcs.VpcName",
				Do: setNewVpc(func(r *model.Request, v *ecs.Vpc) { v.VpcName = r.Text("VpcName") })},
			{Name: "Description", When: model.Given("Description"), SeenBy: "DescribeVpcs.Description",
				Do: setNewVpc(func(r *model.Request, v *ecs.Vpc) { v.Description = r.Text("Description") })},
			{Name: "Tag", When: model.Tagged, SeenBy: "DescribeVpcs.Tags",
				Do: setNewVpc(func(r *model.Request, v *ecs.Vpc) { v.Tags = model.NewTags(r.Tags()...) })},
			{Name: "EnableIpv6", When: model.IsTrue("EnableIpv6"), SeenBy: "DescribeVpcs.Ipv6CidrBlock",
				Do: setNewVpc(func(r *model.Request, v *ecs.Vpc) {
					v.Ipv6Cidr = fmt.Sprintf("2408:4000:%x00::/56", r.World.Made(ecs.KindVpc))
				})},
		},
	}
}

// leftFor gives several conditions one reason.
func leftFor(why string, codes ...string) []model.Left {
	var left []model.Left
	for _, code := range codes {
		left = append(left, model.Left{Code: code, Why: why})
	}
	return left
}

// networkName: VPC pages since 2023 allow any name of 1 to 128 characters that does
// not begin with http:// or https://; earlier ones asked for a letter in front and
// two characters.
func networkName(param string) []model.Clause { return model.FreeTextForm(128).Clauses(param) }

// networkDescription: at most 256 characters, not first http:// or https://.
func networkDescription() []model.Clause { return model.FreeTextForm(256).Clauses("Description") }

// networkDescriptionBreaks is the same condition for two rows that share it.
func networkDescriptionBreaks(r *model.Request) bool {
	return r.Has("Description") && !model.FreeTextForm(256).Fits(r.Text("Description"))
}

// cidrBlock reads CidrBlock; false where it is absent or no strict IPv4 block.
func cidrBlock(r *model.Request) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(r.Text("CidrBlock"))
	return prefix, err == nil && prefix.Addr().Is4() && prefix == prefix.Masked()
}

// cidrForm: CidrBlock is an IPv4 block, and has no bits behind its mask.
func cidrForm() []model.Clause {
	parsed := func(r *model.Request) (netip.Prefix, bool) {
		prefix, err := netip.ParsePrefix(r.Text("CidrBlock"))
		return prefix, err == nil && prefix.Addr().Is4()
	}
	return []model.Clause{
		model.If("a-block", func(r *model.Request) bool { _, ok := parsed(r); return r.Has("CidrBlock") && !ok },
			model.BreakBy("CidrBlock", "10.0.0.0/40"), model.BreakBy("CidrBlock", "10.0.0.0")),
		model.If("nothing-behind-the-mask", func(r *model.Request) bool { prefix, ok := parsed(r); return ok && prefix != prefix.Masked() },
			model.BreakBy("CidrBlock", "10.64.0.1/24")),
	}
}

// cidrMaskWithin: the mask has least to most bits; at is the address of the blocks
// at both ends.
func cidrMaskWithin(at string, least, most int) []model.Clause {
	block := func(bits int) []model.Break { return model.Values("CidrBlock", at+"/"+strconv.Itoa(bits)) }
	return []model.Clause{
		{
			Name: "at-least-" + strconv.Itoa(least), Bound: true, Break: block(least - 1), Keep: block(least),
			Broken: func(r *model.Request) bool { prefix, ok := cidrBlock(r); return ok && r.Below(prefix.Bits(), least) },
		},
		{
			Name: "at-most-" + strconv.Itoa(most), Bound: true, Break: block(most + 1), Keep: block(most),
			Broken: func(r *model.Request) bool { prefix, ok := cidrBlock(r); return ok && r.Beyond(prefix.Bits(), most) },
		},
	}
}

func cidrMask(r *model.Request) string {
	prefix, _ := cidrBlock(r)
	return strconv.Itoa(prefix.Bits())
}

// cidrNotExcluded: the blocks that the page excludes, a clause each.
func cidrNotExcluded() []model.Clause {
	var out []model.Clause
	for _, block := range []string{"100.64.0.0/10", "224.0.0.0/4", "127.0.0.0/8", "169.254.0.0/16"} {
		excluded := netip.MustParsePrefix(block)
		at := excluded.Addr().String()
		out = append(out, model.If("not-in-"+at, func(r *model.Request) bool { prefix, ok := cidrBlock(r); return ok && prefix.Overlaps(excluded) },
			model.BreakBy("CidrBlock", at+"/16")))
	}
	return out
}

func vpcQuotaReached(r *model.Request) bool {
	return r.Place != nil && r.Exceeds(ecs.Vpcs(r.Place).Count()+1, r.Account(), ecs.QuotaVpcs)
}

func makeVpc(r *model.Request) {
	v := ecs.Vpc{
		VpcId: r.World.NewID(ecs.KindVpc), CidrBlock: "172.16.0.0/12", Status: ecs.Pending, CreationTime: r.Now().Truncate(time.Second),
		Hidden: ecs.VpcHidden{Since: r.Now()},
	}
	model.Put(r.World, r.Place.Account, r.Region, v)
	r.Reload()
	r.Created = append(r.Created, v.VpcId)
}

// setNewVpc changes the VPC that the call has made.
func setNewVpc(change func(*model.Request, *ecs.Vpc)) func(*model.Request) {
	return func(r *model.Request) {
		v := *ecs.Vpcs(r.Place).Get(r.Created[0])
		change(r, &v)
		model.Put(r.World, r.Place.Account, r.Region, v)
		r.Reload()
	}
}
