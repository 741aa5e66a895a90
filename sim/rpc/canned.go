package rpc

import (
	"encoding/json"
	"errors"
	"strings"
)

// cannedBody reads an answer that was set as JSON, in the order of its members,
// so that it can be written in either form. A RequestId is left out: the cloud
// gives one. The text was checked when the answer was set; one that cannot be
// read is empty.
func cannedBody(text string) object {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	value, err := readValue(d)
	if err != nil {
		return nil
	}
	whole, _ := value.(object)
	var body object
	for _, m := range whole {
		if m.name != "RequestId" {
			body = append(body, m)
		}
	}
	return body
}

// readValue reads the next value; its members keep their order.
func readValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return readObject(d)
	case json.Delim('['):
		return readList(d)
	}
	return token, nil // string, json.Number, bool or nil
}

func readObject(d *json.Decoder) (object, error) {
	o := object{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		value, err := readValue(d)
		if err != nil {
			return nil, err
		}
		text, ok := name.(string)
		if !ok {
			return nil, errors.New("a name that is no text")
		}
		o = append(o, member{text, value})
	}
	_, err := d.Token()
	return o, err
}

func readList(d *json.Decoder) ([]any, error) {
	all := []any{}
	for d.More() {
		value, err := readValue(d)
		if err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	_, err := d.Token()
	return all, err
}
