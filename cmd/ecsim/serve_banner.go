package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// banner writes, in nine lines at most, where the simulator is and how to call
// it.
func (s *serveSpec) banner(w io.Writer, server *local, world model.World) {
	m := world.Model()
	fmt.Fprintf(w, "ecsim %s serves %d of %d operations at %s\n", version(), len(m.Names()), len(m.Catalog().Operations()), server.url)
	fmt.Fprintf(w, "  world %s, seed %d, clock %s, transitions %s, faults armed: 0\n", world.Base().Name, s.seed, s.clock, s.transitions)
	if s.consistency != strict {
		fmt.Fprintf(w, "  consistency %s: changes show and count late, on purpose\n", s.consistency)
	}
	key := firstKey(world)
	switch {
	case s.auth == "off":
		fmt.Fprintf(w, "  auth off: any signature will do\n")
	case key.ID != "":
		fmt.Fprintf(w, "  auth %s, development key: %s / %s\n", s.auth, key.ID, key.Secret)
	default:
		fmt.Fprintf(w, "  auth %s, the first caller has no access key\n", s.auth)
	}
	fmt.Fprintf(w, "  https at the same port; certificate: %s\n", server.trust)
	fmt.Fprint(w, s.data.describe())
	if len(s.mutants) > 0 {
		fmt.Fprintf(w, "  wrong on purpose: %s\n", strings.Join(s.mutants, ", "))
	}
	if s.record != "" {
		fmt.Fprintf(w, "  records to %s\n", s.record)
	}
	fmt.Fprintf(w, "  try:  eval \"$(ecsim env %s)\" && go run ./docs/examples/queues\n", server.url)
}
