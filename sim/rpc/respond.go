package rpc

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// write sends an answer in one piece, with its length.
func write(w http.ResponseWriter, q *request, o model.Outcome, root string, body object) {
	var data []byte
	contentType := "application/json;charset=utf-8"
	if q.json() {
		data = body.appendJSON(make([]byte, 0, 1024))
	} else {
		contentType = "text/xml;charset=utf-8"
		var b bytes.Buffer
		b.WriteString("<?xml version='1.0' encoding='UTF-8'?>")
		body.appendXML(&b, root)
		data = b.Bytes()
	}
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Content-Length", strconv.Itoa(len(data)))
	header.Set("X-Acs-Request-Id", o.RequestId)
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(o.HTTP)
	together(w, q.http, data)
}

// writeError sends an error in the common error body of ECS.
func (h *handler) writeError(w http.ResponseWriter, q *request, o model.Outcome) {
	if o.HTTP == 0 {
		o.HTTP = http.StatusInternalServerError
	}
	product := h.product(q)
	write(w, q, o, "Error", object{
		{"RequestId", o.RequestId},
		{"HostId", q.http.Host},
		{"Code", o.Code},
		{"Message", o.Message},
		{"Recommend", "https://api.aliyun.com/troubleshoot?q=" + url.QueryEscape(o.Code) +
			"&product=" + product + "&requestId=" + o.RequestId},
	})
}

// product returns the product that the request is for: the one whose version it
// carries, else the one that has the operation, else Ecs.
func (h *handler) product(q *request) string {
	for _, product := range []string{catalog.Vpc, catalog.Sts} {
		if q.version == catalog.Version(product) {
			return product
		}
	}
	if op, err := h.catalog.Operation(q.action); err == nil {
		return op.Product
	}
	if products, err := h.catalog.Products(q.action); err == nil && len(products) > 0 {
		return products[0]
	}
	return catalog.Ecs
}

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
