package target

import (
	"context"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// mostRulesAsked limits the groups whose rules are asked for: calls name the first few.
const mostRulesAsked = 20

// askRules finds the rules of the groups that are there: a call about one of them is
// judged by its rules. A target that does not show them has groups without rules, as
// far as is known; nothing is asked twice for that.
func (d *discovery) askRules(ctx context.Context) {
	for i := range d.network.groups[:min(len(d.network.groups), mostRulesAsked)] {
		g := &d.network.groups[i]
		call := model.Call{Op: "DescribeSecurityGroupAttribute", Region: d.region,
			Params: model.Params{"RegionId": d.region, "SecurityGroupId": g.SecurityGroupId}}
		o, err := d.target.Do(ctx, call)
		if err != nil || o.Class != model.ClassOK {
			return // a harness that broke fails at its next call
		}
		for _, item := range o.Reply.Items {
			if shown, ok := asSeen(item).Resource.(*ecs.SecurityGroup); ok && shown.SecurityGroupId == g.SecurityGroupId {
				g.Hidden.Rules = shown.Hidden.Rules
			}
		}
	}
}
