package model_test

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/eni"
)

func TestModifyNetworkInterfaceAttributeChangesWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	w, id := withEni(t, w, nil)
	before := *eniIn(t, w, id)
	sg2 := named(t, w, "sg2")
	for _, c := range []struct {
		name   string
		params model.Params
		change func(*ecs.NetworkInterface)
	}{
		{"nothing", nil, func(*ecs.NetworkInterface) {}},
		{"empty values", model.Params{"NetworkInterfaceName": "", "Description": "", "QueueNumber": ""}, func(*ecs.NetworkInterface) {}},
		{"NetworkInterfaceName", model.Params{"NetworkInterfaceName": "front"}, func(e *ecs.NetworkInterface) { e.NetworkInterfaceName = "front" }},
		{"Description", model.Params{"Description": "the front one"}, func(e *ecs.NetworkInterface) { e.Description = "the front one" }},
		{"SecurityGroupId", model.Params{"SecurityGroupId.1": sg2}, func(e *ecs.NetworkInterface) { e.SecurityGroupIds = model.NewList(sg2) }},
		{"DeleteOnRelease", model.Params{"DeleteOnRelease": "false"}, func(e *ecs.NetworkInterface) { e.DeleteOnRelease = false }},
		{"SourceDestCheck", model.Params{"SourceDestCheck": "true"}, func(e *ecs.NetworkInterface) { e.SourceDestCheck = true }},
		{"QueueNumber", model.Params{"QueueNumber": "7"}, func(e *ecs.NetworkInterface) { e.QueueNumber = 7 }},
		{"queue depths", model.Params{"RxQueueSize": "8192", "TxQueueSize": "8192"}, func(e *ecs.NetworkInterface) { e.RxQueueSize, e.TxQueueSize = 8192, 8192 }},
		{"traffic", model.Params{eni.TrafficMode: ecs.HighPerformance, eni.TrafficQueues: "6", eni.TrafficPairs: "5", eni.TrafficRx: "16384", eni.TrafficTx: "16384"},
			func(e *ecs.NetworkInterface) {
				e.NetworkInterfaceTrafficMode, e.QueueNumber, e.QueuePairNumber = ecs.HighPerformance, 6, 5
				e.RxQueueSize, e.TxQueueSize = 16384, 16384
			}},
		{"tracking", model.Params{eni.TrackEstablished: "80", eni.TrackClosed: "9", eni.TrackUdp: "60"}, func(e *ecs.NetworkInterface) {
			e.TcpEstablishedTimeout, e.TcpClosedAndTimeWaitTimeout, e.UdpTimeout = 80, 9, 60
		}},
		{"enhanced", model.Params{eni.EnhancedSriov: "true", eni.EnhancedVFQueues: "8", eni.EnhancedVFs: "4", eni.EnhancedRss: "true"}, func(e *ecs.NetworkInterface) {
			e.EnableSriov, e.VFTotalQueueNumber, e.VFQuantity, e.EnableRss = true, 8, 4, true
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			after, _ := accept(t, w, modifyEni(id, c.params))
			want := before
			c.change(&want)
			if got := *eniIn(t, after, id); got != want {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestGroupsOfAnEniAreReplacedAndCounted(t *testing.T) {
	w := newWorld(t)
	w, id := withEni(t, w, nil)
	members := func(name string) int { return groupOf(t, w, name).Hidden.Members }
	one, two := members("sg1"), members("sg2")
	w, _ = accept(t, w, modifyEni(id, model.Params{"SecurityGroupId.1": named(t, w, "sg2")}))
	if members("sg1") != one-1 || members("sg2") != two+1 {
		t.Errorf("sg1 has %d members, sg2 %d; they had %d and %d", members("sg1"), members("sg2"), one, two)
	}
	// A list that names a group of the ENI again is no repetition.
	w, _ = accept(t, w, modifyEni(id, model.Params{"SecurityGroupId.1": named(t, w, "sg2"), "SecurityGroupId.2": named(t, w, "sg1")}))
	if members("sg1") != one || members("sg2") != two+1 {
		t.Errorf("sg1 has %d members, sg2 %d", members("sg1"), members("sg2"))
	}
}

func TestSwitchingSriovOffTakesItsFunctions(t *testing.T) {
	w := newWorld(t)
	w, id := withEni(t, w, nil)
	w, _ = accept(t, w, modifyEni(id, model.Params{eni.EnhancedSriov: "true", eni.EnhancedVFQueues: "8", eni.EnhancedVFs: "4"}))
	w, _ = accept(t, w, modifyEni(id, model.Params{eni.EnhancedSriov: "false"}))
	if e := eniIn(t, w, id); e.EnableSriov || e.VFTotalQueueNumber != 0 || e.VFQuantity != 0 {
		t.Errorf("%+v", e)
	}
}

// The region that the message names is the one of the call.
func TestTheSourceCheckRefusalNamesTheRegion(t *testing.T) {
	w := namedWorld(t, ecs.WorldRestricted)
	v := w.Apply(modifyEni("eni-x", model.Params{"RegionId": ecs.RegionWithoutExtras, "SourceDestCheck": "true"}))
	if got, want := v.Outcome().Message, "Modifying sourceDestCheck attribute for network interface is not allowed in the cn-beijing region."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A stranger's unknown features are asked for and taken as granted.
func TestUnknownFactsOfAStrangerAreAskedFor(t *testing.T) {
	w := newWorld(t)
	base := *w.Base()
	base.Stranger = true
	w = w.On(&base)
	w, id := withEni(t, w, nil)
	v := w.Apply(modifyEni(id, model.Params{"SourceDestCheck": "true"}))
	if !v.Accepted() || !slices.ContainsFunc(v.Asked, func(q model.Question) bool {
		return q.Fact == model.Fact{Scope: "cn-hangzhou", Name: model.RegionSourceDestCheck}
	}) {
		t.Errorf("accepted %v, asked %v", v.Accepted(), v.Asked)
	}
	_, below := w.Learn(model.Question{Fact: model.Fact{Scope: "cn-hangzhou", Name: model.RegionSourceDestCheck}, N: 1})
	if v := below.Apply(modifyEni(id, model.Params{"SourceDestCheck": "true"})); !slices.Equal(codes(v), []string{"InvalidOperation.SourceDestCheckUnsupported"}) {
		t.Errorf("where the region lacks it: %v", codes(v))
	}
}
