package sim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// NotImplemented is the code for operations that ECS, VPC or STS has and the
// model does not.
const NotImplemented = "NotImplemented"

// WithUnserved sets the status of the answer to an operation that is not served:
// 400, the default, is final for clients; 501 makes many of them try again.
func WithUnserved(status int) Option { return func(c *Cloud) { c.lacking = status } }

// unserved answers a call of an operation that the model does not have: with the
// answer that the world file gives, or by saying so. The answer to a name that
// no product has stays as it is.
func (c *Cloud) unserved(call model.Call, a *Answer) {
	if canned, ok := a.World.Base().Answers[call.Op]; ok {
		a.Canned, a.Outcome = canned, model.Outcome{Class: model.ClassOK, HTTP: 200}
		return
	}
	if products, err := a.World.Model().Catalog().Products(call.Op); err == nil && len(products) > 0 {
		a.Outcome = c.Unserved(call.Op)
	}
}

// Unserved returns what is answered to a call of the operation if it is not
// served.
func (c *Cloud) Unserved(operation string) model.Outcome {
	return model.Outcome{
		Class: model.ClassUnsupported, HTTP: c.lacking, Code: NotImplemented,
		Message: "This simulator does not serve the operation " + operation + ", which the cloud has. 'ecsim actions' lists what is served; " +
			"docs/control.md says how to set an answer for it.",
	}
}

// completeCanned checks a fault of kind answer: the operation is one that is not
// served, and the body a JSON object.
func (f *Fault) completeCanned(m *model.Model) error {
	switch {
	case f.Code != "" || f.HTTP != 0 || f.Message != "" || f.Phase == After || f.BurnsToken:
		return errors.New("fault: an answer has a body only: leave code, http, message, phase and burnsToken out")
	case f.Operation == "*":
		return errors.New("fault: an answer is for one operation: give its name")
	}
	if _, served := m.Operation(f.Operation); served {
		return fmt.Errorf("fault: %s is served, and answers as the model says; an answer can be set for an operation that is not ('ecsim actions --all')",
			f.Operation)
	}
	if err := jsonObject(f.Body); err != nil {
		return fmt.Errorf("fault: body: %w", err)
	}
	return nil
}

// jsonObject says what keeps a text from being one JSON object.
func jsonObject(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	var object map[string]any
	if err := d.Decode(&object); err != nil || object == nil {
		return errors.New(`give the answer as a JSON object, such as {"Disks": {"Disk": []}}`)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after the JSON object")
	}
	return nil
}

// exists says whether a product has an operation of that name.
func exists(known *catalog.Catalog, operation string) bool {
	products, err := known.Products(operation)
	return err == nil && len(products) > 0
}
