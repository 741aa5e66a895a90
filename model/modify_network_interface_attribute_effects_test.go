package model

import (
	"slices"
	"testing"
)

func TestModifyNetworkInterfaceAttributeChangesWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	w, id := withEni(t, w, nil)
	before := *eniIn(t, w, id)
	sg2 := named(t, w, "sg2")
	for _, c := range []struct {
		name   string
		params Params
		change func(*NetworkInterface)
	}{
		{"nothing", nil, func(*NetworkInterface) {}},
		{"empty values", Params{"NetworkInterfaceName": "", "Description": "", "QueueNumber": ""}, func(*NetworkInterface) {}},
		{"NetworkInterfaceName", Params{"NetworkInterfaceName": "front"}, func(e *NetworkInterface) { e.NetworkInterfaceName = "front" }},
		{"Description", Params{"Description": "the front one"}, func(e *NetworkInterface) { e.Description = "the front one" }},
		{"SecurityGroupId", Params{"SecurityGroupId.1": sg2}, func(e *NetworkInterface) { e.SecurityGroupIds = NewList(sg2) }},
		{"DeleteOnRelease", Params{"DeleteOnRelease": "false"}, func(e *NetworkInterface) { e.DeleteOnRelease = false }},
		{"SourceDestCheck", Params{"SourceDestCheck": "true"}, func(e *NetworkInterface) { e.SourceDestCheck = true }},
		{"QueueNumber", Params{"QueueNumber": "7"}, func(e *NetworkInterface) { e.QueueNumber = 7 }},
		{"queue depths", Params{"RxQueueSize": "8192", "TxQueueSize": "8192"}, func(e *NetworkInterface) { e.RxQueueSize, e.TxQueueSize = 8192, 8192 }},
		{"traffic", Params{trafficMode: HighPerformance, trafficQueues: "6", trafficPairs: "5", trafficRx: "16384", trafficTx: "16384"},
			func(e *NetworkInterface) {
				e.NetworkInterfaceTrafficMode, e.QueueNumber, e.QueuePairNumber = HighPerformance, 6, 5
				e.RxQueueSize, e.TxQueueSize = 16384, 16384
			}},
		{"tracking", Params{trackEstablished: "80", trackClosed: "9", trackUdp: "60"}, func(e *NetworkInterface) {
			e.TcpEstablishedTimeout, e.TcpClosedAndTimeWaitTimeout, e.UdpTimeout = 80, 9, 60
		}},
		{"enhanced", Params{enhancedSriov: "true", enhancedVFQueues: "8", enhancedVFs: "4", enhancedRss: "true"}, func(e *NetworkInterface) {
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
	w, _ = accept(t, w, modifyEni(id, Params{"SecurityGroupId.1": named(t, w, "sg2")}))
	if members("sg1") != one-1 || members("sg2") != two+1 {
		t.Errorf("sg1 has %d members, sg2 %d; they had %d and %d", members("sg1"), members("sg2"), one, two)
	}
	// A list that names a group of the ENI again is no repetition.
	w, _ = accept(t, w, modifyEni(id, Params{"SecurityGroupId.1": named(t, w, "sg2"), "SecurityGroupId.2": named(t, w, "sg1")}))
	if members("sg1") != one || members("sg2") != two+1 {
		t.Errorf("sg1 has %d members, sg2 %d", members("sg1"), members("sg2"))
	}
}

func TestSwitchingSriovOffTakesItsFunctions(t *testing.T) {
	w := newWorld(t)
	w, id := withEni(t, w, nil)
	w, _ = accept(t, w, modifyEni(id, Params{enhancedSriov: "true", enhancedVFQueues: "8", enhancedVFs: "4"}))
	w, _ = accept(t, w, modifyEni(id, Params{enhancedSriov: "false"}))
	if e := eniIn(t, w, id); e.EnableSriov || e.VFTotalQueueNumber != 0 || e.VFQuantity != 0 {
		t.Errorf("%+v", e)
	}
}

// The region that the message names is the one of the call.
func TestTheSourceCheckRefusalNamesTheRegion(t *testing.T) {
	w := namedWorld(t, worldRestricted)
	v := w.Apply(modifyEni("eni-x", Params{"RegionId": regionWithoutExtras, "SourceDestCheck": "true"}))
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
	v := w.Apply(modifyEni(id, Params{"SourceDestCheck": "true"}))
	if !v.Accepted() || !slices.ContainsFunc(v.Asked, func(q Question) bool { return q.Fact == Fact{"cn-hangzhou", RegionSourceDestCheck} }) {
		t.Errorf("accepted %v, asked %v", v.Accepted(), v.Asked)
	}
	_, below := w.Learn(Question{Fact{"cn-hangzhou", RegionSourceDestCheck}, 1})
	if v := below.Apply(modifyEni(id, Params{"SourceDestCheck": "true"})); !slices.Equal(codes(v), []string{"InvalidOperation.SourceDestCheckUnsupported"}) {
		t.Errorf("where the region lacks it: %v", codes(v))
	}
}
