package model

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/fixtures/catalog"
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
		spoil func(*Operation)
		says  string
	}{
		"no weight":            {"StartInstance", func(o *Operation) { o.Weight = Weight{} }, "Weight is missing"},
		"no reason":            {"StartInstance", func(o *Operation) { o.Weight.Why = "" }, "Weight is missing"},
		"makes nothing":        {"CreateImage", func(o *Operation) { o.Makes = nil }, "Makes or Removes is missing"},
		"removes nothing":      {"DeleteVpc", func(o *Operation) { o.Removes = nil }, "Makes or Removes is missing"},
		"makes something else": {"CreateImage", func(o *Operation) { o.Makes = KindVpc }, "Makes says Vpc"},
		"about nothing":        {"CreateImage", func(o *Operation) { o.About = "DiskId" }, "About names DiskId"},
		"plain":                {"CreateVpc", func(o *Operation) { o.Plain = Params{"Block": "10.0.0.0/8"} }, "Plain names Block"},
		"look":                 {"DescribeVpcs", func(o *Operation) { o.Look.Params = Params{"Vpc": It} }, "Look names Vpc"},
		"removal":              {"DeleteImage", func(o *Operation) { o.Removal.Params = Params{"Really": "true"} }, "Removal names Really"},
		"removal's calls":      {"DeleteImage", func(o *Operation) { o.Removal.Before = []Sample{{Op: "UnshareImage"}} }, "Removal names UnshareImage"},
		"either":               {"JoinSecurityGroup", func(o *Operation) { o.Either = []string{"DiskId"} }, "Either names DiskId"},
		"choices":              {"CreateVpc", func(o *Operation) { o.Trials.Choices = []Choice{{Param: "Block"}} }, "Choices names Block"},
		"want":                 {"StartInstance", func(o *Operation) { o.Trials.Want.Param = "DiskId" }, "Want names DiskId"},
		"want's operation":     {"StartInstance", func(o *Operation) { o.Trials.Want.By = "HaltInstance" }, "Want names HaltInstance"},
		"meets":                {"StartInstance", func(o *Operation) { o.Trials.Meets = []Sample{{Op: "HaltInstance"}} }, "Meets names HaltInstance"},
		"replaces":             {"RebootInstance", func(o *Operation) { o.Trials.Replaces[0] = "HaltInstance" }, "Replaces names HaltInstance"},
		"condition key": {"ModifyInstanceAttribute", func(o *Operation) {
			for i := range o.Params {
				o.Params[i].Key = ""
			}
		}, "RAM condition key ecs:PasswordCustomized"},
	} {
		t.Run(name, func(t *testing.T) {
			ops := operations()
			for i := range ops {
				if ops[i].Name == spoil.op {
					spoil.spoil(&ops[i])
				}
			}
			kinds, err := ReferenceKinds()
			if err != nil {
				t.Fatal(err)
			}
			err = assemble(c, Parts{kinds, needsOf(), ops, setups}).Validate()
			if err == nil || !strings.Contains(err.Error(), spoil.says) || !strings.Contains(err.Error(), "operation "+spoil.op+":") {
				t.Errorf("want %q of %s, got: %v", spoil.says, spoil.op, err)
			}
		})
	}
}

// TestEachKindHasItsOperations holds for the kinds that sequences make.
func TestEachKindHasItsOperations(t *testing.T) {
	m, err := New()
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
	if name := m.Maker(KindInstance).Name; name != "RunInstances" {
		t.Errorf("of two operations that make instances %s is taken, not the one that is drawn more often", name)
	}
}
