package model_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/fixtures/worlds"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// A lamp is a kind of resource that ECS does not have: it hangs in a VPC, owns
// its socket, uses a bulb, and is Lit some time after it was made.
type lamp struct {
	LampID, VpcID, Socket, Bulb, Status string
	Tags                                model.List
	Hidden                              struct{ Since time.Time }
}

var kindLamp = model.NewKind(model.KindFacts{Number: len(ecs.Records()) + 1, Name: "Lamp", Prefix: "lmp", Letter: "l", Product: "ecs", ARN: "lamp"})

func (*lamp) Kind() model.Kind { return kindLamp }

func (l *lamp) ID() string { return l.LampID }

func (l *lamp) Lifecycle() (status string, since time.Time) { return l.Status, l.Hidden.Since }

type fileLamp struct {
	As  string `yaml:"as"`
	Vpc string `yaml:"vpc"`
}

func lampKind() model.KindOf[lamp] {
	return model.KindOf[lamp]{
		Kind:     kindLamp,
		Tags:     func(l *lamp) model.List { return l.Tags },
		Parts:    func(l *lamp) []string { return []string{l.VpcID} },
		UsableBy: model.UsableByOwner[lamp],
		Owns:     func(l *lamp) []string { return []string{l.Socket} },
		Uses:     func(l *lamp) string { return l.Bulb },
		Aspects:  model.NoAspects[lamp],
		Shape: func(_ string, l lamp) (lamp, []string) {
			links := []string{l.VpcID}
			l.LampID, l.VpcID, l.Socket, l.Hidden.Since = "", "", "", time.Time{}
			return l, links
		},
		Check: func(_ *model.World, p *model.Place, report model.Report) {
			for id, l := range model.TableOf[lamp](p, kindLamp).All {
				if ecs.Vpcs(p).Get(l.VpcID) == nil {
					report(id, "hangs in the unknown VPC %q", l.VpcID)
				}
			}
		},
		Find:   model.FindOwn(kindLamp),
		Quotas: []model.Quota{{Name: "Lamps", Value: 3, Source: "made up"}},
		Edges: []model.Edge{{Name: "Lamp/Pending-Lit", From: ecs.Pending, To: "Lit", Min: time.Second, Max: time.Minute,
			Do: func(w *model.World, p *model.Place, r model.Resource) {
				next := *r.(*lamp)
				next.Status, next.Hidden.Since = "Lit", time.Time{}
				model.Put(w, p.Account, p.Region, next)
			}}},
		Import: func(w *model.World, p *model.Place, l lamp) error {
			l.Hidden.Since = w.Since(&l)
			model.Put(w, p.Account, p.Region, l)
			return nil
		},
		Shown: func(l lamp) lamp { l.Hidden.Since = time.Time{}; return l },
		File: model.SectionOf("lamps", 5, func(f fileLamp) string { return f.As }, func(w *model.World, f fileLamp) error {
			p := w.Place(mainAccount, hangzhou)
			l := lamp{LampID: w.NewID(kindLamp), VpcID: w.Base().Names[f.Vpc], Socket: f.As, Bulb: "bulb-1", Status: ecs.Pending, Tags: "team=a"}
			l.Hidden.Since = w.Now()
			model.Put(w, p.Account, p.Region, l)
			return w.Base().AddNamed(f.As, l.LampID)
		}),
	}
}

// lampModel is the reference model with one kind more, and an operation on it.
func lampModel(t *testing.T) *model.Model {
	t.Helper()
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := model.NewKinds(append(ecs.Records(), model.Declare(lampKind()))...)
	if err != nil {
		t.Fatal(err)
	}
	return model.New(c, model.Parts{Kinds: kinds, Needs: ecs.Needs(), Operations: reference.Operations(), Setups: reference.Setups, Texts: ecs.Texts()})
}

// A kind is declared once. One that nothing but its record knows goes through
// all that has to know every kind.
func TestAMadeUpKindGoesThroughEverything(t *testing.T) {
	m := lampModel(t)
	text, err := worlds.Files.ReadFile("default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.ReadWorld(m, append(text, "\nlamps:\n  - {as: desk, vpc: vpc1}\n"...), 1)
	if err != nil {
		t.Fatal(err)
	}
	dark, err := model.ReadWorld(m, text, 1)
	if err != nil {
		t.Fatal(err)
	}
	id := named(t, w, "desk")

	t.Run("the store finds it", func(t *testing.T) {
		if !strings.HasPrefix(id, "lmp-") || m.Kinds().OfID(id) != kindLamp {
			t.Errorf("its id is %s", id)
		}
		r, account, region := w.Locate(id)
		if r == nil || r.Kind() != kindLamp || account != mainAccount || region != hangzhou {
			t.Errorf("Locate finds %v of %s in %s", r, account, region)
		}
		if found := w.Find(mainAccount, hangzhou, kindLamp, id); found != r || model.StatusOf(found) != ecs.Pending {
			t.Errorf("Find finds %v", found)
		}
		if all := w.Resources(mainAccount, hangzhou, kindLamp); len(all) != 1 || all[0] != r {
			t.Errorf("Resources lists %v", all)
		}
		if p := w.Place(mainAccount, hangzhou); p.Owner(kindLamp, "desk") != id || p.UsersOf(kindLamp, "bulb-1") != 1 {
			t.Error("what it owns and uses is not known")
		}
	})
	t.Run("the world has it in hash, shape, census and equality", func(t *testing.T) {
		if w.Equal(dark) || w.Hash() == dark.Hash() || w.Shape() == dark.Shape() || w.Census(1) == dark.Census(1) {
			t.Error("a world with a lamp is like one without")
		}
		gone := w
		model.Drop[lamp](&gone, mainAccount, hangzhou, kindLamp, id)
		if gone.Shape() != dark.Shape() || gone.Moves() || gone.Check() != nil {
			t.Errorf("something of the lamp is left: %v", gone.Check())
		}
		if back := gone.WithAccountOf(w, mainAccount); !back.Equal(w) || back.Check() != nil {
			t.Error("a reset does not bring it back")
		}
	})
	t.Run("its invariants are checked", func(t *testing.T) {
		if err := w.Check(); err != nil {
			t.Error(err)
		}
		bad := w
		l := *w.Find(mainAccount, hangzhou, kindLamp, id).(*lamp)
		l.VpcID = "vpc-none"
		model.Put(&bad, mainAccount, hangzhou, l)
		if err := bad.Check(); err == nil || !strings.Contains(err.Error(), `Lamp `+id+`: hangs in the unknown VPC "vpc-none"`) {
			t.Errorf("Check says %v", err)
		}
	})
	t.Run("it is written and read again", func(t *testing.T) {
		back, err := model.DecodeWorld(m, w.Base(), written(t, w))
		if err != nil {
			t.Fatal(err)
		}
		sameWorld(t, w, back)
		if m.Fingerprint() == newWorld(t).Model().Fingerprint() {
			t.Error("the fingerprint of a model does not see its kinds")
		}
	})
	t.Run("it moves by itself", func(t *testing.T) {
		if pending := w.Pending(); len(pending) != 1 || pending[0].ID != id || pending[0].Edge.Kind != kindLamp {
			t.Fatalf("pending is %v", pending)
		}
		lit := settle(w)
		if model.StatusOf(lit.Find(mainAccount, hangzhou, kindLamp, id)) != "Lit" || lit.Moves() || lit.Check() != nil {
			t.Errorf("the lamp is not lit: %v", lit.Check())
		}
	})
	t.Run("it is imported from a target", func(t *testing.T) {
		r := w.Find(mainAccount, hangzhou, kindLamp, id)
		imported, err := dark.Import(mainAccount, hangzhou, r)
		if err != nil || imported.Find(mainAccount, hangzhou, kindLamp, id) == nil {
			t.Errorf("Import: %v", err)
		}
		if _, err := imported.Import(mainAccount, hangzhou, r); err == nil {
			t.Error("it is imported twice")
		}
	})
	t.Run("policies speak of it", func(t *testing.T) {
		r := model.RequestIn(&w, mainAccount, hangzhou)
		if arn := model.ArnOf(r, kindLamp, id); !strings.HasSuffix(arn, ":lamp/"+id) || model.TagsOf(r, kindLamp, id)["team"] != "a" {
			t.Errorf("its ARN is %s, its tags %v", arn, model.TagsOf(r, kindLamp, id))
		}
	})
	t.Run("others ask the table", func(t *testing.T) {
		r := w.Find(mainAccount, hangzhou, kindLamp, id)
		shown := m.Kinds().Shown(r)
		if _, since := shown.Lifecycle(); !since.IsZero() || m.Kinds().Parts(r)[0] != named(t, w, "vpc1") || m.Kinds().Tags(r) != "team=a" {
			t.Errorf("shown %v, parts %v, tags %v", shown, m.Kinds().Parts(r), m.Kinds().Tags(r))
		}
		if k, ok := m.Kinds().Named("Lamp"); !ok || k != kindLamp || !m.Kinds().Keeps(k) || m.Kinds().Empty(k).Kind() != kindLamp {
			t.Error("the table does not know the kind by name")
		}
	})
	t.Run("its quota is a fact", func(t *testing.T) {
		few, err := model.ReadWorld(m, append(text, "\n\nlamps: []\n"...), 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := few.Knows(model.Fact{Scope: mainAccount, Name: "Lamps"}); got != model.Exactly(3) {
			t.Errorf("the quota is %v", got)
		}
	})
	t.Run("a bad world file says where", func(t *testing.T) {
		_, err := model.ReadWorld(m, append(text, "\nlamps:\n  - {as: desk, shade: green}\n"...), 1)
		if err == nil || !strings.Contains(err.Error(), "field shade not found") {
			t.Errorf("the error is %v", err)
		}
	})
}

// A record that lacks a part makes no table, and the error names the part.
func TestAKindWithoutAPartIsRefused(t *testing.T) {
	typ := reflect.TypeFor[model.KindOf[lamp]]()
	for i := range typ.NumField() {
		part := typ.Field(i).Name
		if part == "Lags" || part == "Failures" { // without others, those of most kinds; and none
			continue
		}
		t.Run(part, func(t *testing.T) {
			of := lampKind()
			reflect.ValueOf(&of).Elem().Field(i).SetZero()
			_, err := model.NewKinds(append(ecs.Records(), model.Declare(of))...)
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("without %s the table says %v", part, err)
			}
		})
	}
}

// Numbers, names, prefixes and letters are each kind's own.
func TestKindsAreTold(t *testing.T) {
	next := len(ecs.Records()) + 1
	for _, tt := range []struct {
		facts model.KindFacts
		want  string
	}{
		{model.KindFacts{Number: next + 1, Name: "Lamp"}, fmt.Sprintf("Lamp has the number %d and stands at place %d", next+1, next)},
		{model.KindFacts{Number: next, Name: "Image"}, "have the name Image"},
		{model.KindFacts{Number: next, Name: "Lamp", Prefix: "eni"}, "have the prefix eni"},
		{model.KindFacts{Number: next, Name: "Lamp", Letter: "i"}, "have the letter i"},
	} {
		of := lampKind()
		of.Kind = model.NewKind(tt.facts)
		if _, err := model.NewKinds(append(ecs.Records(), model.Declare(of))...); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v", tt.facts, err)
		}
	}
}
