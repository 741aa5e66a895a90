package model_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// populations are sizes that worlds have: of a sequence, of a busy simulator,
// and far beyond.
func populations() []int { return []int{10, 300, 10000} }

// crowded returns a world with n Running instances.
func crowded(b *testing.B, n int) model.World {
	b.Helper()
	w := with(mainAccount, ecs.QuotaVCpus, model.Unlimited)(b, newWorld(b))
	w = with(mainAccount, ecs.QuotaBasicMembers, model.Unlimited)(b, w)
	for n > 0 {
		step := min(n, 100)
		n -= step
		v := w.Apply(launch(b, w, model.Params{"Amount": strconv.Itoa(step)}))
		if !v.Accepted() {
			b.Fatal(codes(v))
		}
		w = settle(v.World)
	}
	return w
}

func BenchmarkApply(b *testing.B) {
	for _, n := range populations() {
		w := crowded(b, n)
		run := launch(b, w, nil)
		for name, c := range map[string]model.Call{
			"RunInstances":          run,
			"RunInstances/refused":  {Op: run.Op, Params: run.Params.With("VSwitchId", "vsw-none")},
			"DescribeInstances":     main1("DescribeInstances", nil),
			"DescribeInstances/one": main1("DescribeInstances", model.Params{"InstanceIds": `["` + model.MakeID(w.Seed(), ecs.KindInstance, 7) + `"]`}),
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if v := w.Apply(c); v.Op == nil {
						b.Fatal("no such operation")
					}
				}
			})
		}
	}
}
