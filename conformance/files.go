package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// WriteFile writes a file whole or not at all: to a temporary file beside it,
// which then takes its name.
func WriteFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".ecsim-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // nothing is left when it was renamed
	if _, err := f.Write(data); err != nil {
		_ = f.Close()
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

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
		if err := WriteFile(path+".seq", []byte(f.Sequence)); err != nil {
			return err
		}
		f.File = path + ".seq"
		if f.picture != "" {
			if err := WriteFile(path+".html", []byte(f.picture)); err != nil {
				return err
			}
			f.PictureFile = path + ".html"
		}
		if f.trace == "" {
			continue
		}
		if err := WriteFile(path+".trace", []byte(f.trace)); err != nil {
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
