package model

import "hash/maphash"

// Shape identifies the world without its ids, times, counters and tokens: two
// worlds that differ only in names have the same shape. The planner visits one
// world of each shape. Like a hash it is comparable within one process; unlike
// Hash it is computed on each call.
func (w World) Shape() uint64 {
	colours := make(map[string]uint64, 64)
	var all []shaped
	for _, p := range w.Places {
		for r := range p.All {
			s := w.model.kinds.of(r.Kind()).shape(p, r)
			colours[r.ID()] = s.colour
			all = append(all, s)
		}
	}
	var sum uint64
	for _, s := range all {
		c := s.colour
		for i, id := range s.links {
			if id != "" {
				c += mix64(colours[id] + uint64(i+1)*0x9e3779b97f4a7c15)
			}
		}
		sum += mix64(c)
	}
	return sum
}

// A shaped is a resource without its names: its properties, and the resources
// that it points to.
type shaped struct {
	colour uint64
	links  []string
}

func mix64(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// colourOf hashes a bare resource in its place. The starting resources of a
// world stay distinct by their properties.
func colourOf[T comparable](p *Place, bare T) uint64 {
	return maphash.Comparable(hashSeed, hashed[T]{account: p.Account, region: p.Region, value: bare})
}
