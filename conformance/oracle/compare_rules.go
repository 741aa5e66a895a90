package oracle

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// rulesOfGroup is the field that lists the rules of a group.
const rulesOfGroup = "Hidden.Rules"

// normaliseRules replaces the rules that the answer lists for a group by the
// model's, if they are the same in any order.
func (c comparer) normaliseRules(want, level, got model.Resource) {
	w, okWant := want.(*ecs.SecurityGroup)
	l, okLevel := level.(*ecs.SecurityGroup)
	g, okGot := got.(*ecs.SecurityGroup)
	if !okWant || !okLevel || !okGot {
		return
	}
	if !c.sameRules(w.Permissions(), g.Permissions()) {
		l.Hidden.Rules = g.Hidden.Rules
	}
}

// sameRules says whether each rule has its counterpart. A part that the target
// leaves empty is not compared.
func (c comparer) sameRules(want, got []ecs.Permission) bool {
	if len(want) != len(got) {
		return false
	}
	left := slices.Clone(want)
	for _, g := range got {
		if id, ok := c.known.modelID("SourceGroupId", g.SourceGroupId); ok {
			g.SourceGroupId = id
		}
		at := slices.IndexFunc(left, func(w ecs.Permission) bool { return sameRule(w, g) })
		if at < 0 {
			return false
		}
		left = slices.Delete(left, at, at+1)
	}
	return true
}

// sameRule compares the parts that identify a rule, and the priority. Case is
// ignored, because it is not documented.
func sameRule(want, got ecs.Permission) bool {
	for _, pair := range [][2]string{
		{want.Direction, got.Direction}, {want.IpProtocol, got.IpProtocol}, {want.PortRange, got.PortRange},
		{want.SourcePortRange, got.SourcePortRange}, {want.SourceCidrIp, got.SourceCidrIp}, {want.Ipv6SourceCidrIp, got.Ipv6SourceCidrIp},
		{want.SourceGroupId, got.SourceGroupId}, {want.DestCidrIp, got.DestCidrIp}, {want.Ipv6DestCidrIp, got.Ipv6DestCidrIp},
		{want.Policy, got.Policy}, {want.Priority, got.Priority},
	} {
		if pair[1] != "" && !strings.EqualFold(pair[0], pair[1]) {
			return false
		}
	}
	return true
}
