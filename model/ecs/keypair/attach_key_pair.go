package keypair

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// attachKeyPair: pages of 2021 and 2024-12. An instance has one key pair: a new
// one replaces the old one. No status of the instance is asked for. Guests learn
// of the key at their next start, which nothing shows.
func attachKeyPair() model.Operation {
	return model.Operation{
		Name:   "AttachKeyPair",
		Known:  model.StatedBy("AttachKeyPair pages (2021 and 2024-12)"),
		Weight: model.Weight{Cards: 1, Why: "a key pair that is bound cannot go", Order: 49},
		Trials: model.Trials{Shapes: model.Varied("")},
		Params: bindingParams(),
		Rules: []model.Rule{
			{Code: "InstanceKeyPairLimitExceeded", Limit: true, When: tooManyInstances, Break: model.Break{Set: model.Params{"InstanceIds": many("i-none-", mostInstances+1)}}},
			{Code: "InvalidInstanceIds.ValueNotSupported", When: noInstances, Break: model.Break{Set: model.Params{"InstanceIds": "i-none"}}},
			model.UnknownRegion(),
			{Code: "InvalidKeyPairName.NotFound", When: keyPairUnknown},
			{Code: "DependencyViolation.WindowsInstance", When: someInstance(func(i *ecs.Instance) bool { return i.OSType == model.Windows })},
			{Code: "DependencyViolation.IoOptimize", When: someInstance(func(i *ecs.Instance) bool { return !i.IoOptimized })},
		},
		Effects: []model.Effect{{Name: "KeyPairName", Do: bind, SeenBy: "DescribeInstances.KeyPairName", Timing: shownBeforeItWorks()}},
		Values:  bindingValues(),
		Reply:   bindingReply,
	}
}

// shownBeforeItWorks: guests learn of a key at their next start.
func shownBeforeItWorks() model.Basis {
	return model.Inferred("the pages say that a Running instance has to be restarted before the change works in it, and not when it is shown")
}

// bindingParams are the parameters of AttachKeyPair and DetachKeyPair.
func bindingParams() []model.Param {
	return []model.Param{
		model.Required("RegionId"), model.Required("KeyPairName").Naming(ecs.TheKeyPair),
		{Name: "InstanceIds", Type: model.TypeJSONList, Required: true, OwnRow: true, Names: ecs.TheInstance, Own: true},
	}
}

// mostInstances is how many instances one call of AttachKeyPair binds.
const mostInstances = 50

func tooManyInstances(r *model.Request) bool {
	ids, _ := r.JSONList("InstanceIds")
	return r.Beyond(len(ids), mostInstances)
}

// noInstances: InstanceIds is no JSON array of texts, or one of them is no
// instance of the account in the region.
func noInstances(r *model.Request) bool {
	ids, ok := r.JSONList("InstanceIds")
	return r.Has("InstanceIds") && (!ok || r.Place != nil && slices.ContainsFunc(ids, func(id string) bool { return ecs.Instances(r.Place).Get(id) == nil }))
}

func keyPairUnknown(r *model.Request) bool {
	return r.Place != nil && r.Has("KeyPairName") && ecs.KeyPairOf(r) == nil
}

// instances are the instances that the call names.
func instances(r *model.Request) []*ecs.Instance {
	if r.Place == nil {
		return nil
	}
	var all []*ecs.Instance
	ids, _ := r.JSONList("InstanceIds")
	for _, id := range ids {
		if i := ecs.Instances(r.Place).Get(id); i != nil {
			all = append(all, i)
		}
	}
	return all
}

func someInstance(is func(*ecs.Instance) bool) func(*model.Request) bool {
	return func(r *model.Request) bool { return slices.ContainsFunc(instances(r), is) }
}

func bind(r *model.Request) {
	for _, i := range instances(r) {
		ecs.ChangeInstance(r, i, func(i *ecs.Instance) { i.KeyPairName = r.Text("KeyPairName") })
	}
}

// bindingReply counts the instances; each is shown with its result.
func bindingReply(r *model.Request) model.Reply {
	all := instances(r)
	return model.Reply{
		Items:  model.ResourcesOf(all),
		Values: map[string]string{"KeyPairName": r.Text("KeyPairName"), "TotalCount": model.NumberText(len(all)), "FailCount": "0"},
	}
}

// bindingValues: no page says whether an instance that is named twice counts twice.
func bindingValues() map[string]model.ValueClass {
	return map[string]model.ValueClass{"TotalCount": model.ValueChosen, "FailCount": model.ValueChosen}
}
