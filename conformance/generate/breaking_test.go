package generate

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// A sequence that breaks a rule ends with a call that breaks it, and nothing else
// where a setup allows that.
func TestBreaking(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	index, err := NewSetupIndex(oracle.Start{World: w})
	if err != nil {
		t.Fatal(err)
	}
	for rule, most := range map[string]int{
		"AttachNetworkInterface/InvalidEcsId.NotFound": 3, "StopInstance/IncorrectInstanceStatus": 2, "JoinSecurityGroup/Nothing": 0,
	} {
		op, _, _ := strings.Cut(rule, "/")
		found := index.Breaking(op, rule, 3)
		if len(found) < most {
			t.Errorf("%s: %d sequences", rule, len(found))
		}
		for _, s := range found {
			before := oracle.Follow(s.Steps[:len(s.Steps)-1], oracle.Start{World: w})
			v := before.World.Apply(before.ForModel(s.Steps[len(s.Steps)-1], "", w.Base().Regions[0].RegionId))
			if len(v.Broken) == 0 || v.Broken[0].ID() != rule {
				t.Errorf("%s is not broken by\n%s", rule, s)
			}
			t.Log(s)
		}
	}
}
