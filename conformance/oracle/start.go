package oracle

import (
	"strconv"
	"sync"

	"github.com/ecsim/ecsim/model"
)

// A Start is what sequences start from: the world that the target was found
// in, and the target's ids of the names in it.
type Start struct {
	World  model.World
	IDs    map[string]string // by name; a name that is missing has the model's id
	Region string            // the region of calls without RegionId; empty for the first
	Prefix string            // of the names that calls give; empty for none
	Tables *Tables
	// Garbled counts the answers of the one target that could not be read.
	Garbled *strikes
}

// Defaults fills in the region, and lays out what every call is asked about.
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

// strikes counts the answers in a row that could not be read, by operation. It
// is safe for concurrent use.
type strikes struct {
	mu     sync.Mutex
	inARow map[string]int
}

// Out counts an answer; true says that it is the third in a row, or a later
// one, that could not be read: no accident any more.
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

// unreadable says that a whole answer came, of a service that is well, and that
// it says nothing.
func unreadable(o model.Outcome) bool {
	return o.Class == model.ClassUnknown && o.HTTP >= 200 && o.HTTP < 500
}

func UnreadableReply(op string, o model.Outcome) Judgement {
	return Judgement{
		Result: Divergence, Kind: "unreadable", Item: op + "/reply",
		Basis:    model.Documented("every page of the API: an answer is a JSON object with RequestId, and with Code where it refuses"),
		Expected: "an answer that can be read", Seen: strconv.Itoa(o.HTTP) + ", " + o.Message,
	}
}
