package journal

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// BenchmarkWrite renames instances, one a writer, with and without a directory:
// writers who come while a commit is under way share the next one.
func BenchmarkWrite(b *testing.B) {
	start := startWorld(b, "default", 1)
	for _, writers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("memory/%d", writers), func(b *testing.B) {
			c := sim.New(start, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}), sim.WithTransitions(sim.TransitionsInstant))
			renameAll(b, c, writers)
		})
		b.Run(fmt.Sprintf("directory/%d", writers), func(b *testing.B) {
			s, c := begin(b, b.TempDir(), start, Settings{Clock: &sim.Clock{Mode: sim.ClockFrozen}, Transitions: sim.TransitionsInstant})
			renameAll(b, c, writers)
			b.StopTimer()
			shut(b, s, c)
		})
	}
}

func renameAll(b *testing.B, c *sim.Cloud, writers int) {
	b.Helper()
	ids := make([]string, writers)
	for i := range ids {
		ids[i] = runOne(b, c, strconv.Itoa(i))
	}
	var next atomic.Int64
	b.SetParallelism(max(1, writers/runtime.GOMAXPROCS(0)))
	if writers == 1 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	}
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		id := ids[int(next.Add(1)-1)%writers]
		for n := 0; pb.Next(); n++ {
			out := c.Do(context.Background(), model.Call{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": id, "InstanceName": "box-" + strconv.Itoa(n)}})
			if out.Code != "" {
				b.Error(out.Code)
			}
		}
	})
}
