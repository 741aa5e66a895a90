package model_test

import (
	"fmt"
	"testing"

	"github.com/benbjohnson/immutable"
	iradix "github.com/hashicorp/go-immutable-radix/v2"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// BenchmarkTable compares two persistent maps, with
// ids as keys: what a table does all day is one change, one look-up, one pass.
func BenchmarkTable(b *testing.B) {
	for _, n := range populations() {
		sorted := immutable.NewSortedMap[string, *ecs.Instance](nil)
		radix := iradix.New[*ecs.Instance]()
		ids := make([]string, n)
		for i := range ids {
			ids[i] = model.MakeID(1, ecs.KindInstance, uint32(i+1))
			sorted = sorted.Set(ids[i], &ecs.Instance{})
			radix, _, _ = radix.Insert([]byte(ids[i]), &ecs.Instance{})
		}
		value, key := &ecs.Instance{}, ids[n/2]
		fresh := model.MakeID(1, ecs.KindInstance, uint32(n+1))
		for _, c := range []struct {
			name          string
			sorted, radix func() int
		}{
			{"set", func() int { return sorted.Set(key, value).Len() }, func() int { t, _, _ := radix.Insert([]byte(key), value); return t.Len() }},
			{"add", func() int { return sorted.Set(fresh, value).Len() }, func() int { t, _, _ := radix.Insert([]byte(fresh), value); return t.Len() }},
			{"delete", func() int { return sorted.Delete(key).Len() }, func() int { t, _, _ := radix.Delete([]byte(key)); return t.Len() }},
			{"get", func() int { _, ok := sorted.Get(key); return model.One(ok) }, func() int { _, ok := radix.Get([]byte(key)); return model.One(ok) }},
			{"all", func() int {
				count := 0
				for it := sorted.Iterator(); !it.Done(); count++ {
					it.Next()
				}
				return count
			}, func() int {
				count := 0
				for it := radix.Root().Iterator(); ; count++ {
					if _, _, more := it.Next(); !more {
						return count
					}
				}
			}},
		} {
			for name, do := range map[string]func() int{"sorted": c.sorted, "radix": c.radix} {
				b.Run(fmt.Sprintf("%s/%s/%d", c.name, name, n), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						do()
					}
				})
			}
		}
	}
}
