package model

import "testing"

// Every embedded world can be read, and what its file lists can be found.
func TestEmbeddedWorlds(t *testing.T) {
	for _, name := range WorldNames() {
		w := namedWorld(t, name)
		if w.Base().Name != name {
			t.Errorf("world %s calls itself %s", name, w.Base().Name)
		}
		for as, id := range w.Base().Names {
			if r, _, _ := w.Locate(id); r == nil {
				t.Errorf("world %s: %s is %s, which is nowhere", name, as, id)
			}
		}
	}
}
