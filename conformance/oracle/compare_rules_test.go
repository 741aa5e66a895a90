package oracle

import (
	"testing"

	"github.com/ecsim/ecsim/model/ecs"
)

// knownIDs knows the model's ids of some of a target's, and nothing else.
type knownIDs map[string]string

func (a knownIDs) modelID(_, id string) (string, bool) { ours, ok := a[id]; return ours, ok }
func (knownIDs) given(string) bool                     { return false }
func (knownIDs) written(fieldKey) bool                 { return false }

// The rules of a group are compared as a set: their order and the case of words
// mean nothing, a member that an answer leaves empty says nothing, and a source
// group is known by the target's id.
func TestRulesOfAGroup(t *testing.T) {
	ssh := ecs.Permission{Direction: "ingress", IpProtocol: "TCP", PortRange: "22/22", SourceCidrIp: "0.0.0.0/0", Policy: "Accept", Priority: "1"}
	from := ecs.Permission{Direction: "ingress", IpProtocol: "TCP", PortRange: "80/80", SourceGroupId: "sg-ours", Policy: "Accept", Priority: "1"}
	change := func(p ecs.Permission, how func(*ecs.Permission)) ecs.Permission { how(&p); return p }
	theirs := change(from, func(p *ecs.Permission) { p.SourceGroupId = "sg-theirs" })
	c := comparer{known: knownIDs{"sg-theirs": "sg-ours"}}
	type rules = []ecs.Permission
	for _, test := range []struct {
		name      string
		want, got rules
		same      bool
	}{
		{"none", nil, nil, true},
		{"in another order, under its own id", rules{ssh, from}, rules{theirs, ssh}, true},
		{"words in lower case", rules{ssh}, rules{change(ssh, func(p *ecs.Permission) { p.IpProtocol, p.Policy = "tcp", "accept" })}, true},
		{"no priority shown", rules{ssh}, rules{change(ssh, func(p *ecs.Permission) { p.Priority = "" })}, true},
		{"one is missing", rules{ssh, from}, rules{ssh}, false},
		{"one too many", rules{ssh}, rules{ssh, ssh}, false},
		{"the same one twice for two", rules{ssh, from}, rules{ssh, ssh}, false},
		{"another port", rules{ssh}, rules{change(ssh, func(p *ecs.Permission) { p.PortRange = "23/23" })}, false},
		{"another policy", rules{ssh}, rules{change(ssh, func(p *ecs.Permission) { p.Policy = "Drop" })}, false},
	} {
		if got := c.sameRules(test.want, test.got); got != test.same {
			t.Errorf("%s: same is %t", test.name, got)
		}
	}
}
