package target

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// wantedGroups is the number of basic groups that sequences use.
const wantedGroups = 2

// complete makes what the network that sequences use lacks: a vSwitch in a
// second zone, a second basic group, an enterprise group. Without them much is
// never seen: an interface of another zone, a move between groups. A target that
// refuses one of them is sufficient as it is.
func (p *Made) complete(ctx context.Context, d *discovery) error {
	if len(d.needs) > 0 || len(d.network.vswitches) == 0 {
		return nil
	}
	vpc := d.network.vswitches[0].VpcId
	has := d.network.has(vpc)
	for n := has.basic; n < wantedGroups; n++ {
		if err := p.further(ctx, vpc, fmt.Sprintf("ecsim-%d", n+1), ecs.BasicGroup); err != nil {
			return err
		}
	}
	if has.enterprise == 0 {
		if err := p.further(ctx, vpc, "ecsim-3", ecs.EnterpriseGroup); err != nil {
			return err
		}
	}
	if has.zones == 1 {
		return p.secondZone(ctx, d, vpc)
	}
	return nil
}

// further makes a group besides the one to use.
func (p *Made) further(ctx context.Context, vpc, name, kind string) error {
	_, err := p.create(ctx, "CreateSecurityGroup", "DeleteSecurityGroup", "SecurityGroupId", groupParams(vpc, name, kind))
	return unlessRefused(err)
}

// unlessRefused leaves only the errors of the harness.
func unlessRefused(err error) error {
	if _, refused := errors.AsType[*refusedError](err); refused {
		return nil
	}
	return err
}

// secondZone makes a vSwitch in another zone of the region, with a block of its
// VPC that no other vSwitch has.
func (p *Made) secondZone(ctx context.Context, d *discovery, vpc string) error {
	at := slices.IndexFunc(d.zones, func(z model.Zone) bool { return z.ZoneId != d.network.vswitches[0].ZoneId })
	block, ok := d.network.freeBlock(vpc)
	if at < 0 || !ok {
		return nil
	}
	made, err := p.create(ctx, "CreateVSwitch", "DeleteVSwitch", "VSwitchId", model.Params{
		"VpcId": vpc, "ZoneId": d.zones[at].ZoneId, "CidrBlock": block.String(), "VSwitchName": "ecsim-2",
	})
	if err != nil {
		return unlessRefused(err)
	}
	return p.await(ctx, "DescribeVSwitches", "VSwitchId", made)
}

// freeBlock returns the last block of a VPC that no vSwitch uses: a /24, or a
// quarter of a small VPC; false if there is none, or the VPC does not show its block.
func (n *network) freeBlock(vpc string) (netip.Prefix, bool) {
	at := slices.IndexFunc(n.vpcs, func(v ecs.Vpc) bool { return v.VpcId == vpc })
	if at < 0 {
		return netip.Prefix{}, false
	}
	outer, err := netip.ParsePrefix(n.vpcs[at].CidrBlock)
	if err != nil || !outer.Addr().Is4() {
		return netip.Prefix{}, false
	}
	var used []netip.Prefix
	for _, v := range slices.Concat(n.vswitches, n.crowded) {
		if block, err := netip.ParsePrefix(v.CidrBlock); err == nil && v.VpcId == vpc {
			used = append(used, block)
		}
	}
	const usual, quarter, most, tried = 24, 2, 29, 1024
	bits := min(max(usual, outer.Bits()+quarter), most)
	begin := outer.Masked().Addr().As4()
	size := uint32(1) << (outer.Addr().BitLen() - bits)
	end := uint64(binary.BigEndian.Uint32(begin[:])) + uint64(1)<<(outer.Addr().BitLen()-outer.Bits())
	for i := range uint64(min(tried, 1<<max(0, bits-outer.Bits()))) {
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], uint32(end-(i+1)*uint64(size)))
		block := netip.PrefixFrom(netip.AddrFrom4(a), bits)
		if !slices.ContainsFunc(used, block.Overlaps) {
			return block, true
		}
	}
	return netip.Prefix{}, false
}
