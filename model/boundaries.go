package model

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/fixtures/catalog"
)

// A Boundary is one value on one side of a documented constraint.
type Boundary struct {
	Value string
	// Legal says that the constraint allows the value.
	Legal bool
	Why   string
}

// Boundaries derives values of a parameter from its constraint in the catalog:
// at each bound, one beyond it, and the other values that the constraint names.
func Boundaries(p catalog.Parameter) []Boundary {
	var out []Boundary
	add := func(legal bool, why string, values ...string) {
		for _, v := range values {
			out = append(out, Boundary{v, legal, why})
		}
	}
	v := p.Valid
	switch {
	case p.Type == "boolean":
		add(true, "a Boolean", "true", "false")
		add(false, "no Boolean", "yes", "2", "TRUE ")
	case len(v.Enum) > 0:
		add(true, "listed", v.Enum...)
		for _, e := range v.Enum {
			if upper := strings.ToUpper(e); upper != e {
				add(false, "wrong case", upper)
			}
		}
		add(false, "not listed", v.Enum[0]+"x")
	}
	if p.Type == "integer" {
		add(false, "no number", "x", "1.5", "0x10")
	}
	integers(v, add)
	texts(v, add)
	if v.MaxDecodedBytes != nil {
		add(true, "at the size", encoded(*v.MaxDecodedBytes), encoded(1))
		add(false, "beyond the size", encoded(*v.MaxDecodedBytes+1))
		add(false, "no Base64", "%%%", "a")
	}
	if v.EnumFrom == "DescribeRegions" {
		add(true, "a region", "cn-hangzhou")
		add(false, "no region", "cn-nowhere")
	}
	if v.PatternHint != "" {
		add(false, "unknown id", strings.TrimPrefix(strings.SplitAfter(v.PatternHint, "-")[0], "^")+"000000000000000")
	}
	return out
}

func encoded(size int) string {
	return base64.StdEncoding.EncodeToString([]byte(strings.Repeat("#", size)))
}

func integers(v catalog.Valid, add func(bool, string, ...string)) {
	special := func(n int) bool { _, ok := v.SpecialValues[strconv.Itoa(n)]; return ok }
	if v.Min != nil && len(v.Enum) == 0 {
		add(true, "at the lower bound", strconv.Itoa(*v.Min))
		for n := *v.Min - 1; n >= *v.Min-3; n-- {
			if !special(n) {
				add(false, "below the lower bound", strconv.Itoa(n))
			}
		}
	}
	if v.Max != nil {
		add(true, "at the upper bound", strconv.Itoa(*v.Max))
		add(false, "above the upper bound", strconv.Itoa(*v.Max+1))
	}
	for _, s := range slices.Sorted(maps.Keys(v.SpecialValues)) {
		add(true, "special", s)
	}
}

func texts(v catalog.Valid, add func(bool, string, ...string)) {
	if v.MinLength == nil || v.MaxLength == nil {
		return
	}
	fill := func(n int) string { // a legal text of n characters of three classes
		const pattern = "aB3"
		return strings.Repeat(pattern, n/len(pattern)+1)[:n]
	}
	add(true, "shortest", fill(*v.MinLength))
	add(true, "longest", fill(*v.MaxLength))
	if *v.MinLength > 1 {
		add(false, "too short", fill(*v.MinLength-1))
	}
	add(false, "too long", fill(*v.MaxLength+1))
	if *v.MaxLength >= 100 { // names and descriptions count characters, not bytes
		add(true, "longest, Chinese", strings.Repeat("云", *v.MaxLength))
		add(false, "too long, Chinese", strings.Repeat("云", *v.MaxLength+1))
	}
	if v.MustStartWith != "" {
		add(false, "wrong first character", "1"+fill(5), "-"+fill(5))
		add(true, "Chinese first letter", "云"+fill(5))
	}
	for _, p := range append(append([]string(nil), v.MustNotStartWith...), v.MustNotContain...) {
		add(false, "forbidden beginning", p+fill(5))
	}
	for _, p := range v.MustNotContain {
		if len(p) > 2 {
			add(false, "forbidden part", fill(4)+p+fill(4))
		}
	}
	if v.MustStartWith != "" {
		add(false, "other character", fill(4)+"!", fill(4)+" b")
	}
	if v.MinCharacterClasses != nil {
		add(false, "too few classes", "abcdefgh1", "ABCDEFGHI", "12345678!")
		add(true, "three classes", "abcdefG1", "abcdef1!", "ABCDEF1!")
		add(false, "character outside the set", "abcdefG1é")
	}
}
