package oracle

import "github.com/ecsim/ecsim/model"

// The verdict table: how an outcome is judged in one possible world. It is
// data; a test checks that every combination meets exactly one line.
// docs/architecture.md explains it.

// Says is the model's verdict of the call.
type Says uint8

// The verdicts of the model.
const (
	SaysAccepted Says = iota + 1
	SaysDryRun        // accepted, and the call is a dry run
	SaysRefused       // at least one rule is broken: the set B
	saysEnd
)

// An Origin classifies the code of a refusal by what the model knows of it.
type Origin uint8

// The origins of a code.
const (
	// OriginNone: the outcome has no code.
	OriginNone Origin = iota + 1
	// OriginCanonical: code and status of the canonical rule of B.
	OriginCanonical
	// OriginCanonicalText: code and status of the canonical rule of B, with a
	// message that its template does not match.
	OriginCanonicalText
	// OriginOther: code and status of another rule of B.
	OriginOther
	// OriginStatus: a code in B with another HTTP status.
	OriginStatus
	// OriginRuled: the code of a rule of the operation whose condition does not hold.
	OriginRuled
	// OriginDryRun: the code that reports a successful dry run.
	OriginDryRun
	// OriginListed: listed for the operation, or common to all, and no rule
	// that can answer has it.
	OriginListed
	// OriginUnlisted: no page lists it.
	OriginUnlisted
	originEnd
)

// A Reading says whether a reply, and the state that it shows, agree with the
// model.
type Reading uint8

// The readings.
const (
	ReadingNone Reading = iota + 1 // there is no reply
	ReadingAgrees
	ReadingDiffers
	readingEnd
)

// A Result is what a line of the table decides.
type Result uint8

// The results.
const (
	// Pass: the outcome is the expected one.
	Pass Result = iota + 1
	// Divergence: the outcome is not the expected one; the basis decides
	// whether it fails.
	Divergence
	// Question: nothing known is contradicted, but a person should look at it.
	Question
	// ByOrder: two rules are broken and the other one answered: the known order
	// of the pair decides.
	ByOrder
	// Inconclusive: the call may or may not have been applied.
	Inconclusive
	// Unsupported: the target does not have the operation.
	Unsupported
)

// String returns the result's word in reports.
func (r Result) String() string {
	return [...]string{"", "pass", "divergence", "question", "by order", "inconclusive", "unsupported"}[r]
}

// A Blame is the subject of a divergence or question.
type Blame uint8

// The subjects of a divergence or question.
const (
	BlameNothing Blame = iota
	// BlameEffect: an effect of the call, or the reply.
	BlameEffect
	// BlameRefuses: that a call is refused, by the best-known rule of B.
	BlameRefuses
	// BlameAnswers: the code or status of the best-known rule of B.
	BlameAnswers
	// BlameSeen: the rule whose code was seen.
	BlameSeen
	// BlameCode: the code that was seen, which no rule has.
	BlameCode
	// BlameText: the message of the canonical rule.
	BlameText
	// BlameDryRun: the dry run.
	BlameDryRun
)

// A Line is one line of the verdict table; zero values match everything.
type Line struct {
	Says    Says
	Class   model.Class
	Origin  Origin
	Reading Reading
	Result  Result
	Blame   Blame
}

// Table returns the verdict table.
func Table() []Line {
	return []Line{
		{SaysAccepted, model.ClassOK, 0, ReadingAgrees, Pass, BlameNothing},
		{SaysAccepted, model.ClassOK, 0, ReadingDiffers, Divergence, BlameEffect},
		{SaysDryRun, model.ClassOK, 0, 0, Divergence, BlameDryRun},
		{SaysRefused, model.ClassOK, 0, 0, Divergence, BlameRefuses},

		{SaysAccepted, model.ClassError, OriginRuled, 0, Divergence, BlameSeen},
		{SaysAccepted, model.ClassError, OriginDryRun, 0, Question, BlameCode},
		{SaysDryRun, model.ClassError, OriginRuled, 0, Divergence, BlameSeen},
		{SaysDryRun, model.ClassError, OriginDryRun, 0, Pass, BlameNothing},

		{SaysRefused, model.ClassError, OriginCanonical, 0, Pass, BlameNothing},
		{SaysRefused, model.ClassError, OriginCanonicalText, 0, Question, BlameText},
		{SaysRefused, model.ClassError, OriginOther, 0, ByOrder, BlameAnswers},
		{SaysRefused, model.ClassError, OriginStatus, 0, Divergence, BlameAnswers},
		{SaysRefused, model.ClassError, OriginRuled, 0, Divergence, BlameAnswers},
		{SaysRefused, model.ClassError, OriginDryRun, 0, Divergence, BlameRefuses},

		{0, model.ClassError, OriginListed, 0, Question, BlameCode},
		{0, model.ClassError, OriginUnlisted, 0, Question, BlameCode},
		{0, model.ClassThrottled, 0, 0, Inconclusive, BlameNothing},
		{0, model.ClassUnknown, 0, 0, Inconclusive, BlameNothing},
		{0, model.ClassUnsupported, 0, 0, Unsupported, BlameNothing},
	}
}

// matches says whether the line is about the combination.
func (l Line) matches(s Says, c model.Class, o Origin, r Reading) bool {
	return (l.Says == 0 || l.Says == s) && (l.Class == 0 || l.Class == c) &&
		(l.Origin == 0 || l.Origin == o) && (l.Reading == 0 || l.Reading == r)
}
