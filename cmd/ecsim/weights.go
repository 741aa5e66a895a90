package main

import (
	"fmt"
	"os"

	"go.yaml.in/yaml/v3"

	"github.com/ecsim/ecsim/model"
)

// mostWeight limits the cards of one operation, so that a typing error does not
// make a deck of millions.
const mostWeight = 1000

// readWeights reads a file of weights: OPERATION: WEIGHT, a line each. Errors
// name the file and the line.
func readWeights(file string, m *model.Model) (map[string]int, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // no file, no weights
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--weights: %w", err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, fmt.Errorf("--weights %s: %w", file, err)
	}
	wrong := func(at *yaml.Node, format string, args ...any) error {
		return fmt.Errorf("--weights %s, line %d: %s", file, at.Line, fmt.Sprintf(format, args...))
	}
	if len(document.Content) == 0 {
		return nil, fmt.Errorf("--weights %s: the file is empty: write OPERATION: WEIGHT, a line each", file)
	}
	table := document.Content[0]
	if table.Kind != yaml.MappingNode {
		return nil, wrong(table, "write OPERATION: WEIGHT, a line each")
	}
	weights := map[string]int{}
	for i := 0; i < len(table.Content); i += 2 {
		name, value := table.Content[i], table.Content[i+1]
		var n int
		switch _, known := m.Operation(name.Value); {
		case !known:
			return nil, wrong(name, "the model has no operation %q%s", name.Value, operationSuggestion(m, name.Value))
		case value.Decode(&n) != nil || n < 0 || n > mostWeight:
			return nil, wrong(value, "%s: %q is no weight: give a whole number from 0 to %d", name.Value, value.Value, mostWeight)
		}
		if _, twice := weights[name.Value]; twice {
			return nil, wrong(name, "%s stands here for the second time", name.Value)
		}
		weights[name.Value] = n
	}
	return weights, nil
}
