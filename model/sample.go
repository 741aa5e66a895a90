package model

import "strings"

// What an operation says of itself beside its promise: what a call of it makes
// and is about, how a plain one looks, and which calls are worth trying. The
// engine asks for this and knows no operation by name.

// A Weight says how often an operation is drawn, and why so.
type Weight struct {
	// Cards is how many cards of a deck name the operation.
	Cards int
	Why   string
	// Order is the place of its cards in a new deck, so that equal seeds draw
	// equal calls.
	Order int
}

// A Look says how an operation shows one resource of a kind.
type Look struct {
	Kind Kind
	// Params are those of the call; [It] stands for the resource.
	Params Params
}

// It stands for the resource that a look or a removal is about.
const It = "$it"

// Of returns the parameters for the resource that ref names.
func (l Look) Of(ref string) Params { return withIt(l.Params, ref) }

func withIt(p Params, ref string) Params {
	out := make(Params, len(p)+1) // the region is added to most
	for name, value := range p {
		out[name] = strings.ReplaceAll(value, It, ref)
	}
	return out
}

// A Sample is a call of an operation, in symbolic names.
type Sample struct {
	Op     string
	Params Params
}

// Of returns the sample for the resource that ref names.
func (s Sample) Of(ref string) Sample { return Sample{s.Op, withIt(s.Params, ref)} }

// A Removal says how a thing is removed, whatever it holds and is held by.
type Removal struct {
	// Params are those of the removing call beside the thing's id.
	Params Params
	// Before are calls that take away what may stand in the way. In them [It]
	// is the thing, [Each] each other thing of the sequence that the parameter
	// can name, [EachOrNone] the same and then none, and a list of [Accounts]
	// all that images were shared with.
	Before []Sample
}

// The words of [Removal.Before].
const (
	Each       = "$each"
	EachOrNone = "$each-or-none"
	Accounts   = "$accounts"
)

// A Variation says how a call differs from a plain one.
type Variation struct {
	Set   Params
	Drop  []string
	World string // the only world in which it is tried; empty for all
}

// Varied reads variations: what each adds to a plain call, as NAME=VALUE.
func Varied(all ...string) []Variation {
	out := make([]Variation, 0, len(all))
	for _, text := range all {
		v := Variation{Set: Params{}}
		for assignment := range strings.FieldsSeq(text) {
			name, value, _ := strings.Cut(assignment, "=")
			v.Set[name] = value
		}
		out = append(out, v)
	}
	return out
}

// A Choice lists values of a parameter that fit those of the others in a plain
// call. Generation draws one.
type Choice struct {
	Param string
	// Of are the values. Names that a world does not have are left out; with no
	// values at all, any value that the documentation allows will do.
	Of []string
	// In lists the values of a world instead; nil for none.
	In func(*Base) []string
	// Absent is the percentage of calls that leave the parameter out.
	Absent int
}

// A Want is the status that most calls of an operation need of what they are
// about: only a Stopped instance starts.
type Want struct {
	Param  string // that names the resource
	Status string
	// By is the operation that brings a resource there; empty for none.
	By string
	// With is the parameter that names what the resource is, or comes to be,
	// attached to; empty for none. Calls name a pair that fits.
	With string
}

// Trials are what is worth trying with an operation beside a plain call.
type Trials struct {
	// Choices are the parameters of a drawn call whose values have to fit each
	// other, in the order in which they are drawn.
	Choices []Choice
	Want    Want
	// Meets are calls that rarely follow each other by chance, and show
	// something when they do; [It] is something of the sequence.
	Meets []Sample
	// Shapes are the calls that lead to states in which rules can be broken and
	// effects be seen. Beyond the lengths that are searched in full, only these
	// build states; all calls are still tried in the states that they build. In
	// them $v1, $n1, $g2, $e1 and $m1 are what the sequence made. None makes a
	// subscription, which cannot be deleted.
	Shapes []Variation
	// Combinations are calls whose parts have to fit: several parameters differ
	// from those of a plain call at once.
	Combinations []Variation
	// Replaces are the operations of two calls in a row that one call of this
	// operation does the work of.
	Replaces [2]string
}

// A ValueClass says how a value of a reply is compared.
type ValueClass uint8

// The classes.
const (
	// ValueModelled has to be what the model says.
	ValueModelled ValueClass = iota
	// ValueChosen is the target's to choose.
	ValueChosen
	// ValueCounted lists, separated by commas, what the page of the reply counts.
	ValueCounted
)

// Subject returns the parameter that names what a call is about; nil for none.
func (o *BoundOperation) Subject() *Param {
	for i := range o.Params {
		if p := &o.Params[i]; o.Needs(p) && p.Refers() != nil {
			return p
		}
	}
	return nil
}

// Needs says whether a plain call gives the parameter: it is required, or says
// what the call is about.
func (o *BoundOperation) Needs(p *Param) bool { return p.Required || p.Name == o.About }

// GivesRegion says whether a plain call gives RegionId.
func (o *BoundOperation) GivesRegion() bool {
	p, ok := o.params["RegionId"]
	return ok && !p.Unusual
}

// SampleToken is the token of all planned calls that have one, so that it comes
// back with other parameters.
const SampleToken = "token-1"

// TokenAgain gives the token of an earlier call with other parameters.
func TokenAgain() string { return "ClientToken=" + SampleToken + " Description=again" }
