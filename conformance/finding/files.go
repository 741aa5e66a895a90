package finding

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ecsim/ecsim/conformance/output"
)

// WriteFindings writes each finding's sequence into the directory, and beside
// it the trace of its last run. The directory is made if it is missing; the
// report gets the names of the files.
func WriteFindings(dir string, r *Report) error {
	if len(r.Findings) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the findings' directory: %w", err)
	}
	var failed error
	for i := range r.Findings {
		if err := writeFinding(dir, &r.Findings[i]); err != nil && failed == nil {
			failed = err
		}
	}
	return failed
}

// writeFinding writes the files of one finding; those that cannot be written
// have no name in the report.
func writeFinding(dir string, f *Finding) error {
	path := filepath.Join(dir, fileName(f))
	var failed error
	for _, file := range []struct {
		ending, text string
		name         *string
	}{{".seq", f.Sequence, &f.File}, {".html", f.Picture, &f.PictureFile}, {".trace", f.TraceText, &f.TraceFile}} {
		if file.text == "" {
			continue
		}
		if err := output.Write(path+file.ending, []byte(file.text)); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		*file.name = path + file.ending
	}
	return failed
}

// longestRule limits what a name of a file takes of the rule: a target may answer
// any code, and names of files end at 255 characters. The id makes it unique.
const longestRule = 120

// fileName returns the name of a finding's files without the ending.
func fileName(f *Finding) string {
	clean := func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '-':
			return c
		default:
			return '_'
		}
	}
	rule := strings.Map(clean, f.Rule)
	return f.ID + "-" + f.Kind + "-" + rule[:min(len(rule), longestRule)]
}
