package finding

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
)

// WriteFindings writes each finding's sequence into the directory, and beside
// it the trace of its last run. The directory is made if it is missing; the
// report takes the names of the files.
func WriteFindings(dir string, r *Report) error {
	if len(r.Findings) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the findings' directory: %w", err)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		path := filepath.Join(dir, fileName(f))
		if err := sequence.WriteFile(path+".seq", []byte(f.Sequence)); err != nil {
			return err
		}
		f.File = path + ".seq"
		if f.Picture != "" {
			if err := sequence.WriteFile(path+".html", []byte(f.Picture)); err != nil {
				return err
			}
			f.PictureFile = path + ".html"
		}
		if f.TraceText == "" {
			continue
		}
		if err := sequence.WriteFile(path+".trace", []byte(f.TraceText)); err != nil {
			return err
		}
		f.TraceFile = path + ".trace"
	}
	return nil
}

// fileName names a finding's files by what it is about, less the ending.
func fileName(f *Finding) string {
	clean := func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '-':
			return c
		default:
			return '_'
		}
	}
	return f.ID + "-" + f.Kind + "-" + strings.Map(clean, f.Rule)
}
