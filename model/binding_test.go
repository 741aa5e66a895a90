package model_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// TestEveryOperationFitsTheCatalog is what lets New leave operations unread.
func TestEveryOperationFitsTheCatalog(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	if bound := m.Operations(); len(bound) != len(reference.Operations()) {
		t.Errorf("%d operations of %d, so two have one name", len(bound), len(reference.Operations()))
	}
}

// TestValidateReportsEveryFault wants each fault named, in whichever operation.
func TestValidateReportsEveryFault(t *testing.T) {
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := ecs.ReferenceKinds()
	if err != nil {
		t.Fatal(err)
	}
	m := model.New(c, model.Parts{Kinds: kinds, Needs: ecs.Needs(), Setups: reference.Setups, Texts: ecs.Texts(), Operations: []model.Operation{
		{Name: "NoSuchOperation"},
		{Name: "DescribeRegions", Weight: model.Weight{Cards: 1, Why: "no state"}},
		{Name: "StartInstance", Rules: []model.Rule{{Code: "NoSuchCode"}, {Code: "AnotherCode", Row: 1}}, Effects: []model.Effect{{Name: "a b"}}},
		{Name: "AttachNetworkInterface", Effects: []model.Effect{{Name: "Status", Basis: model.Inferred("of the timing nothing is said")}}, Rules: []model.Rule{{
			Code: "InvalidOperation.InvalidGeneration", When: model.Given("InstanceId"), Template: "The type %s has none.",
		}}},
	}})
	err = m.Validate()
	if err == nil {
		t.Fatal("a model that does not fit is valid")
	}
	for _, want := range []string{"operation NoSuchOperation:", "operation StartInstance:", "rule NoSuchCode:", "rule AnotherCode: row 1", `effect "a b"`, "Weight is missing",
		"effect Status does not say how it, or its timing, is known", `nothing fills "The type %s has none."`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said:\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "DescribeRegions") {
		t.Errorf("the operation that fits is blamed:\n%v", err)
	}
	if _, ok := m.Operation("DescribeRegions"); !ok {
		t.Error("the operation that fits is missing")
	}
	defer func() {
		if said, _ := recover().(string); !strings.Contains(said, "NoSuchCode") {
			t.Errorf("the operation that does not fit is handed out; panic says %q", said)
		}
	}()
	m.Operation("StartInstance")
}

// TestCopiesShareBoundOperations asks two models for everything at once.
func TestCopiesShareBoundOperations(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	replaced := &model.BoundOperation{Operation: model.Operation{Name: "StartInstance"}}
	models := []*model.Model{m, m.WithEdges(nil), m.With(replaced), m}
	got := make([][]*model.BoundOperation, len(models))
	var wg sync.WaitGroup
	for i, model := range models {
		wg.Go(func() { got[i] = model.Operations() })
	}
	wg.Wait()
	for i, ops := range got {
		for j, op := range ops {
			switch {
			case i == 2 && op.Name == "StartInstance":
				if op != replaced {
					t.Error("With does not replace the operation")
				}
			case op != got[0][j]:
				t.Errorf("model %d has a %s of its own", i, op.Name)
			}
		}
	}
	if op, _ := m.Operation("StartInstance"); op == replaced {
		t.Error("With changes the model that it copies")
	}
}

// What explains a rule to its reader is not what the cloud writes: no message has
// the rule's sentence in it, and none a placeholder that nothing fills.
func TestNoSentenceGoesOnTheWire(t *testing.T) {
	m := newModel(t)
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			if r.When == nil || !strings.Contains(r.Message, "%s") {
				continue
			}
			if r.Says == nil {
				t.Errorf("%s: nothing fills %q", r.ID(), r.Message)
			}
			message := model.Verdict{Broken: []*model.BoundRule{r}, Says: []string{"text"}}.Message(0)
			if strings.Contains(message, r.Condition) || strings.Contains(message, "%s") {
				t.Errorf("%s writes %q", r.ID(), message)
			}
		}
	}
	for code, text := range ecs.Texts() {
		if text == "" || strings.Contains(text, "%s") {
			t.Errorf("%s: text %q", code, text)
		}
	}
}

// Each effect says how it is known, and how its timing is.
func TestEveryEffectStatesTwoBases(t *testing.T) {
	for _, op := range newModel(t).Operations() {
		for _, e := range op.Effects {
			for _, b := range []model.Basis{e.Basis, e.Timing} {
				if b.Level == model.LevelFromCatalog || len(b.Sources) == 0 && b.Reason == "" {
					t.Errorf("%s: basis %+v", e.ID(), b)
				}
			}
		}
	}
}
