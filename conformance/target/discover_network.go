package target

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A network holds the VPCs, vSwitches and groups of another target that a run
// can use, in the order in which they are named.
type network struct {
	vpcs      []ecs.Vpc
	vswitches []ecs.VSwitch
	groups    []ecs.SecurityGroup
	// crowded are the vSwitches that are not used; their addresses are taken.
	crowded []ecs.VSwitch
}

// crowded is the number of free addresses below which a vSwitch is not used,
// unless it is set.
const crowded = 32

// askNetwork finds the networks.
func (d *discovery) askNetwork(ctx context.Context) error {
	params := model.Params{}
	if d.set["vpc"] != "" {
		params["VpcId"] = d.set["vpc"]
	}
	vpcs, _, err := d.list(ctx, "DescribeVpcs", params)
	if err != nil {
		return err
	}
	vswitches, whyVSwitch, err := d.list(ctx, "DescribeVSwitches", params)
	if err != nil {
		return err
	}
	groups, whyGroup, err := d.list(ctx, "DescribeSecurityGroups", params)
	if err != nil {
		return err
	}
	d.network.take(vpcs, vswitches, groups, d.set)
	d.network.complete(d.set)
	d.network.order(d.network.preferred(d.set))
	d.askRules(ctx)
	switch n := &d.network; {
	case len(n.vswitches) == 0 && d.set["vswitch"] != "":
		d.need("vpc", "DescribeVSwitches does not show the VPC of "+d.set["vswitch"])
	case len(n.vswitches) == 0:
		d.need("vswitch", whyVSwitch)
	}
	if !d.network.usable() {
		if len(d.network.vswitches) > 0 && len(d.network.groups) > 0 {
			whyGroup = "DescribeSecurityGroups shows no basic one in " + d.network.vswitches[0].VpcId
		}
		d.need("group", whyGroup)
	}
	return nil
}

// take keeps the resources that can be used.
func (n *network) take(vpcs, vswitches, groups []model.Seen, set map[string]string) {
	ours := func(vpc string) bool { return set["vpc"] == "" || vpc == "" || vpc == set["vpc"] }
	for _, v := range resources[ecs.Vpc](vpcs) {
		if ours(v.VpcId) && available(v.Status) {
			v.Status = ecs.Available
			n.vpcs = append(n.vpcs, v)
		}
	}
	for _, v := range resources[ecs.VSwitch](vswitches) {
		if ours(v.VpcId) && available(v.Status) && (roomy(v) || v.VSwitchId == set["vswitch"]) {
			v.Status = ecs.Available
			n.vswitches = append(n.vswitches, v)
		} else {
			n.crowded = append(n.crowded, v)
		}
	}
	for i, g := range resources[ecs.SecurityGroup](groups) {
		if !ours(g.VpcId) {
			continue
		}
		g.SecurityGroupType = cmp.Or(g.SecurityGroupType, ecs.BasicGroup)
		if shown := groups[i].Shown; shown != nil && !shown["VpcId"] {
			g.VpcId = unknownVpc
		}
		n.groups = append(n.groups, g)
	}
}

// roomy says that the vSwitch has free addresses, or does not show how many.
func roomy(v ecs.VSwitch) bool { return v.Hidden.Used <= 0 || v.Free() >= crowded }

// resources returns copies of the items, which are all of one kind.
func resources[T any](all []model.Seen) []T {
	out := make([]T, 0, len(all))
	for _, seen := range all {
		if r, ok := seen.Resource.(any).(*T); ok {
			out = append(out, *r)
		}
	}
	return out
}

// unknownVpc is the VPC of a group that shows none.
const unknownVpc = "?"

// available says that a status is not transient.
func available(status string) bool { return status == "" || status == ecs.Available }

// complete adds resources that are set and not described, and the VPCs that
// others name.
func (n *network) complete(set map[string]string) {
	if id := set["vswitch"]; id != "" && !slices.ContainsFunc(n.vswitches, func(v ecs.VSwitch) bool { return v.VSwitchId == id }) {
		n.vswitches = append(n.vswitches, ecs.VSwitch{VSwitchId: id, VpcId: set["vpc"], ZoneId: set["zone"], Status: ecs.Available})
	}
	if id := set["group"]; id != "" && !slices.ContainsFunc(n.groups, func(g ecs.SecurityGroup) bool { return g.SecurityGroupId == id }) {
		n.groups = append(n.groups, ecs.SecurityGroup{SecurityGroupId: id, VpcId: unknownVpc, SecurityGroupType: ecs.BasicGroup})
	}
	home := n.home(set)
	for i := range n.groups {
		if n.groups[i].VpcId == unknownVpc {
			n.groups[i].VpcId = home
		}
	}
	for i := range n.vswitches {
		n.vswitches[i].VpcId = cmp.Or(n.vswitches[i].VpcId, home)
	}
	n.vswitches = slices.DeleteFunc(n.vswitches, func(v ecs.VSwitch) bool { return v.VpcId == "" })
	for _, v := range n.vswitches {
		n.addVpc(v.VpcId)
	}
	for _, g := range n.groups {
		n.addVpc(g.VpcId)
	}
}

// home returns the VPC for resources that show none: that of the vSwitch that
// is set, of any vSwitch, of any group, or any VPC. A vSwitch and a group that
// are set belong together.
func (n *network) home(set map[string]string) string {
	home := set["vpc"]
	for _, v := range n.vswitches {
		if home == "" || v.VSwitchId == set["vswitch"] {
			home = cmp.Or(v.VpcId, home)
		}
	}
	for _, g := range n.groups {
		if home == "" && g.VpcId != unknownVpc {
			home = g.VpcId
		}
	}
	if home == "" && len(n.vpcs) > 0 {
		home = n.vpcs[0].VpcId
	}
	return home
}

func (n *network) addVpc(id string) {
	if id != "" && !slices.ContainsFunc(n.vpcs, func(v ecs.Vpc) bool { return v.VpcId == id }) {
		n.vpcs = append(n.vpcs, ecs.Vpc{VpcId: id, Status: ecs.Available})
	}
}

// preferred sets a vSwitch in the zone that is set.
func (n *network) preferred(set map[string]string) map[string]string {
	if set["vswitch"] != "" || set["zone"] == "" {
		return set
	}
	for _, v := range n.vswitches {
		if v.ZoneId == set["zone"] {
			set = maps.Clone(set)
			set["vswitch"] = v.VSwitchId
			break
		}
	}
	return set
}

// order sorts resources: those that are set first, then those in a VPC with
// both a vSwitch and a basic group, of these the one that has most, and
// everything in the order of its VPC. The second vSwitch of a VPC is in another
// zone than the first, if it has one there.
func (n *network) order(set map[string]string) {
	rank := map[string]int{"": len(n.vpcs)}
	slices.SortStableFunc(n.vpcs, func(a, b ecs.Vpc) int { return cmp.Compare(n.claim(b.VpcId, set), n.claim(a.VpcId, set)) })
	for i, v := range n.vpcs {
		rank[v.VpcId] = i
	}
	first(n.vswitches, func(v ecs.VSwitch) bool { return v.VSwitchId == set["vswitch"] })
	turn, seen := map[string]int{}, map[[2]string]int{}
	for _, v := range n.vswitches {
		here := [2]string{v.VpcId, v.ZoneId}
		turn[v.VSwitchId] = seen[here]
		seen[here]++
	}
	slices.SortStableFunc(n.vswitches, func(a, b ecs.VSwitch) int {
		return cmp.Or(cmp.Compare(rank[a.VpcId], rank[b.VpcId]), cmp.Compare(turn[a.VSwitchId], turn[b.VSwitchId]))
	})
	slices.SortStableFunc(n.groups, func(a, b ecs.SecurityGroup) int { return cmp.Compare(rank[a.VpcId], rank[b.VpcId]) })
	first(n.groups, func(g ecs.SecurityGroup) bool { return g.SecurityGroupId == set["group"] })
}

// claim returns the rank of a VPC: the highest one comes first.
func (n *network) claim(vpc string, set map[string]string) int {
	const most = 1 << 12 // more than a VPC can have
	claim := n.has(vpc).worth()
	for _, v := range n.vswitches {
		if v.VpcId == vpc && v.VSwitchId == set["vswitch"] {
			claim += 8 * most
		}
	}
	for _, g := range n.groups {
		if g.VpcId == vpc && basic(g) && g.SecurityGroupId == set["group"] {
			claim += 4 * most
		}
	}
	return claim
}

// A holding says what a VPC has that sequences use.
type holding struct{ zones, vswitches, basic, enterprise int }

// has returns what a VPC has.
func (n *network) has(vpc string) holding {
	var h holding
	zones := map[string]bool{}
	for _, v := range n.vswitches {
		if v.VpcId == vpc {
			h.vswitches++
			zones[v.ZoneId] = true
		}
	}
	h.zones = len(zones)
	for _, g := range n.groups {
		switch {
		case g.VpcId != vpc:
		case basic(g):
			h.basic++
		case g.SecurityGroupType == ecs.EnterpriseGroup && !g.ServiceManaged:
			h.enterprise++
		}
	}
	return h
}

// worth ranks what VPCs have: both a vSwitch and a basic group, then a second
// zone, a second group, an enterprise group, and more of each.
func (h holding) worth() int {
	const most = 3 // of each that counts
	worth := 0
	for _, n := range []int{min(h.vswitches, 1) + min(h.basic, 1), h.zones, min(h.basic, most-1), min(h.enterprise, 1), h.basic + h.enterprise, h.vswitches} {
		worth = worth*(most+1) + min(n, most)
	}
	return worth
}

func basic(g ecs.SecurityGroup) bool {
	return g.SecurityGroupType == ecs.BasicGroup && !g.ServiceManaged && g.VpcId != ""
}

// usable says that the VPC of the first vSwitch has a basic group.
func (n *network) usable() bool {
	return len(n.vswitches) == 0 && slices.ContainsFunc(n.groups, basic) ||
		slices.ContainsFunc(n.groups, func(g ecs.SecurityGroup) bool { return basic(g) && g.VpcId == n.vswitches[0].VpcId })
}

// name gives the symbolic names.
func (n *network) name(names map[string]string) {
	for i, v := range n.vpcs {
		names[fmt.Sprintf("vpc%d", i+1)] = v.VpcId
	}
	for i, v := range n.vswitches {
		names[fmt.Sprintf("vsw%d", i+1)] = v.VSwitchId
	}
	counts := map[string]int{}
	for _, g := range n.groups {
		prefix := "sg"
		switch {
		case g.ServiceManaged:
			prefix = "sgmanaged"
		case g.VpcId == "":
			prefix = "sgclassic"
		case g.SecurityGroupType == ecs.EnterpriseGroup:
			prefix = "esg"
		}
		counts[prefix]++
		switch {
		case prefix == "sg" || prefix == "esg":
			names[fmt.Sprintf("%s%d", prefix, counts[prefix])] = g.SecurityGroupId
		case counts[prefix] == 1:
			names[prefix] = g.SecurityGroupId
		}
	}
}
