package target

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A MissingError lists what could not be discovered and was not set.
type MissingError struct {
	Target string
	// Needs are in the order in which to set them.
	Needs []Need
}

// A Need is one thing that a run requires.
type Need struct {
	Set string // its name in --set
	Why string // why the target does not give it
}

// Error names what is missing, and how to set it.
func (e *MissingError) Error() string {
	parts := make([]string, 0, len(e.Needs))
	for _, n := range e.Needs {
		parts = append(parts, fmt.Sprintf("no %s (%s): give --set %s=…", n.Set, n.Why, n.Set))
	}
	return fmt.Sprintf("%s does not show all that a run starts from: %s", e.Target, strings.Join(parts, "; "))
}

// Discover returns the world of the target, and the symbolic names of its
// resources. The world of ecsim's own simulator is known. Another target is
// asked with Describe calls: the default caller's region is imported, other
// regions only by name.
//
// set gives what cannot be discovered: region, zone, type, image, vpc, vswitch
// and group. Where the target has several, the one that is set comes first; a
// vpc excludes all others. The names are vpc1 …, zone1 …, vsw1 …, sg1 … for
// basic groups, esg1 … for enterprise groups, sgmanaged, sgclassic, type1,
// image.linux, image.windows, image.plain, image.winplain and image.arm; vsw1
// and sg1 are in vpc1, vsw1 is in zone1.
//
// A [MissingError] lists what has to be set; [Prelude] can make it instead.
func Discover(ctx context.Context, t sequence.Target, m *model.Model, set map[string]string) (model.World, map[string]string, error) {
	if w, ok, err := knownWorld(ctx, t, m); ok || err != nil {
		return w, names(w), err
	}
	d, err := fetchWorld(ctx, t, set)
	if err != nil {
		return model.World{}, nil, err
	}
	if len(d.needs) > 0 {
		return model.World{}, nil, &MissingError{Target: t.Name(), Needs: d.needs}
	}
	w, err := d.world(m)
	if err != nil {
		return model.World{}, nil, fmt.Errorf("the world that %s shows is not consistent: %w", t.Name(), err)
	}
	return w, names(w), nil
}

// names returns the symbolic names of a world; none if it could not be made.
func names(w model.World) map[string]string {
	if w.Base() == nil {
		return nil
	}
	return w.Base().Names
}

// knownWorld returns the world of a target that is ecsim's own. An endpoint
// gets the development keys of the world's callers.
func knownWorld(ctx context.Context, t sequence.Target, m *model.Model) (w model.World, ok bool, err error) {
	if inside, is := t.(interface{ World() model.World }); is {
		return inside.World(), true, nil
	}
	name, seed, ok := knownName(ctx, t)
	if !ok {
		return w, false, nil
	}
	if w, err = model.Named(m, name, seed); err != nil {
		return w, false, err
	}
	if e, is := t.(interface {
		admit(callers map[string]Credentials)
	}); is {
		_, callers := CredentialsOf(w)
		e.admit(callers)
	}
	return w, true, nil
}

// knownName returns the world of an ecsim simulator behind an endpoint. A world
// file of the user is discovered like that of any other target.
func knownName(ctx context.Context, t sequence.Target) (name string, seed uint64, ok bool) {
	asked, is := t.(interface {
		Known(ctx context.Context) (world string, seed uint64, ok bool)
	})
	if !is {
		return "", 0, false
	}
	name, seed, ok = asked.Known(ctx)
	return name, seed, ok && slices.Contains(model.WorldNames(), name)
}

// A discovery is what is known of another target so far.
type discovery struct {
	target  sequence.Target
	set     map[string]string
	region  string
	regions []model.Region
	zones   []model.Zone
	types   []model.Seen // of model.InstanceType
	images  []image
	network network
	needs   []Need
	// strange is an answer that is none of ECS, if all were of this kind.
	strange string
	spoke   bool // an answer was one of ECS
}

// A NotECSError says that nothing at the address answers as ECS does.
type NotECSError struct{ Target, Answer string }

// Error quotes an answer, and says what to look at.
func (e *NotECSError) Error() string {
	return fmt.Sprintf("%s is no ECS: every request for what it has was answered with 404 and no error code of ECS (%s): is the address right?",
		e.Target, e.Answer)
}

// fetchWorld asks for everything that a world consists of.
func fetchWorld(ctx context.Context, t sequence.Target, set map[string]string) (*discovery, error) {
	for name := range set {
		if !slices.Contains(settable(), name) {
			return nil, fmt.Errorf("--set %s=…: nothing is called %s: the names are %s", name, name, strings.Join(settable(), ", "))
		}
	}
	d := &discovery{target: t, set: set}
	for _, ask := range []func(context.Context) error{d.askRegions, d.askNetwork, d.askZones, d.askTypes, d.askImages} {
		if err := ask(ctx); err != nil {
			return nil, err
		}
	}
	if d.strange != "" && !d.spoke {
		return nil, &NotECSError{t.Name(), d.strange}
	}
	return d, nil
}

// settable are the names that --set takes.
func settable() []string {
	return []string{"region", "zone", "type", "image", "vpc", "vswitch", "group"}
}

// need notes that something is missing.
func (d *discovery) need(name, why string) {
	if !slices.ContainsFunc(d.needs, func(n Need) bool { return n.Set == name }) {
		d.needs = append(d.needs, Need{name, why})
	}
}

// askRegions finds the regions; the caller's comes first.
func (d *discovery) askRegions(ctx context.Context) error {
	d.region = d.set["region"]
	if has, ok := d.target.(interface{ Region() string }); ok && d.region == "" {
		d.region = has.Region()
	}
	all, why, err := d.list(ctx, "DescribeRegions", model.Params{})
	if err != nil {
		return err
	}
	for _, seen := range all {
		if r, ok := seen.Resource.(*model.Region); ok && r.RegionId != "" {
			d.regions = append(d.regions, *r)
		}
	}
	switch {
	case d.region == "" && len(d.regions) == 0:
		d.need("region", why)
		return &MissingError{Target: d.target.Name(), Needs: d.needs} // without a region nothing else can be asked
	case d.region == "":
		d.region = d.regions[0].RegionId
	case !slices.ContainsFunc(d.regions, func(r model.Region) bool { return r.RegionId == d.region }):
		d.regions = append(d.regions, model.Region{RegionId: d.region, LocalName: d.region})
	}
	first(d.regions, func(r model.Region) bool { return r.RegionId == d.region })
	return nil
}

// askZones finds the zones of the region; those that have a vSwitch come first.
func (d *discovery) askZones(ctx context.Context) error {
	all, why, err := d.list(ctx, "DescribeZones", model.Params{})
	if err != nil {
		return err
	}
	for _, seen := range all {
		if z, ok := seen.Resource.(*model.Zone); ok {
			d.addZone(*z)
		}
	}
	for _, v := range d.network.vswitches {
		d.addZone(model.Zone{ZoneId: v.ZoneId, LocalName: v.ZoneId})
	}
	d.addZone(model.Zone{ZoneId: d.set["zone"], LocalName: d.set["zone"]})
	if len(d.zones) == 0 {
		d.need("zone", why)
	}
	for _, v := range slices.Backward(d.network.vswitches) {
		first(d.zones, func(z model.Zone) bool { return z.ZoneId == v.ZoneId })
	}
	for i := range d.network.vswitches { // a vSwitch that shows no zone
		if v := &d.network.vswitches[i]; v.ZoneId == "" && len(d.zones) > 0 {
			v.ZoneId = cmp.Or(d.set["zone"], d.zones[0].ZoneId)
		}
	}
	return nil
}

func (d *discovery) addZone(z model.Zone) {
	if z.ZoneId != "" && !slices.ContainsFunc(d.zones, func(o model.Zone) bool { return o.ZoneId == z.ZoneId }) {
		d.zones = append(d.zones, z)
	}
}

// askTypes finds the instance types: those that are described, and those that
// are only named by zones.
func (d *discovery) askTypes(ctx context.Context) error {
	all, why, err := d.list(ctx, "DescribeInstanceTypes", model.Params{})
	if err != nil {
		return err
	}
	add := func(seen model.Seen) {
		if seen.ID() != "" && !slices.ContainsFunc(d.types, func(o model.Seen) bool { return o.ID() == seen.ID() }) {
			d.types = append(d.types, seen)
		}
	}
	for _, seen := range all {
		if _, ok := seen.Resource.(*model.InstanceType); ok {
			add(seen)
		}
	}
	named := []string{d.set["type"]}
	for _, z := range d.zones {
		named = append(named, z.Types.All()...)
	}
	for _, id := range named {
		add(model.Seen{Resource: &model.InstanceType{InstanceTypeId: id}, Shown: map[string]bool{"InstanceTypeId": true}})
	}
	if len(d.types) == 0 {
		d.need("type", why)
	}
	first(d.types, func(s model.Seen) bool { return s.ID() == d.set["type"] })
	return nil
}

// first moves the first element that is wanted to the front.
func first[T any](all []T, wanted func(T) bool) {
	if i := slices.IndexFunc(all, wanted); i > 0 {
		found := all[i]
		copy(all[1:i+1], all[:i])
		all[0] = found
	}
}

// world builds the world from what was found.
func (d *discovery) world(m *model.Model) (model.World, error) {
	base := &model.Base{
		Name: d.target.Name(), Names: map[string]string{}, Facts: map[model.Fact]model.Range{},
		Accounts: []model.Account{{ID: mainAccount, Name: mainAccount}},
		Regions:  d.regions, Zones: d.zones, Types: map[string]*model.InstanceType{},
	}
	if err := base.AddCaller(model.Caller{Name: mainAccount, Account: mainAccount, Kind: model.CallerAccount}); err != nil {
		return model.World{}, err
	}
	documented, err := m.InstanceTypes()
	if err != nil {
		return model.World{}, err
	}
	ids := make([]string, 0, len(d.types))
	for _, seen := range d.types {
		t, _ := seen.Resource.(*model.InstanceType)
		base.Types[seen.ID()] = model.ImportedType(t, seen.Shown, documented[seen.ID()])
		ids = append(ids, seen.ID())
	}
	for i := range d.zones {
		z := &d.zones[i]
		base.Regions[0].Zones = base.Regions[0].Zones.With(z.ZoneId)
		base.Names[fmt.Sprintf("zone%d", i+1)] = z.ZoneId
		if z.Types.Len() == 0 { // the zone does not show which types are on sale there
			z.Types = model.NewList(ids...)
		}
	}
	d.network.name(base.Names)
	nameImages(d.images, d.set["image"], base.Names)
	w, err := model.NewImported(m, base, time.Now().UTC().Truncate(time.Second))
	if err != nil {
		return w, err
	}
	return d.fill(w, ids)
}

// fill imports the resources.
func (d *discovery) fill(w model.World, types []string) (model.World, error) {
	var err error
	add := func(account string, r model.Resource) {
		if err == nil {
			w, err = w.Import(account, d.region, r)
		}
	}
	for i := range d.network.vpcs {
		add(mainAccount, &d.network.vpcs[i])
	}
	for i := range d.network.vswitches {
		add(mainAccount, &d.network.vswitches[i])
	}
	for i := range d.network.groups {
		add(mainAccount, &d.network.groups[i])
	}
	for i := range d.images {
		add(model.SystemAccount, &d.images[i].Image)
	}
	if err != nil {
		return w, err
	}
	w.Base().Names["type1"] = sold(w.Base(), types)
	return w, w.Check()
}

// sold returns the first type that is on sale in the first zone.
func sold(base *model.Base, types []string) string {
	for _, id := range types {
		if base.Zones[0].Types.Has(id) {
			return id
		}
	}
	return types[0]
}
