package precedence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/fixtures/precedence"
)

// PrecedenceSchema is the first field of a file of precedence.
const PrecedenceSchema = "ecsim.precedence/1"

// A Precedence is the observed order in which a target checks its rules.
// docs/precedence.md documents the file; [ParsePrecedence] and
// [Precedence.YAML] are exact inverses.
type Precedence struct {
	Schema     string                `yaml:"schema"`
	Target     PrecedenceTarget      `yaml:"target"`
	Date       string                `yaml:"date"` // 2006-01-02
	Seed       uint64                `yaml:"seed,omitempty"`
	Operations []OperationPrecedence `yaml:"operations"`
	file       string                // where it was read; for errors
}

// The kinds of targets. The order of a region counts for all targets, that of a
// simulator or an emulator only for itself.
const (
	TargetSimulator = "simulator"
	TargetEmulator  = "emulator"
	TargetRegion    = "region"
)

// A PrecedenceTarget is the target on which the order was observed.
type PrecedenceTarget struct {
	Kind string `yaml:"kind"` // simulator, emulator or region
	Name string `yaml:"name"` // such as cn-hangzhou, or what the emulator is called
}

// String writes kind and name.
func (t PrecedenceTarget) String() string { return t.Kind + " " + t.Name }

// An OperationPrecedence is the observed order of one operation.
type OperationPrecedence struct {
	Operation string `yaml:"operation"`
	// Pairs are those that a probe was about; others follow from them.
	Pairs  []PrecedencePair  `yaml:"pairs"`
	Probes []PrecedenceProbe `yaml:"probes,omitempty"`
}

// A PrecedencePair is two rules, and which of them answers when a call breaks
// both. Rules are named without their operation: CODE, or CODE#ROW.
type PrecedencePair struct {
	Pair   [2]string `yaml:"pair,flow"`
	Winner string    `yaml:"winner"`
	// Evidence names probes of the operation, or other evidence.
	Evidence []string `yaml:"evidence,flow"`
	line     int
}

// UnmarshalYAML remembers the line, for errors.
func (p *PrecedencePair) UnmarshalYAML(node *yaml.Node) error {
	type plain PrecedencePair
	if err := node.Decode((*plain)(p)); err != nil {
		return err
	}
	p.line = node.Line
	for i := 0; i+1 < len(node.Content); i += 2 {
		if key := node.Content[i].Value; !slices.Contains([]string{"pair", "winner", "evidence"}, key) {
			return fmt.Errorf("line %d: a pair has no field %q: it has pair, winner and evidence", node.Content[i].Line, key)
		}
	}
	return nil
}

func (p PrecedencePair) loser() string {
	if p.Winner == p.Pair[0] {
		return p.Pair[1]
	}
	return p.Pair[0]
}

// where returns the position at which the pair was read.
func (p PrecedencePair) where(f Precedence) string {
	if f.file == "" {
		return f.Target.String()
	}
	return fmt.Sprintf("%s: line %d", f.file, p.line)
}

// A PrecedenceProbe is a call that was made, with the rules that it breaks in
// the order of the model, and the one that answered.
type PrecedenceProbe struct {
	ID       string   `yaml:"id"`
	Broken   []string `yaml:"broken,flow"`
	Answered string   `yaml:"answered"`
	Sequence string   `yaml:"sequence"`
}

// YAML writes the file.
func (p Precedence) YAML() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(p), enc.Close()); err != nil {
		return nil, fmt.Errorf("write the precedence: %w", err)
	}
	return b.Bytes(), nil
}

// ParsePrecedence reads a file of precedence; name is for errors, which name
// line and field. The rules are looked up by [NewKnownOrders].
func ParsePrecedence(name string, data []byte) (Precedence, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	var p Precedence
	if err := dec.Decode(&p); errors.Is(err, io.EOF) {
		return p, fmt.Errorf("%s: the file is empty: see docs/precedence.md", name)
	} else if err != nil {
		return p, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	p.file = name
	if err := p.validate(); err != nil {
		return p, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

func (p Precedence) validate() error {
	if p.Schema != PrecedenceSchema {
		return fmt.Errorf("schema: %q is not %s", p.Schema, PrecedenceSchema)
	}
	if kinds := []string{TargetSimulator, TargetEmulator, TargetRegion}; !slices.Contains(kinds, p.Target.Kind) {
		return fmt.Errorf("target: kind %q is none of %s", p.Target.Kind, strings.Join(kinds, ", "))
	}
	if p.Target.Name == "" {
		return errors.New("target: the name is missing")
	}
	if _, err := time.Parse(time.DateOnly, p.Date); err != nil {
		return fmt.Errorf("date: %q is no day such as 2026-11-25", p.Date)
	}
	for _, op := range p.Operations {
		if op.Operation == "" {
			return errors.New("operations: one has no field operation")
		}
		for _, pair := range op.Pairs {
			if err := pair.validate(op); err != nil {
				return fmt.Errorf("line %d: %w", pair.line, err)
			}
		}
		for _, probe := range op.Probes {
			if _, err := sequence.Parse(probe.Sequence); err != nil {
				return fmt.Errorf("%s: probe %s: sequence: %w", op.Operation, probe.ID, err)
			}
		}
	}
	return nil
}

func (p PrecedencePair) validate(op OperationPrecedence) error {
	switch {
	case p.Pair[0] == "" || p.Pair[1] == "":
		return errors.New("pair: name two rules")
	case p.Winner != p.Pair[0] && p.Winner != p.Pair[1]:
		return fmt.Errorf("winner: %q is none of the pair", p.Winner)
	case len(p.Evidence) == 0:
		return errors.New("evidence: a pair without evidence is no knowledge")
	}
	for _, id := range p.Evidence {
		known := slices.ContainsFunc(op.Probes, func(q PrecedenceProbe) bool { return q.ID == id })
		if !known && len(op.Probes) > 0 {
			return fmt.Errorf("evidence: there is no probe %q", id)
		}
	}
	return nil
}

// RegionOrders reads the embedded files: the orders of real regions, which
// count for every target. A file of another kind is refused.
func RegionOrders() ([]Precedence, error) {
	var all []Precedence
	err := fs.WalkDir(precedence.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		data, err := precedence.Files.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read what is known of regions: %w", err)
		}
		p, err := ParsePrecedence("fixtures/precedence/"+path, data)
		if err != nil {
			return err
		}
		if p.Target.Kind != TargetRegion {
			return fmt.Errorf("%s: target: what a %s does counts for itself alone: give the file with --orders", path, p.Target.Kind)
		}
		all = append(all, p)
		return nil
	})
	return all, err
}
