package oracle

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// What a judgement compares and says in words: messages and their templates, the two
// sides of an answer in one line each.

// textFits says that the message is that of the rule's row, or of another row of
// the page with the same answer.
func textFits(r *model.BoundRule, op *model.BoundOperation, o model.Outcome) bool {
	return MessageFits(r.Message, o.Message) || textOfAnotherRow(op, o)
}

// textOfAnotherRow says that the message is that of another row of the page with
// the same code and status, which no rule stands for: the page does not say which
// of the two answers when.
func textOfAnotherRow(op *model.BoundOperation, o model.Outcome) bool {
	return slices.ContainsFunc(op.Unruled(), func(a model.Answer) bool {
		return a.Code == o.Code && a.HTTP == o.HTTP && MessageFits(a.Message, o.Message)
	})
}

// SharesAnswer says that both rules answer with one code and status.
func SharesAnswer(a, b *model.BoundRule) bool { return a.Code == b.Code && a.HTTP == b.HTTP }

// MessageFits compares a message with its template; %s matches anything.
func MessageFits(template, message string) bool {
	template = strings.TrimSpace(template)
	if !strings.Contains(template, "%s") && !strings.Contains(template, `"X"`) {
		return template == strings.TrimSpace(message)
	}
	parts := strings.Split(strings.ReplaceAll(template, `"X"`, "%s"), "%s")
	rest, ok := strings.CutPrefix(strings.TrimSpace(message), parts[0])
	for _, part := range parts[1 : len(parts)-1] {
		var found bool
		_, rest, found = strings.Cut(rest, part)
		ok = ok && found
	}
	return ok && strings.HasSuffix(rest, parts[len(parts)-1])
}

// Expected writes what the model says, in one line.
func Expected(v model.Verdict) string {
	switch {
	case v.Op == nil:
		return "not modelled"
	case len(v.Broken) > 0:
		text := ""
		for i, r := range v.Broken {
			switch {
			case i == 0:
				text = strconv.Itoa(r.HTTP) + " " + r.Code
			case !SharesAnswer(r, v.Broken[i-1]):
				text += " or " + strconv.Itoa(r.HTTP) + " " + r.Code
			}
		}
		return text
	case v.DryRun:
		return "400 " + v.Op.DryRunCode
	default:
		return "200"
	}
}

// Seen writes an outcome, in one line.
func Seen(o model.Outcome) string {
	switch o.Class {
	case model.ClassOK:
		return strconv.Itoa(o.HTTP)
	case model.ClassError, model.ClassThrottled, model.ClassUnsupported:
		return strconv.Itoa(o.HTTP) + " " + o.Code
	default:
		return "no answer: " + o.Message
	}
}
