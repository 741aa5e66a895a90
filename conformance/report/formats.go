package report

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/finding"
)

// formats write a report in a form that programs or people read.
func formats() map[string]func(*finding.Report) ([]byte, error) {
	return map[string]func(*finding.Report) ([]byte, error){
		"json": JSON, "junit": JUnit, "markdown": Markdown, "sarif": SARIF, "badge": Badge, "text": text,
	}
}

// Formats are the names that [Format] takes, sorted.
func Formats() []string { return slices.Sorted(maps.Keys(formats())) }

// Format writes a report in the named form. The error for another name lists those
// that there are.
func Format(name string, r *finding.Report) ([]byte, error) {
	write, ok := formats()[name]
	if !ok {
		return nil, fmt.Errorf("there is no format %q: the formats are %s", name, strings.Join(Formats(), ", "))
	}
	return write(r)
}

// text is what the terminal shows, all of it and without colour.
func text(r *finding.Report) ([]byte, error) {
	var b bytes.Buffer
	t := NewTerminal(&b)
	t.Verbose = true
	t.Report(r)
	return regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAll(b.Bytes(), nil), nil
}

// score writes a share of rules in words.
func score(s finding.Score) string {
	share, ok := s.Share()
	if !ok {
		return "none judged"
	}
	return fmt.Sprintf("%.1f %% (%d of %d)", 100*share, s.Passed, s.Passed+s.Failed+s.NotSupported)
}
