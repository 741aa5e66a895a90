package image

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeImageSharePermission: page of 2021. It lists the accounts that an
// image of the caller is shared with, in the order in which they were added.
func describeImageSharePermission() model.Operation {
	page := func(row string) model.Basis {
		return model.Documented("DescribeImageSharePermission page (2021), " + row)
	}
	return model.Operation{
		Name:   "DescribeImageSharePermission",
		Look:   model.Look{Kind: ecs.KindImage, Params: model.Params{"ImageId": model.It}},
		Values: map[string]model.ValueClass{"ImageId": model.ValueChosen, "Accounts": model.ValueCounted},
		Weight: model.Weight{Cards: 1, Why: "shows what others do not", Order: 36},
		Reads:  true,
		Params: []model.Param{model.Required("RegionId"), model.Required("ImageId").Naming(ecs.TheImage), model.PageNumber(), model.PageSize(100)},
		Rules: []model.Rule{
			{Code: "MissingParameter", Row: 1, When: model.Not(model.Given("RegionId")), Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "RegionId is absent or empty.", Break: model.Break{Drop: []string{"RegionId"}}},
			{Code: "MissingParameter", Row: 2, When: model.Not(model.Given("ImageId")), Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "ImageId is absent or empty.", Break: model.Break{Drop: []string{"ImageId"}}},
			model.UnknownRegion(),
			{Code: "InvalidImageId.NotFound", When: ecs.NotOwnImage, Refuses: page("row 3"),
				Answers:  model.Observed("Terraform's service_alicloud_ecs.go takes the code for an unknown image"),
				Sentence: "No such custom image belongs to the account in the region.", Break: model.Break{Set: model.Params{"ImageId": "m-none"}}},
		},
		Reply: func(r *model.Request) model.Reply {
			page, accounts := r.Page(), ecs.ImageOf(r).Hidden.Shared.All()
			page.Total = len(accounts)
			first := min((page.Number-1)*page.Size, page.Total)
			shown := accounts[first:min(first+page.Size, page.Total)]
			return model.Reply{Page: page, Values: map[string]string{"ImageId": ecs.ImageOf(r).ImageId, "Accounts": strings.Join(shown, ",")}}
		},
	}
}
