package report

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/ecsim/ecsim/conformance/finding"
)

// The elements of a JUnit report, as the schema of Jenkins' xUnit plugin has them.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Skipped *junitMessage `xml:"skipped,omitempty"`
		Error   *junitMessage `xml:"error,omitempty"`
		Failure *junitMessage `xml:"failure,omitempty"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes a report as JUnit XML: a suite for each operation, and in it a case for
// each rule that a call can break and for each other finding. A question, a rule that
// was not reached and what the target does not have are skipped, with the reason: CI
// servers know no other word for what neither passed nor failed. A run that judged
// nothing is an error.
func JUnit(r *finding.Report) ([]byte, error) {
	all := junitSuites{Name: "ecsim: " + r.Target}
	byRule := map[string][]finding.Finding{}
	for _, f := range r.Findings {
		byRule[f.Rule] = append(byRule[f.Rule], f)
	}
	ruled := map[string]bool{}
	suites := map[string]*junitSuite{}
	for _, c := range r.Coverage {
		suite := &junitSuite{Name: c.Operation}
		suites[c.Operation] = suite
		for _, rule := range c.Rules {
			ruled[rule.Rule] = true
			suite.add(junitRule(c.Operation, rule, byRule[rule.Rule]))
		}
	}
	run := &junitSuite{Name: "run"}
	run.add(junitRun(r))
	for _, f := range r.Findings {
		if ruled[f.Rule] {
			continue
		}
		suite := suites[f.Operation]
		if suite == nil {
			suite = run
		}
		suite.add(junitFinding(f))
	}
	all.add(*run)
	for _, c := range r.Coverage {
		if suite := suites[c.Operation]; len(suite.Cases) > 0 {
			all.add(*suite)
		}
	}
	data, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the report as JUnit XML: %w", err)
	}
	return append([]byte(xml.Header), append(data, '\n')...), nil
}

func (s *junitSuites) add(suite junitSuite) {
	s.Suites = append(s.Suites, suite)
	s.Tests, s.Failures, s.Errors = s.Tests+suite.Tests, s.Failures+suite.Failures, s.Errors+suite.Errors
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

// junitRun is the case of the run as a whole.
func junitRun(r *finding.Report) junitCase {
	c := junitCase{Name: "something was judged", Class: "ecsim.run"}
	if r.Judged == 0 || r.End.Why == finding.EndBroken || r.End.Why == finding.EndInterrupted {
		c.Error = &junitMessage{Message: xmlText(r.Verdict + ": " + r.End.Text), Type: r.Verdict}
	}
	return c
}

// junitRule is the case of a rule; its findings, if any, decide.
func junitRule(op string, rule finding.RuleResult, findings []finding.Finding) junitCase {
	_, code, _ := strings.Cut(rule.Rule, "/")
	c := junitCase{Name: code, Class: "ecsim." + op}
	if len(findings) > 0 {
		worst := findings[0]
		for _, f := range findings {
			if f.Fails() {
				worst = f
			}
		}
		found := junitFinding(worst)
		c.Failure, c.Skipped = found.Failure, found.Skipped
		return c
	}
	if rule.Result != finding.Passed {
		c.Skipped = &junitMessage{Message: rule.Result}
	}
	return c
}

// junitFinding is the case of a finding.
func junitFinding(f finding.Finding) junitCase {
	c := junitCase{Name: xmlText(f.Kind + " " + f.Rule), Class: "ecsim." + xmlText(f.Operation)}
	said := &junitMessage{
		Message: xmlText(fmt.Sprintf("%s: expected %s, saw %s", f.Kind, f.Expected, f.Observed)), Type: f.Basis,
		Text: xmlText(strings.Join(f.Sources, "; ") + "\n" + f.Sequence),
	}
	if f.Fails() {
		c.Failure = said
	} else {
		said.Message, said.Type = "question ("+f.Basis+"): "+said.Message, ""
		c.Skipped = said
	}
	return c
}

// xmlText leaves out what XML cannot hold, whatever a target has sent.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 {
			return r
		}
		return '\uFFFD'
	}, s)
}
