package report

import (
	"encoding/json"
	"fmt"

	"github.com/ecsim/ecsim/conformance/finding"
)

// WriteFindings writes each finding's sequence and trace into the directory.
func WriteFindings(dir string, r *finding.Report) error { return finding.WriteFindings(dir, r) }

// JSON returns the report as JSON (docs/report.md).
func JSON(r *finding.Report) ([]byte, error) {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the report as JSON: %w", err)
	}
	return append(data, '\n'), nil
}
