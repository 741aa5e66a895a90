package model

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// createVpc: page of 2025-12-12. The VPC is Pending until the cloud is done.
func createVpc() Operation {
	page := func(row string) Basis { return Documented("CreateVpc page (2025-12-12), " + row) }
	return Operation{
		Name:  "CreateVpc",
		Makes: KindVpc,
		Plain: Params{"CidrBlock": "192.168.0.0/16"},
		Trials: Trials{
			Choices: []Choice{{Param: "CidrBlock", Of: []string{"192.168.0.0/16"}}},
			Shapes:  varied(""), Combinations: varied(tokenAgain()),
		},
		Weight: Weight{Cards: 1, Why: "groups of another VPC", Order: 25},
		Params: []Param{
			required("RegionId"), optional("CidrBlock"), optional("VpcName"), optional("Description"),
			boolean("EnableIpv6"), boolean("DryRun"), optional("ClientToken"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			tokenRule(),
			wrongType(),
			{Code: "InvalidVpcName.Malformed", When: networkNameBreaks("VpcName"), Refuses: page("VpcName"), Answers: page("row 5"),
				Sentence: "VpcName is longer than 128 characters, or begins with http:// or https://.",
				Break:    Break{Set: Params{"VpcName": "http://a"}}},
			{Code: "InvalidVpcDiscription.Malformed", When: networkDescriptionBreaks, Refuses: page("Description"), Answers: page("row 6"),
				Sentence: "Description is longer than 256 characters, or begins with http:// or https://.",
				Break:    Break{Set: Params{"Description": "http://a"}}},
			{Code: "InvalidParameter", Row: 3, When: cidrMalformed, Refuses: page("CidrBlock"), Answers: page("row 3"),
				Sentence: "CidrBlock is no IPv4 CIDR block, or has bits behind its mask.",
				Break:    Break{Set: Params{"CidrBlock": "10.0.0.0/40"}}},
			{Code: "IllegalParam.CidrBlockMask", When: cidrMaskOutside(8, 28), Says: cidrMask, Refuses: page("CidrBlock"),
				Answers: Inferred("the row speaks of an illegal mask of CidrBlock, and row 3 of an invalid block"), Sentence: "The mask of CidrBlock is not 8 to 28 bits.",
				Break: Break{Set: Params{"CidrBlock": "10.0.0.0/29"}}},
			{Code: "OperationDenied.CidrInExcludeCidrs", When: cidrExcluded, Refuses: page("CidrBlock"), Answers: page("row 33"),
				Sentence: "CidrBlock overlaps 100.64.0.0/10, 224.0.0.0/4, 127.0.0.0/8 or 169.254.0.0/16.",
				Break:    Break{Set: Params{"CidrBlock": "100.64.0.0/16"}}},
			{Code: "InvalidRegionId.NotFound", When: regionUnknown, Refuses: page("row 45"), Answers: page("row 45"), Sentence: "There is no such region.",
				Break: Break{Set: Params{"RegionId": "cn-nowhere"}}},
			{Code: "QuotaExceeded.Vpc", Limit: true, When: vpcQuotaReached, Refuses: page("row 7"), Answers: page("row 7"),
				Sentence: "The account has as many VPCs in the region as its quota allows.", Break: Break{World: worldQuota}},
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
		Effects: []Effect{
			{Name: "Vpc", Do: makeVpc, SeenBy: "DescribeVpcs.VpcId"},
			{Name: "CidrBlock", When: given("CidrBlock"), SeenBy: "DescribeVpcs.CidrBlock",
				Do: setNewVpc(func(r *Request, v *Vpc) { v.CidrBlock = r.str("CidrBlock") })},
			{Name: "VpcName", When: given("VpcName"), SeenBy: "DescribeVpcs.VpcName",
				Do: setNewVpc(func(r *Request, v *Vpc) { v.VpcName = r.str("VpcName") })},
			{Name: "Description", When: given("Description"), SeenBy: "DescribeVpcs.Description",
				Do: setNewVpc(func(r *Request, v *Vpc) { v.Description = r.str("Description") })},
			{Name: "EnableIpv6", When: isTrue("EnableIpv6"), SeenBy: "DescribeVpcs.Ipv6CidrBlock",
				Do: setNewVpc(func(r *Request, v *Vpc) {
					v.Ipv6Cidr = fmt.Sprintf("2408:4000:%x00::/56", r.w.made(KindVpc))
				})},
		},
	}
}

// leftFor gives several conditions one reason.
func leftFor(why string, codes ...string) []Left {
	var left []Left
	for _, code := range codes {
		left = append(left, Left{Code: code, Why: why})
	}
	return left
}

// networkNameBreaks: VPC pages since 2023 allow any name of 1 to 128
// characters; earlier ones asked for a letter in front and two characters.
func networkNameBreaks(name string) func(*Request) bool {
	return func(r *Request) bool { return textBreaks(r.str(name), 128) }
}

// networkDescriptionBreaks likewise, with 256 characters.
func networkDescriptionBreaks(r *Request) bool { return textBreaks(r.str("Description"), 256) }

func textBreaks(text string, most int) bool {
	return utf8.RuneCountInString(text) > most || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}

// cidrBlock reads CidrBlock; false where it is absent or no strict IPv4 block.
func (r *Request) cidrBlock() (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(r.str("CidrBlock"))
	return prefix, err == nil && prefix.Addr().Is4() && prefix == prefix.Masked()
}

func cidrMalformed(r *Request) bool {
	_, ok := r.cidrBlock()
	return r.has("CidrBlock") && !ok
}

func cidrMaskOutside(least, most int) func(*Request) bool {
	return func(r *Request) bool {
		prefix, ok := r.cidrBlock()
		return ok && (prefix.Bits() < least || prefix.Bits() > most)
	}
}

func cidrMask(r *Request) string {
	prefix, _ := r.cidrBlock()
	return strconv.Itoa(prefix.Bits())
}

// cidrExcluded: the blocks that the page excludes.
func cidrExcluded(r *Request) bool {
	prefix, ok := r.cidrBlock()
	return ok && slices.ContainsFunc([]string{"100.64.0.0/10", "224.0.0.0/4", "127.0.0.0/8", "169.254.0.0/16"},
		func(block string) bool { return prefix.Overlaps(netip.MustParsePrefix(block)) })
}

func vpcQuotaReached(r *Request) bool {
	return r.place != nil && r.exceeds(vpcs(r.place).len()+1, r.account(), QuotaVpcs)
}

func makeVpc(r *Request) {
	v := Vpc{
		VpcId: r.w.NewID(KindVpc), CidrBlock: "172.16.0.0/12", Status: Pending, CreationTime: r.w.Now().Truncate(time.Second),
		Hidden: VpcHidden{Since: r.w.Now()},
	}
	put(r.w, r.place.account, r.region, v)
	r.reload()
	r.created = append(r.created, v.VpcId)
}

// setNewVpc changes the VPC that the call has made.
func setNewVpc(change func(*Request, *Vpc)) func(*Request) {
	return func(r *Request) {
		v := *vpcs(r.place).get(r.created[0])
		change(r, &v)
		put(r.w, r.place.account, r.region, v)
		r.reload()
	}
}
