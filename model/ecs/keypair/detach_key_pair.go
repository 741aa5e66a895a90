package keypair

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// detachKeyPair: page of 2021. An instance that has another key pair, or none,
// stays as it is (assumed: no row speaks of it).
func detachKeyPair() model.Operation {
	return model.Operation{
		Name:   "DetachKeyPair",
		Known:  model.StatedBy("DetachKeyPair page (2021)"),
		Weight: model.Weight{Cards: 1, Why: "lets a key pair go", Order: 50},
		Params: bindingParams(),
		Rules: []model.Rule{
			{Code: "InvalidInstanceIds.ValueNotSupported", When: noInstances, Break: model.Break{Set: model.Params{"InstanceIds": "i-none"}}},
			model.UnknownRegion(),
			{Code: "InvalidKeyPairName.NotFound", When: keyPairUnknown},
			{Code: "DependencyViolation.WindowsInstance", When: someInstance(func(i *ecs.Instance) bool { return i.OSType == model.Windows })},
		},
		Effects: []model.Effect{{Name: "KeyPairName", When: someBound, Do: unbind, SeenBy: "DescribeInstances.KeyPairName", Timing: shownBeforeItWorks()}},
		Values:  bindingValues(),
		Reply:   bindingReply,
	}
}

func someBound(r *model.Request) bool {
	return someInstance(func(i *ecs.Instance) bool { return i.KeyPairName == r.Text("KeyPairName") })(r)
}

func unbind(r *model.Request) {
	for _, i := range instances(r) {
		if i.KeyPairName == r.Text("KeyPairName") {
			ecs.ChangeInstance(r, i, func(i *ecs.Instance) { i.KeyPairName = "" })
		}
	}
}
