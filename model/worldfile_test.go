package model_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Every embedded world can be read, and what its file lists can be found.
func TestEmbeddedWorlds(t *testing.T) {
	for _, name := range model.WorldNames() {
		w := namedWorld(t, name)
		if w.Base().Name != name {
			t.Errorf("world %s calls itself %s", name, w.Base().Name)
		}
		for as, id := range w.Base().Names {
			if r, _, _ := w.Locate(id); r == nil {
				t.Errorf("world %s: %s is %s, which is nowhere", name, as, id)
			}
		}
	}
}

func worldDoc(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "world.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// exampleWorld is the YAML block of docs/world.md.
func exampleWorld(t *testing.T) string {
	t.Helper()
	_, rest, _ := strings.Cut(worldDoc(t), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("docs/world.md has no example")
	}
	return example
}

func TestTheDocumentedWorldHoldsWhatItSays(t *testing.T) {
	w, err := model.ReadWorld(newWorld(t).Model(), []byte(exampleWorld(t)), 1)
	if err != nil {
		t.Fatal(err)
	}
	id := func(name string) string { return named(t, w, name) }
	main := w.Place("1000000000000001", "cn-hangzhou")

	locked := ecs.Instances(main).Get(id("locked"))
	if locked.Status != ecs.Running || locked.LockReason != "security" || locked.ImageId != id("golden") || locked.PrimaryEni != id("locked.primary") {
		t.Errorf("the locked instance is %+v", locked)
	}
	old := ecs.Instances(main).Get(id("old"))
	if old.Status != ecs.Stopped || old.InstanceNetworkType != ecs.NetworkClassic || old.PrimaryEni != "" || old.ZoneId != "cn-hangzhou-i" {
		t.Errorf("the classic instance is %+v", old)
	}
	if e := ecs.Enis(main).Get(id("eni1")); e.Status != ecs.InUse || e.InstanceId != id("locked") || e.Tags != "team=a" {
		t.Errorf("the interface is %+v", e)
	}
	golden := ecs.Images(main).Get(id("golden"))
	if golden.ImageName != "golden-1" || golden.ImageFamily != "golden" || golden.Hidden.Shared != "1000000000000002" ||
		golden.OSType != model.Linux || golden.ImageOwnerAlias != ecs.OwnerSelf {
		t.Errorf("the custom image is %+v", golden)
	}
	for name, members := range map[string]int{"sg1": 2, "sgfull": 2000, "sgclassic": 1} {
		if got := ecs.SecurityGroups(main).Get(id(name)).Hidden.Members; got != members {
			t.Errorf("%s has %d members, want %d", name, got, members)
		}
	}
	for fact, want := range map[model.Fact]int{
		{Scope: "1000000000000001", Name: ecs.QuotaNetworkInterfaces}: 3, {Scope: "1000000000000002", Name: ecs.QuotaNetworkInterfaces}: 100,
		{Scope: "cn-hangzhou", Name: model.RegionSourceDestCheck}: 0, {Scope: "ecs.g7.large", Name: model.TypeEniQuantity}: 2,
	} {
		if got := w.Knows(fact); got != model.Exactly(want) {
			t.Errorf("fact %v is %v, want %d", fact, got, want)
		}
	}
	if zone := w.Base().Zone("cn-hangzhou-j"); zone.Types.Has("ecs.i2.xlarge") || !zone.Types.Has("ecs.g7.large") {
		t.Errorf("zone j sells %v", zone.Types.All())
	}
}

// Each bad file changes one line of the documented one. The error names the
// line or the resource, and what is wrong with it.
func TestBadWorldFiles(t *testing.T) {
	example, m := exampleWorld(t), newWorld(t).Model()
	for _, c := range []struct{ name, old, bad, want string }{
		{"unknown key", "name: example", "name: example\nnom: example", "line 2: field nom not found"},
		{"unknown key of an element", "kind: user", "kind: user\n    password: x", "field password not found"},
		{"no time", "now: 2026-01-01T00:00:00Z", "", "now is missing"},
		{"no regions", "zones: [cn-hangzhou-i, cn-hangzhou-j]", "zones: []", "regions[0] (cn-hangzhou): id or zones are missing"},
		{"account twice", "name: other, id: \"1000000000000002\"", "name: main, id: \"1000000000000002\"", "accounts[1] (main): there is another account"},
		{"account of the system", "name: other", "name: system", "accounts[1] (system): system is the account of the public images"},
		{"caller of nobody", "account: main, kind: account", "account: nobody, kind: account", `callers[0] (main): no account is called "nobody": the accounts are main, other`},
		{"caller twice", "- name: reader", "- name: main", "callers[1] (main): name is missing, or that of another caller"},
		{"kind of caller", "kind: user", "kind: robot", `kind "robot" is none of account, user and sts`},
		{"key twice", "id: reader-key", "id: example-key", "callers[1] (reader): key example-key is given twice"},
		{"policy", `"Effect": "Allow"`, `"Effect": "Maybe"`, "caller reader: policy 1"},
		{"zone twice", "cn-hangzhou-j], unsold", "cn-hangzhou-i], unsold", "unsold: cn-hangzhou-j is no zone of the region"},
		{"unknown type unsold", "[ecs.i2.xlarge]", "[ecs.none]", `there is no instance type "ecs.none"`},
		{"unknown fact", "name: NetworkInterfaces", "name: Interfaces", `facts[0] (main, Interfaces): there is no fact "Interfaces": docs/world.md lists them`},
		{"fact about another thing", "scope: cn-hangzhou, name", "scope: main, name", `the fact is about one region, and scope "main" is none of this world`},
		{"fact of nobody", "scope: main, name", "scope: nobody, name", `no account is called "nobody"`},
		{"feature of two", "name: RegionSourceDestCheck, value: 0", "name: RegionSourceDestCheck, value: 2", "value 2 is outside 0 to 1"},
		{"operating system", "os: linux", "os: plan9", `images[0] (image.linux): os "plan9" is none of linux, windows`},
		{"public image without id", "id: aliyun_3_x64_20G_alibase_20240528.vhd, ", "", "images[0] (image.linux): id is missing"},
		{"image of nobody", "as: golden, account: main", "as: golden, account: nobody", `images[1] (golden): no account is called "nobody"`},
		{"image like none", "from: image.linux", "from: image.none", `from: no public image is called "image.none"`},
		{"image shared with nobody", "shared: [other]", "shared: [nobody]", `shared: no account is called "nobody"`},
		{"image in half", "as: golden, account: main, ", "as: golden, ", "are about custom images: give an account too"},
		{"network nowhere", "- account: main\n    region: cn-hangzhou", "- account: main\n    region: cn-nowhere", `networks[0] (main, cn-nowhere): there is no region "cn-nowhere": the regions are cn-hangzhou`},
		{"block of a VPC", "cidr: 10.0.0.0/8", "cidr: 10.0.0.0/40", `vpc vpc1: cidr "10.0.0.0/40" is no IPv4 block`},
		{"block of a vSwitch", "cidr: 10.1.0.0/16", "cidr: 10.1.0.1/16", `vswitch vsw1: cidr "10.1.0.1/16" is no IPv4 block`},
		{"vSwitch outside", "cidr: 10.1.0.0/16", "cidr: 11.1.0.0/16", "cidr 11.1.0.0/16 is not within that of the vpc, 10.0.0.0/8"},
		{"vSwitch without addresses", "cidr: 10.1.0.0/16", "cidr: 10.1.0.0/31", "gives no addresses"},
		{"vSwitches overlap", "{as: vsw1, zone: cn-hangzhou-i, cidr: 10.1.0.0/16}",
			"{as: vsw0, zone: cn-hangzhou-i, cidr: 10.1.0.0/24}\n          - {as: vsw1, zone: cn-hangzhou-i, cidr: 10.1.0.0/16}",
			"vswitch vsw1: cidr 10.1.0.0/16 overlaps that of vsw0, 10.1.0.0/24"},
		{"unknown zone", "{as: vsw1, zone: cn-hangzhou-i", "{as: vsw1, zone: cn-hangzhou-z", `vswitch vsw1: zone "cn-hangzhou-z" is not in region cn-hangzhou: its zones are cn-hangzhou-i, cn-hangzhou-j`},
		{"name twice", "as: sgfull", "as: sg1", "group sg1: sg1 is the name of two resources"},
		{"no name", "as: sgfull, ", "", "has no name: give `as`"},
		{"type of group", "name: full, type: normal", "name: full, type: basic", `group sgfull: type "basic" is none of normal, enterprise`},
		{"classic enterprise group", "name: classic-1, type: normal", "name: classic-1, type: enterprise", "there are no enterprise groups in the classic network"},
		{"negative members", "members: 2000", "members: -1", "cannot be negative"},
		{"unknown image", "image: golden", "image: silver", `instances[0] (locked): account main has no image called "silver" in region cn-hangzhou`},
		{"unknown type", "type: ecs.g7.large, vswitch", "type: ecs.none, vswitch", `instances[0] (locked): there is no instance type "ecs.none"`},
		{"unknown vSwitch", "vswitch: vsw1, groups: [sg1], lock", "vswitch: vsw9, groups: [sg1], lock", `account main has no vSwitch called "vsw9"`},
		{"unknown group", "groups: [sg1], lock", "groups: [sg9], lock", `account main has no security group called "sg9"`},
		{"no groups", "groups: [sg1], lock", "groups: [], lock", "groups is empty"},
		{"group of another network", "groups: [sg1], lock", "groups: [sgclassic], lock", "security group classic-1 is not in the same network"},
		{"status", "status: Stopped", "status: Sleeping", `instances[1] (old): status "Sleeping" is none of Running, Stopped`},
		{"classic without a zone", "zone: cn-hangzhou-i, groups: [sgclassic]", "groups: [sgclassic]", "without a vswitch the instance is in the classic network"},
		{"two zones", "vswitch: vsw1, groups: [sg1], lock", "zone: cn-hangzhou-j, vswitch: vsw1, groups: [sg1], lock", "zone is cn-hangzhou-j and vSwitch vsw1 is in cn-hangzhou-i: leave zone out"},
		{"interface of nothing", "instance: locked", "instance: free", `enis[0] (eni1): account main has no instance called "free"`},
		{"type of interface", "as: eni1, ", "as: eni1, type: Primary, ", `type "Primary" is none of Secondary, Trunk`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(example, c.old) {
				t.Fatalf("the example does not say %q", c.old)
			}
			_, err := model.ReadWorld(m, []byte(strings.Replace(example, c.old, c.bad, 1)), 1)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want one that says %q", err, c.want)
			}
		})
	}
}

// docs/world.md speaks of every key, fact and embedded world.
func TestTheWorldDocumentIsWhole(t *testing.T) {
	doc := worldDoc(t)
	see := func(what, word string) {
		if !strings.Contains(doc, "`"+word+"`") {
			t.Errorf("docs/world.md does not speak of the %s `%s`", what, word)
		}
	}
	for _, name := range model.WorldNames() {
		see("world", name)
	}
	for _, names := range model.FactsByKind(newWorld(t).Model().Kinds()) {
		for _, name := range names {
			see("fact", string(name))
		}
	}
	var keys func(reflect.Type)
	keys = func(of reflect.Type) {
		switch {
		case of.Kind() == reflect.Slice:
			keys(of.Elem())
		case of.Kind() == reflect.Struct && strings.Contains(of.PkgPath(), "/ecsim/model"):
			for field := range of.Fields() {
				if key := field.Tag.Get("yaml"); key != ",inline" {
					see("key", key)
					keys(field.Type)
				}
			}
		}
	}
	keys(reflect.TypeFor[model.WorldFile]())
	for key, element := range model.SectionKeys(newWorld(t).Model().Kinds()) {
		see("key", key)
		keys(element)
	}
}

// Every fact that the packages declare is known to world files.
func TestNoFactIsForgotten(t *testing.T) {
	kinds, facts := newWorld(t).Model().Kinds(), 0
	for _, room := range []string{"*.go", "ecs/*.go", "ecs/*/*.go"} {
		files, err := filepath.Glob(room)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			facts += declaredFacts(t, file, func(name string) {
				if model.FactsAbout(kinds, model.FactName(name)) == "" {
					t.Errorf("%s: no table has the fact %s: a quota belongs to the record of its kind, another fact to factTable", file, name)
				}
			})
		}
	}
	if facts < 55 {
		t.Errorf("only %d facts are declared", facts)
	}
}

// declaredFacts calls see for the name of each fact that the file declares.
func declaredFacts(t *testing.T, file string, see func(name string)) (count int) {
	t.Helper()
	parsed, err := parser.ParseFile(gotoken.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if typ, named := specType(spec); !ok || !named || typ != "FactName" {
			return true
		}
		for _, v := range spec.Values {
			if lit, isText := v.(*ast.BasicLit); isText {
				count++
				name, _ := strconv.Unquote(lit.Value)
				see(name)
			}
		}
		return true
	})
	return count
}

func specType(spec *ast.ValueSpec) (string, bool) {
	if spec == nil {
		return "", false
	}
	switch of := spec.Type.(type) {
	case *ast.Ident:
		return of.Name, true
	case *ast.SelectorExpr:
		return of.Sel.Name, true
	default:
		return "", false
	}
}

// What a rule's Break names exists.
func TestBreaksNameWorldsAndCallersThatExist(t *testing.T) {
	worlds := map[string]model.World{"": newWorld(t)}
	for _, op := range worlds[""].Model().Operations() {
		for _, r := range op.Rules {
			world := r.Break.World
			if _, read := worlds[world]; !read {
				worlds[world] = namedWorld(t, world)
			}
			w := worlds[world]
			if _, ok := w.Base().Caller(r.Break.Caller); !ok {
				t.Errorf("%s: world %q has no caller %q", r.ID(), world, r.Break.Caller)
			}
			for name, value := range r.Break.Set {
				if as, symbolic := strings.CutPrefix(value, "$"); symbolic {
					if _, ok := w.Base().Names[as]; !ok {
						t.Errorf("%s: %s: world %q has no %s", r.ID(), name, world, value)
					}
				}
			}
		}
	}
}
