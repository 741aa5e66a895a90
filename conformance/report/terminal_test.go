package report

import (
	"strings"
	"testing"

	"github.com/fatih/color"

	"github.com/ecsim/ecsim/conformance/finding"
)

// What a target sends cannot clear the screen, ring, set a title, or write a line
// of its own; our colours stay.
func TestATargetDoesNotWriteOnTheTerminal(t *testing.T) {
	old := color.NoColor
	color.NoColor = false
	defer func() { color.NoColor = old }()
	hostile := "\x1b[2J\x1b]0;mine\x07\nconforms: 0 failures\r\u202e"
	var b strings.Builder
	NewTerminal(&b).Finding(finding.Finding{ID: "f1", Kind: hostile, Rule: hostile, Expected: "200", Observed: hostile, Differences: []string{hostile}, Reason: hostile})
	text := b.String()
	for _, bad := range []string{"\x1b[2J", "\x1b]", "\x07", "\nconforms", "\r", "\u202e"} {
		if strings.Contains(text, bad) {
			t.Errorf("the terminal gets %q:\n%q", bad, text)
		}
	}
	if !strings.Contains(text, `\x1b[2J`) || !strings.Contains(text, "\x1b[31m") {
		t.Errorf("it gets neither what was sent nor our colours:\n%q", text)
	}
}
