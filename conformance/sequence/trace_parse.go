package sequence

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// IsTrace says that the text begins as a trace does.
func IsTrace(text string) bool {
	return strings.HasPrefix(text, traceHeader) || strings.HasPrefix(text, traceHeaderOne)
}

// ParseTrace reads a trace from its text. The error is a [*SyntaxError].
func ParseTrace(text string) (Trace, error) {
	p := traceParser{lines: linesOf(text)}
	if p.lines[0] != traceHeader && p.lines[0] != traceHeaderOne {
		return p.trace, traceError(1, "the first line is %q: a trace begins with %q", shorten(p.lines[0]), traceHeader)
	}
	for p.at = 1; p.at < len(p.lines); p.at++ {
		if err := p.line(p.lines[p.at]); err != nil {
			if syntax, ok := errors.AsType[*SyntaxError](err); ok {
				syntax.Line = p.at + 1
				return p.trace, syntax
			}
			return p.trace, traceError(p.at+1, "%v", err)
		}
	}
	if p.open != nil {
		return p.trace, traceError(len(p.lines), "the file ends in the middle of an answer: a line begins with saw")
	}
	if p.trace.World == "" && len(p.trace.Discovery) == 0 {
		return p.trace, traceError(1, "the trace names no world and holds no discovery, so its start is unknown")
	}
	if !p.ended && p.lines[0] == traceHeader {
		return p.trace, traceError(len(p.lines), "the trace is cut off: its last line is not %q; record it again", traceEnd(len(p.trace.Runs)))
	}
	return p.trace, nil
}

// A traceParser reads line by line.
type traceParser struct {
	lines      []string
	at         int
	trace      Trace
	discovery  bool
	open       *Exchange // whose outcome follows
	openedInto func(*Exchange)
	ended      bool // the last line was there
}

func (p *traceParser) line(line string) error {
	trimmed := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(line, "  at ") && p.openedInto != nil && p.open == nil:
		return p.sent(strings.TrimPrefix(line, "  at "))
	case strings.HasPrefix(line, "  saw ") && p.open != nil:
		return p.saw(strings.TrimPrefix(line, "  saw "))
	case p.open != nil:
		return at(1, "a line that begins with saw is missing here")
	case trimmed == "":
		return nil
	case p.ended:
		return at(1, "%q stands behind the end", shorten(line))
	case line[0] == ' ':
		return at(1, "an indented line says at or saw, this one says %q", shorten(trimmed))
	}
	p.openedInto = nil
	return p.outside(line)
}

// outside reads a line that is not part of an answer.
func (p *traceParser) outside(line string) error {
	switch {
	case strings.HasPrefix(line, "# ") || line == "#":
		return p.note(strings.TrimPrefix(strings.TrimPrefix(line, "#"), " "))
	case strings.HasPrefix(line, "end of "):
		if line != traceEnd(len(p.trace.Runs)) {
			return at(1, "%q: there are %d runs above; some are missing", shorten(line), len(p.trace.Runs))
		}
		p.ended = true
		return nil
	case line == "discovery":
		p.discovery = true
		return nil
	case line == "run" || strings.HasPrefix(line, "run seed "):
		return p.run(strings.TrimPrefix(strings.TrimPrefix(line, "run"), " seed "))
	case p.discovery:
		return p.discovered(line)
	case len(p.trace.Runs) == 0:
		return at(1, "%q stands before the first run", shorten(line))
	default:
		return p.step(line)
	}
}

// note reads a comment: a fact of the header, or a note of a run.
func (p *traceParser) note(text string) error {
	if n := len(p.trace.Runs); n > 0 {
		if len(p.trace.Runs[n-1].Lines) == 0 {
			p.trace.Runs[n-1].Notes = append(p.trace.Runs[n-1].Notes, text)
		}
		return nil
	}
	name, value, _ := strings.Cut(text, " ")
	switch name {
	case "target":
		p.trace.Target = value
	case "region":
		p.trace.Region = value
	case "set":
		key, v, ok := strings.Cut(value, "=")
		if !ok {
			return at(1, "%q is nothing that is set: write set NAME=VALUE", shorten(value))
		}
		if p.trace.Set == nil {
			p.trace.Set = map[string]string{}
		}
		p.trace.Set[key] = v
	case "world":
		world, seed, _ := strings.Cut(value, " ")
		n, err := strconv.ParseUint(seed, 10, 64)
		if err != nil {
			return at(1, "world %q: write world NAME SEED", value)
		}
		p.trace.World, p.trace.WorldSeed = world, n
	default:
		return at(1, "%q: the header has target, world, region and set", shorten(text))
	}
	return nil
}

func (p *traceParser) run(seed string) error {
	p.discovery = false
	r := TraceRun{}
	if seed != "" {
		n, err := strconv.ParseUint(seed, 10, 64)
		if err != nil || n == 0 {
			return at(1, "seed %q is no positive whole number", seed)
		}
		r.Seed = n
	}
	p.trace.Runs = append(p.trace.Runs, r)
	return nil
}

// discovered reads a call of the discovery.
func (p *traceParser) discovered(line string) error {
	step, err := parseCall(line)
	if err != nil {
		return err
	}
	p.openedInto = func(e *Exchange) {
		e.Call = model.Call{Caller: e.Caller, Region: p.trace.Region, Op: step.Op, Params: step.Params}
		p.trace.Discovery = append(p.trace.Discovery, *e)
	}
	return nil
}

// step reads a step or a lookup of the last run.
func (p *traceParser) step(line string) error {
	r := &p.trace.Runs[len(p.trace.Runs)-1]
	if line == "gave up" {
		r.Lines = append(r.Lines, TraceLine{Kind: LineGaveUp})
		return nil
	}
	l := TraceLine{Kind: LineStep}
	if rest, ok := strings.CutPrefix(line, "look "); ok {
		l.Kind, line = LineLook, rest
	}
	step, err := parseStep(line)
	if err != nil {
		return err
	}
	l.Step = step
	r.Lines = append(r.Lines, l)
	if step.Kind == StepCall {
		i := len(r.Lines) - 1
		p.openedInto = func(e *Exchange) { r.Lines[i].Exchange = e }
	}
	return nil
}

// sent reads TIME took DURATION [as CALLER].
func (p *traceParser) sent(text string) error {
	words := strings.SplitN(text, " ", 5)
	if len(words) != 3 && len(words) != 5 || words[1] != "took" || len(words) == 5 && words[3] != "as" {
		return at(6, "write at TIME took DURATION [as CALLER]")
	}
	when, err := time.Parse(time.RFC3339Nano, words[0])
	if err != nil {
		return at(6, "%q is no time such as 2026-01-02T03:04:05Z", words[0])
	}
	took, err := time.ParseDuration(words[2])
	if err != nil {
		return at(6, "%q is no duration such as 3ms", words[2])
	}
	p.open = &Exchange{At: when, Took: took}
	if len(words) == 5 {
		if p.open.Caller, err = unquoted(words[4]); err != nil {
			return at(6, "the caller %s: %v", words[4], err)
		}
	}
	return nil
}

// saw reads an outcome.
func (p *traceParser) saw(text string) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	var o outcomeJSON
	if err := d.Decode(&o); err != nil {
		return at(7, "the outcome is no JSON that a trace has: %v", err)
	}
	out, err := o.outcome()
	if err != nil {
		return at(7, "the outcome: %v", err)
	}
	p.open.Outcome = out
	p.openedInto(p.open)
	p.open, p.openedInto = nil, nil
	return nil
}
