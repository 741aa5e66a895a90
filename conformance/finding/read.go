package finding

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/ecsim/ecsim/conformance/sequence"
)

// Schema names the form of a report's JSON.
const Schema = "ecsim.report/1"

// Read reads a report from its JSON. An error says what is not as it should be.
func Read(data []byte) (*Report, error) {
	var r Report
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("read the report: it is no JSON of a report: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read the report: something follows its JSON")
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("read the report: its schema is %q, and %q is understood: was it written by ecsim check --json?", r.Schema, Schema)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Failure = f.Verdict == "failure"
		s, err := sequence.Parse(f.Sequence)
		if err != nil {
			return nil, fmt.Errorf("read the report: the sequence of finding %s: %w", f.ID, err)
		}
		f.Parsed = s
	}
	return &r, nil
}
