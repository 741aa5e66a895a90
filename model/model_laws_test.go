package model_test

import "testing"

func TestRuleAndEffectIDsAreUnique(t *testing.T) {
	m := newWorld(t).Model()
	seen := map[string]bool{}
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			if seen[r.ID()] {
				t.Errorf("two rules are called %s", r.ID())
			}
			seen[r.ID()] = true
		}
	}
}
