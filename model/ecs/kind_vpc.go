package ecs

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/ecsim/ecsim/model"
)

// vpcKind is the record of VPCs.
func vpcKind() *model.KindRecord {
	return model.Declare(model.KindOf[Vpc]{
		Kind:     KindVpc,
		Tags:     func(v *Vpc) model.List { return v.Tags },
		Parts:    model.NoParts[Vpc],
		UsableBy: model.UsableByOwner[Vpc],
		Owns:     model.OwnsNothing[Vpc],
		Uses:     model.UsesNothing[Vpc],
		Aspects:  model.NoAspects[Vpc],
		Shape: func(_ string, v Vpc) (bare Vpc, links []string) {
			v.VpcId, v.VpcName, v.CreationTime, v.Hidden = "", "", time.Time{}, VpcHidden{}
			return v, nil
		},
		Check:  model.NothingToCheck,
		Find:   model.FindOwn(KindVpc),
		Edges:  vpcEdges(),
		Quotas: []model.Quota{{Name: QuotaVpcs, Value: 10, Source: "VPC limits and quotas (2023)"}},
		Import: func(w *model.World, p *model.Place, v Vpc) error {
			v.Hidden = VpcHidden{Since: w.Since(&v)}
			model.Put(w, p.Account, p.Region, v)
			return nil
		},
		Shown: func(v Vpc) Vpc {
			v.Hidden = VpcHidden{}
			return v
		},
		File: model.SectionOf("networks", 2, func(n fileNetwork) string { return n.Account + ", " + n.Region }, addNetwork),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (v *Vpc) Lifecycle() (status string, since time.Time) { return v.Status, v.Hidden.Since }

// QuotaVpcs is the limit of VPCs in a region.
const QuotaVpcs model.FactName = "Vpcs"

// addNetwork makes the VPCs of one account in one region with their contents,
// and its groups of the classic network.
func addNetwork(w *model.World, n fileNetwork) error {
	p, err := w.PlaceOf(n.Account, n.Region)
	if err != nil {
		return err
	}
	for _, v := range n.Vpcs {
		if err := addVpc(w, p, v); err != nil {
			return fmt.Errorf("vpc %s: %w", v.As, err)
		}
	}
	for _, g := range n.Groups {
		if g.Type == EnterpriseGroup {
			return fmt.Errorf("group %s: there are no enterprise groups in the classic network: put it into a vpc, or make it %s", g.As, BasicGroup)
		}
		if err := addGroup(w, p, "", g); err != nil {
			return fmt.Errorf("group %s: %w", g.As, err)
		}
	}
	return nil
}

func addVpc(w *model.World, p *model.Place, f fileVpc) error {
	block, err := fileBlock(f.Cidr)
	if err != nil {
		return err
	}
	vpc := Vpc{VpcId: w.NewID(KindVpc), VpcName: f.As, CidrBlock: f.Cidr, Ipv6Cidr: f.Ipv6, Status: Available, CreationTime: w.Now()}
	model.Put(w, p.Account, p.Region, vpc)
	if err := w.Base().AddNamed(f.As, vpc.VpcId); err != nil {
		return err
	}
	for i, s := range f.VSwitches {
		if err := addVSwitch(w, p, vpc.VpcId, block, s, f.VSwitches[:i]); err != nil {
			return fmt.Errorf("vswitch %s: %w", s.As, err)
		}
	}
	for _, g := range f.Groups {
		if err := addGroup(w, p, vpc.VpcId, g); err != nil {
			return fmt.Errorf("group %s: %w", g.As, err)
		}
	}
	return nil
}

// fileBlock reads an IPv4 CIDR block.
func fileBlock(text string) (netip.Prefix, error) {
	block, err := netip.ParsePrefix(text)
	if err != nil || !block.Addr().Is4() || block != block.Masked() {
		return block, fmt.Errorf("cidr %q is no IPv4 block: write it as 10.0.0.0/8, with no bits behind the mask", text)
	}
	return block, nil
}

func addVSwitch(w *model.World, p *model.Place, vpc string, within netip.Prefix, f fileVSwitch, before []fileVSwitch) error {
	block, err := fileBlock(f.Cidr)
	if err != nil {
		return err
	}
	if block.Bits() < within.Bits() || !within.Contains(block.Addr()) {
		return fmt.Errorf("cidr %s is not within that of the vpc, %s", block, within)
	}
	for _, other := range before {
		if o, err := netip.ParsePrefix(other.Cidr); err == nil && o.Overlaps(block) {
			return fmt.Errorf("cidr %s overlaps that of %s, %s", block, other.As, o)
		}
	}
	s := VSwitch{
		VSwitchId: w.NewID(KindVSwitch), VSwitchName: f.As, VpcId: vpc, ZoneId: f.Zone, CidrBlock: f.Cidr, Ipv6Cidr: f.Ipv6,
		Status: Available, CreationTime: w.Now(),
	}
	if s.Capacity() <= 0 {
		return fmt.Errorf("cidr %s gives no addresses: take a mask of 16 to 29 bits", f.Cidr)
	}
	if err := w.ZoneIn(p.Region, f.Zone); err != nil {
		return err
	}
	model.Put(w, p.Account, p.Region, s)
	return w.Base().AddNamed(f.As, s.VSwitchId)
}

func addGroup(w *model.World, p *model.Place, vpc string, f fileGroup) error {
	groupType, err := model.OneOf("type", f.Type, BasicGroup, EnterpriseGroup)
	if err != nil {
		return err
	}
	if f.Members < 0 || f.Rules < 0 {
		return errors.New("members and rules count what is not listed: they cannot be negative")
	}
	g := SecurityGroup{
		SecurityGroupId: w.NewID(KindSecurityGroup), SecurityGroupName: f.Name, VpcId: vpc, SecurityGroupType: groupType,
		ServiceManaged: f.Managed != "", InnerAccessPolicy: "Accept", CreationTime: w.Now(),
		Hidden: SecurityGroupHidden{Members: f.Members, FillerMembers: f.Members, FillerRules: f.Rules, Product: f.Managed},
	}
	if g.ServiceManaged {
		g.Hidden.ServiceID = "1679259531804325" // as seen in the field (observed.json)
	}
	if g.SecurityGroupType == EnterpriseGroup {
		g.InnerAccessPolicy = "Drop"
	}
	model.Put(w, p.Account, p.Region, g)
	return w.Base().AddNamed(f.As, g.SecurityGroupId)
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
