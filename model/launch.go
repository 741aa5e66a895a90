package model

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model/ram"
)

// RunInstances and CreateInstance make instances of the same parameters. The
// two tables differ in rows, so that a launchRule carries a row of each; what
// a call makes is a draft that the effects of its parameters fill in.

// A launchRule is a rule of RunInstances, CreateInstance or both.
type launchRule struct {
	// run and create are the rows in the tables of 2021 (RunInstances with the
	// rows of January 2026); 0 where the operation has no such row.
	run, create int
	rule        Rule
}

// launchRules returns the rules that op has. Refuses and Answers that a rule
// does not give are what the row itself says.
func launchRules(op string) []Rule {
	var rules []Rule
	for _, l := range slices.Concat(launchRequestRules(), launchAccountRules(), launchExistenceRules(), launchRelationRules(), launchStateRules()) {
		rule := l.rule
		rule.Row = l.run
		if op == "CreateInstance" {
			rule.Row = l.create
		}
		if rule.Row == 0 {
			continue
		}
		said := Documented(op + " 2021, row " + strconv.Itoa(rule.Row))
		if rule.Row == commonRow {
			said = Documented(op + " 2021, parameters")
		}
		if rule.Refuses.Level == levelFromCatalog {
			rule.Refuses = said
		}
		if rule.Answers.Level == levelFromCatalog {
			rule.Answers = weaker(said, rule.Refuses)
		}
		rules = append(rules, rule)
	}
	return rules
}

// launchParams are the parameters that both operations take. Disks, public
// bandwidth and key pairs are read and not modelled. Of the condition key of
// Password only ModifyInstanceAttribute's page speaks; that it holds for the
// other operations that set a password is assumed, against the catalog.
func launchParams() []Param {
	return []Param{
		required("RegionId"), optional("ZoneId"),
		optional("ImageId").names(theImage), optional("ImageFamily"), optional("InstanceType").names(theType),
		optional("SecurityGroupId").names(theGroups), optional("VSwitchId").names(theVSwitch), optional("PrivateIpAddress"),
		optional("InstanceName"), optional("Description"), optional("HostName"),
		optional("Password").key(ram.KeyPasswordCustomized), boolean("PasswordInherit"), optional("UserData"),
		optional("InstanceChargeType"), integer("Period"), optional("PeriodUnit"), boolean("AutoRenew"), integer("AutoRenewPeriod"),
		optional("SpotStrategy"), optional("SpotPriceLimit"), integer("SpotDuration"), optional("CreditSpecification"),
		boolean("DeletionProtection"), optional("IoOptimized"), optional("ClientToken"), boolean("DryRun"),
		optional("HttpEndpoint"), optional("HttpTokens"), integer("HttpPutResponseHopLimit"),
		optional("SystemDisk.Category"), optional("SystemDisk.Size"), optional("SystemDisk.DiskName"),
		optional("SystemDisk.Description"), optional("SystemDisk.PerformanceLevel"), list("DataDisk"),
		optional("InternetChargeType"), integer("InternetMaxBandwidthIn"), integer("InternetMaxBandwidthOut"),
		optional("KeyPairName"), optional("ResourceGroupId"), optional("SecurityEnhancementStrategy"), list("Tag"),
	}
}

// launchEffects fill the draft, a parameter each.
func launchEffects() []Effect {
	set := func(change func(*Request, *Instance)) func(*Request) {
		return func(r *Request) { change(r, r.drafted()) }
	}
	return []Effect{
		{Name: "InstanceName", When: given("InstanceName"), SeenBy: "DescribeInstances.InstanceName",
			Do: set(func(r *Request, i *Instance) { i.InstanceName = r.str("InstanceName") })},
		{Name: "Description", When: given("Description"), SeenBy: "DescribeInstances.Description",
			Do: set(func(r *Request, i *Instance) { i.Description = r.str("Description") })},
		{Name: "HostName", When: given("HostName"), SeenBy: "DescribeInstances.HostName",
			Do: set(func(r *Request, i *Instance) { i.HostName = r.str("HostName") })},
		{Name: "Password", When: given("Password"), SeenBy: NotSeen,
			Do: set(func(r *Request, i *Instance) { i.Hidden.Password = r.str("Password") })},
		{Name: "UserData", When: given("UserData"), SeenBy: "DescribeUserData.UserData",
			Do: set(func(r *Request, i *Instance) { i.UserData = r.str("UserData") })},
		{Name: "PrivateIpAddress", When: given("PrivateIpAddress"), SeenBy: "DescribeInstances.PrivateIpAddress",
			Do: set(func(r *Request, i *Instance) { i.PrivateIpAddress = r.str("PrivateIpAddress") })},
		{Name: "InstanceChargeType", When: given("InstanceChargeType"), SeenBy: "DescribeInstances.InstanceChargeType",
			Do: set(func(r *Request, i *Instance) { i.InstanceChargeType = r.str("InstanceChargeType") })},
		{Name: "SpotStrategy", When: given("SpotStrategy"), SeenBy: "DescribeInstances.SpotStrategy",
			Do: set(func(r *Request, i *Instance) { i.SpotStrategy = r.str("SpotStrategy") })},
		{Name: "CreditSpecification", When: both(given("CreditSpecification"), burstable), SeenBy: "DescribeInstances.CreditSpecification",
			Basis: Assumed("on a type that is not burstable the parameter is ignored: no row of the table speaks of it"),
			Do:    set(func(r *Request, i *Instance) { i.CreditSpecification = r.str("CreditSpecification") })},
		{Name: "DeletionProtection", When: given("DeletionProtection"), SeenBy: "DescribeInstances.DeletionProtection",
			Do: set(func(r *Request, i *Instance) { i.DeletionProtection = r.isTrue("DeletionProtection") })},
		{Name: "Tag", When: tagged, SeenBy: "DescribeInstances.Tags",
			Do: set(func(r *Request, i *Instance) { i.Tags = NewTags(r.tags()...) })},
		{Name: "HttpEndpoint", When: given("HttpEndpoint"), SeenBy: "DescribeInstances.HttpEndpoint",
			Do: set(func(r *Request, i *Instance) { i.HttpEndpoint = r.str("HttpEndpoint") })},
		{Name: "HttpTokens", When: given("HttpTokens"), SeenBy: "DescribeInstances.HttpTokens",
			Do: set(func(r *Request, i *Instance) { i.HttpTokens = r.str("HttpTokens") })},
		{Name: "HttpPutResponseHopLimit", When: given("HttpPutResponseHopLimit"), SeenBy: "DescribeInstances.HttpPutResponseHop",
			Do: set(func(r *Request, i *Instance) { i.HttpPutResponseHop, _ = r.integer("HttpPutResponseHopLimit") })},
	}
}

// drafted returns the draft, with what an instance has unless the call says
// otherwise (the parameters' defaults).
func (r *Request) drafted() *Instance {
	if draftOf(r) != nil {
		return draftOf(r)
	}
	image, typ := r.bootImage(), typeOf(r)
	if image == nil { // only in a mutant that does not ask
		image = &Image{ImageId: r.str("ImageId"), OSType: Linux}
	}
	if typ == nil {
		typ = &InstanceType{InstanceTypeId: r.str("InstanceType")}
	}
	i := &Instance{
		ImageId: image.ImageId, OSType: image.OSType, InstanceType: typ.InstanceTypeId, RegionId: r.region,
		InstanceChargeType: PostPaid, SpotStrategy: NoSpot, StoppedMode: notApplicable,
		InstanceNetworkType: NetworkClassic, ZoneId: r.str("ZoneId"),
		IoOptimized:  typ.IoOptimized,
		HttpEndpoint: "enabled", HttpTokens: "optional", PrivateDnsName: PrivateDnsNameOptions{HostnameType: hostNameCustom},
		CoreCount: typ.Cores(), ThreadsPerCore: typ.ThreadsPerCoreDefault,
		// The listed times have minutes; a start does not move them, so that
		// worlds differ only in what matters.
		CreationTime: r.w.Now().Truncate(time.Minute), StartTime: r.w.Now().Truncate(time.Minute),
	}
	if r.has("IoOptimized") {
		i.IoOptimized = r.str("IoOptimized") == "optimized"
	}
	if typ.Burstable {
		i.CreditSpecification = Standard
	}
	if vswitchOf(r) != nil {
		i.InstanceNetworkType, i.VpcId, i.VSwitchId, i.ZoneId = NetworkVpc, vswitchOf(r).VpcId, vswitchOf(r).VSwitchId, vswitchOf(r).ZoneId
	}
	if region := r.w.Base().Region(r.region); i.ZoneId == "" && region != nil && region.Zones.Len() > 0 {
		i.ZoneId = region.Zones.All()[0]
	}
	for _, g := range groupsOf(r) {
		i.SecurityGroupIds = i.SecurityGroupIds.With(g.SecurityGroupId)
	}
	r.setThing(theDraft, i)
	return i
}

// makeInstances makes n instances of the draft. The primary interface of one in
// a VPC is made with it; one in the classic network has none, and its groups
// count it itself.
func (r *Request) makeInstances(n int, stopped bool) {
	if r.place == nil || typeOf(r) == nil { // only in a mutant that does not ask
		return
	}
	draft := r.drafted()
	account := r.account()
	for k := range n {
		i := *draft
		i.InstanceId = r.w.NewID(KindInstance)
		i.Status, i.Hidden.Since = Pending, r.w.Now()
		i.Hidden.CreatedStopped, i.Hidden.Initializing = stopped, true
		i.InstanceName = r.nameOf(draft.InstanceName, i.InstanceId, k)
		i.HostName = r.hostNameOf(draft.HostName, draft.OSType, i.InstanceId, k)
		if i.InstanceNetworkType == NetworkVpc {
			primary := newEni(r.w, account, r.region, NetworkInterface{
				Type: Primary, Status: InUse, InstanceId: i.InstanceId, VpcId: i.VpcId, VSwitchId: i.VSwitchId, ZoneId: i.ZoneId,
				SecurityGroupIds: i.SecurityGroupIds, DeleteOnRelease: true,
			}, draft.PrivateIpAddress)
			i.PrimaryEni, i.PrivateIpAddress = primary.NetworkInterfaceId, primary.PrivateIpAddress
		} else {
			countMembers(r.w, account, r.region, i.SecurityGroupIds, 1)
		}
		put(r.w, account, r.region, i)
		r.created = append(r.created, i.InstanceId)
	}
	r.reload()
}

// bootImage returns the image that the instances start from: ImageId, or the
// newest available image of the family; nil where there is none.
func (r *Request) bootImage() *Image {
	if imageOf(r) != nil || r.has("ImageId") || !r.has("ImageFamily") || r.place == nil {
		return imageOf(r)
	}
	var newest *Image
	for _, image := range images(r.place).all {
		if image.ImageFamily == r.str("ImageFamily") && image.Status == Available &&
			(newest == nil || !image.CreationTime.Before(newest.CreationTime)) {
			newest = image
		}
	}
	return newest
}

// amount returns how many instances the call asks for.
func (r *Request) amount() int {
	if n, ok := r.integer("Amount"); ok {
		return n
	}
	return 1
}

func burstable(r *Request) bool {
	return typeOf(r) != nil && r.allows(typeOf(r).InstanceTypeId, TypeBurstable)
}

// launchName is how an instance name has to look: RunInstances 2021 lists the
// period, which ModifyInstanceAttribute 2026 does not.
func launchName() nameRule {
	return nameRule{punctuation: ":_.-", noPrefix: []string{"http://", "https://"}}
}

func validAddress(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4() && !strings.Contains(text, "%")
}
