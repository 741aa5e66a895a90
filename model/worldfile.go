package model

import (
	"bytes"
	"fmt"
	"net/netip"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/ecsim/ecsim/fixtures/worlds"
)

// A WorldFile is a world as its file says it (docs/world.md).
type WorldFile struct {
	Name     string        `yaml:"name"`
	Now      time.Time     `yaml:"now"`
	Accounts []fileAccount `yaml:"accounts"`
	Callers  []fileCaller  `yaml:"callers"`
	Regions  []fileRegion  `yaml:"regions"`
	Facts    []fileFact    `yaml:"facts"`
	Images   []fileImage   `yaml:"images"`
	Networks []fileNetwork `yaml:"networks"`
	// Instances and Enis are what a special world begins with.
	Instances []fileInstance `yaml:"instances"`
	Enis      []fileEni      `yaml:"enis"`
}

type fileAccount struct {
	Name string `yaml:"name"`
	ID   string `yaml:"id"`
}

type fileCaller struct {
	Name     string    `yaml:"name"`
	Account  string    `yaml:"account"`
	Kind     string    `yaml:"kind"`
	Policies []string  `yaml:"policies"`
	Session  string    `yaml:"session"`
	Keys     []fileKey `yaml:"keys"`
}

type fileKey struct {
	ID       string `yaml:"id"`
	Secret   string `yaml:"secret"`
	Token    string `yaml:"token"`
	Disabled bool   `yaml:"disabled"`
}

type fileRegion struct {
	ID    string   `yaml:"id"`
	Name  string   `yaml:"name"`
	Zones []string `yaml:"zones"`
}

type fileFact struct {
	Scope string `yaml:"scope"` // account name, region id or type id
	Name  string `yaml:"name"`
	Value int    `yaml:"value"`
}

type fileImage struct {
	As           string `yaml:"as"`
	ID           string `yaml:"id"`
	OS           string `yaml:"os"`
	Platform     string `yaml:"platform"`
	OSName       string `yaml:"osName"`
	Architecture string `yaml:"architecture"`
	Boot         string `yaml:"boot"`
	CloudInit    bool   `yaml:"cloudinit"`
	Nvme         string `yaml:"nvme"`
	Imds         string `yaml:"imds"`
	Size         int    `yaml:"size"`

	// A custom image has an account and a region; the world makes its id.
	Account string            `yaml:"account"`
	Region  string            `yaml:"region"`
	From    string            `yaml:"from"` // the public image that it is like
	Name    string            `yaml:"name"` // default: what `as` says
	Family  string            `yaml:"family"`
	Status  string            `yaml:"status"` // default Available
	Shared  []string          `yaml:"shared"` // with accounts
	Public  bool              `yaml:"public"` // a community image
	Tags    map[string]string `yaml:"tags"`
}

type fileNetwork struct {
	Account string      `yaml:"account"`
	Region  string      `yaml:"region"`
	Vpcs    []fileVpc   `yaml:"vpcs"`
	Groups  []fileGroup `yaml:"groups"` // of the classic network
}

type fileVpc struct {
	As        string        `yaml:"as"`
	Cidr      string        `yaml:"cidr"`
	Ipv6      string        `yaml:"ipv6"`
	VSwitches []fileVSwitch `yaml:"vswitches"`
	Groups    []fileGroup   `yaml:"groups"`
}

type fileVSwitch struct {
	As   string `yaml:"as"`
	Zone string `yaml:"zone"`
	Cidr string `yaml:"cidr"`
	Ipv6 string `yaml:"ipv6"`
}

type fileGroup struct {
	As      string `yaml:"as"`
	Name    string `yaml:"name"`
	Type    string `yaml:"type"`
	Managed string `yaml:"managed"` // product that manages it
	Members int    `yaml:"members"` // addresses in it that are not listed
	Rules   int    `yaml:"rules"`   // rules in it that are not listed
}

// Default returns the default world of the model.
func Default(m *Model, seed uint64) (World, error) { return Named(m, "default", seed) }

// Named returns the embedded world of the name.
func Named(m *Model, name string, seed uint64) (World, error) {
	data, err := worlds.Files.ReadFile(name + ".yaml")
	if err != nil {
		return World{}, fmt.Errorf("world %q: %w: the embedded worlds are %v", name, err, WorldNames())
	}
	return ReadWorld(m, data, seed)
}

// WorldNames lists the embedded worlds.
func WorldNames() []string {
	entries, err := worlds.Files.ReadDir(".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name()[:len(e.Name())-len(".yaml")])
	}
	return names
}

// ReadWorld builds a world from the text of a world file. An error names the
// line, or the resource and what is wrong with it.
func ReadWorld(m *Model, data []byte, seed uint64) (World, error) {
	var f WorldFile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return World{}, fmt.Errorf("read the world file: %w", err)
	}
	base, err := f.base(m)
	if err != nil {
		return World{}, fmt.Errorf("world %s: %w", f.Name, err)
	}
	if f.Now.IsZero() {
		return World{}, fmt.Errorf("world %s: now is missing: give the time at which the world begins", f.Name)
	}
	w := NewWorld(m, base, seed, f.Now)
	for i, img := range f.Images {
		add := w.addPublicImage
		if img.Account != "" {
			add = w.addCustomImage
		}
		if err := add(img); err != nil {
			return World{}, fmt.Errorf("world %s: images[%d] (%s): %w", f.Name, i, img.As, err)
		}
	}
	for i, n := range f.Networks {
		if err := w.addNetwork(n, base); err != nil {
			return World{}, fmt.Errorf("world %s: networks[%d] (%s, %s): %w", f.Name, i, n.Account, n.Region, err)
		}
	}
	for i, in := range f.Instances {
		if err := w.addInstance(in); err != nil {
			return World{}, fmt.Errorf("world %s: instances[%d] (%s): %w", f.Name, i, in.As, err)
		}
	}
	for i, e := range f.Enis {
		if err := w.addEni(e); err != nil {
			return World{}, fmt.Errorf("world %s: enis[%d] (%s): %w", f.Name, i, e.As, err)
		}
	}
	if err := w.Check(); err != nil {
		return World{}, fmt.Errorf("world %s: %w", f.Name, err)
	}
	return w, nil
}

// base makes what never changes.
func (f *WorldFile) base(m *Model) (*Base, error) {
	b := &Base{Name: f.Name, Facts: map[Fact]Range{}, Names: map[string]string{}}
	ids := map[string]string{}
	for _, a := range f.Accounts {
		b.Accounts = append(b.Accounts, Account{ID: a.ID, Name: a.Name})
		ids[a.Name] = a.ID
	}
	types, err := typesOf(m)
	if err != nil {
		return nil, err
	}
	b.Types = types
	for _, r := range f.Regions {
		b.Regions = append(b.Regions, Region{RegionId: r.ID, LocalName: r.Name, Zones: NewList(r.Zones...)})
		for _, z := range r.Zones {
			b.Zones = append(b.Zones, Zone{ZoneId: z, LocalName: r.Name + " " + z, Types: NewList(sortedTypes(types)...)})
		}
	}
	if len(b.Accounts) == 0 || len(b.Regions) == 0 || len(f.Callers) == 0 {
		return nil, fmt.Errorf("a world needs at least one account, one caller and one region")
	}
	for _, c := range f.Callers {
		id, ok := ids[c.Account]
		if !ok {
			return nil, fmt.Errorf("caller %s: no account is called %q", c.Name, c.Account)
		}
		caller := Caller{Name: c.Name, Account: id, Kind: c.Kind, Policies: c.Policies, Session: c.Session}
		for _, k := range c.Keys {
			caller.Keys = append(caller.Keys, AccessKey{ID: k.ID, Secret: k.Secret, SecurityToken: k.Token, Disabled: k.Disabled})
		}
		if err := b.AddCaller(caller); err != nil {
			return nil, err
		}
	}
	for _, fact := range f.Facts {
		scope := fact.Scope
		if id, ok := ids[scope]; ok {
			scope = id
		}
		b.Facts[Fact{scope, FactName(fact.Name)}] = Exactly(fact.Value)
	}
	return b, nil
}

func (w *World) addPublicImage(f fileImage) error {
	for _, region := range w.base.Regions {
		image := f.image(w.now)
		image.ImageId, image.ImageName, image.ImageOwnerAlias, image.Status = f.ID, f.ID, SystemAccount, Available
		put(w, SystemAccount, region.RegionId, images, f.ID, image)
	}
	return w.base.addNamed(f.As, f.ID)
}

// image reads what public and custom images have in common.
func (f fileImage) image(now time.Time) Image {
	image := Image{
		OSType: f.OS, Platform: f.Platform, OSName: f.OSName, Architecture: f.Architecture, BootMode: f.Boot,
		NvmeSupport: f.Nvme, ImdsSupport: f.Imds, IsSupportCloudinit: f.CloudInit, Size: f.Size,
		CreationTime: now,
	}
	if image.Architecture == "" {
		image.Architecture = "x86_64"
	}
	if image.BootMode == "" {
		image.BootMode = BootBIOS
	}
	return image
}

func (w *World) addNetwork(n fileNetwork, base *Base) error {
	account := ""
	for _, a := range base.Accounts {
		if a.Name == n.Account {
			account = a.ID
		}
	}
	if w.place(account, n.Region) == nil {
		return fmt.Errorf("no such account or region")
	}
	for _, v := range n.Vpcs {
		vpc := Vpc{VpcId: w.NewID(KindVpc), VpcName: v.As, CidrBlock: v.Cidr, Ipv6Cidr: v.Ipv6, Status: Available, CreationTime: w.now}
		if _, err := netip.ParsePrefix(v.Cidr); err != nil {
			return fmt.Errorf("vpc %s: cidr: %w", v.As, err)
		}
		put(w, account, n.Region, vpcs, vpc.VpcId, vpc)
		base.Names[v.As] = vpc.VpcId
		for _, s := range v.VSwitches {
			if err := w.addVSwitch(account, n.Region, vpc.VpcId, s); err != nil {
				return err
			}
		}
		for _, g := range v.Groups {
			w.addGroup(account, n.Region, vpc.VpcId, g)
		}
	}
	for _, g := range n.Groups {
		w.addGroup(account, n.Region, "", g)
	}
	return nil
}

func (w *World) addVSwitch(account, region, vpc string, f fileVSwitch) error {
	s := VSwitch{
		VSwitchId: w.NewID(KindVSwitch), VSwitchName: f.As, VpcId: vpc, ZoneId: f.Zone, CidrBlock: f.Cidr, Ipv6Cidr: f.Ipv6,
		Status: Available, CreationTime: w.now,
	}
	if s.capacity() <= 0 {
		return fmt.Errorf("vSwitch %s: cidr %q gives no addresses", f.As, f.Cidr)
	}
	if r := w.base.Region(region); !r.Zones.Has(f.Zone) {
		return fmt.Errorf("vSwitch %s: zone %q is not in region %s", f.As, f.Zone, region)
	}
	put(w, account, region, vswitches, s.VSwitchId, s)
	w.base.Names[f.As] = s.VSwitchId
	return nil
}

func (w *World) addGroup(account, region, vpc string, f fileGroup) {
	g := SecurityGroup{
		SecurityGroupId: w.NewID(KindSecurityGroup), SecurityGroupName: f.Name, VpcId: vpc, SecurityGroupType: f.Type,
		ServiceManaged: f.Managed != "", InnerAccessPolicy: "Accept", CreationTime: w.now,
		Hidden: SecurityGroupHidden{Members: f.Members, FillerMembers: f.Members, FillerRules: f.Rules, Product: f.Managed},
	}
	if g.ServiceManaged {
		g.Hidden.ServiceID = "1679259531804325" // as seen in the field (observed.json)
	}
	if g.SecurityGroupType == EnterpriseGroup {
		g.InnerAccessPolicy = "Drop"
	}
	put(w, account, region, securityGroups, g.SecurityGroupId, g)
	w.base.Names[f.As] = g.SecurityGroupId
}
