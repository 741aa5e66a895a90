package score

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/ecsim/ecsim/fixtures/mutants"
	"github.com/ecsim/ecsim/sim"
)

// A Survivor says why mutants are not killed.
type Survivor struct {
	Mutants []string `yaml:"mutants"` // ids; * matches any text
	Is      string   `yaml:"is"`      // equivalent or blind spot
	Reason  string   `yaml:"reason"`
	Sees    string   `yaml:"sees"` // what would detect a blind spot
	matches []*regexp.Regexp
}

// The kinds of survivors.
const (
	Equivalent = "equivalent"
	BlindSpot  = "blind spot"
)

// Survivors reads the list that the project keeps.
func Survivors() ([]Survivor, error) { return parseSurvivors(mutants.Survivors) }

func parseSurvivors(data []byte) ([]Survivor, error) {
	var file struct {
		Survivors []Survivor `yaml:"survivors"`
	}
	in := yaml.NewDecoder(bytes.NewReader(data))
	in.KnownFields(true)
	if err := in.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("survivors: %w", err)
	}
	for i := range file.Survivors {
		s := &file.Survivors[i]
		if err := s.check(); err != nil {
			return nil, fmt.Errorf("survivors: entry %d: %w", i+1, err)
		}
		for _, pattern := range s.Mutants {
			text := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
			s.matches = append(s.matches, regexp.MustCompile("^"+text+"$"))
		}
	}
	return file.Survivors, nil
}

func (s *Survivor) check() error {
	switch {
	case len(s.Mutants) == 0:
		return errors.New("it names no mutants")
	case s.Reason == "":
		return errors.New("it gives no reason")
	case s.Is != Equivalent && s.Is != BlindSpot:
		return fmt.Errorf("is: %q: say %s or %s", s.Is, Equivalent, BlindSpot)
	case (s.Is == BlindSpot) != (s.Sees != ""):
		return errors.New("sees says what would see a blind spot, and nothing else has it")
	default:
		return nil
	}
}

// matching returns the entry that lists the mutant, or nil.
func matching(all []Survivor, id string) *Survivor {
	for i := range all {
		for _, m := range all[i].matches {
			if m.MatchString(id) {
				return &all[i]
			}
		}
	}
	return nil
}

// unmatched lists the patterns that match no mutant.
func unmatched(all []Survivor, of []sim.Mutant) []string {
	var none []string
	for _, s := range all {
		for i, m := range s.matches {
			hit := false
			for _, x := range of {
				hit = hit || m.MatchString(x.ID)
			}
			if !hit {
				none = append(none, s.Mutants[i])
			}
		}
	}
	return none
}
