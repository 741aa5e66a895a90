package model

// A Level says how something is known, from best to weakest.
type Level uint8

// The levels. A target that contradicts Documented or Observed fails; one that
// contradicts Inferred or Assumed raises a question.
const (
	LevelFromCatalog Level = iota // take the catalog's certainty of the row
	// LevelDocumented is stated by a page, in the edition that the source names.
	LevelDocumented
	// LevelObserved is shown by a recorded trace or public field evidence.
	LevelObserved
	// LevelInferred follows from several pages.
	LevelInferred
	// LevelAssumed is our choice, because no source says it; the reason is
	// given.
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

// Fails says whether a contradiction to this level is a failure rather than a
// question.
func (l Level) Fails() bool { return l == LevelDocumented || l == LevelObserved }

// A Basis is how one claim is known: its level, its sources (a page, an
// edition, a trace) and, for an inferred or assumed one, the reason.
type Basis struct {
	Level   Level
	Sources []string
	Reason  string
}

// Documented returns the basis of a claim that a page states; source names page
// or edition.
func Documented(source string) Basis {
	return Basis{Level: LevelDocumented, Sources: []string{source}}
}

// Observed returns the basis of a claim that was observed; source names the
// trace or evidence.
func Observed(source string) Basis { return Basis{Level: LevelObserved, Sources: []string{source}} }

// Inferred returns the basis of a claim that follows from several pages; reason
// says how.
func Inferred(reason string) Basis { return Basis{Level: LevelInferred, Reason: reason} }

// Assumed returns the basis of a choice that no source supports; reason says
// why it was made.
func Assumed(reason string) Basis { return Basis{Level: LevelAssumed, Reason: reason} }

// Weaker returns the weaker basis.
func Weaker(a, b Basis) Basis {
	if b.Level > a.Level {
		return b
	}
	return a
}
