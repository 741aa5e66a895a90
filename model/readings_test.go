package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	enipkg "github.com/ecsim/ecsim/model/ecs/eni"
)

// A row that is documented for one cause may have another one that the sources let
// one think of: there it is only inferred that it does not answer. For all other
// calls it is known as well as the row itself.
func TestOtherReadingsOfARow(t *testing.T) {
	w := newWorld(t)
	w, running := addInstance(t, w, testInstance{})
	w, eni := withEni(t, w, nil)
	w, starting := addInstance(t, w, testInstance{Status: ecs.Starting})
	w, image := withImage(t, w, func(i *ecs.Image) { i.ImageName = "my-image" })
	metadata := func(instance, tokens string) model.Call {
		params := model.Params{"RegionId": hangzhou, "InstanceId": instance, "HttpEndpoint": "enabled", "HttpTokens": tokens}
		return model.Call{Op: "ModifyInstanceMetadataOptions", Params: params}
	}
	groups := model.Params{"SecurityGroupIds.1": w.Base().Names["sg1"]}
	for _, c := range []struct {
		rule    string
		call    model.Call
		refused bool
		open    bool // whether the row may be the answer
	}{
		{"ModifyInstanceAttribute/IncorrectInstanceStatus", modify(starting, model.Params{"HostName": "web"}), false, true},
		{"ModifyInstanceAttribute/IncorrectInstanceStatus", modify(running, model.Params{"HostName": "web"}), false, false},
		{"ModifyInstanceAttribute/IncorrectInstanceStatus", modify(running, model.Params{"UserData": "ZQ=="}), false, true},
		{"ModifyInstanceAttribute/IncorrectInstanceStatus", modify("i-none", model.Params{"HostName": "web"}), true, false},
		{"ModifyInstanceAttribute/InvalidInstanceName.Malformed", modify(running, model.Params{"InstanceName": "web"}), false, false},
		{"ModifyInstanceAttribute/InvalidHostName.Malformed", modify(running, model.Params{"HostName": "we.-b"}), false, true},
		{"ModifyInstanceAttribute/InvalidHostName.Malformed", modify(running, model.Params{"HostName": ""}), false, true},
		{"ModifyInstanceAttribute/InvalidHostName.Malformed", modify(running, model.Params{"HostName": "2026"}), false, false}, // the rule of Windows
		{"ModifyInstanceAttribute/InvalidHostName.Malformed", modify(running, model.Params{"HostName": "web-1"}), false, false},
		{"ModifyInstanceAttribute/InvalidParam.NotSupportJumboFrame", modify(running, model.Params{"EnableJumboFrame": "true"}), false, false},
		{"ModifyInstanceAttribute/SecurityGroupInstanceLimitExceed", modify(running, groups), true, true},
		{"ModifyInstanceAttribute/SecurityGroupInstanceLimitExceed", modify(running, groups), false, false},
		{"ModifyInstanceAttribute/InvalidChargeType.ValueNotSupported", modify(running, model.Params{"DeletionProtection": "true"}), false, true},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.InvalidEniQueueNumber", modifyEni(eni, model.Params{"QueueNumber": "3"}), false, true},
		{"ModifyNetworkInterfaceAttribute/InvalidParameter.InvalidEniQueueNumber", modifyEni(eni, model.Params{"Description": "some"}), false, false},
		{"ModifyNetworkInterfaceAttribute/UnsupportedParameter", modifyEni(eni, model.Params{enipkg.TrafficQueues: "2"}), false, true},
		{"ModifyImageAttribute/InvalidImageName.Malformed", modifyImage(image, model.Params{"ImageName": "a.b"}), false, true},
		{"ModifyImageAttribute/InvalidImageName.Malformed", modifyImage(image, model.Params{"ImageName": "a-b"}), false, false},
		{"ModifyImageAttribute/MissingParameter#2", modifyImage("", model.Params{"ImageName": "a"}), true, true},
		{"ModifyImageAttribute/MissingParameter#2", modifyImage(image, model.Params{"ImageName": "a"}), false, false},
		{"ModifyImageAttribute/InvalidImageName.Duplicated", modifyImage(image, model.Params{"ImageName": "my-image"}), false, true},
		{"ModifyImageAttribute/InvalidImageName.Duplicated", modifyImage(image, model.Params{"ImageName": "new"}), false, false},
		{"ModifyImageAttribute/ImageStatus.NotAvailable", modifyImage(image, model.Params{"Description": "some"}), false, false},
		{"ModifyImageAttribute/ImageUseShared", modifyImage(image, model.Params{"Status": ecs.Deprecated}), false, false},
		{"ModifyImageAttribute/InvalidLicenseType.NotSupported", modifyImage(image, model.Params{"LicenseType": "BYOL"}), false, true},
		{"ModifyImageAttribute/InvalidOperation.PublicImageUnsupported", modifyImage(w.Base().Names["image.linux"], model.Params{"Description": "some"}), true, true},
		{"ModifyImageAttribute/InvalidOperation.PublicImageUnsupported", modifyImage(image, model.Params{"Description": "some"}), false, false},
		{"ModifyInstanceMetadataOptions/InvalidHttpTokens.NotSupported", metadata(running, "required"), false, true},
		{"ModifyInstanceMetadataOptions/InvalidHttpTokens.NotSupported", metadata(running, "optional"), false, false},
		{"ModifyInstanceMetadataOptions/InvalidHttpPutResponseHopLimit.NotSupported", metadata(running, ""), false, false},
		{"ModifyInstanceMetadataOptions/InvalidInstanceId.NotFound", metadata("", ""), false, true},
		{"ModifyInstanceMetadataOptions/InvalidInstanceId.NotFound", metadata(running, ""), false, false},
		{"ModifyInstanceVncPasswd/IncorrectInstanceStatus", vncCall(running, nil), false, false},
		{"ModifyInstanceVncPasswd/InstanceNotReady", vncCall(running, nil), false, true},
	} {
		rule, ok := w.Model().Rule(c.rule)
		if !ok {
			t.Fatalf("no rule %s", c.rule)
		}
		known := w.Elsewhere(c.call, rule, c.refused)
		if known.Level.Fails() == c.open || c.open && known.Reason == "" {
			t.Errorf("%s: that %v is not answered so is %v, because %q", c.rule, c.call.Params, known.Level, known.Reason)
		}
	}
}

// A clause may be answered with its row on better grounds than the rule: groups of
// two VPCs are what the message of row 73 says, groups of one other VPC are not.
func TestAClauseHasABasisOfItsAnswer(t *testing.T) {
	w := newWorld(t)
	w, running := addInstance(t, w, testInstance{})
	rule, _ := w.Model().Rule("ModifyInstanceAttribute/InvalidSecurityGroupVpc.NotBelongToOneVpc")
	for _, c := range []struct {
		groups model.Params
		want   model.Level
	}{
		{model.Params{"SecurityGroupIds.1": w.Base().Names["sg1"], "SecurityGroupIds.2": w.Base().Names["sg3"]}, model.LevelDocumented},
		{model.Params{"SecurityGroupIds.1": w.Base().Names["sg3"]}, model.LevelInferred},
	} {
		if got := w.Apply(modify(running, c.groups)).Answers(rule); got.Level != c.want {
			t.Errorf("%v: %v, want %v", c.groups, got.Level, c.want)
		}
	}
}
