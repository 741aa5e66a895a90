package generate

import (
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// abroad is a target that has nothing under the ids of the embedded worlds: another
// region, a small VPC with two vSwitches, and types of its own.
func abroad(t *testing.T) oracle.Start {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	figures := func(id string, enis, queues, total int) *model.InstanceType {
		return &model.InstanceType{
			InstanceTypeId: id, CpuArchitecture: "X86", IoOptimized: true, EniQuantity: enis, MaximumQueueNumberPerEni: queues,
			TotalEniQueueQuantity: total, SecondaryEniQueueNumber: queues / 2, PrimaryEniQueueNumber: queues, JumboFrameSupport: true,
			ThreadsPerCoreDefault: 2, CpuCoreCount: 4,
		}
	}
	burst := figures("my.burst", 2, 1, 2)
	burst.Burstable, burst.InstanceFamilyLevel, burst.JumboFrameSupport = true, "CreditEntryLevel", false
	sold := model.NewList("my.large", "my.small", "my.burst")
	w, err := model.NewImported(m, &model.Base{
		Name: "abroad", Accounts: []model.Account{{ID: "main"}}, Callers: []model.Caller{{Name: "main", Account: "main", Kind: model.CallerAccount}},
		Regions: []model.Region{{RegionId: "eu-1", Zones: model.NewList("eu-1a", "eu-1b")}, {RegionId: "eu-2"}},
		Zones:   []model.Zone{{ZoneId: "eu-1a", Types: sold}, {ZoneId: "eu-1b", Types: sold}},
		Types:   map[string]*model.InstanceType{"my.large": figures("my.large", 4, 8, 20), "my.small": figures("my.small", 2, 2, 4), "my.burst": burst},
		Names: map[string]string{
			"vpc1": "vpc-1", "vsw1": "vsw-1", "vsw2": "vsw-2", "sg1": "sg-1", "image.linux": "img-1", "zone1": "eu-1a", "zone2": "eu-1b",
		},
		Facts: map[model.Fact]model.Range{},
	}, time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []model.Resource{
		&ecs.Vpc{VpcId: "vpc-1", CidrBlock: "172.20.0.0/16", Status: ecs.Available},
		&ecs.VSwitch{VSwitchId: "vsw-1", VpcId: "vpc-1", ZoneId: "eu-1a", CidrBlock: "172.20.16.0/20", Status: ecs.Available},
		&ecs.VSwitch{VSwitchId: "vsw-2", VpcId: "vpc-1", ZoneId: "eu-1b", CidrBlock: "172.20.32.0/20", Status: ecs.Available},
		&ecs.SecurityGroup{SecurityGroupId: "sg-1", VpcId: "vpc-1", SecurityGroupType: ecs.BasicGroup},
	} {
		if w, err = w.Import("main", "eu-1", r); err != nil {
			t.Fatal(err)
		}
	}
	if w, err = w.Import(model.SystemAccount, "eu-1", &ecs.Image{
		ImageId: "img-1", OSType: model.Linux, Architecture: "x86_64", IsSupportCloudinit: true, ImageOwnerAlias: model.SystemAccount, Status: ecs.Available,
	}); err != nil {
		t.Fatal(err)
	}
	s := oracle.Start{World: w}
	s.Defaults()
	return s
}

func TestALocalityTranslatesWhatIsWritten(t *testing.T) {
	own, err := locality.New(abroad(t), writtenFor)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"X RegionId=cn-hangzhou ZoneId=cn-hangzhou-i":    "X RegionId=eu-1 ZoneId=eu-1a",
		"X RegionId=cn-beijing ZoneId=cn-hangzhou-j":     "X RegionId=eu-2 ZoneId=eu-1b",
		"X RegionId=cn-nowhere ZoneId=1":                 "X RegionId=cn-nowhere ZoneId=1",
		"X InstanceType=ecs.g7.xlarge":                   "X InstanceType=my.large",
		"X InstanceType=ecs.t6-c1m2.large":               "X InstanceType=my.burst",
		"X InstanceType=ecs.none":                        "X InstanceType=ecs.none",
		"X PrivateIpAddress=10.1.0.99 VSwitchId=$vsw1":   "X PrivateIpAddress=172.20.16.99 VSwitchId=$vsw1",
		"X PrivateIpAddress=10.1.255.99":                 "X PrivateIpAddress=172.20.31.99",
		"X PrivateIpAddress=203.0.113.9 VSwitchId=$vsw1": "X PrivateIpAddress=203.0.113.9 VSwitchId=$vsw1",
		"X CidrBlock=10.1.0.0/24 VpcId=$vpc1":            "X CidrBlock=172.20.16.0/24 VpcId=$vpc1", // in that of the first vSwitch
		"X CidrBlock=192.168.1.0/24 VpcId=$n1":           "X CidrBlock=192.168.1.0/24 VpcId=$n1",   // of a VPC of the sequence
		"X CidrBlock=10.0.0.0/40 VpcId=$vpc1":            "X CidrBlock=10.0.0.0/40 VpcId=$vpc1",
	} {
		s, err := sequence.Parse("# ecsim sequence 1 · world default\n" + text + "\n")
		if err != nil {
			t.Fatal(err)
		}
		step := s.Steps[0]
		step.Params = own.Params(step.Params)
		if got := step.String(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if own, err = locality.New(startOf(t, "default"), writtenFor); own != nil || err != nil {
		t.Errorf("an embedded world has a locality: %v, %v", own, err)
	}
}

// Plain calls for vSwitches fit the target's own VPC, and differ as they are written.
func TestBlocksOfTheTargetsOwnNetwork(t *testing.T) {
	start := abroad(t)
	own, err := locality.New(start, writtenFor)
	if err != nil {
		t.Fatal(err)
	}
	create, _ := start.World.Model().Operation("CreateVSwitch")
	seen := map[string]bool{}
	for _, block := range create.Trials.Choices[0].Of {
		p := own.Params(create.Plain.With("CidrBlock", block).With("RegionId", "eu-1"))
		world := oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}
		v := start.World.Apply(world.ForModel(sequence.Step{Op: "CreateVSwitch", Params: p}, "", "eu-1"))
		if !v.Accepted() {
			t.Errorf("%s became %s: %s", block, p["CidrBlock"], v.Broken[0].ID())
		}
		seen[p["CidrBlock"]] = true
	}
	if len(seen) != len(create.Trials.Choices[0].Of) {
		t.Errorf("%d blocks became %d", len(create.Trials.Choices[0].Of), len(seen))
	}
}

// The figures of a target's own types are reached: one queue more than all
// interfaces of an instance may have together, and one interface more.
func TestSetupsReachTheFiguresOfOwnTypes(t *testing.T) {
	start := abroad(t)
	index, err := NewSetupIndex(start)
	if err != nil {
		t.Fatal(err)
	}
	for op, rules := range map[string][]string{
		"ModifyNetworkInterfaceAttribute": {"InvalidOperation.ExceedInstanceTypeQueueNumber"},
		"AttachNetworkInterface":          {"EniPerInstanceLimitExceeded"},
	} {
		reached := map[string]bool{}
		for n := range index.byOperation[op] {
			for _, call := range index.at(op, n) {
				for _, item := range call.items {
					reached[item.What] = reached[item.What] || item.Alone
				}
			}
		}
		for _, rule := range rules {
			if !reached[op+"/"+rule] {
				t.Errorf("no setup breaks %s/%s alone", op, rule)
			}
		}
	}
}
