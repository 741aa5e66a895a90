package model

import "hash/maphash"

// Shape identifies what the world is like, whatever its ids, times, counters
// and tokens are: two worlds that differ only in names have the same shape.
// The planner and the search for witnesses visit one world of a shape. Like a
// hash it is comparable within one process, and unlike Hash it is computed anew.
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

// A shaped is a resource without its names: what it is, and what it points to.
type shaped struct {
	colour uint64
	links  []string
}

func mix64(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// colourOf hashes a bare resource in its place. The default resources of a
// world stay apart by what they are.
func colourOf[T comparable](p *Place, bare T) uint64 {
	return maphash.Comparable(hashSeed, hashed[T]{account: p.Account, region: p.Region, value: bare})
}
