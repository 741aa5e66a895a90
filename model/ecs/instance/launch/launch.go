package launch

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
	"github.com/ecsim/ecsim/model/ram"
)

// RunInstances and CreateInstance make instances from the same parameters.
// Their tables differ in rows, so a launchRule has a row for each. A call makes
// a draft, which the effects of its parameters fill in.

// A launchRule is a rule of RunInstances, CreateInstance or both.
type launchRule struct {
	// run and create are the rows in the tables of 2021 (RunInstances with the
	// rows of January 2026); 0 where the operation has no such row.
	run, create int
	rule        model.Rule
}

// firstOf2026 is the first row of RunInstances that the table of 2021 does not have.
const firstOf2026 = 259

// launchRules returns the rules of the operation. Without Refuses and Answers
// the rule takes the row's own certainty.
func launchRules(op string) []model.Rule {
	var rules []model.Rule
	for _, l := range slices.Concat(launchRequestRules(), launchAccountRules(), launchExistenceRules(), launchDiskRules(), launchRelationRules(), launchStateRules()) {
		rule := l.rule
		rule.Row = l.run
		if op == "CreateInstance" {
			rule.Row = l.create
		}
		if rule.Row == 0 {
			continue
		}
		edition := " 2021, row "
		if op == "RunInstances" && rule.Row >= firstOf2026 {
			edition = ", page copy of 2026-01, row "
		}
		said := model.Documented(op + edition + strconv.Itoa(rule.Row))
		if rule.Row == model.CommonRow {
			said = model.Documented(op + " 2021, parameters")
		}
		if rule.Refuses.Level == model.LevelFromCatalog {
			rule.Refuses = said
		}
		if rule.Answers.Level == model.LevelFromCatalog {
			rule.Answers = model.Weaker(said, rule.Refuses)
		}
		rules = append(rules, rule)
	}
	return rules
}

// launchParams are the parameters of both operations. Public bandwidth and key
// pairs are read and not modelled. Only ModifyInstanceAttribute's page
// mentions the condition key of Password; it is assumed that the other
// operations that set a password have it too.
func launchParams() []model.Param {
	return []model.Param{
		model.Required("RegionId"), model.Optional("ZoneId"),
		model.Optional("ImageId").Naming(ecs.TheImage), model.Optional("ImageFamily"), model.Optional("InstanceType").Naming(ecs.TheType),
		model.Optional("SecurityGroupId").Naming(ecs.TheGroups), model.Optional("VSwitchId").Naming(ecs.TheVSwitch), model.Optional("PrivateIpAddress"),
		model.Optional("InstanceName"), model.Optional("Description"), model.Optional("HostName"),
		model.Optional("Password").Keyed(ram.KeyPasswordCustomized), model.Boolean("PasswordInherit"), model.Optional("UserData"),
		model.Optional("InstanceChargeType"), model.Integer("Period"), model.Optional("PeriodUnit"), model.Boolean("AutoRenew"), model.Integer("AutoRenewPeriod"),
		model.Optional("SpotStrategy"), model.Optional("SpotPriceLimit"), model.Integer("SpotDuration"), model.Optional("CreditSpecification"),
		model.Boolean("DeletionProtection"), model.Optional("IoOptimized"), model.Optional("ClientToken"), model.Boolean("DryRun"),
		model.Optional("HttpEndpoint"), model.Optional("HttpTokens"), model.Integer("HttpPutResponseHopLimit"),
		model.Optional("SystemDisk.Category"), model.Integer("SystemDisk.Size"), model.Optional("SystemDisk.DiskName"),
		model.Optional("SystemDisk.Description"), model.Optional("SystemDisk.PerformanceLevel"), model.ListOf("DataDisk"),
		model.Optional("InternetChargeType"), model.Integer("InternetMaxBandwidthIn"), model.Integer("InternetMaxBandwidthOut"),
		model.Optional("KeyPairName"), model.Optional("ResourceGroupId"), model.Optional("SecurityEnhancementStrategy"), model.ListOf("Tag"),
	}
}

// launchEffects fill the draft, a parameter each.
func launchEffects() []model.Effect {
	set := func(change func(*model.Request, *ecs.Instance)) func(*model.Request) {
		return func(r *model.Request) { change(r, drafted(r)) }
	}
	return []model.Effect{
		{Name: "InstanceName", When: model.Given("InstanceName"), SeenBy: "DescribeInstances.InstanceName",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.InstanceName = r.Text("InstanceName") })},
		{Name: "Description", When: model.Given("Description"), SeenBy: "DescribeInstances.Description",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.Description = r.Text("Description") })},
		{Name: "HostName", When: model.Given("HostName"), SeenBy: "DescribeInstances.HostName",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.HostName = r.Text("HostName") })},
		{Name: "Password", When: model.Given("Password"), SeenBy: model.NotSeen,
			Do: set(func(r *model.Request, i *ecs.Instance) { i.Hidden.Password = r.Text("Password") })},
		{Name: "UserData", When: model.Given("UserData"), SeenBy: "DescribeUserData.UserData",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.UserData = r.Text("UserData") })},
		{Name: "PrivateIpAddress", When: model.Given("PrivateIpAddress"), SeenBy: "DescribeInstances.PrivateIpAddress",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.PrivateIpAddress = r.Text("PrivateIpAddress") })},
		{Name: "InstanceChargeType", When: model.Given("InstanceChargeType"), SeenBy: "DescribeInstances.InstanceChargeType",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.InstanceChargeType = r.Text("InstanceChargeType") })},
		{Name: "SpotStrategy", When: model.Given("SpotStrategy"), SeenBy: "DescribeInstances.SpotStrategy",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.SpotStrategy = r.Text("SpotStrategy") })},
		{Name: "CreditSpecification", When: model.Both(model.Given("CreditSpecification"), attribute.Burstable), SeenBy: "DescribeInstances.CreditSpecification",
			Basis: model.Assumed("on a type that is not attribute.Burstable the parameter is ignored: no row of the table speaks of it"),
			Do:    set(func(r *model.Request, i *ecs.Instance) { i.CreditSpecification = r.Text("CreditSpecification") })},
		{Name: "DeletionProtection", When: model.Given("DeletionProtection"), SeenBy: "DescribeInstances.DeletionProtection",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.DeletionProtection = r.IsTrue("DeletionProtection") })},
		{Name: "Tag", When: model.Tagged, SeenBy: "DescribeInstances.Tags",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.Tags = model.NewTags(r.Tags()...) })},
		{Name: "HttpEndpoint", When: model.Given("HttpEndpoint"), SeenBy: "DescribeInstances.HttpEndpoint",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.HttpEndpoint = r.Text("HttpEndpoint") })},
		{Name: "HttpTokens", When: model.Given("HttpTokens"), SeenBy: "DescribeInstances.HttpTokens",
			Do: set(func(r *model.Request, i *ecs.Instance) { i.HttpTokens = r.Text("HttpTokens") })},
		{Name: "HttpPutResponseHopLimit", When: model.Given("HttpPutResponseHopLimit"), SeenBy: "DescribeInstances.HttpPutResponseHop",
			Do: set(func(r *model.Request, i *ecs.Instance) {
				i.HttpPutResponseHop, _ = r.Integer("HttpPutResponseHopLimit")
			})},
	}
}

// drafted returns the draft; its fields have the parameters' defaults until
// effects change them.
func drafted(r *model.Request) *ecs.Instance {
	if ecs.DraftOf(r) != nil {
		return ecs.DraftOf(r)
	}
	image, typ := bootImage(r), ecs.TypeOf(r)
	if image == nil { // only in a mutant that does not check
		image = &ecs.Image{ImageId: r.Text("ImageId"), OSType: model.Linux}
	}
	if typ == nil {
		typ = &model.InstanceType{InstanceTypeId: r.Text("InstanceType")}
	}
	i := &ecs.Instance{
		ImageId: image.ImageId, OSType: image.OSType, InstanceType: typ.InstanceTypeId, RegionId: r.Region,
		InstanceChargeType: ecs.PostPaid, SpotStrategy: ecs.NoSpot, StoppedMode: ecs.NotApplicable,
		InstanceNetworkType: ecs.NetworkClassic, ZoneId: r.Text("ZoneId"),
		IoOptimized:  typ.IoOptimized,
		HttpEndpoint: "enabled", HttpTokens: "optional", HttpPutResponseHop: 1, PrivateDnsName: ecs.PrivateDnsNameOptions{HostnameType: ecs.HostNameCustom},
		CoreCount: typ.Cores(), ThreadsPerCore: typ.ThreadsPerCoreDefault,
		// The shown times have minutes. A start does not change them, so that
		// worlds differ only where it matters.
		CreationTime: r.Now().Truncate(time.Minute), StartTime: r.Now().Truncate(time.Minute),
	}
	if r.Has("IoOptimized") {
		i.IoOptimized = r.Text("IoOptimized") == "optimized"
	}
	if typ.Burstable {
		i.CreditSpecification = ecs.Standard
	}
	if ecs.VswitchOf(r) != nil {
		i.InstanceNetworkType, i.VpcId, i.VSwitchId, i.ZoneId = ecs.NetworkVpc, ecs.VswitchOf(r).VpcId, ecs.VswitchOf(r).VSwitchId, ecs.VswitchOf(r).ZoneId
	}
	if region := r.Base().Region(r.Region); i.ZoneId == "" && region != nil && region.Zones.Len() > 0 {
		i.ZoneId = region.Zones.All()[0]
	}
	for _, g := range ecs.GroupsOf(r) {
		i.SecurityGroupIds = i.SecurityGroupIds.With(g.SecurityGroupId)
	}
	r.SetThing(ecs.TheDraft, i)
	return i
}

// makeInstances makes n instances of the draft. In a VPC the primary interface
// is made too. An instance in the classic network has none, and counts in its
// groups itself.
func makeInstances(r *model.Request, n int, stopped bool) {
	if r.Place == nil || ecs.TypeOf(r) == nil { // only in a mutant that does not check
		return
	}
	draft := drafted(r)
	account := r.Account()
	for k := range n {
		i := *draft
		i.InstanceId = r.World.NewID(ecs.KindInstance)
		i.Status, i.Hidden.Since = ecs.Pending, r.Now()
		i.Hidden.CreatedStopped, i.Hidden.Initializing = stopped, true
		i.InstanceName = nameOf(r, draft.InstanceName, i.InstanceId, k)
		i.HostName = hostNameOf(r, draft.HostName, draft.OSType, i.InstanceId, k)
		if i.InstanceNetworkType == ecs.NetworkVpc {
			primary := ecs.NewEni(r.World, account, r.Region, ecs.NetworkInterface{
				Type: ecs.Primary, Status: ecs.InUse, InstanceId: i.InstanceId, VpcId: i.VpcId, VSwitchId: i.VSwitchId, ZoneId: i.ZoneId,
				SecurityGroupIds: i.SecurityGroupIds, DeleteOnRelease: true,
			}, draft.PrivateIpAddress)
			i.PrimaryEni, i.PrivateIpAddress = primary.NetworkInterfaceId, primary.PrivateIpAddress
		} else {
			ecs.CountMembers(r.World, account, r.Region, i.SecurityGroupIds, 1)
		}
		model.Put(r.World, account, r.Region, i)
		r.Created = append(r.Created, i.InstanceId)
	}
	r.Reload()
}

// bootImage returns the image of the new instances: ImageId, or the newest
// available image of the family; nil if there is none.
func bootImage(r *model.Request) *ecs.Image {
	if ecs.ImageOf(r) != nil || r.Has("ImageId") || !r.Has("ImageFamily") || r.Place == nil {
		return ecs.ImageOf(r)
	}
	var newest *ecs.Image
	for _, p := range []*model.Place{r.Place, r.World.Place(model.SystemAccount, r.Region)} {
		if p == nil || newest != nil { // a family of the account's own comes first (assumed: names of system families begin with acs:)
			continue
		}
		for _, image := range ecs.Images(p).All {
			if image.ImageFamily == r.Text("ImageFamily") && image.Status == ecs.Available &&
				(newest == nil || !image.CreationTime.Before(newest.CreationTime)) {
				newest = image
			}
		}
	}
	return newest
}

// amount returns the number of instances that the call asks for.
func amount(r *model.Request) int {
	if n, ok := r.Integer("Amount"); ok {
		return n
	}
	return 1
}

// launchName is the format of an instance name: RunInstances 2021 lists the
// period, which ModifyInstanceAttribute 2026 does not.
func launchName() model.NameRule {
	return model.NameRule{Punctuation: ":_.-", NoPrefix: []string{"http://", "https://"}}
}

func validAddress(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4() && !strings.Contains(text, "%")
}
