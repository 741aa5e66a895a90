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
