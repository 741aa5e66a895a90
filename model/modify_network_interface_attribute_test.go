package model_test

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	family "github.com/ecsim/ecsim/model/ecs/eni"
)

// modifyEni is a ModifyNetworkInterfaceAttribute call.
func modifyEni(id string, more model.Params) model.Call {
	return eniCall("ModifyNetworkInterfaceAttribute", id, more)
}

// A row is one call and what it breaks, as CODE#ROW in canonical order.
type eniRow struct {
	row    int // the canonical one; 0: the call is accepted
	name   string
	world  model.World
	as     string
	id     string
	params model.Params
	also   []int // other rows that are broken too
}

// An eniStage is a world with one instance of a type in a status, an ENI InUse
// on it and a free one.
type eniStage struct {
	model.World
	instance, primary, inUse, free string
}

func stage(t *testing.T, w model.World, instanceType, status string, eni model.Params) eniStage {
	t.Helper()
	s := eniStage{}
	w, s.instance = RunningState(t, w, model.Params{"InstanceType": instanceType})
	w = StoppedState(t, w, s.instance)
	w, s.inUse = withEni(t, w, eni)
	w, s.free = withEni(t, w, nil)
	w = attached(t, w, s.inUse, s.instance, nil)
	if status != ecs.Stopped {
		w, _ = accept(t, w, about("StartInstance", s.instance, nil))
	}
	if status == ecs.Running {
		w = settle(w)
	}
	s.World, s.primary = w, instanceIn(t, w, s.instance).PrimaryEni
	return s
}

// eniRows collects the calls of the table below, on the stages that most of
// them are about.
type eniRows struct {
	base, restricted        model.World
	run, stop, start, entry eniStage
	rows                    []eniRow
}

func (s *eniRows) add(row int, name string, at eniStage, id string, params model.Params, also ...int) {
	s.rows = append(s.rows, eniRow{row, name, at.World, "", id, params, also})
}

func (s *eniRows) group(t *testing.T, name string) string { t.Helper(); return named(t, s.base, name) }

func in(w model.World) eniStage { return eniStage{World: w} }

func TestModifyNetworkInterfaceAttributeRefuses(t *testing.T) {
	base := newWorld(t)
	s := &eniRows{
		base: base, restricted: namedWorld(t, ecs.WorldRestricted),
		run: stage(t, base, "ecs.g7.xlarge", ecs.Running, nil), stop: stage(t, base, "ecs.g7.xlarge", ecs.Stopped, nil),
		start: stage(t, base, "ecs.g7.xlarge", ecs.Starting, nil), entry: stage(t, base, "ecs.n4.small", ecs.Stopped, nil),
	}
	s.request(t)
	s.features(t)
	s.existence(t)
	s.types(t)
	s.groups(t)
	s.settings(t)
	s.statuses(t)
	s.quotas(t)
	s.figures(t)
	op, _ := base.Model().Operation("ModifyNetworkInterfaceAttribute")
	canonical := map[int]bool{}
	for _, c := range s.rows {
		t.Run(c.name, func(t *testing.T) {
			wantRows(t, c)
			canonical[c.row] = true
		})
	}
	for _, r := range op.Rules {
		if r.When != nil && !r.Common && !canonical[r.Row] {
			t.Errorf("row %d %s: no case breaks it first", r.Row, r.Code)
		}
	}
}

// The caller, and the request alone.
func (s *eniRows) request(t *testing.T) {
	t.Helper()
	s.rows = append(s.rows,
		eniRow{34, "account gone", s.restricted, "gone", "eni-x", nil, []int{57}},
		eniRow{36, "no policy", s.run.World, "nobody", s.run.free, nil, nil},
		eniRow{36, "a policy for other operations", s.run.World, "reader", s.run.free, nil, nil},
		eniRow{33, "kind of account", s.restricted, "reseller", "eni-x", nil, []int{57}},
	)
	s.add(2, "no RegionId", s.run, s.run.free, model.Params{"RegionId": "-"})
	s.add(2, "no NetworkInterfaceId", s.run, "-", nil)
	s.add(2, "an empty one", s.run, "", nil)
	s.add(47, "name of one character", s.run, s.run.free, model.Params{"NetworkInterfaceName": "n"})
	s.add(47, "name begins with a digit", s.run, s.run.free, model.Params{"NetworkInterfaceName": "1n"})
	s.add(47, "name begins with http://", s.run, s.run.free, model.Params{"NetworkInterfaceName": "http://n"})
	s.add(0, "name with a period", s.run, s.run.free, model.Params{"NetworkInterfaceName": "n.1:2_3-4"})
	s.add(9, "malformed id", s.run, "network", nil, 57)
	s.add(4, "description of one character", s.run, s.run.free, model.Params{"Description": "d"})
	s.add(4, "description is an address", s.run, s.run.free, model.Params{"Description": "https://d"})
	s.add(4, "no Boolean", s.run, s.run.free, model.Params{"DeleteOnRelease": "yes"})
	s.add(4, "no Boolean either", s.run, s.run.free, model.Params{"SourceDestCheck": "1"})
	s.add(4, "no queues for virtual functions", s.run, s.run.free, model.Params{family.EnhancedSriov: "true", family.EnhancedVFQueues: "0", family.EnhancedVFs: "1"})
	s.add(14, "queue number twice", s.run, s.run.free, model.Params{"QueueNumber": "2", family.TrafficQueues: "2"})
	s.add(14, "queue depth twice", s.run, s.run.free, model.Params{"RxQueueSize": "8192", "TxQueueSize": "8192", family.TrafficRx: "8192"})
	s.add(51, "no queues", s.run, s.run.free, model.Params{"QueueNumber": "0"})
	s.add(51, "2049 queues", s.run, s.run.free, model.Params{family.TrafficQueues: "2049"})
	s.add(51, "queues in words", s.run, s.run.free, model.Params{"QueueNumber": "two"})
	s.add(0, "2048 queues", s.run, s.run.free, model.Params{"QueueNumber": "2048"})
	s.add(25, "mode", s.run, s.run.free, model.Params{family.TrafficMode: "standard"})
	s.add(24, "pairs with Standard", s.run, s.run.free, model.Params{family.TrafficMode: ecs.Standard, family.TrafficPairs: "2"})
	s.add(24, "pairs and stays Standard", s.run, s.run.free, model.Params{family.TrafficPairs: "2"})
	s.add(16, "no pairs", s.run, s.run.free, model.Params{family.TrafficMode: ecs.HighPerformance, family.TrafficPairs: "0"})
	s.add(16, "more pairs than any type has", s.run, s.run.free, model.Params{family.TrafficMode: ecs.HighPerformance, family.TrafficPairs: "23"})
	s.add(0, "as many as the largest type has", s.run, s.run.free, model.Params{family.TrafficMode: ecs.HighPerformance, family.TrafficPairs: "22"})
	s.add(27, "SR-IOV without numbers", s.run, s.run.free, model.Params{family.EnhancedSriov: "true"})
	s.add(27, "257 virtual functions", s.run, s.run.free, model.Params{family.EnhancedSriov: "true", family.EnhancedVFQueues: "8", family.EnhancedVFs: "257"})
	s.add(27, "numbers without SR-IOV", s.run, s.run.free, model.Params{family.EnhancedVFs: "8"})
	s.add(27, "numbers and SR-IOV off", s.run, s.run.free, model.Params{family.EnhancedSriov: "false", family.EnhancedVFQueues: "8"})
	s.add(0, "256 virtual functions", s.run, s.run.free, model.Params{family.EnhancedSriov: "true", family.EnhancedVFQueues: "8", family.EnhancedVFs: "256"})
	s.add(61, "a group twice", s.run, s.run.free, model.Params{"SecurityGroupId.1": s.group(t, "sg2"), "SecurityGroupId.2": s.group(t, "sg2")})
}

// What account and region may use. Account main of the restricted world lacks
// the private features; region cn-beijing the regional ones, and there account
// other does not.
func (s *eniRows) features(t *testing.T) {
	t.Helper()
	locked, ofMain := withEniAt(t, s.restricted, "main", "cn-hangzhou", "vsw1", "sg1")
	beijing, ofOther := withEniAt(t, s.restricted, "other", "cn-beijing", "other.beijing.vsw1", "other.beijing.sg1")
	there := func(p model.Params) model.Params { return p.With("RegionId", "cn-beijing") }
	depth := model.Params{"RxQueueSize": "8192", "TxQueueSize": "8192"}
	s.add(10, "region without ENIs", in(s.restricted), "eni-x", model.Params{"RegionId": ecs.RegionWithoutEnis}, 57)
	s.add(3, "a closed parameter", in(locked), ofMain, model.Params{family.EnhancedRss: "false"})
	s.add(12, "queue depth, account", in(locked), ofMain, depth)
	s.add(12, "queue depth in the traffic config", in(locked), ofMain, model.Params{family.TrafficRx: "8192", family.TrafficTx: "8192"})
	s.add(12, "before the values", in(locked), ofMain, model.Params{"RxQueueSize": "1"}, 13)
	s.rows = append(s.rows,
		eniRow{12, "queue depth, region", beijing, "other", ofOther, there(depth), nil},
		eniRow{15, "connection tracking, region", beijing, "other", ofOther, there(model.Params{family.TrackUdp: "10"}), nil},
		eniRow{31, "source check, region", beijing, "other", ofOther, there(model.Params{"SourceDestCheck": "false"}), nil},
		eniRow{0, "another setting there", beijing, "other", ofOther, there(model.Params{"Description": "any"}), nil},
	)
	s.add(15, "connection tracking, account", in(locked), ofMain, model.Params{family.TrackClosed: "4"})
	s.add(13, "depths differ", s.run, s.run.free, model.Params{"RxQueueSize": "8192", "TxQueueSize": "16384"})
	s.add(13, "one depth only", s.run, s.run.free, model.Params{family.TrafficTx: "8192"})
	s.add(13, "no power of two", s.run, s.run.free, model.Params{"RxQueueSize": "8193", "TxQueueSize": "8193"})
	s.add(13, "too deep", s.run, s.run.free, model.Params{"RxQueueSize": "32768", "TxQueueSize": "32768"})
	s.add(0, "16384", s.run, s.run.free, model.Params{family.TrafficRx: "16384", family.TrafficTx: "16384"})
	s.add(17, "established", s.run, s.run.free, model.Params{family.TrackEstablished: "31"})
	s.add(17, "closed", s.run, s.run.free, model.Params{family.TrackClosed: "16"})
	s.add(17, "UDP", s.run, s.run.free, model.Params{family.TrackUdp: "ten"})
	s.add(0, "at the borders", s.run, s.run.free, model.Params{family.TrackEstablished: "30", family.TrackClosed: "15", family.TrackUdp: "100"})
}

// What exists.
func (s *eniRows) existence(t *testing.T) {
	t.Helper()
	s.add(57, "unknown", s.run, "eni-none", nil)
	s.rows = append(s.rows, eniRow{57, "of another account", s.run.World, "other", s.run.free, nil, nil})
	s.add(57, "in another region", s.run, s.run.free, model.Params{"RegionId": "cn-beijing"})
	s.add(59, "unknown group", s.run, s.run.free, model.Params{"SecurityGroupId.1": "sg-none"})
	s.add(59, "group of another account", s.run, s.run.free, model.Params{"SecurityGroupId.1": s.group(t, "other.sg1")})
}

// What kind of ENI it is.
func (s *eniRows) types(t *testing.T) {
	t.Helper()
	platform := namedWorld(t, ecs.WorldLocked)
	s.add(44, "managed", in(platform), named(t, platform, "enimanaged"), model.Params{"Description": "any"})
	s.add(55, "for a product", in(platform), named(t, platform, "enibusiness"), nil)
	business, bought := withEni(t, s.base, model.Params{"BusinessType": "nas"})
	s.add(55, "made for a product", in(business), bought, nil)
	trunked, trunk, i := aTrunk(t, s.base)
	trunked, member := withEni(t, trunked, nil)
	trunked, freeTrunk := withEni(t, attached(t, trunked, member, i, model.Params{"TrunkNetworkInstanceId": trunk}), model.Params{"InstanceType": ecs.Trunk})
	s.add(43, "member", in(trunked), member, model.Params{"DeleteOnRelease": "false"})
	s.add(0, "name of a member", in(trunked), member, model.Params{"NetworkInterfaceName": "member"})
	sriov := model.Params{family.EnhancedSriov: "true", family.EnhancedVFQueues: "8", family.EnhancedVFs: "2"}
	s.add(29, "attached trunk", in(trunked), trunk, sriov)
	s.add(0, "free trunk", in(trunked), freeTrunk, sriov)
	s.add(48, "queues of a primary ENI", s.stop, s.stop.primary, model.Params{"QueueNumber": "2"}, 60)
	depth := model.Params{"RxQueueSize": "8192", "TxQueueSize": "8192"}
	for name, params := range map[string]model.Params{
		"groups": {"SecurityGroupId.1": s.group(t, "sg2")}, "DeleteOnRelease": {"DeleteOnRelease": "false"}, "depth": depth,
		"queues": {family.TrafficQueues: "2"}, "tracking": {family.TrackUdp: "10"}, "RSS": {family.EnhancedRss: "true"},
	} {
		s.add(60, name+" of a primary ENI", s.run, s.run.primary, params)
	}
	s.add(0, "name, description and source check of a primary ENI", s.run, s.run.primary,
		model.Params{"NetworkInterfaceName": "first", "Description": "the first", "SourceDestCheck": "false"})
}

// Security groups.
func (s *eniRows) groups(t *testing.T) {
	t.Helper()
	s.add(42, "classic group", s.run, s.run.free, model.Params{"SecurityGroupId.1": s.group(t, "sgclassic")})
	s.add(40, "group of another VPC", s.run, s.run.free, model.Params{"SecurityGroupId.1": s.group(t, "sg3")})
	s.add(45, "two types", s.run, s.run.free, model.Params{"SecurityGroupId.1": s.group(t, "sg1"), "SecurityGroupId.2": s.group(t, "esg1")})
	s.add(45, "another type than the instance", s.run, s.run.inUse, model.Params{"SecurityGroupId.1": s.group(t, "esg1")})
	s.add(0, "another type, Available", s.run, s.run.free, model.Params{"SecurityGroupId.1": s.group(t, "esg1")})
	s.add(50, "managed group", s.run, s.run.free, model.Params{"SecurityGroupId.1": s.group(t, "sgmanaged")})
	leaving := s.run.World
	e := *eniIn(t, leaving, s.run.free)
	ecs.CountMembers(&leaving, "1000000000000001", "cn-hangzhou", e.SecurityGroupIds, -1)
	e.SecurityGroupIds = model.NewList(s.group(t, "sgmanaged"))
	ecs.CountMembers(&leaving, "1000000000000001", "cn-hangzhou", e.SecurityGroupIds, 1)
	model.Put(&leaving, "1000000000000001", "cn-hangzhou", e)
	s.add(50, "leaving a managed group", in(leaving), s.run.free, model.Params{"SecurityGroupId.1": s.group(t, "sg1")})
}

// Settings that exclude each other, or that the type lacks.
func (s *eniRows) settings(t *testing.T) {
	t.Helper()
	rdmaWorld, eri := withEni(t, s.run.World, model.Params{"NetworkInterfaceTrafficMode": ecs.HighPerformance})
	s.add(21, "back to Standard", in(rdmaWorld), eri, model.Params{family.TrafficMode: ecs.Standard})
	s.add(0, "Standard stays", s.run, s.run.free, model.Params{family.TrafficMode: ecs.Standard})
	v6, eni6 := withEni(t, s.run.World, model.Params{"Ipv6AddressCount": "1"})
	hp := model.Params{family.TrafficMode: ecs.HighPerformance}
	s.add(22, "RDMA with IPv6", in(v6), eni6, hp)
	s.add(20, "no RDMA", s.run, s.run.inUse, hp)
	sriov := model.Params{family.EnhancedSriov: "true", family.EnhancedVFQueues: "8", family.EnhancedVFs: "2"}
	on, _ := accept(t, s.run.World, modifyEni(s.run.free, sriov))
	s.add(28, "other virtual functions", in(on), s.run.free, sriov.With(family.EnhancedVFs, "3"))
	s.add(28, "other queues", in(on), s.run.free, sriov.With(family.EnhancedVFQueues, "9"))
	s.add(0, "the same numbers", in(on), s.run.free, sriov)
	s.add(26, "RSS with one queue", s.entry, s.entry.inUse, model.Params{family.EnhancedRss: "true"})
	s.add(0, "RSS off", s.entry, s.entry.inUse, model.Params{family.EnhancedRss: "false"})
	s.add(0, "RSS with four", s.run, s.run.inUse, model.Params{family.EnhancedRss: "true"})
}

// Statuses of ENI and instance.
func (s *eniRows) statuses(t *testing.T) {
	t.Helper()
	creating, made := accept(t, s.run.World, anEni(t, s.run.World, nil))
	depth := model.Params{"RxQueueSize": "8192", "TxQueueSize": "8192"}
	s.add(49, "queues while Running", s.run, s.run.inUse, model.Params{"QueueNumber": "2"})
	s.add(49, "queues while Starting", s.start, s.start.inUse, model.Params{"QueueNumber": "2"}, 6)
	s.add(49, "queues while Creating", in(creating), made.Created[0], model.Params{"QueueNumber": "2"}, 7)
	s.add(0, "queues while Stopped", s.stop, s.stop.inUse, model.Params{"QueueNumber": "2"})
	for _, status := range []string{ecs.Creating, ecs.CreateFailed, ecs.Deleting} {
		s.add(7, status, in(withEniStatus(s.run.World, "1000000000000001", "cn-hangzhou", s.run.free, status)), s.run.free, nil)
	}
	for _, status := range []string{ecs.Attaching, ecs.Detaching} {
		s.add(7, status, in(withEniStatus(s.run.World, "1000000000000001", "cn-hangzhou", s.run.inUse, status)), s.run.inUse, nil)
	}
	for name, params := range map[string]model.Params{
		"groups": {"SecurityGroupId.1": s.group(t, "sg2")}, "source check": {"SourceDestCheck": "true"}, "depth": depth, "tracking": {family.TrackUdp: "10"},
		"traffic": {family.TrafficQueues: "2"},
	} {
		s.add(6, name+" while Starting", s.start, s.start.inUse, params)
	}
	s.add(0, "names while Starting", s.start, s.start.inUse, model.Params{"NetworkInterfaceName": "any", "Description": "any", "DeleteOnRelease": "false"})
}

// Quotas of the account.
func (s *eniRows) quotas(t *testing.T) {
	t.Helper()
	small := namedWorld(t, ecs.WorldQuota)
	small, id := withEni(t, small, nil)
	six, five := model.Params{}, model.Params{}
	for n := 1; n <= 6; n++ {
		six["SecurityGroupId."+strconv.Itoa(n)] = named(t, small, "sg"+strconv.Itoa(n))
	}
	maps.Copy(five, six)
	delete(five, "SecurityGroupId.6")
	s.add(11, "six groups", in(small), id, six)
	s.add(0, "five groups", in(small), id, five)
	s.add(41, "full group", in(small), id, model.Params{"SecurityGroupId.1": named(t, small, "sgfull")})
	s.add(46, "full enterprise group", in(small), id, model.Params{"SecurityGroupId.1": named(t, small, "esgfull")})
	ruled := small
	g := *groupOf(t, small, "sg2")
	g.Hidden.FillerRules = 1
	model.Put(&ruled, "1000000000000001", "cn-hangzhou", g)
	rules := model.Params{"SecurityGroupId.1": named(t, small, "sgrules"), "SecurityGroupId.2": g.SecurityGroupId}
	s.add(0, "four rules", in(ruled), id, rules)
	g.Hidden.FillerRules = 2
	model.Put(&ruled, "1000000000000001", "cn-hangzhou", g)
	s.add(54, "five rules", in(ruled), id, rules)
}

// Figures of the type: g8i.24xlarge has 2 ERIs of up to 22 pairs each, g8i.xlarge
// one of 11; g7.xlarge has 4 queues an ENI and 16 together.
func (s *eniRows) figures(t *testing.T) {
	t.Helper()
	hp := model.Params{family.TrafficMode: ecs.HighPerformance}
	g8 := stage(t, s.base, "ecs.g8i.24xlarge", ecs.Stopped, nil)
	two, second := withEni(t, g8.World, model.Params{"NetworkInterfaceTrafficMode": ecs.HighPerformance, "QueuePairNumber": "22"})
	two = attached(t, two, second, g8.instance, nil)
	three, third := withEni(t, two, model.Params{"NetworkInterfaceTrafficMode": ecs.HighPerformance})
	three = attached(t, three, third, g8.instance, nil)
	s.add(0, "second RDMA ENI", in(two), g8.inUse, model.Params{family.TrafficMode: ecs.HighPerformance, family.TrafficPairs: "22"})
	s.add(19, "third RDMA ENI", in(three), g8.inUse, hp)
	quota := namedWorld(t, ecs.WorldQuota) // whose figures are lower than the sums of the others
	few := stage(t, quota, "ecs.g8i.xlarge", ecs.Stopped, nil)
	s.add(23, "all pairs together", few, few.inUse, model.Params{family.TrafficMode: ecs.HighPerformance, family.TrafficPairs: "5"})
	s.add(0, "they just fit", few, few.inUse, model.Params{family.TrafficMode: ecs.HighPerformance, family.TrafficPairs: "4"})
	g8i := stage(t, s.base, "ecs.g8i.xlarge", ecs.Stopped, nil)
	s.add(18, "pairs above the type", g8i, g8i.inUse, model.Params{family.TrafficMode: ecs.HighPerformance, family.TrafficPairs: "12"}, 23)
	s.add(0, "pairs of the type", g8i, g8i.inUse, model.Params{family.TrafficMode: ecs.HighPerformance, family.TrafficPairs: "11"})
	s.add(52, "queues above the type", s.stop, s.stop.inUse, model.Params{"QueueNumber": "5"})
	s.add(52, "in the traffic config", s.run, s.run.inUse, model.Params{family.TrafficQueues: "5"})
	s.add(0, "queues of the type", s.run, s.run.inUse, model.Params{family.TrafficQueues: "4"})
	crowded := stage(t, quota, "ecs.g7.xlarge", ecs.Stopped, nil)
	s.add(53, "all queues together", crowded, crowded.inUse, model.Params{"QueueNumber": "3"}) // 4 + 3 > 6
	s.add(0, "they just fit", crowded, crowded.inUse, model.Params{"QueueNumber": "2"})
	s.add(1, "a type without queues", s.entry, s.entry.inUse, model.Params{"QueueNumber": "1"})
}

// withEniAt returns a world with an ENI of an account of the restricted world.
func withEniAt(t *testing.T, w model.World, caller, region, vswitch, group string) (model.World, string) {
	t.Helper()
	w, reply := accept(t, w, as(caller, main1("CreateNetworkInterface",
		model.Params{"RegionId": region, "VSwitchId": named(t, w, vswitch), "SecurityGroupId": named(t, w, group)})))
	return settle(w), reply.Created[0]
}

func wantRows(t *testing.T, c eniRow) {
	t.Helper()
	call := as(c.as, modifyEni(c.id, c.params))
	v := c.world.Apply(call)
	var got []int
	for _, r := range v.Broken {
		got = append(got, r.Row)
	}
	switch want := append([]int{c.row}, c.also...); {
	case c.row == 0 && !v.Accepted():
		t.Errorf("%v: breaks %v, want none", c.params, codes(v))
	case c.row != 0 && (len(got) == 0 || got[0] != c.row):
		t.Errorf("%v: breaks rows %v, want %v first", c.params, got, want)
	case c.row != 0 && !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))):
		t.Errorf("%v: breaks rows %v, want %v", c.params, got, want)
	}
	if c.row != 0 && v.World.Hash() != c.world.Hash() {
		t.Errorf("%v: a refused call changes the world", c.params)
	}
	if c.row == 0 {
		if err := v.World.Check(); err != nil {
			t.Error(err)
		}
	}
}

func TestModifyNetworkInterfaceAttributeHas61Rows(t *testing.T) {
	op, ok := newWorld(t).Model().Operation("ModifyNetworkInterfaceAttribute")
	if !ok {
		t.Fatal("no such operation")
	}
	seen := map[int]bool{}
	count := map[string]int{}
	for _, r := range op.Rules {
		if r.Common {
			continue
		}
		if seen[r.Row] {
			t.Errorf("row %d has two rules", r.Row)
		}
		seen[r.Row] = true
		switch {
		case r.Fault:
			count["fault"]++
		case r.When == nil:
			count["vestigial"]++
		default:
			count["reachable"]++
		}
	}
	if want := map[string]int{"reachable": 51, "vestigial": 8, "fault": 2}; len(seen) != 61 || !maps.Equal(count, want) {
		t.Errorf("%d rows: %v, want 61: %v", len(seen), count, want)
	}
}
