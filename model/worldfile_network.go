package model

import (
	"errors"
	"fmt"
	"net/netip"
)

// addNetwork makes the VPCs of one account in one region, with what is in them,
// and its groups of the classic network.
func (w *World) addNetwork(n fileNetwork) error {
	p, err := w.placeOf(n.Account, n.Region)
	if err != nil {
		return err
	}
	for _, v := range n.Vpcs {
		if err := w.addVpc(p, v); err != nil {
			return fmt.Errorf("vpc %s: %w", v.As, err)
		}
	}
	for _, g := range n.Groups {
		if g.Type == EnterpriseGroup {
			return fmt.Errorf("group %s: there are no enterprise groups in the classic network: put it into a vpc, or make it %s", g.As, BasicGroup)
		}
		if err := w.addGroup(p, "", g); err != nil {
			return fmt.Errorf("group %s: %w", g.As, err)
		}
	}
	return nil
}

func (w *World) addVpc(p *place, f fileVpc) error {
	block, err := fileBlock(f.Cidr)
	if err != nil {
		return err
	}
	vpc := Vpc{VpcId: w.NewID(KindVpc), VpcName: f.As, CidrBlock: f.Cidr, Ipv6Cidr: f.Ipv6, Status: Available, CreationTime: w.Now()}
	put(w, p.account, p.region, vpc)
	if err := w.Base().addNamed(f.As, vpc.VpcId); err != nil {
		return err
	}
	for i, s := range f.VSwitches {
		if err := w.addVSwitch(p, vpc.VpcId, block, s, f.VSwitches[:i]); err != nil {
			return fmt.Errorf("vswitch %s: %w", s.As, err)
		}
	}
	for _, g := range f.Groups {
		if err := w.addGroup(p, vpc.VpcId, g); err != nil {
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

func (w *World) addVSwitch(p *place, vpc string, within netip.Prefix, f fileVSwitch, before []fileVSwitch) error {
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
	if s.capacity() <= 0 {
		return fmt.Errorf("cidr %s gives no addresses: take a mask of 16 to 29 bits", f.Cidr)
	}
	if err := w.zoneIn(p.region, f.Zone); err != nil {
		return err
	}
	put(w, p.account, p.region, s)
	return w.Base().addNamed(f.As, s.VSwitchId)
}

func (w *World) addGroup(p *place, vpc string, f fileGroup) error {
	groupType, err := oneOf("type", f.Type, BasicGroup, EnterpriseGroup)
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
	put(w, p.account, p.region, g)
	return w.Base().addNamed(f.As, g.SecurityGroupId)
}
