package oracle

import "github.com/ecsim/ecsim/model"

// The verdict table: how an outcome is judged in one possible world. It is
// data, and a test asks that every combination meets exactly one line.

// Says is what the model says of the call.
type Says uint8

// What the model can say.
const (
	SaysAccepted Says = iota + 1
	SaysDryRun        // accepted, and the call is a dry run
	SaysRefused       // at least one rule is broken: the set B
	saysEnd
)

// An Origin says where the code of a refusal comes from, seen from the model.
type Origin uint8

// The origins of a code.
const (
	// OriginNone: the outcome has no code.
	OriginNone Origin = iota + 1
	// OriginCanonical: code and status of the canonical rule of B.
	OriginCanonical
	// OriginCanonicalText: likewise, with a message that its template does not match.
	OriginCanonicalText
	// OriginOther: code and status of another rule of B.
	OriginOther
	// OriginStatus: a code in B with another HTTP status.
	OriginStatus
	// OriginRuled: the code of a rule of the operation whose condition does not hold.
	OriginRuled
	// OriginDryRun: the code that reports a successful dry run.
	OriginDryRun
	// OriginListed: listed for the operation, or common to all, without a rule
	// that can fire.
	OriginListed
	// OriginUnlisted: no page lists it.
	OriginUnlisted
	originEnd
)

// A Reading says whether a reply and the state that follows agree with the model.
type Reading uint8

// The readings.
const (
	ReadingNone Reading = iota + 1 // there is no reply to read
	ReadingAgrees
	ReadingDiffers
	readingEnd
)

// A Result is what a line of the table decides.
type Result uint8

// The results.
const (
	// Pass: the outcome is what the model says.
	Pass Result = iota + 1
	// Divergence: it is not; its basis decides whether it fails.
	Divergence
	// Question: nothing that is known is contradicted, yet somebody should look.
	Question
	// ByOrder: two rules are broken and the answer is the other one's: what is
	// known of the pair's order decides.
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

// A Blame says what a divergence or question is about.
type Blame uint8

// What can be blamed.
const (
	BlameNothing Blame = iota
	// BlameEffect: an effect of the call, or the reply.
	BlameEffect
	// BlameRefuses: the best-known rule of B, as to being refused.
	BlameRefuses
	// BlameAnswers: the best-known rule of B, as to code or status.
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

// Table returns the verdict table of the design.
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
