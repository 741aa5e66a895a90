package model

import (
	"cmp"
	"slices"
	"strings"
)

// Conditions, and the building blocks of conditions. Each function returns a
// function that says whether the call breaks a rule, or asks for an effect, so
// that the file of an operation reads like its page.

// Given says that the call gives the parameter a value, or the list an element;
// a list under its bare name does not count.
func Given(name string) func(*Request) bool {
	return func(r *Request) bool {
		if !r.May(name) {
			return false
		}
		if p := r.Operation.params[name]; p != nil {
			return r.given(p)
		}
		return r.Has(name)
	}
}

// AnyGiven says that the call gives at least one of the parameters.
func AnyGiven(names ...string) func(*Request) bool {
	conditions := make([]func(*Request) bool, len(names))
	for i, name := range names {
		conditions[i] = Given(name)
	}
	return Either(conditions...)
}

// Not is the opposite condition.
func Not(c func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool { return !c(r) }
}

// Both holds where all conditions hold.
func Both(cs ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, c := range cs {
			if !c(r) {
				return false
			}
		}
		return true
	}
}

// Either holds where one of the conditions holds.
func Either(cs ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, c := range cs {
			if c(r) {
				return true
			}
		}
		return false
	}
}

// ValueNotIn says that the parameter is given and has none of the values. Case
// matters, because no page says that it is ignored.
func ValueNotIn(name string, values ...string) func(*Request) bool {
	return func(r *Request) bool { return r.Has(name) && !slices.Contains(values, r.Text(name)) }
}

// ValueIs says that the parameter is given with this value.
func ValueIs(name, value string) func(*Request) bool {
	return func(r *Request) bool { return r.Text(name) == value }
}

// RegionUnknown says that RegionId (or the endpoint's region, if the operation
// does not read RegionId) is not a region of the world.
func RegionUnknown(r *Request) bool { return r.World.base.Region(r.Region) == nil }

// CommaList splits a value of several, such as Available,Deprecated.
func CommaList(text string) []string {
	var elements []string
	for e := range strings.SplitSeq(text, ",") {
		if e = strings.TrimSpace(e); e != "" {
			elements = append(elements, e)
		}
	}
	return elements
}

// ValueOf gives a rule's message the value of a parameter.
func ValueOf(name string) func(*Request) string {
	return func(r *Request) string { return r.Text(name) }
}

// Always gives a rule's message a fixed text.
func Always(text string) func(*Request) string { return func(*Request) string { return text } }

// IsTrue says that the parameter is given and true.
func IsTrue(name string) func(*Request) bool {
	return func(r *Request) bool { return r.IsTrue(name) }
}

// commonRules are the rules that every operation has, before its own: RAM
// denies the call, a mandatory parameter is missing. A row of the operation's
// own table replaces the common one.
func commonRules(op Operation) []Rule {
	var rules []Rule
	if !hasRule(op, ramCodes()...) {
		rules = append(rules, ramRule())
	}
	if op.MissingCode == "" && !hasRule(op, "MissingParameter") && len(requiredParams(op)) > 0 {
		rules = append(rules, Rule{
			Code: "MissingParameter", When: MandatoryMissing, Says: NameOfMissing,
			Refuses:  Documented("the page marks the parameter as required"),
			Answers:  Inferred("the common code for a mandatory parameter that is not supplied; the operation's page lists no row of its own"),
			Sentence: "A mandatory parameter is absent or empty.",
		})
	}
	if !hasRule(op, "InvalidParameter") && hasTyped(op) {
		rules = append(rules, WrongType())
	}
	if list := firstJSONList(op); list != "" {
		rules = append(rules, noJSONList(list))
	}
	return rules
}

// WrongType is the common rule about integers, Booleans and pages, for
// operations whose own table uses the code for other things too.
func WrongType() Rule {
	return Rule{
		Code: "InvalidParameter", Row: CommonRow, When: Either(ValueOfWrongType, pageOutOfRange), Says: nameOfWrongType,
		// The common row names "Action or Version"; a target that answers with
		// these words lacks the operation.
		Template: `The specified parameter "%s" is not valid.`,
		Refuses: Assumed("no page says what a value of the wrong type does, and every SDK sends the right type; " +
			"of pages, the one of DescribeKeyPairs has rows for PageNumber and PageSize"),
		Answers: Assumed("the common code for an invalid parameter, which DescribeKeyPairs lists for PageNumber and PageSize"),
		Sentence: "An integer or Boolean parameter has a value that is none, a number of a page is out of range, " +
			"or a NextToken is not from an answer to the same operation.",
	}
}

// noJSONList is the common rule about parameters that are one JSON text; first is
// the first of them. Like a value of the wrong type, such a text is refused before
// anything is looked up.
func noJSONList(first string) Rule {
	seen := Observed("alibaba-cloud-sdk-go issue 419 (2020), aliyun-cli issues 154 (2019) and 38 (2017): DescribeInstances, InstanceIds; " +
		"aliyun-openapi-php-sdk issue 4 (2015): PrivateIpAddresses")
	if first != "InstanceIds" {
		seen = Inferred("a region refuses InstanceIds of DescribeInstances so; that its other lists are read alike follows from their form")
	}
	return Rule{
		Code: "InvalidParameter", Row: CommonRow, Label: "list", Template: InvalidParameterText,
		When: func(r *Request) bool { return malformedList(r) != "" }, Says: malformedList,
		Doubt: Doubt{When: otherThanSeen, Basis: Inferred("reports are of InstanceIds and PrivateIpAddresses as bare text, with brackets or without; " +
			"that other parameters and texts are refused so follows from them")},
		Readings: MayRefuse("one report alone says that a list in single quotes is read, and no page does", listInSingleQuotes),
		Refuses:  seen, Answers: seen,
		Sentence: "A parameter that is a list in one text is no JSON array of texts.",
		Break:    Break{Set: Params{first: "none"}},
	}
}

// otherThanSeen says that the malformed list is not one of those that reports show:
// ids or addresses as bare text.
func otherThanSeen(r *Request) bool {
	name := malformedList(r)
	return name != "InstanceIds" && name != "PrivateIpAddresses" || strings.ContainsAny(r.Text(name), `"'{}`)
}

// firstJSONList names the first JSON list of the operation about whose form it has
// no row of its own; empty for none.
func firstJSONList(op Operation) string {
	for _, p := range op.Params {
		if p.Type == TypeJSONList && !p.OwnRow {
			return p.Name
		}
	}
	return ""
}

// malformedList returns the first parameter that has to be a JSON list and is none.
func malformedList(r *Request) string {
	for i := range r.Operation.Params {
		p := &r.Operation.Params[i]
		if p.Type != TypeJSONList || p.OwnRow || !r.Has(p.Name) {
			continue
		}
		if _, ok := r.JSONList(p.Name); !ok {
			return p.Name
		}
	}
	return ""
}

// listInSingleQuotes says that a JSON list of the call is written in single quotes.
func listInSingleQuotes(r *Request) bool {
	return slices.ContainsFunc(r.Operation.Params, func(p Param) bool {
		return p.Type == TypeJSONList && inSingleQuotes(r.Text(p.Name))
	})
}

// InvalidParameterText is the message of the common InvalidParameter for other
// parameters than the row's "Action or Version"; a target that names those two
// lacks the operation.
const InvalidParameterText = `The specified parameter "%s" is not valid.`

// UnknownRegion is the rule of operations whose own table has no row for it.
func UnknownRegion() Rule {
	return Rule{
		Code: "InvalidRegionId.NotFound", When: RegionUnknown,
		Answers:  Inferred("the common code for an unknown region; the operation's page lists no row of its own"),
		Sentence: "There is no such region.",
	}
}

func hasRule(op Operation, codes ...string) bool {
	return slices.ContainsFunc(op.Rules, func(r Rule) bool { return slices.Contains(codes, r.Code) })
}

func requiredParams(op Operation) []string {
	var names []string
	for _, p := range op.Params {
		if p.Required {
			names = append(names, p.Name)
		}
	}
	return names
}

func hasTyped(op Operation) bool {
	for _, p := range op.Params {
		if p.Type == TypeInteger || p.Type == TypeBoolean {
			return true
		}
	}
	return false
}

// MandatoryMissing says that a required parameter is missing.
func MandatoryMissing(r *Request) bool { return MissingParam(r) != "" }

// MissingParam returns the name of the first required parameter that is missing.
func MissingParam(r *Request) string {
	for i := range r.Operation.Params {
		if p := &r.Operation.Params[i]; p.Required && !r.given(p) {
			return p.Name
		}
	}
	return ""
}

// NameOfMissing fills the message of a missing parameter.
func NameOfMissing(r *Request) string { return MissingParam(r) }

// ValueOfWrongType says that a value does not have the type of its parameter.
func ValueOfWrongType(r *Request) bool { return wrongTypeParam(r) != "" }

func wrongTypeParam(r *Request) string { return WrongTypeBut(r) }

// WrongTypeBut leaves out the parameters that have a row of their own.
func WrongTypeBut(r *Request, ownRow ...string) string {
	for i := range r.Operation.Params {
		p := &r.Operation.Params[i]
		if p.Type != TypeInteger && p.Type != TypeBoolean || !r.May(p.Name) || slices.Contains(ownRow, p.Name) {
			continue // strings and lists accept any text
		}
		switch p.Type { //nolint:exhaustive // the others are left out above
		case TypeInteger:
			if _, ok := r.Integer(p.Name); !ok && r.Has(p.Name) {
				return p.Name
			}
		case TypeBoolean:
			if _, ok := r.Boolean(p.Name); !ok && r.Has(p.Name) {
				return p.Name
			}
		}
	}
	return ""
}

func nameOfWrongType(r *Request) string { return cmp.Or(wrongTypeParam(r), r.wrongPage()) }

// fill inserts text into the placeholder of a message template: %s, or the
// quoted X that the common page writes for a parameter name.
func fill(template, text string) string {
	switch {
	case strings.Contains(template, "%s"):
		return strings.ReplaceAll(template, "%s", text)
	case strings.Contains(template, `"X"`):
		return strings.ReplaceAll(template, `"X"`, `"`+text+`"`)
	default:
		return template
	}
}
