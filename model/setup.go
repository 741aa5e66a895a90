package model

// A Setup is a call that brings a world into a state that is worth calling from,
// or a group of such calls. The setups of all families are laid one after the
// other: for every class of instance, interface, image, group and network that
// rules ask about, in every status that it can be in.
type Setup struct {
	// Op is the operation that is called, with Params beside those of a plain
	// call; an empty value leaves out what a plain call gives. A group has none.
	Op     string
	Params Params
	// Name names the state for the setups that begin there; From names the state
	// in which the call is made, empty for the world as it is.
	Name, From string
	// Varied adds the parameters of the innermost loop around the setup.
	Varied bool
	// Moving marks a state in which something still moves by itself; the others
	// wait until nothing does.
	Moving bool
	// Passing marks a state that is only on the way to others.
	Passing bool
	// Also is a kind of resource that the state has beside what its calls make.
	Also Kind
	// As names the caller from here on, where the world has it; First makes the
	// world's first caller the one who calls from the state.
	As    string
	First bool
	// Ends ends the loop around the setup where the call is refused.
	Ends bool

	// Then are the setups of a group. Each and Over repeat them: for each shape of
	// the operation in Each, for each of the parameters in Over.
	Then []Setup
	Each string
	Over []Params
	// Needs are states without which the group is left out.
	Needs []string
	// When says for which rounds of the loops around it the setup is; nil for
	// all. at are the rounds, outermost first, with the parameters of the last.
	When func(at []int, varied Params) bool
}

// FirstAccount stands for the account of the world's first caller.
const FirstAccount = "$account"

// Setups lists the setups of all families.
func (m *Model) Setups() []Setup { return m.setups() }

// InFirst says that it is the first round of the outermost loop.
func InFirst(at []int, _ Params) bool { return at[0] == 0 }

// NotInFirst says that a variation is not the first.
func NotInFirst(at []int, _ Params) bool { return at[0] > 0 }

// A Theme is what several clients quarrel about at once.
type Theme struct {
	Weight int
	Why    string
	// Calls are the calls that each client draws from.
	Calls []Contender
	// OneToken says that all clients make one call of the theme, another one each
	// round, under one ClientToken, now and then with other parameters.
	OneToken bool
}

// A Contender is a call of a theme. In its values $hot, $eni and $group are what
// the round is about, alternatives stand behind a bar, #value is a text that no
// other call gives, #digit a digit and #round the number of the round.
type Contender struct {
	Share int
	Sample
	Bind string // the name of what it makes, with #round for the number; empty for none
}

// Themes lists what clients quarrel about.
func (m *Model) Themes() []Theme { return m.themes() }
