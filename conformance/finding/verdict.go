package finding

import "fmt"

// The words for the verdict of a report, in the order in which they are asked:
// the first that holds is the verdict. None says more than what was seen.
const (
	Diverges      = "diverges"
	BrokenOff     = "broken off"
	Interrupted   = "interrupted"
	NotSupported  = "not supported"
	Inconclusive  = "inconclusive"
	WithQuestions = "conforms, with questions"
	InPart        = "conforms in what was judged"
	Conforms      = "conforms"
)

// The reasons why a run ends.
const (
	EndCalls       = "calls"       // all calls were made
	EndTime        = "time"        // the time of --for was over
	EndFailure     = "failure"     // the first failure was found, and no flag says to go on
	EndFindings    = "findings"    // as many findings as were asked for
	EndAsked       = "asked"       // the caller wanted no more
	EndNothing     = "nothing"     // the target supports nothing more that could be drawn
	EndInterrupted = "interrupted" // the user, or a limit of time, ended it
	EndBroken      = "broken"      // the harness broke
	EndRecord      = "record"      // all that was recorded is judged
)

// An End says why a run ended.
type End struct {
	Why  string `json:"why"`  // one of the words above
	Text string `json:"text"` // the same in words, for people
}

// EndedBy makes an End.
func EndedBy(why, format string, args ...any) End { return End{why, fmt.Sprintf(format, args...)} }

// Judge states the verdict of the report, from all that it counts.
func (r *Report) Judge() {
	switch {
	case r.Divergences > 0:
		r.Verdict = Diverges
	case r.End.Why == EndBroken:
		r.Verdict = BrokenOff
	case r.End.Why == EndInterrupted:
		r.Verdict = Interrupted
	case r.Judged == 0 && r.Inconclusive == 0 && len(r.NotSupported) > 0:
		r.Verdict = NotSupported
	case r.Judged == 0:
		r.Verdict = Inconclusive
	case r.Questions > 0:
		r.Verdict = WithQuestions
	case r.Inconclusive > 0 || r.Cut > 0 || r.Frontier.Capped > 0:
		r.Verdict = InPart
	default:
		r.Verdict = Conforms
	}
}

// ExitCode is the exit code of check: 0 conforms (questions are counted and shown),
// 1 a failure (or, when strict, a question), 2 broken off or interrupted, 3 nothing
// was judged, because no answer was conclusive or nothing is supported.
func (r *Report) ExitCode(strict bool) int {
	switch {
	case r.Divergences > 0 || strict && r.Questions > 0:
		return 1
	case r.End.Why == EndBroken || r.End.Why == EndInterrupted:
		return 2
	case r.Judged == 0:
		return 3
	default:
		return 0
	}
}
