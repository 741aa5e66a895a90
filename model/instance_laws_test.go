package model_test

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// These laws hold for every operation and every reachable world. Calls are
// drawn from what the operations declare, with values that mostly fit, so that
// walks get somewhere; what is refused is drawn as well.

// A move is one step of a walk: a call, a transition or a while.
type move struct {
	call  *model.Call
	fire  int
	after time.Duration
}

func (m move) String() string {
	switch {
	case m.call != nil:
		return fmt.Sprint(m.call.Caller, " ", m.call.Op, " ", m.call.Params)
	case m.after > 0:
		return "after " + m.after.String()
	default:
		return "fire " + strconv.Itoa(m.fire)
	}
}

// take makes the move.
func (m move) take(w model.World) model.World {
	switch pending := w.Pending(); {
	case m.call != nil:
		return w.Apply(*m.call).World
	case m.after > 0:
		return w.At(w.Now().Add(m.after))
	case len(pending) > 0:
		return w.Fire(pending[m.fire%len(pending)])
	default:
		return w
	}
}

func TestLawsOfEveryWalk(t *testing.T) {
	begin := inhabited(t)
	ops := begin.Model().Operations()
	rapid.Check(t, func(rt *rapid.T) {
		w := begin
		var walk []move
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			m := drawMove(rt, w, ops)
			walk = append(walk, m)
			if m.call != nil {
				lawsOfACall(rt, w, *m.call)
			}
			w = m.take(w)
			if err := w.Check(); err != nil {
				rt.Fatalf("after %v: %v", m, err)
			}
		}
		again := begin
		for _, m := range walk {
			again = m.take(again)
		}
		if again.Hash() != w.Hash() || !again.Equal(w) {
			rt.Fatalf("the same walk leads elsewhere: %v", walk)
		}
	})
}

// inhabited is a world in which something runs, something is stopped, and there
// are a custom image and network interfaces.
func inhabited(t *testing.T) model.World {
	t.Helper()
	w, _ := inStatus(t, newWorld(t), ecs.Stopped, nil)
	w, _ = RunningState(t, w, model.Params{"InstanceType": "ecs.t6-c1m2.large", "HostName": "host"})
	w, _ = RunningState(t, w, model.Params{"VSwitchId": "", "SecurityGroupId": named(t, w, "sgclassic"), "InstanceType": "ecs.t1.small"})
	w, _ = withImage(t, w, func(i *ecs.Image) { i.ImageFamily = "family" })
	for range 3 {
		w, _ = withEni(t, w, nil)
	}
	w, host := RunningState(t, w, nil)
	w, eni := withEni(t, w, nil)
	return attached(t, w, eni, host, nil)
}

// lawsOfACall: applying a call changes nothing in the world that it is applied
// to, says the same each time, and changes nothing at all if the call is
// refused, is a dry run or only reads. Worlds that are equal have equal hashes.
func lawsOfACall(rt *rapid.T, w model.World, c model.Call) {
	before := w.Hash()
	v, again := w.Apply(c), w.Apply(c)
	if w.Hash() != before || w.Check() != nil {
		rt.Fatalf("%v changes the world that it is applied to", c)
	}
	if v.World.Hash() != again.World.Hash() || !v.World.Equal(again.World) || !reflect.DeepEqual(v.Reply, again.Reply) ||
		!slices.Equal(codes(v), codes(again)) {
		rt.Fatalf("%v says this and that", c)
	}
	if len(v.Broken) > 0 && v.World.Hash() != before {
		rt.Fatalf("%v breaks %v and changes the world", c, codes(v))
	}
	if (v.DryRun || v.Op.Reads) && v.World.Hash() != before {
		rt.Fatalf("%v only looks, and changes the world", c)
	}
	if v.World.Equal(w) != (v.World.Hash() == before) {
		rt.Fatalf("%v: equality and hashes disagree", c)
	}
	if v.Op.DryRunCode != "" {
		dry := c
		dry.Params = c.Params.With("DryRun", "true")
		d := w.Apply(dry)
		if d.World.Hash() != before {
			rt.Fatalf("%v as a dry run changes the world", c)
		}
		if replayed := c.Params["ClientToken"] != ""; !replayed && c.Params["DryRun"] == "" && !slices.Equal(codes(d), codes(v)) {
			rt.Fatalf("%v breaks %v, and as a dry run %v", c, codes(v), codes(d))
		}
	}
	for _, other := range v.Others {
		if err := other.Check(); err != nil {
			rt.Fatalf("%v, the other way: %v", c, err)
		}
	}
}

// dice draws 0 to n-1, all alike: rapid's own draws lean to what is small.
func dice(rt *rapid.T, label string, n int) int {
	h := rapid.Uint64().Draw(rt, label) + 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return int((h ^ h>>31) % uint64(n))
}

func throwOf(rt *rapid.T, label string, values []string) string {
	return values[dice(rt, label, len(values))]
}

func drawMove(rt *rapid.T, w model.World, ops []*model.BoundOperation) move {
	switch n := dice(rt, "move", 10); {
	case n == 0:
		return move{after: time.Duration(1+dice(rt, "seconds", 300)) * time.Second}
	case n < 4:
		return move{fire: dice(rt, "which", 6)}
	default:
		c := drawCall(rt, w, ops[dice(rt, "operation", len(ops))])
		return move{call: &c}
	}
}

// drawCall draws a call: mostly all that the operation requires, and as many of
// the other parameters as the draw of "more" says.
func drawCall(rt *rapid.T, w model.World, op *model.BoundOperation) model.Call {
	c := model.Call{Op: op.Name, Params: model.Params{}}
	if dice(rt, "caller?", 20) == 0 {
		c.Caller = throwOf(rt, "caller", []string{"other", "nobody"})
	}
	more := []int{0, 0, 0, 10, 10, 60}[dice(rt, "more", 6)]
	usual := usualParams(op.Name)
	for i := range op.Operation.Params {
		p := &op.Operation.Params[i]
		chance := more
		if p.Required || usual[p.Name] {
			chance = 97
		}
		if dice(rt, p.Name+"?", 100) < chance {
			drawParam(rt, w, c, p)
		}
	}
	return c
}

// usualParams are not required by their page, and still in nearly every call.
func usualParams(op string) map[string]bool {
	usual := map[string]bool{}
	switch op {
	case "RunInstances", "CreateInstance":
		for _, name := range []string{"ImageId", "InstanceType", "SecurityGroupId", "VSwitchId"} {
			usual[name] = true
		}
	case "CreateNetworkInterface", "ModifyNetworkInterfaceAttribute", "JoinSecurityGroup", "LeaveSecurityGroup":
		for _, name := range []string{"SecurityGroupId", "InstanceId", "NetworkInterfaceId"} {
			usual[name] = true
		}
	case "CreateImage":
		usual["InstanceId"] = true
	}
	return usual
}

func drawParam(rt *rapid.T, w model.World, c model.Call, p *model.Param) {
	value := func() string { return drawValue(rt, w, p) }
	switch {
	case p.Name == "Tag":
		c.Params["Tag.1.Key"], c.Params["Tag.1.Value"] = value(), value()
	case p.Type == model.TypeList:
		for n := range 1 + dice(rt, p.Name+"#", 2)*dice(rt, p.Name+"##", 3) {
			c.Params[p.Name+"."+strconv.Itoa(n+1)] = value()
		}
	case p.Type == model.TypeJSONList:
		c.Params[p.Name] = `["` + value() + `"]`
	default:
		c.Params[p.Name] = value()
	}
}

// drawValue draws one value of a parameter: an id of the world where it names a
// resource, else something of its type or its own.
func drawValue(rt *rapid.T, w model.World, p *model.Param) string {
	if kind, ok := kindNamed(p); ok {
		if ids := idsOf(w, kind); len(ids) > 0 && dice(rt, p.Name+"!", 20) > 0 {
			return throwOf(rt, p.Name, ids)
		}
		return "unknown"
	}
	pool := map[string][]string{
		"ZoneId":             {"cn-hangzhou-i", "cn-hangzhou-j"},
		"InstanceType":       {"ecs.g7.xlarge", "ecs.g7.xlarge", "ecs.t6-c1m2.large", "ecs.t1.small", "ecs.g8i.xlarge"},
		"InstanceChargeType": {ecs.PostPaid, ecs.PrePaid}, "SpotStrategy": {ecs.NoSpot, "SpotAsPriceGo"}, "CreditSpecification": {ecs.Standard, ecs.Unlimited},
		"StoppedMode": {attribute.KeepCharging, attribute.StopCharging}, "UserData": {base64.StdEncoding.EncodeToString([]byte("echo"))},
		"PrivateIpAddress": {"10.1.0.5", "10.2.0.5"}, "PrimaryIpAddress": {"10.1.0.6"}, "SourceCidrIp": {"0.0.0.0/0"}, "CidrBlock": {"10.3.0.0/16", "192.168.0.0/16"},
		"Password": {"Test1234&"}, "VncPassword": {"Vnc123"}, "HostName": {"host"}, "Amount": {"1", "2", "3"}, "Status": {ecs.Available, ecs.Running, ecs.Deprecated},
		"ClientToken": {"a", "b"}, "ImageFamily": {"family"}, "IpProtocol": {"tcp"}, "PortRange": {"22/22"}, "Policy": {"accept"},
		"HttpEndpoint": {"enabled", "disabled"}, "HttpTokens": {"optional", "required"}, "SecurityGroupType": {ecs.BasicGroup, ecs.EnterpriseGroup},
	}
	values := pool[p.Name]
	odd := []string{"", "http://a", "世", "-1", "many"}
	switch {
	case p.Name == "RegionId":
		values, odd = []string{hangzhou}, []string{beijing, "cn-nowhere", ""}
	case values != nil:
	case p.Type == model.TypeBoolean:
		values = []string{"true", "false"}
	case p.Type == model.TypeInteger:
		values = []string{"1", "2", "3", "10"}
	default:
		values = []string{"name-a", "name-b", "name-c"}
	}
	if dice(rt, p.Name+"!", 20) == 0 {
		values = odd
	}
	return throwOf(rt, p.Name, values)
}

func kindNamed(p *model.Param) (model.Kind, bool) {
	kinds := map[model.Needs]model.Kind{
		ecs.TheInstance: ecs.KindInstance, ecs.TheImage: ecs.KindImage, ecs.TheEni: ecs.KindNetworkInterface, ecs.TheTrunk: ecs.KindNetworkInterface,
		ecs.TheGroups: ecs.KindSecurityGroup, ecs.TheVSwitch: ecs.KindVSwitch, ecs.TheVpc: ecs.KindVpc,
	}
	if k, ok := kinds[p.Names]; ok {
		return k, true
	}
	byName := map[string]model.Kind{
		"InstanceIds": ecs.KindInstance, "SecurityGroupIds": ecs.KindSecurityGroup, "DestSecurityGroupId": ecs.KindSecurityGroup, "SourceGroupId": ecs.KindSecurityGroup,
	}
	k, ok := byName[p.Name]
	return k, ok
}

// idsOf lists the ids of a kind in the first region of the first account, and
// the public images.
func idsOf(w model.World, kind model.Kind) []string {
	var ids []string
	for _, p := range w.Places {
		if p.Region != hangzhou || p.Account == otherAccount {
			continue
		}
		for r := range p.All {
			if r.Kind() == kind {
				ids = append(ids, r.ID())
			}
		}
	}
	return ids
}

func TestManyMayApplyToOneWorld(t *testing.T) {
	w, id := RunningState(t, newWorld(t), nil)
	calls := []model.Call{
		launch(t, w, model.Params{"Amount": "3"}), launch(t, w, model.Params{"VSwitchId": "vsw-none"}), main1("DescribeInstances", nil),
		about("StopInstance", id, nil), about("RebootInstance", id, nil), about("DeleteInstance", id, model.Params{"Force": "true"}),
		about("StartInstance", id, nil), main1("DescribeUserData", model.Params{"InstanceId": id}),
	}
	want := make([]uint64, len(calls))
	for i, c := range calls {
		want[i] = settle(w.Apply(c).World).Hash()
	}
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for n := range 50 {
				i := (g + n) % len(calls)
				if got := settle(w.Apply(calls[i]).World).Hash(); got != want[i] {
					t.Errorf("%s: another world", calls[i].Op)
				}
			}
		})
	}
	all.Wait()
}
