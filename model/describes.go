package model

import (
	"errors"
	"fmt"
	"slices"
)

// shownIDs are the fields that show whether a resource exists: the id among all
// resources of a kind, such as DescribeInstances.InstanceId.
func shownIDs(ops []Operation) map[string]Kind {
	ids := map[string]Kind{}
	for i := range ops {
		if kind := ops[i].Lists; kind != nil {
			ids[ops[i].Name+"."+kind.IDField()] = kind
		}
	}
	return ids
}

// describes returns what the operation's description lacks, and what does not
// fit its parameters.
func (o *BoundOperation) describes() []error {
	var errs []error
	if o.Weight.Cards < 1 || o.Weight.Why == "" {
		errs = append(errs, errors.New("Weight is missing: how many cards of a deck the operation has, and why"))
	}
	errs = append(errs, o.saysWhole()...)
	known := func(what, wire string) {
		if _, ok := o.Param(wire); !ok {
			errs = append(errs, fmt.Errorf("%s names %s, which is no parameter of the operation", what, wire))
		}
	}
	for name := range o.Plain {
		known("Plain", name)
	}
	for name := range o.Look.Params {
		known("Look", name)
	}
	for name := range o.Inside.Params {
		known("Inside", name)
	}
	for name := range o.Removal.Params {
		known("Removal", name)
	}
	for _, name := range o.Either {
		known("Either", name)
	}
	for _, c := range o.Trials.Choices {
		known("Choices", c.Param)
	}
	if o.About != "" {
		known("About", o.About)
	}
	if want := o.Trials.Want; want.Param != "" {
		known("Want", want.Param)
	}
	return errs
}

// saysWhole requires Makes or Removes of an operation with an effect that makes
// or removes something, and the other way round.
func (o *BoundOperation) saysWhole() []error {
	var errs []error
	made := func(kind Kind) bool {
		return slices.ContainsFunc(o.Effects, func(e *BoundEffect) bool { return e.Whole == kind })
	}
	if o.Makes != nil && !made(o.Makes) {
		errs = append(errs, fmt.Errorf("Makes says %s, and no effect is seen by an id of that kind", o.Makes))
	}
	if o.Makes == nil && o.Removes == nil && slices.ContainsFunc(o.Effects, func(e *BoundEffect) bool { return e.Whole != nil }) {
		errs = append(errs, errors.New("Makes or Removes is missing: an effect is seen by the id among all of a kind"))
	}
	if o.Removes != nil && o.Subject() == nil {
		errs = append(errs, fmt.Errorf("it has Removes %s, and no parameter names one", o.Removes))
	}
	return errs
}

// relations returns the operations that an operation names and that do not
// exist.
func (m *Model) relations(o *BoundOperation) []error {
	var errs []error
	known := func(what, op string) {
		if _, ok := m.operations[op]; op != "" && !ok {
			errs = append(errs, fmt.Errorf("%s names %s, which is no operation", what, op))
		}
	}
	for _, s := range o.Removal.Before {
		known("Removal", s.Op)
	}
	for _, s := range o.Trials.Meets {
		known("Meets", s.Op)
	}
	known("Want", o.Trials.Want.By)
	for _, op := range o.Trials.Replaces {
		known("Replaces", op)
	}
	return errs
}

// Makes returns the kind of resource that the operation makes; none if it makes
// nothing, or does not exist.
func (m *Model) Makes(name string) Kind {
	if op, ok := m.Operation(name); ok {
		return op.Makes
	}
	return nil
}

// Maker returns the operation that makes resources of the kind; of several, the
// one that is drawn most often; nil if there is none.
func (m *Model) Maker(kind Kind) *BoundOperation {
	var maker *BoundOperation
	for _, op := range m.Operations() {
		if op.Makes == kind && kind != nil && (maker == nil || op.Weight.Cards > maker.Weight.Cards) {
			maker = op
		}
	}
	return maker
}

// Remover returns the operation that removes a resource of the kind; nil if
// there is none.
func (m *Model) Remover(kind Kind) *BoundOperation {
	for _, op := range m.Operations() {
		if op.Removes == kind && kind != nil {
			return op
		}
	}
	return nil
}

// LookAt returns the operation as a lookup of a resource of the kind, or of what
// was made together with it; zero for none.
func (o *BoundOperation) LookAt(kind Kind) Look {
	switch kind {
	case nil:
		return Look{}
	case o.Look.Kind:
		return o.Look
	case o.Inside.Kind:
		return o.Inside
	default:
		return Look{}
	}
}

// Looks returns the operations that look up one resource of the kind: first the
// one that lists them, then those that show further fields.
func (m *Model) Looks(kind Kind) []*BoundOperation {
	var looks []*BoundOperation
	for _, op := range m.Operations() {
		switch {
		case op.LookAt(kind).Kind == nil:
		case op.Lists == kind:
			looks = slices.Insert(looks, 0, op)
		default:
			looks = append(looks, op)
		}
	}
	return looks
}
