package conformance

import "testing"

// Nobody looks where a sequence before has begun so, and everybody where none has:
// what is quiet was looked at once.
func TestWhatIsQuietWasSeenBefore(t *testing.T) {
	cases, starts := suiteInModel(t)
	all := Shared(cases, starts[defaultWorld])
	begun := map[string]bool{}
	quiet, racing := 0, 0
	for _, m := range all {
		if last := lastCall(m.Sequence); m.Quiet == last && len(follow(m.Steps[:last], starts[defaultWorld]).world.Pending()) > 0 {
			racing++
			continue
		}
		if m.Quiet > 0 {
			quiet++
			if !begun[keyOf(m.World, m.Steps[:m.Quiet])] {
				t.Errorf("no sequence before begins with the first %d steps of\n%s", m.Quiet, m.Sequence)
			}
		}
		for n := range m.Steps {
			begun[keyOf(m.World, m.Steps[:n+1])] = true
		}
	}
	if quiet == 0 || racing == 0 {
		t.Errorf("%d sequences begin quietly, %d race", quiet, racing)
	}
}

// The refusals that have to tell whether they change something are looked after.
func TestRefusalsThatTellAreLookedAfter(t *testing.T) {
	cases, starts := suiteInModel(t)
	looked := map[string]bool{}
	for _, m := range Shared(cases, starts[defaultWorld]) {
		for n, step := range m.Steps {
			if m.hard[n] {
				looked[step.String()] = true
			}
		}
	}
	for _, c := range CasesOf(cases, nil) {
		if c.Item.Kind == "anyway" && c.Sequence.World == defaultWorld && !looked[c.Sequence.Steps[lastCall(c.Sequence)].String()] {
			t.Errorf("nobody looks after %s", c.Name)
		}
	}
}
