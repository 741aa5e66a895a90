package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model/page"
)

// commandLine runs the command line and returns what it printed.
func commandLine(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, &out, &errs)
	return code, out.String(), errs.String()
}

// written writes the page of an operation, as the catalog has it, into a file.
func written(t *testing.T, op string, edits ...string) string {
	t.Helper()
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	facts, err := c.Operation(op)
	if err != nil {
		t.Fatal(err)
	}
	text := page.Write(facts, page.Blocks)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(text, edits[i]) {
			t.Fatalf("the page of %s has no %q", op, edits[i])
		}
		text = strings.Replace(text, edits[i], edits[i+1], 1)
	}
	return textFile(t, text)
}

func textFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestDocsDiffOfTheFivePages(t *testing.T) {
	args := []string{"docs", "diff"}
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range c.Pages() {
		args = append(args, written(t, op))
	}
	code, out, _ := commandLine(t, args...)
	if code != exitOK || strings.Count(out, "no difference\n") != 5 {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestDocsDiffListsThreeEditedRows(t *testing.T) {
	file := written(t, "ModifyImageAttribute",
		"400 InvalidBootMode.NotSupport ", "403 InvalidBootMode.NotSupport ",
		"NotSupported The specified parameter LicenseType", "NotSupported The parameter LicenseType",
		"404 InvalidImageId.NotFound", "404 InvalidImageId.Unknown")
	code, out, _ := commandLine(t, "docs", "diff", file, written(t, "ModifyInstanceVncPasswd"))
	if code != exitFailure || !strings.Contains(out, "3 differences\n") || strings.Count(out, "changed row") != 3 || !strings.Contains(out, "no difference\n") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// A work list shows each kind of change, with the line of the page.
func TestDocsDiffPrints(t *testing.T) {
	file := written(t, "ModifyInstanceMetadataOptions",
		"400 InvalidHttpTokens.NotSupported", "400 Brandnew.Code",
		"HttpTokens\n\nstring\n\nNo", "HttpTokens\n\nboolean\n\nNo",
		"InstanceMetadataTags\n\nstring", "InstanceMetadataTag\n\nstring",
		"RegionId\n\nstring\n\nYes", "RegionId\n\nstring\n\nYes\n\nWhere.\n\nRegionId\n\nstring\n\nYes")
	code, out, _ := commandLine(t, "docs", "diff", file)
	for _, want := range []string{
		"listed once more: parameter RegionId", "code     catalog InvalidHttpTokens.NotSupported", "page    Brandnew.Code", "(line ",
		"changed parameter HttpTokens", "page    boolean", "gone    parameter InstanceMetadataTags", "new     parameter InstanceMetadataTag ", "required No", "4 differences",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if code != exitFailure || t.Failed() {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestDocsDiffUsage(t *testing.T) {
	tests := map[string][]string{
		"at least one page":        {"docs", "diff"},
		"no such file":             {"docs", "diff", filepath.Join(t.TempDir(), "none.txt")},
		"which operation":          {"docs", "diff", textFile(t, "nothing\n")},
		"the catalog does not":     {"docs", "diff", textFile(t, "Elastic Compute Service:MakeThing\n")},
		"neither an error table":   {"docs", "diff", textFile(t, "Elastic Compute Service:StartInstance\n")},
		"no operation \"Nothing\"": {"cover", "--page", "Nothing"},
		"no such file or":          {"cover", "--report", filepath.Join(t.TempDir(), "none.json")},
		"its schema is \"\"":       {"cover", "--report", textFile(t, "{}")},
		"invalid character":        {"cover", "--report", textFile(t, "nothing")},
	}
	for want, args := range tests {
		code, _, errs := commandLine(t, args...)
		if code != exitUsage || !strings.Contains(errs, want) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: exit code %d, %q, want %q in one line", args, code, errs, want)
		}
	}
	if code, out, _ := commandLine(t, "docs"); code != exitOK || !strings.Contains(out, "diff") {
		t.Errorf("docs without a subcommand: %d, %s", code, out)
	}
}

func TestCoverCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cover.json")
	run := textFile(t, `{"schema": "ecsim.report/1", "coverage": [{"operation": "StopInstance", "reached": ["StopInstance/InvalidInstanceId.NotFound"]}]}`)
	code, out, errs := commandLine(t, "cover", "--json", file, "--report", run)
	if code != exitOK || !strings.Contains(out, "165 of the 165 rows") || !strings.Contains(out, "reached") {
		t.Errorf("exit code %d %s\n%s", code, errs, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var account struct {
		Schema string
		Pages  struct{ Rows, Reachable, Vestigial, Fault int }
	}
	if err := json.Unmarshal(data, &account); err != nil {
		t.Fatal(err)
	}
	if p := account.Pages; account.Schema != "ecsim.cover/1" || p.Rows != 165 || p.Reachable+p.Vestigial+p.Fault != 165 {
		t.Errorf("%+v", account)
	}
	code, out, _ = commandLine(t, "cover", "--page", "StopInstance", "--report", run)
	if code != exitOK || !strings.Contains(out, "[ ] 1  ") || strings.Count(out, "last run  reached") != 1 {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
