// Package locality translates calls that are written for an embedded world into the
// terms of another target, and says which types of a target reach its figures. It
// knows worlds, and not how sequences are drawn. Begin with locality.go.
package locality

import (
	"fmt"
	"maps"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
)

// A Locality translates calls that are written for one of the embedded worlds
// into the terms of another target. Names such as $vsw1 mean the target's own
// resources already; a Locality does the same for what is written out: a region,
// a zone, an instance type, an address. What the target has nothing for stays
// as it is. nil changes nothing.
type Locality struct {
	ids      map[string]string // of regions, zones and types
	networks networks
}

// New returns the Locality of a start for calls that are written for a
// world; nil for a start in one of the embedded worlds.
func New(start oracle.Start, world string) (*Locality, error) {
	if !start.World.Base().Stranger {
		return nil, nil //nolint:nilnil // nil changes nothing
	}
	written, err := model.Named(start.World.Model(), world, 1)
	if err != nil {
		return nil, fmt.Errorf("the world that the calls are written for: %w", err)
	}
	l := &Locality{ids: map[string]string{}, networks: networksOf(written, start.World)}
	l.places(written.Base(), start.World.Base())
	return l, nil
}

// places pairs the regions, zones and types of both worlds.
func (l *Locality) places(written, own *model.Base) {
	for i, r := range written.Regions {
		if i < len(own.Regions) {
			l.ids[r.RegionId] = own.Regions[i].RegionId
		}
	}
	for n, zone := range l.networks.zones {
		l.ids[zone.written] = zone.own
		if n == 0 {
			l.types(written, own, zone.own)
		}
	}
	if len(l.networks.zones) == 0 && len(own.Zones) > 0 {
		l.types(written, own, own.Zones[0].ZoneId)
	}
}

// types pairs each type that is written with the most similar one that is on
// sale in the zone; a type that the target has is itself.
func (l *Locality) types(written, own *model.Base, zone string) {
	sold := OnSale(own, zone)
	for _, id := range model.SortedTypes(written.Types) {
		if own.Types[id] == nil {
			if like := mostSimilar(written.Types[id], sold); like != "" {
				l.ids[id] = like
			}
		}
	}
}

// Params returns the parameters in the target's terms.
func (l *Locality) Params(p model.Params) model.Params {
	if l == nil {
		return p
	}
	out, changed := p, false
	for name, value := range p {
		here, ok := l.ids[value]
		if !ok {
			here, ok = l.networks.address(p, value)
		}
		if !ok || here == value {
			continue
		}
		if !changed {
			out, changed = maps.Clone(p), true
		}
		out[name] = here
	}
	return out
}

// Values returns the values of a parameter in the target's terms.
func (l *Locality) Values(param string, values []string) []string {
	if l == nil {
		return values
	}
	out := make([]string, 0, len(values))
	for _, value := range values {
		out = append(out, l.Params(model.Params{param: value})[param])
	}
	return out
}
