package model

// An Operation is what one operation promises, as data: the parameters that it
// reads, the rules that turn a call away, in canonical precedence, and the
// effects of an accepted call, in the order in which they happen.
type Operation struct {
	Name string
	// Also is another product, whose operation of the name is served by this one,
	// too; empty for none.
	Also    string
	Params  []Param
	Rules   []Rule
	Effects []Effect
	// Known is how the effects are known that do not say it themselves. An operation
	// with effects states it, or each of them its two bases.
	Known Known
	// Reply builds what an accepted call answers beyond RequestId; nil when
	// there is nothing more. It sees the world after the effects.
	Reply func(*Request) Reply
	// MissingCode is the code of the operation's own row for a mandatory parameter
	// that is missing, where it is not MissingParameter.
	MissingCode string
	// Reads marks operations that never change anything.
	Reads bool
	// Left names the stated conditions of the catalog that no rule covers,
	// with the reason: mostly state that the model does not keep.
	Left []Left
	// DryRunCode is the error code that reports a successful dry run; empty
	// when the operation has no DryRun parameter.
	DryRunCode string
	// Makes is the kind of resource that an accepted call makes, Removes the one
	// that it makes go, and Lists the one that it lists; nil for none.
	Makes, Removes, Lists Kind
	// About names the parameter with the resource that a call is about, where
	// the page does not require it; empty for none.
	About string
	// Either are parameters of which a call gives exactly one.
	Either []string
	// Look is the operation as a lookup of one resource; zero for none.
	Look Look
	// Inside is the operation as a lookup of what was made together with a
	// resource; zero for none.
	Inside Look
	// Shows is a field that only this operation shows; empty for none.
	Shows string
	// Removal is the operation as the final removal of a resource.
	Removal Removal
	// Plain are parameters of a plain call that have to fit each other; other
	// required ones are found from the parameter's documentation.
	Plain Params
	// Weight is how often the operation is drawn.
	Weight Weight
	// Trials are calls that are worth trying besides a plain one.
	Trials Trials
	// Values are the classes of the reply's values; others are modelled.
	Values map[string]ValueClass
}

// A Left is a documented condition without a rule.
type Left struct {
	Code string
	HTTP int // 0 where the code has one status
	Why  string
}

// A ParamType is the wire type of a parameter.
type ParamType uint8

// The types. A list has elements Name.1, Name.2 …; a JSON list is one string.
const (
	TypeString ParamType = iota
	TypeInteger
	TypeBoolean
	TypeList
	TypeJSONList
)

// A Param is one parameter that the operation reads.
type Param struct {
	Name     string
	Type     ParamType
	Required bool
	// Names is the kind of resource whose id the value is; 0 for other values.
	Names Needs
	kind  Kind   // the kind that Names refers to, once the operation is bound
	find  Finder // and how it is found
	// Filter marks parameters of Describe operations that select: an unknown id
	// there selects nothing, and is not refused.
	Filter bool
	// Most bounds an integer that chooses a page, from 1 on; 0 elsewhere.
	Most int
	// Own marks parameters whose resource the call changes or removes, and
	// others need: generation never names a resource of the starting world
	// there.
	Own bool
	// Unusual marks a parameter that a plain call leaves out, although other
	// operations' plain calls give a parameter of that name.
	Unusual bool
	// OwnRow marks a JSON list about whose form the operation has a row of its own.
	OwnRow bool
	// Key is the RAM condition key for whether the parameter is given; empty
	// for none.
	Key string
}

// Required declares a required parameter.
func Required(name string) Param { return Param{Name: name, Required: true} }

// Optional declares an optional text.
func Optional(name string) Param { return Param{Name: name} }

// Integer declares a whole number.
func Integer(name string) Param { return Param{Name: name, Type: TypeInteger} }

// Boolean declares a Boolean.
func Boolean(name string) Param { return Param{Name: name, Type: TypeBoolean} }

// ListOf declares a list with elements NAME.1, NAME.2 ….
func ListOf(name string) Param { return Param{Name: name, Type: TypeList} }

// JSONListOf declares a list that is one JSON text.
func JSONListOf(name string) Param { return Param{Name: name, Type: TypeJSONList} }

// Filter marks a parameter that selects and never refuses.
func Filter(p Param) Param { p.Filter = true; return p }

// Naming says what the value is the id of.
func (p Param) Naming(kind Needs) Param { p.Names = kind; return p }

// AsOwn says that only own resources are named.
func (p Param) AsOwn() Param { p.Own = true; return p }

// Rare says that the parameter is seldom drawn.
func (p Param) Rare() Param { p.Unusual = true; return p }

// Keyed gives the RAM condition key of the parameter.
func (p Param) Keyed(k string) Param { p.Key = k; return p }

// Value returns the parameter's value for one id or other text: itself, or a
// JSON list of it.
func (p Param) Value(text string) string {
	if p.Type == TypeJSONList {
		return `["` + text + `"]`
	}
	return text
}

// Needs is a set of resources that have to be resolved before a rule's
// condition is evaluated; a rule with unresolved needs is not broken.
type Needs uint32

// A Need is one bit of [Needs]: a thing that the parameters of a call name, or
// that follows from what they name. Each kind that worlds keep has one by its
// record ([ResourceKind.Need]); the others are numbered from the highest bit
// down ([FurtherNeed]).
type Need struct {
	Need Needs
	// Kind is the kind of resource whose id a parameter gives; nil where no
	// parameter names it.
	Kind Kind
	// Find finds what the parameter names.
	Find Finder
	// Follows finds what no parameter has named, once all of those are found.
	Follows func(r *Request) (thing any, found bool)
}

// A Finder finds what the parameter of a call names. It says whether all of it
// was found.
type Finder func(r *Request, p *Param) (thing any, found bool)

const needBits = 32

// FurtherNeed is the bit of the first thing that is not simply the resource of a
// kind. The next such things have the bits below it.
const FurtherNeed Needs = 1 << (needBits - 1)

// Need returns the bit of the resource of the kind that a call names.
func (k *ResourceKind) Need() Needs { return 1 << (k.Number() - 1) }

// FindOwn finds the resource of the kind that the parameter names among those of
// the account in the region. Of a list it finds the first.
func FindOwn(k Kind) Finder {
	return func(r *Request, p *Param) (any, bool) {
		if p.Type == TypeString {
			found := r.Place.Named(k, r.Text(p.Name))
			return found, found != nil
		}
		var first Resource
		all := true
		for _, id := range r.ids(p) {
			found := r.Place.Named(k, id)
			all = all && found != nil
			if first == nil {
				first = found
			}
		}
		return first, all && first != nil
	}
}

// FindUsable is FindOwn for resources that another account may let the caller
// use.
func FindUsable(k Kind) Finder {
	return func(r *Request, p *Param) (any, bool) {
		found := r.Usable(k, r.Text(p.Name))
		return found, found != nil
	}
}

// A Rule is one condition that turns a call away with one code.
type Rule struct {
	// Readings are the other calls that the row is perhaps about.
	Readings
	// Code is the error code; Row is its row on the page (or its place in the
	// catalog's list), 0 for an error that is common to all operations or
	// where the code has one row only.
	Code string
	Row  int
	// Label tells a rule from another one of its operation with the same code and
	// row; empty for most.
	Label string
	// Needs names what has to be resolved before When is evaluated.
	Needs Needs
	// When says whether the call breaks the rule. A nil When, without Clauses,
	// marks a vestigial rule: no call can meet it, and Vestigial says why.
	When func(*Request) bool
	// Clauses are the promises that the rule consists of, if they are several: a
	// call that breaks one of them breaks the rule. When is then left out.
	Clauses []Clause
	// Refuses is how we know that such a call is turned away; Answers, that it
	// is turned away with this row. Zero values take the catalog's certainty.
	Refuses, Answers Basis
	// Elsewhere is how we know that a call which does not break the rule is not
	// answered with this row: that a row is documented for one cause does not
	// document that it has no other. The zero value takes what Answers says where
	// the catalog lists no other reading of the row, or Readings say which calls it
	// is about, else it is inferred.
	Elsewhere Basis
	// Doubt names calls that break the rule and for which Refuses claims too
	// much.
	Doubt Doubt
	// Says fills the placeholder of a message template that has one.
	Says func(*Request) string
	// Template replaces the row's message if the catalog's row of the code is
	// worded for something else; %s is filled by Says.
	Template string
	// Sentence is the condition in plain words; empty takes the catalog's.
	Sentence string
	// Vestigial says in one sentence, with its evidence, why no call can meet
	// the row; empty for a reachable one.
	Vestigial string
	// Shadowed says why the rule never answers although calls break it: a rule
	// before it is broken whenever it is. A target may still answer with it.
	Shadowed string
	// Fault marks rows that only an injected fault shows (500, throttling).
	Fault bool
	// TokenMismatch marks the rule that refuses a ClientToken that is repeated
	// with other parameters.
	TokenMismatch bool
	// Limit marks rules about the largest number or size of something.
	Limit bool
	// Break, where it is given, says how to violate the rule, for generator
	// and planner: parameters to set, by wire name.
	Break Break
}

// A Doubt names calls that break a rule and are perhaps not refused: a page
// that says where a setting works does not say that switching it off elsewhere
// is refused.
type Doubt struct {
	When  func(*Request) bool // nil for no doubt
	Basis Basis               // how it is known that these are refused
}

// Hinted returns the rule with the hint.
func (r Rule) Hinted(b Break) Rule { r.Break = b; return r }

// Reading returns the rule with the other readings of its row.
func (r Rule) Reading(other Readings) Rule { r.Readings = other; return r }

// Consisting returns the rule with these clauses for its condition.
func (r Rule) Consisting(clauses []Clause) Rule { r.Clauses, r.When = clauses, nil; return r }

// OfLimit marks the rule as one about the largest number of something.
func (r Rule) OfLimit() Rule { r.Limit = true; return r }

// A Break is a hint how to violate a rule.
type Break struct {
	// Set holds parameter values that break the rule when everything else is
	// fine; $NAME is a symbolic name of the world.
	Set Params
	// Drop names parameters to leave out.
	Drop []string
	// World names the special world in which the rule can be met; empty for
	// the default world.
	World string
	// Caller names the caller to use; empty for the account itself.
	Caller string
}

// And returns the hint with one more parameter.
func (b Break) And(name, value string) Break {
	b.Set = b.Set.With(name, value)
	return b
}

// An Effect is one change that an accepted call makes.
type Effect struct {
	// Name is unique in its operation: the parameter or the change, without spaces.
	Name string
	// When says whether the call asks for the effect; nil means always.
	When func(*Request) bool
	// Maybe says that the effect may or may not happen, as a page says; the
	// verdict then has both worlds. nil means that it happens.
	Maybe func(*Request) bool
	// Do makes the change.
	Do func(*Request)
	// Basis is how the effect is known; the zero value takes what the operation
	// states of its effects.
	Basis Basis
	// Timing is how we know that the field shows the change at once (within the lag
	// of its kind), or not yet, as the model does. It counts until the resource has
	// changed its status. The zero value takes what the operation states.
	Timing Basis
	// Kept is how we know that a call without the parameter does not change the
	// field, although the page names a default; zero if it names none.
	Kept Basis
	// SeenBy is the field that shows the effect, such as
	// DescribeInstances.HostName; [NotSeen] for an effect that none shows.
	SeenBy string
}

// Known is how the effects of an operation are known, and that they are shown at
// once, where they do not say it themselves.
type Known struct{ Effects, Timing Basis }

// StatedBy says that the page states the effects, and names no later event that
// would show them: they are shown within the lag of their kind. An effect that may
// wait for a restart, a release or a delay says so in its own Timing.
func StatedBy(page string) Known {
	return Known{
		Effects: Documented(page + ", parameters and description"),
		Timing:  Documented(page + ": the change is what the call does, and the page names no later event"),
	}
}

// of returns the effect with both bases. When a change is shown is known no better
// than that it happens.
func (k Known) of(e Effect) Effect {
	if e.Basis.Level == LevelFromCatalog {
		e.Basis = k.Effects
	}
	if e.Timing.Level == LevelFromCatalog {
		e.Timing = k.Timing
		if e.Basis.Level != LevelFromCatalog && e.Timing.Level != LevelFromCatalog {
			e.Timing = Weaker(e.Timing, e.Basis)
		}
	}
	return e
}

// NotSeen is the SeenBy of an effect that no operation shows.
const NotSeen = "none"

// A BoundRule is a rule together with its operation and the catalog's facts.
type BoundRule struct {
	Rule
	// Op is the operation's name.
	Op string
	// Index is the position in the operation's canonical order, from 0.
	Index int
	HTTP  int
	// Message is the wire template; %s matches anything.
	Message string
	// Condition is the plain sentence, Sources are its sources.
	Condition string
	// Common marks rules that every operation has.
	Common bool
	// id is OPERATION/CODE, with #ROW where the code has several rules.
	id string
}

// ID returns OPERATION/CODE, followed by #ROW, or by #LABEL, where the operation has
// several rules with the code.
func (r *BoundRule) ID() string { return r.id }

// A BoundEffect is an effect together with its operation.
type BoundEffect struct {
	Effect
	Op    string
	Index int
	// Whole is the kind of resource that the effect makes or removes: it is
	// shown by the id among all of the kind; nil for other effects.
	Whole Kind
	id    string // OPERATION/NAME
}

// ID returns OPERATION/EFFECT.
func (e *BoundEffect) ID() string { return e.id }

// Known returns the basis of the effect.
func (e *BoundEffect) Known() Basis { return e.Basis }

// Refers returns the kind of resource that the parameter names; 0 for values.
func (p Param) Refers() Kind { return p.kind }
