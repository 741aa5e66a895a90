package model_test

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// TestAnOperationSaysWhatItIs leaves out, or gets wrong, one thing that the
// engine asks an operation for, and wants Validate to name it.
func TestAnOperationSaysWhatItIs(t *testing.T) {
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]struct {
		op    string
		spoil func(*model.Operation)
		says  string
	}{
		"no weight":            {"StartInstance", func(o *model.Operation) { o.Weight = model.Weight{} }, "Weight is missing"},
		"no reason":            {"StartInstance", func(o *model.Operation) { o.Weight.Why = "" }, "Weight is missing"},
		"makes nothing":        {"CreateImage", func(o *model.Operation) { o.Makes = nil }, "Makes or Removes is missing"},
		"removes nothing":      {"DeleteVpc", func(o *model.Operation) { o.Removes = nil }, "Makes or Removes is missing"},
		"makes something else": {"CreateImage", func(o *model.Operation) { o.Makes = ecs.KindVpc }, "Makes says Vpc"},
		"about nothing":        {"CreateImage", func(o *model.Operation) { o.About = "DiskId" }, "About names DiskId"},
		"plain":                {"CreateVpc", func(o *model.Operation) { o.Plain = model.Params{"Block": "10.0.0.0/8"} }, "Plain names Block"},
		"look":                 {"DescribeVpcs", func(o *model.Operation) { o.Look.Params = model.Params{"Vpc": model.It} }, "Look names Vpc"},
		"removal":              {"DeleteImage", func(o *model.Operation) { o.Removal.Params = model.Params{"Really": "true"} }, "Removal names Really"},
		"removal's calls":      {"DeleteImage", func(o *model.Operation) { o.Removal.Before = []model.Sample{{Op: "UnshareImage"}} }, "Removal names UnshareImage"},
		"either":               {"JoinSecurityGroup", func(o *model.Operation) { o.Either = []string{"DiskId"} }, "Either names DiskId"},
		"choices":              {"CreateVpc", func(o *model.Operation) { o.Trials.Choices = []model.Choice{{Param: "Block"}} }, "Choices names Block"},
		"want":                 {"StartInstance", func(o *model.Operation) { o.Trials.Want.Param = "DiskId" }, "Want names DiskId"},
		"want's operation":     {"StartInstance", func(o *model.Operation) { o.Trials.Want.By = "HaltInstance" }, "Want names HaltInstance"},
		"meets":                {"StartInstance", func(o *model.Operation) { o.Trials.Meets = []model.Sample{{Op: "HaltInstance"}} }, "Meets names HaltInstance"},
		"replaces":             {"RebootInstance", func(o *model.Operation) { o.Trials.Replaces[0] = "HaltInstance" }, "Replaces names HaltInstance"},
		"condition key": {"ModifyInstanceAttribute", func(o *model.Operation) {
			for i := range o.Params {
				o.Params[i].Key = ""
			}
		}, "RAM condition key ecs:PasswordCustomized"},
	} {
		t.Run(name, func(t *testing.T) {
			ops := reference.Operations()
			for i := range ops {
				if ops[i].Name == spoil.op {
					spoil.spoil(&ops[i])
				}
			}
			kinds, err := ecs.ReferenceKinds()
			if err != nil {
				t.Fatal(err)
			}
			err = model.New(c, model.Parts{Kinds: kinds, Needs: ecs.Needs(), Operations: ops, Setups: reference.Setups, Texts: ecs.Texts()}).Validate()
			if err == nil || !strings.Contains(err.Error(), spoil.says) || !strings.Contains(err.Error(), "operation "+spoil.op+":") {
				t.Errorf("want %q of %s, got: %v", spoil.says, spoil.op, err)
			}
		})
	}
}

// TestEachKindHasItsOperations holds for the kinds that sequences make.
func TestEachKindHasItsOperations(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range m.Kinds().Kept() {
		maker, remover, looks := m.Maker(k), m.Remover(k), m.Looks(k)
		if maker == nil || remover == nil || len(looks) == 0 {
			t.Errorf("%s: made by %v, removed by %v, shown by %d operations", k, maker, remover, len(looks))
			continue
		}
		if looks[0].Lists != k {
			t.Errorf("%s is looked at first by %s, which does not list it", k, looks[0].Name)
		}
		if p := remover.Subject(); p == nil || p.Refers() != k {
			t.Errorf("%s removes a %s and is about %v", remover.Name, k, p)
		}
	}
	if name := m.Maker(ecs.KindInstance).Name; name != "RunInstances" {
		t.Errorf("of two operations that make instances %s is taken, not the one that is drawn more often", name)
	}
}
