package score

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// A Log keeps results in a file as they arrive, one a line, so that an
// interrupted run can continue. The first line holds the settings: results of
// other settings do not belong to this run.
type Log struct {
	Known map[string]Result // the results in the file, by id
	file  *os.File
}

// settings are the options on which results depend.
type settings struct {
	Schema    string `json:"schema"`
	Seed      uint64 `json:"seed"`
	Calls     int    `json:"calls"`
	NoSuite   bool   `json:"no_suite"`
	InProcess bool   `json:"in_process"`
	Eventual  bool   `json:"eventual,omitempty"`
	Orders    int    `json:"orders,omitempty"` // pairs that are known
}

func (o Options) settings() settings {
	o.defaults()
	pairs := 0
	for _, op := range o.Orders.Operations {
		pairs += len(op.Pairs)
	}
	return settings{Schema, o.Seed, o.Calls, o.NoSuite, o.InProcess, o.Eventual, pairs}
}

// OpenLog opens the file, or makes it. An incomplete last line is removed; an
// error names a line that is not a result, or a setting that differs.
func OpenLog(path string, o Options) (*Log, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the results: %w", err)
	}
	l := &Log{Known: map[string]Result{}, file: file}
	if err := l.read(o.settings()); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("results in %s: %w", path, err)
	}
	return l, nil
}

func (l *Log) read(want settings) error {
	in := bufio.NewReader(l.file)
	var at int64
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) { // the last line is incomplete
			break
		}
		if err != nil {
			return err
		}
		at += int64(len(line))
		if n == 1 {
			var have settings
			if err := json.Unmarshal(line, &have); err != nil || have.Schema != Schema {
				return fmt.Errorf("line 1 does not say %q: name a file that 'ecsim mutants' wrote, or a new one", Schema)
			}
			if have != want {
				return fmt.Errorf("they are of seed %d, %d calls, no suite %v: give the same settings, or name a new file",
					have.Seed, have.Calls, have.NoSuite)
			}
			continue
		}
		var r Result
		if err := json.Unmarshal(line, &r); err != nil || r.ID == "" {
			return fmt.Errorf("line %d is no result: remove it", n)
		}
		l.Known[r.ID] = r
	}
	if err := l.file.Truncate(at); err != nil {
		return err
	}
	if _, err := l.file.Seek(at, io.SeekStart); err != nil {
		return err
	}
	if at == 0 {
		return l.write(want)
	}
	return nil
}

// Keep appends a result.
func (l *Log) Keep(r Result) error { return l.write(r) }

func (l *Log) write(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keep a result: %w", err)
	}
	if _, err := l.file.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("keep a result: %w", err)
	}
	return nil
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }
