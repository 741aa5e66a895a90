package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/ecsim/ecsim/conformance/finding"
)

// Markdown writes a report as a summary for the page of a CI run: the verdict, the
// scores, and the findings in the order in which to mend them, each with its sequence
// folded in.
func Markdown(r *finding.Report) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "## ecsim: %s %s\n\n", code(r.Target), r.Verdict)
	fmt.Fprintf(&b, "%s, %s, %d inconclusive, in %s. Ended: %s.\n\n",
		count(r.Divergences, "failure"), count(r.Questions, "question"), r.Inconclusive, count(r.Calls, "call"), cell(r.End.Text))
	fmt.Fprintf(&b, "| rules | passed of what was judged | failed | not supported | not reached | questions |\n|---|---|---|---|---|---|\n")
	for _, line := range []struct {
		name string
		s    finding.Score
	}{{"documented and observed", r.Scores.Known}, {"inferred and assumed", r.Scores.Guessed}} {
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %d | %d |\n",
			line.name, score(line.s), line.s.Failed, line.s.NotSupported, line.s.NotReached, line.s.Questions)
	}
	if len(r.Findings) > 0 {
		fmt.Fprintf(&b, "\n### Findings, those to mend first before the others\n")
	}
	for _, g := range r.Groups() {
		if len(g.Findings) > 1 {
			fmt.Fprintf(&b, "\n**%s: %s**\n", cell(shared(g)), count(len(g.Findings), "operation"))
		}
		for _, f := range g.Findings {
			markdownFinding(&b, f)
		}
	}
	if len(r.NotSupported) > 0 {
		fmt.Fprintf(&b, "\nNot supported by the target: %s.\n", cell(strings.Join(r.NotSupported, ", ")))
	}
	return b.Bytes(), nil
}

func markdownFinding(b *bytes.Buffer, f *finding.Finding) {
	fmt.Fprintf(b, "\n<details><summary>%s %s: %s <code>%s</code> (%s)</summary>\n\n", f.Verdict, f.ID, f.Kind, html(f.Rule), f.Basis)
	fmt.Fprintf(b, "expected %s, saw %s\n\n", code(f.Expected), code(f.Observed))
	if len(f.Sources) > 0 {
		fmt.Fprintf(b, "Source: %s\n\n", cell(strings.Join(f.Sources, "; ")))
	}
	fence := "```"
	for strings.Contains(f.Sequence, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "%s\n%s\n%s\n\n</details>\n", fence, strings.TrimSpace(f.Sequence), fence)
}

// cell writes a text so that it neither ends a cell of a table nor is read as
// Markdown or HTML.
func cell(s string) string {
	return strings.NewReplacer("\n", " ", "|", "\\|", "*", "\\*", "_", "\\_", "`", "\\`", "<", "&lt;", "[", "\\[").Replace(s)
}

// code writes a text between backticks of which it holds fewer.
func code(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	s = strings.ReplaceAll(s, "\n", " ")
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || s == "" {
		s = " " + s + " "
	}
	return fence + s + fence
}

// html writes a text inside an element of HTML.
func html(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
