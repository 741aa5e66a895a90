package model

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
