package ecs

import (
	"time"

	"github.com/ecsim/ecsim/model"
)

// securityGroupKind is the record of security groups.
func securityGroupKind() *model.KindRecord {
	return model.Declare(model.KindOf[SecurityGroup]{
		Kind:     KindSecurityGroup,
		Tags:     func(g *SecurityGroup) model.List { return g.Tags },
		Parts:    func(g *SecurityGroup) []string { return []string{g.VpcId} },
		UsableBy: model.UsableByOwner[SecurityGroup],
		Owns:     model.OwnsNothing[SecurityGroup],
		Uses:     model.UsesNothing[SecurityGroup],
		Aspects:  model.NoAspects[SecurityGroup],
		Shape:    shapeGroup,
		Check:    checkGroups,
		Find:     findGroups,
		Edges:    []model.Edge{},
		Quotas:   groupQuotas(),
		Import: func(w *model.World, p *model.Place, g SecurityGroup) error {
			g.Hidden = SecurityGroupHidden{Rules: g.Hidden.Rules}
			model.Put(w, p.Account, p.Region, g)
			return nil
		},
		Shown: func(g SecurityGroup) SecurityGroup {
			g.Hidden = SecurityGroupHidden{}
			return g
		},
		File: model.Within(KindVpc),
	})
}

// Lifecycle says that a security group has no status.
func (*SecurityGroup) Lifecycle() (status string, since time.Time) { return "", time.Time{} }

func shapeGroup(_ string, g SecurityGroup) (bare SecurityGroup, links []string) {
	links = append([]string{g.VpcId}, g.Hidden.ReferredBy.All()...)
	rules := g.Permissions()
	for i := range rules {
		if peer := rules[i].Peer(); peer != "" {
			links = append(links, peer)
		}
		rules[i].SourceGroupId, rules[i].DestGroupId, rules[i].CreateTime, rules[i].RuleId = "", "", "", ""
	}
	g.ReplaceRules(rules)
	g.SecurityGroupId, g.VpcId, g.CreationTime, g.Hidden.ReferredBy, g.Hidden.RuleIds = "", "", time.Time{}, "", 0
	return g, links
}

// checkGroups counts the members of every group: the addresses of network
// interfaces, and the instances of the classic network.
func checkGroups(w *model.World, p *model.Place, report model.Report) {
	members := map[string]int{}
	for _, e := range Enis(p).All {
		for _, g := range e.SecurityGroupIds.All() {
			members[g]++
		}
	}
	for _, i := range Instances(p).All {
		if i.InstanceNetworkType == NetworkClassic {
			for _, g := range i.SecurityGroupIds.All() {
				members[g]++
			}
		}
	}
	for id, g := range SecurityGroups(p).All {
		if g.Hidden.Members != members[id]+g.Hidden.FillerMembers {
			report(id, "counts %d members and has %d", g.Hidden.Members, members[id]+g.Hidden.FillerMembers)
		}
	}
	if !w.Base().Stranger { // the rules that a target's own groups had before are not all known
		checkPeers(p, report)
	}
}

// checkPeers requires that a group knows the groups whose rules name it.
func checkPeers(p *model.Place, report model.Report) {
	named := map[string]model.List{}
	for id, g := range SecurityGroups(p).All {
		for _, rule := range g.Permissions() {
			if peer := rule.Peer(); peer != "" {
				named[peer] = named[peer].With(id)
			}
		}
	}
	for id, g := range SecurityGroups(p).All {
		if g.Hidden.ReferredBy.Len() != named[id].Len() {
			report(id, "is named by rules of %q, and knows of %q", named[id], g.Hidden.ReferredBy)
		}
	}
}

// The quotas of security groups.
const (
	QuotaGroups            model.FactName = "Groups"
	QuotaBasicMembers      model.FactName = "BasicGroupMembers"
	QuotaEnterpriseMembers model.FactName = "EnterpriseGroupMembers"
	QuotaClassicMembers    model.FactName = "ClassicGroupMembers"
	QuotaRulesPerGroup     model.FactName = "RulesPerGroup"
)

func groupQuotas() []model.Quota {
	const limits = "Limits 2021"
	return []model.Quota{
		{Name: QuotaGroups, Value: 100, Source: limits},
		{Name: QuotaBasicMembers, Value: 2000, Source: limits},
		{Name: QuotaEnterpriseMembers, Value: 65536, Source: limits},
		{Name: QuotaClassicMembers, Value: 1000, Source: limits},
		{Name: QuotaRulesPerGroup, Value: 200, Source: limits},
	}
}

// KeptAs returns the group with the rules of its later state.
func (g *SecurityGroup) KeptAs(later model.Resource) model.Resource {
	kept := *g
	if is, ok := later.(*SecurityGroup); ok {
		kept.Hidden.Rules = is.Hidden.Rules
	}
	return &kept
}
