package secondcloud

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A textRule is the rule of a name or a description, clause by clause.
type textRule struct {
	least, most int      // characters
	starts      bool     // the first has to be a letter or a Chinese character
	others      string   // allowed besides letters, digits and Chinese characters; "*" for anything
	notBefore   []string // what it must not begin with
	notWithin   []string // what it must not contain
}

func (r textRule) allows(text string) bool {
	if n := utf8.RuneCountInString(text); n < r.least || n > r.most {
		return false
	}
	for _, prefix := range r.notBefore {
		if strings.HasPrefix(text, prefix) {
			return false
		}
	}
	for _, part := range r.notWithin {
		if strings.Contains(text, part) {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(text)
	if r.starts && !isLetter(first) && !isChinese(first) {
		return false
	}
	return r.others == "*" || strings.IndexFunc(text, func(c rune) bool {
		return !isLetter(c) && !isDigit(c) && !isChinese(c) && !strings.ContainsRune(r.others, c)
	}) < 0
}

func isLetter(c rune) bool  { return isUpper(c) || isLower(c) }
func isUpper(c rune) bool   { return c >= 'A' && c <= 'Z' }
func isLower(c rune) bool   { return c >= 'a' && c <= 'z' }
func isDigit(c rune) bool   { return c >= '0' && c <= '9' }
func isChinese(c rune) bool { return unicode.Is(unicode.Han, c) }

func links() []string { return []string{"http://", "https://"} }

// instanceName is the rule on the page of ModifyInstanceAttribute: no period.
func instanceName() textRule {
	return textRule{least: 2, most: 128, starts: true, others: ":_-", notBefore: links()}
}

// imageName is the rule of image names and families.
func imageName() textRule {
	return textRule{least: 2, most: 128, starts: true, others: ".:_-", notBefore: []string{"aliyun", "acs:"}, notWithin: links()}
}

// interfaceName is the rule of network interfaces, and here of security groups.
func interfaceName() textRule {
	return textRule{least: 2, most: 128, starts: true, others: ":_.-", notBefore: links()}
}

// description is the rule of instances, images and security groups.
func description() textRule {
	return textRule{least: 2, most: 256, others: "*", notBefore: links()}
}

// interfaceDescription is shorter by one character.
func interfaceDescription() textRule {
	return textRule{least: 2, most: 255, others: "*", notBefore: links()}
}

// networkName and networkDescription are chosen: the pages at hand give none.
func networkName() textRule {
	return textRule{least: 1, most: 128, others: "*", notBefore: links()}
}

func networkDescription() textRule {
	return textRule{least: 1, most: 256, others: "*", notBefore: links()}
}

// follows is a check of one parameter against a rule.
func follows(name string, rule textRule, refused *refusal) check {
	return check{name, func(c *call) *refusal {
		if c.has(name) && !rule.allows(c.text(name)) {
			return refused
		}
		return nil
	}}
}

// oneOf is a check of one parameter against a list of values.
func oneOf(name string, refused *refusal, values ...string) check {
	return check{name, func(c *call) *refusal {
		if !c.has(name) {
			return nil
		}
		for _, value := range values {
			if c.text(name) == value {
				return nil
			}
		}
		return refused
	}}
}
