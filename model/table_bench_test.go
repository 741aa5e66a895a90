package model

import (
	"fmt"
	"testing"

	"github.com/benbjohnson/immutable"
	iradix "github.com/hashicorp/go-immutable-radix/v2"
)

// BenchmarkTable compares the two persistent maps that the design names, with
// ids as keys: what a table does all day is one change, one look-up, one pass.
func BenchmarkTable(b *testing.B) {
	for _, n := range populations() {
		sorted := immutable.NewSortedMap[string, *Instance](nil)
		radix := iradix.New[*Instance]()
		ids := make([]string, n)
		for i := range ids {
			ids[i] = MakeID(1, KindInstance, uint32(i+1))
			sorted = sorted.Set(ids[i], &Instance{})
			radix, _, _ = radix.Insert([]byte(ids[i]), &Instance{})
		}
		value, key := &Instance{}, ids[n/2]
		fresh := MakeID(1, KindInstance, uint32(n+1))
		for _, c := range []struct {
			name          string
			sorted, radix func() int
		}{
			{"set", func() int { return sorted.Set(key, value).Len() }, func() int { t, _, _ := radix.Insert([]byte(key), value); return t.Len() }},
			{"add", func() int { return sorted.Set(fresh, value).Len() }, func() int { t, _, _ := radix.Insert([]byte(fresh), value); return t.Len() }},
			{"delete", func() int { return sorted.Delete(key).Len() }, func() int { t, _, _ := radix.Delete([]byte(key)); return t.Len() }},
			{"get", func() int { _, ok := sorted.Get(key); return one(ok) }, func() int { _, ok := radix.Get([]byte(key)); return one(ok) }},
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
