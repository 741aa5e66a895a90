package rpc

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"

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
