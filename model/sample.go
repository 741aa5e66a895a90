package model

import "strings"

// The description of an operation for the engine: what a call of it makes and
// is about, how a plain one looks, and which calls are worth trying. The engine
// asks for this and knows no operation by name.

// A Weight says how often an operation is drawn, with the reason.
type Weight struct {
	// Cards is the number of cards of the operation in a deck.
	Cards int
	Why   string
	// Order is the position of its cards in a new deck, so that equal seeds
	// draw equal calls.
	Order int
}

// A Look is an operation as a lookup of one resource of a kind.
type Look struct {
	Kind Kind
	// Params are those of the call; [It] is replaced by the resource.
	Params Params
}

// It is the placeholder for the resource of a lookup or a removal.
const It = "$it"

// Of returns the parameters for the named resource.
func (l Look) Of(ref string) Params { return withIt(l.Params, ref) }

func withIt(p Params, ref string) Params {
	out := make(Params, len(p)+1) // most get the region too
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

// Of returns the sample for the named resource.
func (s Sample) Of(ref string) Sample { return Sample{s.Op, withIt(s.Params, ref)} }

// A Removal is how a resource is removed, whatever it contains or belongs to.
type Removal struct {
	// Params are those of the removing call besides the id.
	Params Params
	// Before are calls that remove possible obstacles. In them [It] is the
	// resource, [Each] each other resource of the sequence that the parameter
	// can name, [EachOrNone] the same and then none, and a list of [Accounts]
	// all accounts that images were shared with.
	Before []Sample
}

// The placeholders of [Removal.Before].
const (
	Each       = "$each"
	EachOrNone = "$each-or-none"
	Accounts   = "$accounts"
)

// A Variation is the difference of a call from a plain one.
type Variation struct {
	Set   Params
	Drop  []string
	World string // the only world in which it is tried; empty for all
}

// Varied reads variations: the parameters that each adds to a plain call, as
// NAME=VALUE.
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
	// Of are the values. Names that a world does not have are left out; without
	// any value, any value that the documentation allows is used.
	Of []string
	// In lists the values of a world instead; nil for none.
	In func(*Base) []string
	// Absent is the percentage of calls that leave the parameter out.
	Absent int
}

// A Want is the status that most calls of an operation need of their resource:
// only a Stopped instance starts.
type Want struct {
	Param  string // that names the resource
	Status string
	// By is the operation that brings a resource into the status; empty for
	// none.
	By string
	// With is the parameter that names the resource to which it is, or will be,
	// attached; empty for none. Calls name a fitting pair.
	With string
}

// Trials are calls of an operation that are worth trying besides a plain one.
type Trials struct {
	// Choices are the parameters of a drawn call whose values have to fit each
	// other, in the order in which they are drawn.
	Choices []Choice
	Want    Want
	// Meets are calls that rarely follow each other by chance, and show
	// something when they do; [It] is a resource of the sequence.
	Meets []Sample
	// Shapes are the calls that lead to states in which rules can be broken and
	// effects be seen. Beyond the lengths that are searched in full, only these
	// build states; all calls are still tried in those states. In them $v1,
	// $n1, $g2, $e1 and $m1 are resources of the sequence. None makes a
	// subscription, which cannot be deleted.
	Shapes []Variation
	// Combinations are calls with parameters that have to fit: several of them
	// differ from those of a plain call at once.
	Combinations []Variation
	// Replaces are the operations of two consecutive calls that one call of
	// this operation can replace.
	Replaces [2]string
}

// A ValueClass is how a value of a reply is compared.
type ValueClass uint8

// The classes.
const (
	// ValueModelled has to be the model's value.
	ValueModelled ValueClass = iota
	// ValueChosen may be chosen by the target.
	ValueChosen
	// ValueSecret is chosen by the target, too, and opens something: whoever reads
	// the answer does not keep it.
	ValueSecret
	// ValueCounted is a list, separated by commas, with as many elements as the
	// page of the reply counts.
	ValueCounted
)

// Subject returns the parameter that names the resource of a call; nil for
// none.
func (o *BoundOperation) Subject() *Param {
	for i := range o.Params {
		if p := &o.Params[i]; o.Needs(p) && p.Refers() != nil {
			return p
		}
	}
	return nil
}

// Needs says whether a plain call gives the parameter: it is required, or names
// the resource of the call.
func (o *BoundOperation) Needs(p *Param) bool { return p.Required || p.Name == o.About }

// GivesRegion says whether a plain call gives RegionId.
func (o *BoundOperation) GivesRegion() bool {
	p, ok := o.params["RegionId"]
	return ok && !p.Unusual
}

// SampleToken is the token of all planned calls that have one, so that it is
// repeated with other parameters.
const SampleToken = "token-1"

// TokenAgain repeats the token of an earlier call with other parameters.
func TokenAgain() string { return "ClientToken=" + SampleToken + " Description=again" }

// A Setup is a call that brings a world into a state that is worth calling
// from, or a group of such calls. The setups of all families are built one
// after the other: for every class of instance, interface, image, group and
// network that rules are about, in every status that it can be in.
type Setup struct {
	// Op is the called operation, with Params in addition to those of a plain
	// call; an empty value leaves out a parameter of the plain call. A group
	// has none.
	Op     string
	Params Params
	// Name names the state for the setups that begin there; From names the state
	// in which the call is made, empty for the world as it is.
	Name, From string
	// Varied adds the parameters of the innermost loop around the setup.
	Varied bool
	// Moving marks a state with pending transitions; in the others all
	// transitions have happened.
	Moving bool
	// Passing marks a state that only leads to others.
	Passing bool
	// Also is a kind of resource that the state has besides those that its
	// calls make.
	Also Kind
	// As names the caller from here on, if the world has it; First makes the
	// world's first caller the caller in the state.
	As    string
	First bool
	// Ends ends the loop around the setup when the call is refused.
	Ends bool

	// Then are the setups of a group. Each and Over repeat them: for each shape of
	// the operation in Each, for each of the parameters in Over.
	Then []Setup
	Each string
	Over []Params
	// Needs are states without which the group is left out.
	Needs []string
	// When selects the rounds of the loops around it in which the setup is
	// built; nil for all. at are the rounds, outermost first, with the
	// parameters of the last.
	When func(at []int, varied Params) bool
}

// FirstAccount is the placeholder for the account of the world's first caller.
const FirstAccount = "$account"

// Setups lists the setups of all families.
func (m *Model) Setups() []Setup { return m.setups() }

// InFirst says that it is the first round of the outermost loop.
func InFirst(at []int, _ Params) bool { return at[0] == 0 }

// NotInFirst says that a variation is not the first.
func NotInFirst(at []int, _ Params) bool { return at[0] > 0 }

// A Theme is a group of contending calls for several clients at once.
type Theme struct {
	Weight int
	Why    string
	// Calls are the calls that each client draws from.
	Calls []Contender
	// OneToken says that all clients make one call of the theme, another one
	// each round, with one ClientToken, sometimes with other parameters.
	OneToken bool
}

// A Contender is a call of a theme. In its values $hot, $eni and $group are the
// resources of the round, alternatives are separated by a bar, #value is a text
// that no other call gives, #digit a digit and #round the number of the round.
type Contender struct {
	Sample
	Share int
	Bind  string // the name of the resource that it makes, with #round for the number; empty for none
}

// Themes lists the groups of contending calls.
func (m *Model) Themes() []Theme { return m.themes() }
