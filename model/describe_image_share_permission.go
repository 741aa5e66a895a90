package model

import "strings"

// describeImageSharePermission: page of 2021. It lists the accounts that an
// image of the caller is shared with, in the order in which they were added.
func describeImageSharePermission() Operation {
	page := func(row string) Basis { return Documented("DescribeImageSharePermission page (2021), " + row) }
	return Operation{
		Name:   "DescribeImageSharePermission",
		Look:   Look{KindImage, Params{"ImageId": It}},
		Values: map[string]ValueClass{"ImageId": ValueChosen, "Accounts": ValueCounted},
		Weight: Weight{Cards: 1, Why: "shows what others do not", Order: 36},
		Reads:  true,
		Params: []Param{required("RegionId"), required("ImageId").names(theImage), pageNumber(), pageSize(100)},
		Rules: []Rule{
			{Code: "MissingParameter", Row: 1, When: not(given("RegionId")), Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "RegionId is absent or empty.", Break: Break{Drop: []string{"RegionId"}}},
			{Code: "MissingParameter", Row: 2, When: not(given("ImageId")), Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "ImageId is absent or empty.", Break: Break{Drop: []string{"ImageId"}}},
			unknownRegion(),
			{Code: "InvalidImageId.NotFound", When: notOwnImage, Refuses: page("row 3"),
				Answers:  Observed("Terraform's service_alicloud_ecs.go takes the code for an unknown image"),
				Sentence: "No such custom image belongs to the account in the region.", Break: Break{Set: Params{"ImageId": "m-none"}}},
		},
		Reply: func(r *Request) Reply {
			page, accounts := r.page(), imageOf(r).Hidden.Shared.All()
			page.Total = len(accounts)
			first := min((page.Number-1)*page.Size, page.Total)
			shown := accounts[first:min(first+page.Size, page.Total)]
			return Reply{Page: page, Values: map[string]string{"ImageId": imageOf(r).ImageId, "Accounts": strings.Join(shown, ",")}}
		},
	}
}
