package network

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifyVpcAttribute: copy of 2026, of whose table the end was not seen: which row an
// unknown VPC has is not known. CidrBlock, IPv6 and UserCidr are not read.
func modifyVpcAttribute() model.Operation {
	page := func(row string) model.Basis { return model.Documented("ModifyVpcAttribute page (2026-04-16), " + row) }
	return model.Operation{
		Name:   "ModifyVpcAttribute",
		Known:  model.StatedBy("ModifyVpcAttribute page copy (2026)"),
		Trials: model.Trials{Shapes: model.Varied("")},
		Weight: model.Weight{Cards: 1, Why: "name and description of a VPC", Order: 112},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("VpcId").Naming(ecs.TheVpc).AsOwn(), model.Optional("VpcName"), model.Optional("Description"),
		},
		Rules: []model.Rule{
			{Code: "InvalidVpcName.Malformed", Clauses: networkName("VpcName"), Refuses: page("VpcName"), Answers: page("row 2"),
				Sentence: "VpcName is longer than 128 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"VpcName": "http://a"}}},
			{Code: "InvalidVpcDiscription.Malformed", When: networkDescriptionBreaks, Refuses: page("Description"),
				Answers:  model.Inferred("rows 1 and 3 say the same; row 3 is the one that CreateVpc has"),
				Sentence: "Description is longer than 256 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"Description": "http://a"}}},
			{Code: "InvalidDescription.Malformed", When: networkDescriptionBreaks, Refuses: page("Description"),
				Answers:  model.Inferred("rows 1 and 3 say the same; row 3 is the one that CreateVpc has"),
				Sentence: "Description is longer than 256 characters, or begins with http:// or https://.",
				Shadowed: "InvalidVpcDiscription.Malformed has the same condition and stands before it.",
				Break:    model.Break{Set: model.Params{"Description": "http://a"}}},
			model.UnknownRegion(),
			{Code: "InvalidVpcId.NotFound", When: ecs.VpcUnknown, Refuses: model.Inferred("nothing can be changed of a VPC that does not exist"),
				Answers:  model.Assumed("the end of the table was not seen; the other pages about one VPC have this row"),
				Sentence: "The account has no such VPC in the region.", Break: model.Break{Set: model.Params{"VpcId": "vpc-none"}}},
		},
		Left: append(leftFor("UserCidr is not read: what it changes is routing, which the model does not keep",
			"InvalidParameter", "InvalidUserCidr.Quota", "InvalidUserCidr.Malformed"),
			leftFor("InvalidRegionId.NotFound speaks for every operation", "InvalidRegion.Malformed")...),
		Effects: []model.Effect{
			{Name: "VpcName", When: model.Given("VpcName"), SeenBy: "DescribeVpcs.VpcName",
				Do: setVpc(func(r *model.Request, v *ecs.Vpc) { v.VpcName = r.Text("VpcName") })},
			{Name: "Description", When: model.Given("Description"), SeenBy: "DescribeVpcs.Description",
				Do: setVpc(func(r *model.Request, v *ecs.Vpc) { v.Description = r.Text("Description") })},
		},
	}
}

// setVpc changes the VPC that the call names.
func setVpc(change func(*model.Request, *ecs.Vpc)) func(*model.Request) {
	return func(r *model.Request) {
		if ecs.VpcOf(r) == nil {
			return
		}
		v := *ecs.Vpcs(r.Place).Get(ecs.VpcOf(r).VpcId)
		change(r, &v)
		model.Put(r.World, r.Place.Account, r.Region, v)
		r.Reload()
	}
}
