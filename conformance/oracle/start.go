package oracle

import (
	"strconv"
	"sync"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A Start is the start of sequences: the world of the target before them, and
// the target's ids of its names.
type Start struct {
	World  model.World
	IDs    map[string]string // by name; a name that is missing has the model's id
	Region string            // the region of calls without RegionId; empty for the first
	Prefix string            // of the names that calls give; empty for none
	Tables *Tables
	// Eventual says that the target shows and counts changes late; nil holds it to
	// strict.
	Eventual *Eventual
	// Garbled counts the unreadable answers of the target.
	Garbled *strikes
}

// Defaults fills in the region, and prepares the tables.
func (s *Start) Defaults() {
	if s.Tables == nil {
		s.Tables = newTables(s.World.Model())
	}
	if s.Garbled == nil {
		s.Garbled = &strikes{inARow: map[string]int{}}
	}
	if s.Region == "" {
		s.Region = s.World.Base().Regions[0].RegionId
	}
}

// strikes counts consecutive unreadable answers, by operation. It is safe for
// concurrent use.
type strikes struct {
	mu     sync.Mutex
	inARow map[string]int
}

// Out counts an answer; true says that it is at least the third unreadable one
// in a row, which is no accident any more.
func (s *strikes) Out(op string, o model.Outcome) bool {
	const third = 3
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case unreadable(o):
		s.inARow[op]++
	case o.Class == model.ClassOK || o.Class == model.ClassError:
		delete(s.inARow, op)
	}
	return unreadable(o) && s.inARow[op] >= third
}

// unreadable says that a complete answer of a healthy service has no meaning.
func unreadable(o model.Outcome) bool {
	return o.Class == model.ClassUnknown && o.HTTP >= 200 && o.HTTP < 500
}

// UnreadableReply is the judgement of a reply that could not be read again and again.
func UnreadableReply(op string, o model.Outcome) Judgement {
	return Judgement{
		Result: Divergence, Kind: "unreadable", Item: op + "/reply",
		Basis:    model.Documented("every page of the API: an answer is a JSON object with RequestId, and with Code where it refuses"),
		Expected: "an answer that can be read", Seen: strconv.Itoa(o.HTTP) + ", " + o.Message,
	}
}

// Follow applies steps to the model, waits included.
func Follow(steps []sequence.Step, start Start) PossibleWorld {
	p := PossibleWorld{start.World, start.World.Base().Names}
	caller := ""
	for _, s := range steps {
		switch s.Kind {
		case sequence.StepAs:
			caller = s.Text
		case sequence.StepAwait:
			if id, ok := p.Id(s.Name); ok {
				p.World, _ = Settled(p.World, id)
			}
		default:
			p = p.After(s, caller, start.Region)
		}
	}
	return p
}
