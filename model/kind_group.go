package model

import "time"

func securityGroups(p *place) table[SecurityGroup, *SecurityGroup] {
	return tableOf[SecurityGroup](p, KindSecurityGroup)
}

// securityGroupKind is what the model knows of security groups as a kind of resource.
func securityGroupKind() *KindRecord {
	return Declare(KindOf[SecurityGroup]{
		Kind:     KindSecurityGroup,
		Tags:     func(g *SecurityGroup) List { return g.Tags },
		Parts:    func(g *SecurityGroup) []string { return []string{g.VpcId} },
		UsableBy: UsableByOwner[SecurityGroup],
		Owns:     OwnsNothing[SecurityGroup],
		Uses:     UsesNothing[SecurityGroup],
		Shape:    shapeGroup,
		Check:    checkGroups,
		Edges:    []Edge{},
		Import: func(w *World, p *place, g SecurityGroup) error {
			g.Hidden = SecurityGroupHidden{Rules: g.Hidden.Rules}
			put(w, p.account, p.region, g)
			return nil
		},
		Shown: func(g SecurityGroup) SecurityGroup {
			g.Hidden = SecurityGroupHidden{}
			return g
		},
		File: Within(KindVpc),
	})
}

// Lifecycle says that a security group has no status.
func (*SecurityGroup) Lifecycle() (status string, since time.Time) { return "", time.Time{} }

func shapeGroup(_ string, g SecurityGroup) (bare SecurityGroup, links []string) {
	links = append([]string{g.VpcId}, g.Hidden.ReferredBy.All()...)
	g.SecurityGroupId, g.VpcId, g.CreationTime, g.Hidden.ReferredBy = "", "", time.Time{}, ""
	return g, links
}

// checkGroups counts the members of every group: the addresses of network
// interfaces, and the instances of the classic network.
func checkGroups(_ *World, p *place, report Report) {
	members := map[string]int{}
	for _, e := range enis(p).all {
		for _, g := range e.SecurityGroupIds.All() {
			members[g]++
		}
	}
	for _, i := range instances(p).all {
		if i.InstanceNetworkType == NetworkClassic {
			for _, g := range i.SecurityGroupIds.All() {
				members[g]++
			}
		}
	}
	for id, g := range securityGroups(p).all {
		if g.Hidden.Members != members[id]+g.Hidden.FillerMembers {
			report(id, "counts %d members and has %d", g.Hidden.Members, members[id]+g.Hidden.FillerMembers)
		}
	}
}
