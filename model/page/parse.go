package page

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The texts that separate the parts of a page.
var (
	title     = regexp.MustCompile(`^[A-Z][A-Za-z ]*: ?([A-Z][A-Za-z0-9]+)$`)
	updated   = regexp.MustCompile(`^Last Updated: ?(.+)$`)
	errorRow  = regexp.MustCompile(`^([1-5]\d{2})( ?)([A-Za-z].*)$`)
	cellParam = regexp.MustCompile(`^([A-Za-z0-9.]*?)(string|integer|long|number|float|double|boolean|array|object|any)(Yes|No)$`)
	paramType = regexp.MustCompile(`^(string|integer|long|number|float|double|boolean|array|object|any)$`)
	paramName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9.]*$`)
)

const (
	paramsBegin = "Request parameters"
	rowsBegin   = "Error codes"
)

// paramsEnd says whether the line stands behind the parameter table.
func paramsEnd(line string) bool {
	return slices.Contains([]string{"Response elements", "Response parameters", "Examples", rowsBegin}, line)
}

// rowsEnd says whether the line stands behind the error table.
func rowsEnd(line string) bool {
	return slices.ContainsFunc([]string{"See Error Codes", "For a list of error codes", "Release notes", "Change history"},
		func(end string) bool { return strings.HasPrefix(line, end) })
}

// Parse reads a page from its text. It fails on a text that names no operation.
func Parse(text string) (Page, error) {
	lines := strings.Split(text, "\n")
	var p Page
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r\u00a0")
		line := lines[i]
		switch {
		case p.Operation == "" && title.MatchString(line):
			p.Operation = title.FindStringSubmatch(line)[1]
		case p.Updated.IsZero() && updated.MatchString(line):
			p.Updated = date(updated.FindStringSubmatch(line)[1])
		}
	}
	if p.Operation == "" {
		return p, errors.New(`no line says which operation the page is about: a page begins with a line such as "Elastic Compute Service:StartInstance"`)
	}
	p.readParams(section(lines, paramsBegin, paramsEnd))
	p.readRows(section(lines, rowsBegin, rowsEnd))
	return p, nil
}

// date reads a date as pages write it; zero for anything else.
func date(text string) time.Time {
	t, err := time.Parse("Jan 2, 2006", strings.TrimSpace(text))
	if err != nil {
		return time.Time{}
	}
	return t
}

// A numbered line is a line of the text that is not empty.
type numbered struct {
	n    int
	text string
}

// section returns the lines between the one that says begin and the first at
// which ends is true; nil without such a section.
func section(lines []string, begin string, ends func(string) bool) []numbered {
	var found []numbered
	inside := false
	for i, line := range lines {
		if !inside {
			inside = line == begin
			continue
		}
		if ends(line) {
			return found
		}
		if line != "" {
			found = append(found, numbered{i + 1, line})
		}
	}
	return found
}

// readParams reads the parameter table. A table without its head is ignored: a
// copy that has lost the names has lost the head too.
func (p *Page) readParams(lines []numbered) {
	if len(lines) == 0 || !strings.HasPrefix(lines[0].text, "Parameter") {
		return
	}
	p.HasParams = true
	free := 1 // the first line that may be a name: behind the head, or a Yes or No
	for i := 0; i < len(lines); i++ {
		if cell := cellParam.FindStringSubmatch(lines[i].text); cell != nil {
			p.Params = append(p.Params, Param{Line: lines[i].n, Name: cell[1], Type: cell[2], Required: cell[3] == "Yes"})
			continue
		}
		if i+1 == len(lines) || !paramType.MatchString(lines[i].text) || lines[i+1].text != "Yes" && lines[i+1].text != "No" {
			continue
		}
		param := Param{Line: lines[i].n, Type: lines[i].text, Required: lines[i+1].text == "Yes"}
		if i > free && paramName.MatchString(lines[i-1].text) {
			param.Line, param.Name = lines[i-1].n, lines[i-1].text
		}
		p.Params = append(p.Params, param)
		i++
		free = i + 1
	}
}

// readRows reads the error table. A line without a status continues the row
// above it.
func (p *Page) readRows(lines []numbered) {
	for i, line := range lines {
		cells := errorRow.FindStringSubmatch(line.text)
		if cells == nil {
			if n := len(p.Rows); n > 0 && line.n == lines[i-1].n+1 {
				p.Rows[n-1].Text += " " + strings.TrimSpace(line.text)
			}
			continue
		}
		http, err := strconv.Atoi(cells[1])
		if err != nil {
			continue // three digits are a number
		}
		p.Rows = append(p.Rows, Row{Line: line.n, HTTP: http, Text: cells[3], Apart: cells[2] != ""})
	}
	p.HasRows = len(p.Rows) > 0
}

// begins says whether the row's text begins with the code and the message.
func (r Row) begins(code, message string) bool {
	if !r.Apart {
		return strings.HasPrefix(r.Text, code+message)
	}
	return strings.HasPrefix(r.Text+" ", strings.TrimSpace(code+" "+message)+" ")
}

// has says whether the row's code is the given one, as far as the text shows:
// where cells run together, a code ends before a capital letter or a
// placeholder.
func (r Row) has(code string) bool {
	rest, ok := strings.CutPrefix(r.Text, code)
	if !ok {
		return false
	}
	if r.Apart {
		return rest == "" || rest[0] == ' '
	}
	return rest == "" || rest[0] != '.' && (rest[0] < 'a' || rest[0] > 'z')
}

// split guesses where the code of the row ends.
func (r Row) split() (code, rest string) {
	code, rest, _ = strings.Cut(r.Text, " ")
	if r.Apart {
		return code, rest
	}
	for i := len(code) - 1; i > 0; i-- {
		capital := code[i] >= 'A' && code[i] <= 'Z' && (code[i-1] >= 'a' && code[i-1] <= 'z' || code[i-1] >= '0' && code[i-1] <= '9')
		if capital || code[i] == '%' || code[i] == '=' {
			return r.Text[:i], r.Text[i:]
		}
	}
	return code, rest
}
