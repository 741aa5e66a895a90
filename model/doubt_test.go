package model_test

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	enipkg "github.com/ecsim/ecsim/model/ecs/eni"
)

// Where sources disagree about a value, or the page is about a narrower case, a
// row is known for what is beyond doubt and only inferred for the rest.
func TestWhatIsInDoubtIsInferred(t *testing.T) {
	w := newWorld(t)
	w, instance := addInstance(t, w, testInstance{Charge: ecs.PrePaid})
	w, classless := addInstance(t, w, testInstance{Type: "ecs.t6-c1m2.large"})
	w, windows := addInstance(t, w, testInstance{Image: "image.windows"})
	w, eni := withEni(t, w, nil)
	w, image := withImage(t, w, nil)
	w, _ = withImageOf(t, w, "main", image, ecs.Running)
	arrears, overdue := addInstance(t, namedWorld(t, "arrears"), testInstance{Type: "ecs.t6-c1m2.large"})
	quota, alone := withImage(t, namedWorld(t, "quota"), func(i *ecs.Image) { i.ImageFamily = "taken" })
	quota, free := withImage(t, quota, nil)
	vnc := func(password string) model.Call {
		return model.Call{Op: "ModifyInstanceVncPasswd", Params: model.Params{"RegionId": hangzhou, "InstanceId": instance, "VncPassword": password}}
	}
	for _, c := range []struct {
		rule          string
		w             model.World
		surely, maybe model.Call
	}{
		{"ModifyInstanceAttribute/InvalidInstanceName.Malformed", w,
			modify(instance, model.Params{"InstanceName": "web.01!"}), modify(instance, model.Params{"InstanceName": "web.01"})},
		{"ModifyInstanceAttribute/InvalidInstanceName.Malformed", w,
			modify(instance, model.Params{"InstanceName": "é b"}), modify(instance, model.Params{"InstanceName": "éb"})},
		{"ModifyInstanceAttribute/InvalidInstanceStatus.CreditSpecRestricted", arrears,
			modify(overdue, model.Params{"CreditSpecification": ecs.Unlimited}), modify(overdue, model.Params{"CreditSpecification": ecs.Standard})},
		{"ModifyInstanceAttribute/InvalidStatus.StoppedRequired", w,
			modify(instance, model.Params{"AdditionalInfo.EnableHighDensityMode": "true"}), modify(instance, model.Params{"CpuOptions.EnableVRDT": "true"})},
		{"ModifyInstanceAttribute/InvalidChargeType.ValueNotSupported", w,
			modify(instance, model.Params{"DeletionProtection": "true"}), modify(instance, model.Params{"DeletionProtection": "False"})},
		{"ModifyInstanceAttribute/InvalidParam.NotSupportJumboFrame", w,
			modify(classless, model.Params{"EnableJumboFrame": "True"}), modify(classless, model.Params{"EnableJumboFrame": "false"})},
		{"ModifyInstanceAttribute/InvalidInstanceType.NotSupportCpuOptionsNestedVirtualization", w,
			modify(classless, model.Params{"CpuOptions.NestedVirtualization": "enabled"}), modify(classless, model.Params{"CpuOptions.NestedVirtualization": "disabled"})},
		{"ModifyInstanceAttribute/InvalidPassword.Malformed", w,
			modify(instance, model.Params{"Password": "Ecs`123"}), modify(instance, model.Params{"Password": "Ecs`12345"})},
		{"ModifyInstanceAttribute/InvalidPassword.Malformed", w,
			modify(windows, model.Params{"Password": "/Ecs`12345"}), modify(windows, model.Params{"Password": "Ecs`12345"})},
		{"RunInstances/InvalidPassword.Malformed", w,
			launch(t, w, model.Params{"Password": "ecs`abcd"}), launch(t, w, model.Params{"Password": "Ecs`12345"})},
		{"ModifyInstanceVncPasswd/IncorrectVncPassword.Malformed#2", w, vnc("Ecs12"), vnc("123456")},
		{"ModifyInstanceVncPasswd/IncorrectVncPassword.Malformed#2", w, vnc("1234567"), vnc("abcdef")},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.InvalidEniQueueNumber", w,
			modifyEni(eni, model.Params{"QueueNumber": "2049"}), modifyEni(eni, model.Params{enipkg.TrafficQueues: "2049"})},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.InvalidEniQueueNumber", w,
			modifyEni(eni, model.Params{enipkg.TrafficQueues: "0"}), modifyEni(eni, model.Params{enipkg.TrafficQueues: "4096"})},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.EniQueueSize", w,
			modifyEni(eni, model.Params{"RxQueueSize": "8192", "TxQueueSize": "16384"}), modifyEni(eni, model.Params{"RxQueueSize": "8192"})},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.EniQueueSize", w,
			modifyEni(eni, model.Params{enipkg.TrafficTx: "1000"}), modifyEni(eni, model.Params{enipkg.TrafficTx: "16384"})},
		{"ModifyImageAttribute/OperationDeined.ImageUsingByInstance", w,
			modifyImage(image, model.Params{"BootMode": ecs.BootUEFI}), modifyImage(image, model.Params{"BootMode": ecs.BootBIOS})},
		{"ModifyImageAttribute/ImageFamilyQuotaFull", quota,
			modifyImage(free, model.Params{"ImageFamily": "second"}), modifyImage(alone, model.Params{"ImageFamily": "second"})},
	} {
		for _, say := range []struct {
			call model.Call
			sure bool
		}{{c.surely, true}, {c.maybe, false}} {
			v := c.w.Apply(say.call)
			at := slices.IndexFunc(v.Broken, func(r *model.BoundRule) bool { return r.ID() == c.rule })
			if at < 0 {
				t.Errorf("%s: %v breaks %v", c.rule, say.call.Params, codes(v))
				continue
			}
			b := v.Refuses(v.Broken[at])
			if b.Level.Fails() != say.sure || !say.sure && b.Reason == "" {
				t.Errorf("%s: %v is refused %v, because %q", c.rule, say.call.Params, b.Level, b.Reason)
			}
		}
	}
}
