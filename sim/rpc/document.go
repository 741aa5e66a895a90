package rpc

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strconv"
	"unicode/utf8"
)

// An object is an answer, or a part of one, in the order in which it is
// written. It is written as JSON or XML. A list has a wrapper and the name of
// its elements, as in Instances.Instance; JSON always contains the list, empty
// or not.
type object []member

type member struct {
	name  string
	value any // string, bool, int, pointers to these, float64, object, []string, []object; json.Number, nil, []any in answers that were set
}

// with returns the object with more members.
func (o object) with(more ...member) object { return append(o, more...) }

func (o object) appendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, m.name)
		b = append(b, ':')
		b = appendValue(b, m.value)
	}
	return append(b, '}')
}

func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendText(b, v)
	case *string:
		return appendText(b, *v)
	case bool:
		return strconv.AppendBool(b, v)
	case *bool:
		return strconv.AppendBool(b, *v)
	case *int:
		return strconv.AppendInt(b, int64(*v), 10)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case float64:
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	case json.Number:
		return append(b, v...)
	case object:
		return v.appendJSON(b)
	case []any:
		return appendList(b, v, appendValue)
	case []string:
		return appendList(b, v, appendText)
	case []object:
		return appendList(b, v, func(b []byte, o object) []byte { return o.appendJSON(b) })
	default:
		return append(b, "null"...)
	}
}

func appendList[T any](b []byte, items []T, each func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = each(b, item)
	}
	return append(b, ']')
}

// appendText writes a JSON string.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r) // U+FFFD for bytes that are not UTF-8
			i += size
			continue
		}
		i++
	}
	return append(b, '"')
}

// appendXML writes the members inside an element of the name.
func (o object) appendXML(b *bytes.Buffer, name string) {
	b.WriteString("<" + name + ">")
	o.membersXML(b)
	b.WriteString("</" + name + ">")
}

func (o object) membersXML(b *bytes.Buffer) {
	for _, m := range o {
		switch v := m.value.(type) {
		case object:
			v.appendXML(b, m.name)
		case []any:
			for _, item := range v {
				object{{m.name, item}}.membersXML(b)
			}
		case []object:
			for _, item := range v {
				item.appendXML(b, m.name)
			}
		case []string:
			for _, item := range v {
				appendElement(b, m.name, item)
			}
		case string:
			appendElement(b, m.name, v)
		case *string:
			appendElement(b, m.name, *v)
		default:
			appendElement(b, m.name, string(appendValue(nil, v)))
		}
	}
}

func appendElement(b *bytes.Buffer, name, text string) {
	b.WriteString("<" + name + ">")
	_ = xml.EscapeText(b, []byte(text)) // a buffer never fails
	b.WriteString("</" + name + ">")
}
