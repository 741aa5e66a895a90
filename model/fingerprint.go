package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Files that outlive a process name their model and base by the fingerprints
// below. These are digests of data. Conditions and effects are code, which no
// digest covers: a journal checks them by their results.

// Fingerprint is a digest of the model's data: operations with their parameters,
// rules and effects, lifecycles, and the fields of resources.
func (m *Model) Fingerprint() string {
	var b strings.Builder
	b.WriteString(m.kinds.schema())
	for _, op := range m.Operations() {
		fmt.Fprintf(&b, "operation %s %s %s %t %s %t\n", op.Product, op.Version, op.Name, op.Reads, op.DryRunCode, op.ClientToken)
		for i := range op.Params {
			p := op.Params[i]
			fmt.Fprintf(&b, "param %s %d %t %d %t\n", p.Name, p.Type, p.Required, p.Names, p.Filter)
		}
		for _, r := range op.Rules {
			fmt.Fprintf(&b, "rule %s %d %d %t %s\n", r.ID(), r.HTTP, r.Needs, r.When != nil, r.Message)
		}
		for _, e := range op.Effects {
			fmt.Fprintf(&b, "effect %s %t %t\n", e.ID(), e.When != nil, e.Maybe != nil)
		}
	}
	for i := range m.edges {
		e := &m.edges[i]
		fmt.Fprintf(&b, "edge %s %s %s %s %t %s %s\n", e.Name, e.Kind, e.From, e.To, e.If != nil, e.Min, e.Max)
	}
	return digest([]byte(b.String()))
}

// schema is a digest of the names and types of all fields of resources.
func (ks *Kinds) schema() string {
	var b strings.Builder
	for _, k := range ks.kept {
		describeType(&b, reflect.TypeOf(ks.Empty(k)).Elem())
	}
	return digest([]byte(b.String()))
}

func describeType(b *strings.Builder, t reflect.Type) {
	fmt.Fprintf(b, "%s\n", t)
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() {
		return
	}
	for f := range t.Fields() {
		fmt.Fprintf(b, "%s ", f.Name)
		describeType(b, f.Type)
	}
}

// Parts returns digests of the parts of the base, by the name of the part.
// Access keys are left out: they decide who may call, not what a state means,
// and no digest of a secret is written.
func (b *Base) Parts() map[string]string {
	var regions, zones, types, facts, callers []string
	for i := range b.Regions {
		regions = append(regions, fmt.Sprintf("%q", b.Regions[i]))
	}
	for i := range b.Zones {
		zones = append(zones, fmt.Sprintf("%q", b.Zones[i]))
	}
	for id, t := range b.Types {
		bare := *t
		bare.figures = nil
		types = append(types, fmt.Sprintf("%q %+v", id, bare))
	}
	for f, r := range b.Facts {
		facts = append(facts, fmt.Sprintf("%q %v", f, r))
	}
	for i := range b.Callers {
		c := &b.Callers[i]
		callers = append(callers, fmt.Sprintf("%q %q %q %q %q", c.Name, c.Account, c.Kind, c.Policies, c.Session))
	}
	slices.Sort(types)
	slices.Sort(facts)
	parts := map[string]string{"accounts": digest(fmt.Appendf(nil, "%q %t", b.Accounts, b.Stranger))}
	for name, lines := range map[string][]string{
		"callers": callers, "regions": regions, "zones": zones, "instance types": types, "facts": facts,
	} {
		parts[name] = digest([]byte(strings.Join(lines, "\n")))
	}
	return parts
}

// sentenceOf joins words with commas and "and".
func sentenceOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

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

// digest is the first half of a SHA-256, in hexadecimal.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}
