package page_test

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model/page"
)

func parse(t testing.TB, text string) page.Page {
	t.Helper()
	p, err := page.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// errorsOf writes a page of which only the error table is left.
func errorsOf(lines ...string) string {
	return "All Products\nElastic Compute Service:MakeThing\n\nLast Updated:Apr 04, 2026\n\nError codes\n\n" + strings.Join(lines, "\n") + "\n\nRelease notes\n\n400 Later\n"
}

func TestParseErrorTable(t *testing.T) {
	p := parse(t, errorsOf("HTTP status code", "", "400 A.B %s", "403InvalidThe thing is bad.-", "which goes on", "", "a remark", "404 Alone"))
	want := []page.Row{
		{Line: 10, HTTP: 400, Text: "A.B %s", Apart: true},
		{Line: 11, HTTP: 403, Text: "InvalidThe thing is bad.- which goes on"},
		{Line: 15, HTTP: 404, Text: "Alone", Apart: true},
	}
	if len(p.Rows) != len(want) || !p.HasRows || p.HasParams {
		t.Fatalf("%+v", p)
	}
	for i, r := range p.Rows {
		if r != want[i] {
			t.Errorf("row %d: %+v, want %+v", i+1, r, want[i])
		}
	}
	if p.Operation != "MakeThing" || p.Updated.Format("2006-01-02") != "2026-04-04" {
		t.Errorf("%s of %v", p.Operation, p.Updated)
	}
}

func TestParseLineEnds(t *testing.T) {
	text := page.Write(operation(t, "ModifyImageAttribute"), page.Blocks)
	expect(t, differences(t, operation(t, "ModifyImageAttribute"), strings.ReplaceAll(text, "\n", " \r\n")))
}

// A copy may have lost the names of its parameters, or a whole table: what is
// not there is not compared.
func TestParseLosses(t *testing.T) {
	op := operation(t, "ModifyInstanceVncPasswd")
	text := page.Write(op, page.Cells)
	for _, p := range op.Parameters {
		text = strings.ReplaceAll(text, p.Name+"stringYes\n", "")
	}
	text = strings.ReplaceAll(text, "ParameterTypeRequiredDescriptionExample\n", "")
	p := parse(t, text)
	if p.HasParams || !p.HasRows || len(page.Diff(op, p)) > 0 {
		t.Errorf("%+v", p)
	}
	before, _, _ := strings.Cut(text, "Error codes")
	if p := parse(t, before); p.HasRows || len(page.Diff(op, p)) > 0 {
		t.Errorf("%+v", p)
	}
}

func TestParseRefuses(t *testing.T) {
	_, err := page.Parse("400 Some.Code Some message.\n")
	if err == nil || !strings.Contains(err.Error(), "which operation") {
		t.Fatal(err)
	}
	if p := parse(t, "Elastic Compute Service:StartInstance\nLast Updated:yesterday"); !p.Updated.IsZero() {
		t.Errorf("yesterday is %v", p.Updated)
	}
}

// Several rows with one code, or one status: what differs decides which is which.
func TestRowsThatShareACode(t *testing.T) {
	op := operation(t, "ModifyNetworkInterfaceAttribute") // InvalidOperation.InvalidEniState is listed with 400 and 403
	text := page.Write(op, page.Blocks)
	both := strings.NewReplacer("403 InvalidOperation.InvalidEniState", "404 InvalidOperation.InvalidEniState",
		"400 InvalidOperation.InvalidEniState", "403 InvalidOperation.InvalidEniState").Replace(text)
	expect(t, differences(t, op, both),
		"changed row 7, 400 InvalidOperation.InvalidEniState, status 403",
		"changed row 49, 403 InvalidOperation.InvalidEniState, status 404")

	twice := strings.Replace(text, "500 InternalError", "400 Throttling Another text.\n500 InternalError", 1)
	expect(t, differences(t, op, twice), "new row 400 Throttling")
}

// Status and message at once are one change.
func TestRowWithNothingButItsCode(t *testing.T) {
	op := operation(t, "ModifyInstanceVncPasswd")
	edited := copied(op)
	edited.Errors[3].HTTP, edited.Errors[3].Message, edited.Errors[3].Description = 409, "Later.", ""
	expect(t, differences(t, op, page.Write(&edited, page.Blocks)), "changed row 4, 403 InstanceNotReady, status 409, message Later.")
}

// A message that grew at its end cannot be told from its description: a limit
// of the text, kept here so that nobody takes it for a defect.
func TestWhatTheTextDoesNotShow(t *testing.T) {
	op := operation(t, "ModifyInstanceVncPasswd")
	edited := copied(op)
	edited.Errors[3].Message += " Or never."
	expect(t, differences(t, op, page.Write(&edited, page.Blocks)))
}

func FuzzParse(f *testing.F) {
	c := open(f)
	for _, name := range c.Pages() {
		for _, l := range layouts() {
			f.Add(page.Write(operation(f, name), l))
		}
	}
	f.Add(params(whole()...))
	f.Add(errorsOf("400", "400 ", "400A", "999 A b", "\x00"))
	ops := []*catalog.Operation{operation(f, "ModifyNetworkInterfaceAttribute"), operation(f, "RunInstances")}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := page.Parse(text)
		if err != nil {
			return
		}
		for _, op := range ops {
			for _, change := range page.Diff(op, p) {
				if change.Code == "" && change.Param == "" && change.Kind != page.New {
					t.Errorf("%s names nothing", change)
				}
			}
		}
	})
}
