package model

import (
	"slices"
	"testing"
)

// Where sources disagree about a value, or the page is about a narrower case, a
// row is known for what is beyond doubt and only inferred for the rest.
func TestWhatIsInDoubtIsInferred(t *testing.T) {
	w := newWorld(t)
	w, instance := addInstance(t, w, testInstance{Charge: PrePaid})
	w, classless := addInstance(t, w, testInstance{Type: "ecs.t6-c1m2.large"})
	w, windows := addInstance(t, w, testInstance{Image: "image.windows"})
	w, eni := withEni(t, w, nil)
	w, image := withImage(t, w, nil)
	w, _ = withImageOf(t, w, "main", image, Running)
	quota, alone := withImage(t, namedWorld(t, "quota"), func(i *Image) { i.ImageFamily = "taken" })
	quota, free := withImage(t, quota, nil)
	vnc := func(password string) Call {
		return Call{Op: "ModifyInstanceVncPasswd", Params: Params{"RegionId": hangzhou, "InstanceId": instance, "VncPassword": password}}
	}
	for _, c := range []struct {
		rule          string
		w             World
		surely, maybe Call
	}{
		{"ModifyInstanceAttribute/InvalidInstanceName.Malformed", w,
			modify(instance, Params{"InstanceName": "web.01!"}), modify(instance, Params{"InstanceName": "web.01"})},
		{"ModifyInstanceAttribute/InvalidChargeType.ValueNotSupported", w,
			modify(instance, Params{"DeletionProtection": "true"}), modify(instance, Params{"DeletionProtection": "False"})},
		{"ModifyInstanceAttribute/InvalidParam.NotSupportJumboFrame", w,
			modify(classless, Params{"EnableJumboFrame": "True"}), modify(classless, Params{"EnableJumboFrame": "false"})},
		{"ModifyInstanceAttribute/InvalidInstanceType.NotSupportCpuOptionsNestedVirtualization", w,
			modify(classless, Params{"CpuOptions.NestedVirtualization": "enabled"}), modify(classless, Params{"CpuOptions.NestedVirtualization": "disabled"})},
		{"ModifyInstanceAttribute/InvalidPassword.Malformed", w,
			modify(instance, Params{"Password": "Ecs`123"}), modify(instance, Params{"Password": "Ecs`12345"})},
		{"ModifyInstanceAttribute/InvalidPassword.Malformed", w,
			modify(windows, Params{"Password": "/Ecs`12345"}), modify(windows, Params{"Password": "Ecs`12345"})},
		{"RunInstances/InvalidPassword.Malformed", w,
			launch(t, w, Params{"Password": "ecs`abcd"}), launch(t, w, Params{"Password": "Ecs`12345"})},
		{"ModifyInstanceVncPasswd/IncorrectVncPassword.Malformed#2", w, vnc("Ecs12"), vnc("123456")},
		{"ModifyInstanceVncPasswd/IncorrectVncPassword.Malformed#2", w, vnc("1234567"), vnc("abcdef")},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.InvalidEniQueueNumber", w,
			modifyEni(eni, Params{"QueueNumber": "2049"}), modifyEni(eni, Params{trafficQueues: "2049"})},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.InvalidEniQueueNumber", w,
			modifyEni(eni, Params{trafficQueues: "0"}), modifyEni(eni, Params{trafficQueues: "4096"})},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.EniQueueSize", w,
			modifyEni(eni, Params{"RxQueueSize": "8192", "TxQueueSize": "16384"}), modifyEni(eni, Params{"RxQueueSize": "8192"})},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.EniQueueSize", w,
			modifyEni(eni, Params{trafficTx: "1000"}), modifyEni(eni, Params{trafficTx: "16384"})},
		{"ModifyImageAttribute/OperationDeined.ImageUsingByInstance", w,
			modifyImage(image, Params{"BootMode": BootUEFI}), modifyImage(image, Params{"BootMode": BootBIOS})},
		{"ModifyImageAttribute/ImageFamilyQuotaFull", quota,
			modifyImage(free, Params{"ImageFamily": "second"}), modifyImage(alone, Params{"ImageFamily": "second"})},
	} {
		for _, say := range []struct {
			call Call
			sure bool
		}{{c.surely, true}, {c.maybe, false}} {
			v := c.w.Apply(say.call)
			at := slices.IndexFunc(v.Broken, func(r *BoundRule) bool { return r.ID() == c.rule })
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
