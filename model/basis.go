package model

// A Level says how something is known, from best to weakest.
type Level uint8

// The levels. What contradicts Documented or Observed fails a target; what
// contradicts Inferred or Assumed raises a question.
const (
	LevelFromCatalog Level = iota // take the catalog's certainty of the row
	// LevelDocumented is stated by a page, in the edition that the source names.
	LevelDocumented
	// LevelObserved is shown by a recorded trace or public field evidence.
	LevelObserved
	// LevelInferred follows from several pages.
	LevelInferred
	// LevelAssumed is our choice, since nobody says; the reason is given.
	LevelAssumed
)

// String returns the level's word in reports.
func (l Level) String() string {
	switch l {
	case LevelDocumented:
		return "documented"
	case LevelObserved:
		return "observed"
	case LevelInferred:
		return "inferred"
	case LevelAssumed:
		return "assumed"
	default:
		return "from catalog"
	}
}

// Fails says whether contradicting this level is a failure rather than a
// question.
func (l Level) Fails() bool { return l == LevelDocumented || l == LevelObserved }

// A Basis is how one claim is known: its level, where it is said (a page, an
// edition, a trace) and, where it is inferred or assumed, the reason.
type Basis struct {
	Level   Level
	Sources []string
	Reason  string
}

// Documented is the basis of what a page states; source names page or edition.
func Documented(source string) Basis {
	return Basis{Level: LevelDocumented, Sources: []string{source}}
}

// Observed is the basis of what was seen; source names the trace or evidence.
func Observed(source string) Basis { return Basis{Level: LevelObserved, Sources: []string{source}} }

// Inferred is the basis of what follows from several pages; reason says how.
func Inferred(reason string) Basis { return Basis{Level: LevelInferred, Reason: reason} }

// Assumed is the basis of a choice where nothing is said; reason says why so.
func Assumed(reason string) Basis { return Basis{Level: LevelAssumed, Reason: reason} }

// Weaker returns the basis that is known less well.
func Weaker(a, b Basis) Basis {
	if b.Level > a.Level {
		return b
	}
	return a
}
