package target

import (
	"reflect"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// An oddity reads what tags do not say: a member of the body, or something of
// the resource as a whole.
type oddity struct {
	member string      // of the body; empty for none
	shape  func(*form) // says what the member holds
	// reader returns what takes the member over, given its Go type.
	reader func(reflect.Type) odd
}

type odd func(s shownFields, resource, member reflect.Value)

// reads is an oddity of a resource T in which the member holds an M.
func reads[T, M any](member string, see func(s shownFields, r *T, m *M)) oddity {
	shape := func(f *form) { f.holds(reflect.TypeFor[M]()) }
	return oddity{member, shape, func(reflect.Type) odd {
		return func(s shownFields, resource, held reflect.Value) {
			r, okay := reflect.TypeAssert[*T](resource.Addr())
			if m, ok := reflect.TypeAssert[*M](held.Addr()); ok && okay {
				see(s, r, m)
			}
		}
	}}
}

// oddities are the members that no tag describes, by the resource that shows them.
func oddities() map[reflect.Type][]oddity {
	return map[reflect.Type][]oddity{
		reflect.TypeFor[ecs.Instance](): {
			reads("NetworkInterfaces", seePrimary),
			{reader: func(reflect.Type) odd { return seeHopLimit }},
		},
		reflect.TypeFor[ecs.SecurityGroup](): {{"Permissions", shapeRules, rulesReader}},
		reflect.TypeFor[ecs.VSwitch]():       {reads("AvailableIpAddressCount", seeFree)},
	}
}

// attachedBody are the network interfaces as their instance shows them; answers
// of 2019 have no Type.
type attachedBody struct {
	NetworkInterface []struct{ NetworkInterfaceId, Type, PrimaryIpAddress str }
}

// seePrimary finds the primary interface: the one that says so, or the only one
// where none says its type.
func seePrimary(s shownFields, i *ecs.Instance, b *attachedBody) {
	all := b.NetworkInterface
	for n := range all {
		if all[n].Type.v != ecs.Primary && (len(all) != 1 || all[n].Type.set) {
			continue
		}
		if id := all[n].NetworkInterfaceId; id.set {
			i.PrimaryEni, s["PrimaryEni"] = id.v, true
		}
		if address := all[n].PrimaryIpAddress; address.set && !s["PrivateIpAddress"] {
			i.PrivateIpAddress, s["PrivateIpAddress"] = address.v, true
		}
	}
}

// seeHopLimit drops a limit of 0 beside an empty endpoint: without META_OPTIONS
// the metadata options are shown empty.
func seeHopLimit(s shownFields, resource, _ reflect.Value) {
	if i, ok := reflect.TypeAssert[*ecs.Instance](resource.Addr()); ok && i.HttpPutResponseHop <= 0 && i.HttpEndpoint == "" {
		delete(s, "HttpPutResponseHop")
		i.HttpPutResponseHop = 0
	}
}

// rulesShown marks a group whose rules the answer lists: they stand in
// [ecs.SecurityGroupHidden.Rules].
const rulesShown = "Hidden.Rules"

// shapeRules and rulesReader read a rule as the tags of [ecs.Permission] say.
func shapeRules(f *form) {
	rule := f.at("Permission")
	rule.list = true
	shape(rule, reflect.TypeFor[ecs.Permission](), nil)
}

func rulesReader(member reflect.Type) odd {
	at := indexOf(member, "Permission")
	r := newReader(reflect.TypeFor[ecs.Permission](), member.FieldByIndex(at).Type.Elem().Elem(), nil)
	return func(s shownFields, resource, member reflect.Value) {
		g, ok := reflect.TypeAssert[*ecs.SecurityGroup](resource.Addr())
		list := member.FieldByIndex(at)
		if !ok || list.IsNil() {
			return
		}
		s[rulesShown] = true
		for i := range list.Elem().Len() {
			var p ecs.Permission
			r.read(reflect.ValueOf(&p).Elem(), list.Elem().Index(i))
			g.Hidden.Rules = g.Hidden.Rules.With(p.String())
		}
	}
}

// seeFree takes over how full a vSwitch is: book-keeping, never compared.
func seeFree(_ shownFields, v *ecs.VSwitch, free *num) {
	if free.set {
		v.Hidden.Used = max(0, v.Free()-free.v)
	}
}

// imageSharesBody lists the accounts that an image is shared with.
type imageSharesBody struct {
	envelope

	ImageId, RegionId str
	Accounts          struct {
		Account *[]struct{ AliyunId str }
	}
}

func (b *imageSharesBody) reply() (model.Reply, error) {
	r := model.Reply{Page: b.page(), Values: map[string]string{}}
	if b.ImageId.set {
		r.Values["ImageId"] = b.ImageId.v
	}
	if accounts := b.Accounts.Account; accounts != nil {
		ids := make([]str, 0, len(*accounts))
		for _, a := range *accounts {
			ids = append(ids, a.AliyunId)
		}
		r.Values["Accounts"] = strings.Join(texts(ids), ",")
	}
	return r, nil
}
