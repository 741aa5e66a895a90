package ecs

import "github.com/ecsim/ecsim/model"

// What a healthy cloud may do instead of the usual transition. A failure comes within
// the range of the edge that it takes the place of (assumed: no page gives figures).

func instanceFailures() []model.Edge {
	return []model.Edge{
		{Name: "Instance/Pending-gone", From: Pending, To: "", Min: quick, Max: instanceMax, Trigger: "RunInstances, CreateInstance",
			Basis:  model.Observed("terraform-provider-alicloud #5277: instances that are never created drop out of a batch, and are not described"),
			Timing: model.Assumed("as for the creation that it ends"), Do: neverCreated},
	}
}

func imageFailures() []model.Edge {
	return []model.Edge{
		{Name: "Image/Creating-CreateFailed", From: Creating, To: CreateFailed, Min: quick, Max: imageMax, Trigger: "CreateImage",
			Basis:  model.Documented("DescribeImages (2021), Status: CreateFailed, the creation failed"),
			Timing: model.Assumed("as for the creation that it ends"), Do: enterImage(CreateFailed)},
	}
}

func eniFailures() []model.Edge {
	return []model.Edge{
		{Name: "NetworkInterface/Creating-CreateFailed", From: Creating, To: CreateFailed, Min: quick, Max: eniMax, Trigger: "CreateNetworkInterface",
			Basis:  model.Documented("DescribeNetworkInterfaces, Status: CreateFailed"),
			Timing: model.Assumed("as for the creation that it ends"), Do: enterEni(CreateFailed)},
		{Name: "NetworkInterface/Attaching-Available", From: Attaching, To: Available, Min: quick, Max: attachMax, Trigger: "AttachNetworkInterface",
			Basis:  model.Assumed("no page says what becomes of an interface whose attachment fails; it was Available before"),
			Timing: model.Assumed("as for the attachment that it ends"), Do: BecomeDetached},
	}
}

// neverCreated removes an instance that was never created, with what came with it: its
// primary interface and its disks.
func neverCreated(w *model.World, p *model.Place, r model.Resource) {
	i := r.(*Instance) //nolint:forcetypeassert // edges are by kind
	if e := Enis(p).Get(i.PrimaryEni); e != nil {
		ReleaseEni(w, p, e)
	}
	for _, d := range DisksOf(p, i.InstanceId) {
		model.Drop[Disk](w, p.Account, p.Region, KindDisk, d.DiskId)
	}
	if i.InstanceNetworkType == NetworkClassic {
		CountMembers(w, p.Account, p.Region, i.SecurityGroupIds, -1)
	}
	model.Drop[Instance](w, p.Account, p.Region, KindInstance, i.InstanceId)
}
