package target

import (
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/ecsim/ecsim/model"
)

// A body is a success as the wire has it.
type body interface {
	head() envelope
	// reply says what the body means. The error names the member that is
	// missing.
	reply() (model.Reply, error)
}

// An envelope is what answers of all operations share.
type envelope struct {
	RequestId                        str
	TotalCount, PageNumber, PageSize num
	NextToken                        str
}

func (e envelope) head() envelope { return e }

func (e envelope) page() model.Page {
	return model.Page{Number: e.PageNumber.v, Size: e.PageSize.v, Total: e.TotalCount.v, Next: e.NextToken.v}
}

// read takes a success over into the outcome. One that cannot be read leaves
// open whether the call was applied.
func (e *Endpoint) read(o *model.Outcome, call model.Call, got answer) {
	b := e.layouts.bodyOf(call.Op)
	err := got.decode(b)
	if err == nil {
		o.Reply, err = b.reply()
		e.forget(&o.Reply, call.Op)
	}
	if err != nil {
		o.Class, o.Message = model.ClassUnknown, err.Error()
		return
	}
	o.Class = model.ClassOK
	o.RequestId = cmp.Or(b.head().RequestId.v, o.RequestId)
}

// A plainBody is an answer of scalars, if any.
type plainBody struct {
	envelope
	created string
	members map[string]json.RawMessage
}

// UnmarshalJSON keeps all members.
func (b *plainBody) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &b.members); err != nil {
		return err
	}
	if id, ok := b.members["RequestId"]; ok {
		return b.RequestId.UnmarshalJSON(id)
	}
	return nil
}

func (b *plainBody) reply() (model.Reply, error) {
	var r model.Reply
	for name, raw := range b.members {
		text, isString, ok := scalar(raw)
		switch {
		case name == "RequestId", ok && !isString && text == "null":
		case ok:
			if r.Values == nil {
				r.Values = map[string]string{}
			}
			r.Values[name] = text
		case name == b.created:
			return model.Reply{}, fmt.Errorf("the answer's %s is no string", name)
		}
	}
	if id := r.Values[b.created]; id != "" {
		r.Created = []string{id}
	}
	return r, nil
}

// notKept stands in a reply for a secret that the target made.
const notKept = "(not kept)"

// forget takes the secrets out of the reply, such as a private key: no trace,
// report or finding gets to see them.
func (e *Endpoint) forget(r *model.Reply, operation string) {
	op, ok := e.model.Operation(operation)
	if !ok {
		return
	}
	for name, class := range op.Values {
		if _, given := r.Values[name]; given && class == model.ValueSecret {
			r.Values[name] = notKept
		}
	}
}

// texts are the strings of a list, less those that are null.
func texts(list []str) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s.set {
			out = append(out, s.v)
		}
	}
	return out
}
