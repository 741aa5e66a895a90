package conformance

import (
	"testing"

	"github.com/ecsim/ecsim/model"
)

// Every combination of what the model says, the outcome's class, the origin of
// its code and the reading of its reply meets exactly one line.
func TestTableIsExhaustiveAndUnambiguous(t *testing.T) {
	table, met, combinations := Table(), map[int]bool{}, 0
	for s := SaysAccepted; s < saysEnd; s++ {
		for c := model.ClassOK; c <= model.ClassUnsupported; c++ {
			for o := OriginNone; o < originEnd; o++ {
				for r := ReadingNone; r < readingEnd; r++ {
					var lines []int
					for i, l := range table {
						if l.matches(s, c, o, r) {
							lines = append(lines, i)
						}
					}
					if !possibleCombination(s, c, o, r) {
						continue
					}
					combinations++
					if len(lines) != 1 {
						t.Errorf("says %d, class %s, origin %d, reading %d meets the lines %v", s, c, o, r, lines)
					}
					for _, i := range lines {
						met[i] = true
					}
				}
			}
		}
	}
	if len(met) != len(table) {
		t.Errorf("%d of %d lines are met", len(met), len(table))
	}
	t.Logf("%d combinations, %d lines", combinations, len(table))
}
