package rpc

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/wire"
	"github.com/ecsim/ecsim/sim"
)

// The encoder here and the reader of conformance/target go by the same tags, so
// that one does not check the other. These tests do: they hold both to recorded
// bodies and documented shapes, which know nothing of tags. A body is read, what
// was read is written, and each member that a field stands for has to come back
// where it was.

// A witness reads and writes bodies.
type witness struct {
	plans *plans
	world model.World
	from  *target.Endpoint
	body  []byte // what the endpoint answers
	used  map[string]bool
}

func newWitness(t *testing.T) *witness {
	t.Helper()
	world := cloudOf(t).World()
	w := &witness{plans: newPlans(world.Model()), world: world, used: map[string]bool{}}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "application/json")
		_, _ = out.Write(w.body)
	}))
	t.Cleanup(server.Close)
	from, err := target.NewEndpoint(target.Config{URL: server.URL, Credentials: target.Credentials{AccessKeyID: "any", AccessKeySecret: "any"}})
	if err != nil {
		t.Fatal(err)
	}
	w.from = from
	return w
}

// back returns the members of the body after reading and writing.
func (w *witness) back(t *testing.T, op string, body any) map[string]string {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	w.body = data
	call := model.Call{Op: op, Params: model.Params{"AdditionalAttributes.1": "META_OPTIONS", "IncludePublicKey": "true"}}
	got, err := w.from.Do(t.Context(), call)
	if err != nil || got.Class != model.ClassOK {
		t.Fatalf("%s: %v %v %s", op, err, got.Class, got.Message)
	}
	for i, item := range got.Reply.Items {
		got.Reply.Items[i] = item.(model.Seen).Resource
	}
	var written any
	if err := json.Unmarshal(w.plans.answer(call, sim.Answer{Outcome: got, World: w.world}).body().appendJSON(nil), &written); err != nil {
		t.Fatal(err)
	}
	return leaves(written)
}

// leaves are the scalars of a body by path, lists as Name[].
func leaves(body any) map[string]string {
	all := map[string]string{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, inner := range v {
				walk(strings.TrimPrefix(path+"."+name, "."), inner)
			}
		case []any:
			for _, inner := range v {
				walk(path+"[]", inner)
			}
		case string:
			for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z"} {
				if at, err := time.Parse(layout, v); err == nil {
					v = at.Format(time.DateTime)
				}
			}
			all[path] += v + "\n"
		default:
			all[path] += fmt.Sprintln(v)
		}
	}
	walk("", body)
	return all
}

// declared are the paths at which fields are both read and written, with the
// field, and the names of all fields.
func (w *witness) declared(op string) (fields map[string]string, names map[string]bool) {
	says := wire.Answers()[op]
	fields, names = map[string]string{}, map[string]bool{}
	base := ""
	if says.In != "" {
		base = says.In + "."
	}
	of := wire.Fields(reflect.TypeOf(says.Of).Elem())
	view := wire.ViewOf(says.View, wire.Places(of), "META_OPTIONS", "IncludePublicKey")
	for _, f := range of {
		names[f.Name] = true
		for _, p := range f.Places {
			if !view.Shows(p) || p.Read || p.Write || p.Hand {
				continue
			}
			path := base + strings.Join(p.Path, ".")
			switch {
			case len(p.Value) > 0:
				fields[path+"[]."+p.Key[0]], fields[path+"[]."+p.Value[0]] = f.Name, f.Name
			case len(p.Key) > 0:
				fields[path+"[]."+p.Key[0]] = f.Name
			case p.List:
				fields[path+"[]"] = f.Name
			case f.Type == reflect.TypeFor[ecs.PrivateDnsNameOptions]():
				for inner := range f.Type.Fields() {
					fields[path+"."+inner.Name] = f.Name
				}
			default:
				fields[path] = f.Name
			}
		}
	}
	if op == "DescribeSecurityGroupAttribute" {
		for _, f := range wire.Fields(reflect.TypeFor[ecs.Permission]()) {
			fields["Permissions.Permission[]."+f.Places[0].String()] = f.Name
		}
	}
	return fields, names
}

// compare counts the members of the body that a field holds and that came back.
func (w *witness) compare(t *testing.T, op string, body any) int {
	t.Helper()
	want, got := leaves(body), w.back(t, op, body)
	declared, names := w.declared(op)
	fields := 0
	for path, value := range want {
		last := strings.TrimSuffix(path[strings.LastIndex(path, ".")+1:], "[]")
		switch {
		case declared[path] != "":
			fields++
			if got[path] != value {
				t.Errorf("%s: %s of %s is %q, and %q after reading and writing", op, path, declared[path], value, got[path])
			}
		case names[last] && !w.excused(path):
			t.Errorf("%s has %s, and the field %s has no place there: give it one in its tag", op, path, last)
		}
	}
	return fields
}

// excused says whether a member has the name of a field and is something else,
// or is read and written by code of its own.
func (w *witness) excused(path string) bool {
	for part := range excuses() {
		if strings.Contains(path, part) {
			w.used[part] = true
			return true
		}
	}
	return false
}

func excuses() map[string]string {
	return map[string]string{
		".NetworkInterfaces.":           "the interfaces of an instance, which are resources of their own",
		"PrivateIpSets.":                "the addresses of an interface, of which the model keeps the first one elsewhere",
		"ReferencingSecurityGroups.":    "what names a group, which the world counts and no target is asked",
		"RouteTable.":                   "route tables are not modelled",
		"AssociatedPropagationSources.": "is not modelled",
		"DiskDeviceMappings.":           "the disks of an image are not modelled",
		"Attachments.":                  "repeats where the disk is attached, and is written only",
		"MountInstances.":               "the instances of a disk that several share, which are not modelled",
		"DetectionOptions.":             "checks of images are not modelled",
		"ImageOptions.":                 "is not modelled",
	}
}

// Each member of a recorded body that the model keeps is read and written there.
func TestRecordedBodiesComeBack(t *testing.T) {
	w := newWitness(t)
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{
		"describe-instances.capture-2019": 26, "describe-instances.capture-2023": 27, "describe-images.capture-2017": 13,
		"describe-network-interfaces.docs-2024": 21, "describe-vpcs.capture-2019": 8, "describe-security-group-attribute.capture-2017": 19,
	} {
		data, err := c.Sample(name)
		if err != nil {
			t.Fatal(err)
		}
		var recorded struct {
			Operation string
			Body      any
		}
		if err := json.Unmarshal(data, &recorded); err != nil {
			t.Fatal(err)
		}
		op, _, _ := strings.Cut(recorded.Operation, " ")
		if fields := w.compare(t, op, recorded.Body); fields != want {
			t.Errorf("%s: %d members are fields, want %d", name, fields, want)
		}
	}
}

// The same with a body that has everything the documentation lists.
func TestDocumentedBodiesComeBack(t *testing.T) {
	w := newWitness(t)
	m := w.world.Model()
	counts := map[string]int{}
	for op := range wire.Answers() {
		if says := w.plans.answers.Of(op); says.Of == nil || says.Made != "" || says.Scalars {
			continue
		}
		known, err := m.Catalog().Operation(op)
		if err != nil {
			t.Fatal(err)
		}
		var shape any
		if err := json.Unmarshal(known.ResponseShape, &shape); err != nil {
			t.Fatal(err)
		}
		counts[op] = w.compare(t, op, example(shape, ""))
	}
	want := map[string]int{
		"DescribeImageFromFamily": 21, "DescribeImages": 21, "DescribeInstanceAttribute": 20, "DescribeInstanceStatus": 2,
		"DescribeInstanceTypes": 22, "DescribeKeyPairs": 6, "DescribeDisks": 27, "DescribeInstances": 39, "DescribeNetworkInterfaceAttribute": 32, "DescribeNetworkInterfaces": 24,
		"DescribeRegions": 2, "DescribeSecurityGroupAttribute": 23, "DescribeSecurityGroupReferences": 1, "DescribeSecurityGroups": 9, "DescribeVSwitchAttributes": 12,
		"DescribeVSwitches": 12, "DescribeVpcAttribute": 10, "DescribeVpcs": 10, "DescribeZones": 3,
	}
	if !maps.Equal(counts, want) {
		for _, op := range slices.Sorted(maps.Keys(counts)) {
			t.Errorf("%q: %d,", op, counts[op])
		}
	}
	for part, why := range excuses() {
		if !w.used[part] {
			t.Errorf("%s is excused (%s) and does not occur", part, why)
		}
	}
}

// example makes a value for a documented shape; no two names have the same text.
func example(shape any, name string) any {
	switch s := shape.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, v := range s {
			if k != "Hostname" && k != "OsType" { // older spellings of a name beside them; encoding/json takes both for one
				out[k] = example(v, k)
			}
		}
		return out
	case []any:
		return []any{example(s[0], name)}
	default:
		switch {
		case strings.HasSuffix(name, "Time"):
			return "2024-01-02T03:04Z"
		case name == "IoOptimized" && s == "string":
			return "optimized"
		case s == "integer" || s == "number":
			return len(name)
		case s == "boolean":
			return true
		default:
			return name
		}
	}
}
