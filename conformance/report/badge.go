package report

import (
	"encoding/json"
	"fmt"

	"github.com/ecsim/ecsim/conformance/finding"
)

// Badge writes a report as the JSON that shields.io draws a badge from: the share of
// the documented and observed rules, or the verdict where nothing was judged.
func Badge(r *finding.Report) ([]byte, error) {
	badge := struct {
		SchemaVersion int    `json:"schemaVersion"`
		Label         string `json:"label"`
		Message       string `json:"message"`
		Color         string `json:"color"`
	}{1, "ECS conformance", r.Verdict, "lightgrey"}
	if share, ok := r.Scores.Known.Share(); ok && r.Judged > 0 {
		badge.Message = fmt.Sprintf("%.1f %%", 100*share)
		switch {
		case r.Divergences > 0 && share < 0.9:
			badge.Color = "red"
		case r.Divergences > 0:
			badge.Color = "orange"
		case r.Verdict == finding.Conforms || r.Verdict == finding.WithQuestions:
			badge.Color = "brightgreen"
		}
	}
	data, err := json.Marshal(badge)
	if err != nil {
		return nil, fmt.Errorf("write the badge: %w", err)
	}
	return append(data, '\n'), nil
}
