package locality

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// networks pair the networks of the world that calls are written for with those
// of the target that have the same names.
type networks struct {
	vpcs      map[string]vpcPair // by name
	vswitches []pair             // of addresses
	zones     []zonePair
}

// A pair is a block of addresses, as it is written and of the target.
type pair struct {
	name         string
	written, own netip.Prefix
}

type zonePair struct{ written, own string }

// A vpcPair is a pair of VPCs, with the blocks in them that are in use.
type vpcPair struct {
	pair
	used []pair // vSwitches
	// taken are further vSwitches of the target.
	taken []netip.Prefix
}

// networksOf pairs the VPCs and vSwitches of one name.
func networksOf(written, own model.World) networks {
	n := networks{vpcs: map[string]vpcPair{}}
	names := sequence.SortedNames(written.Base().Names)
	for _, name := range names {
		here, there := resourceOf[*ecs.Vpc](written, name), resourceOf[*ecs.Vpc](own, name)
		if here != nil && there != nil {
			n.addVpc(name, here, there)
		}
	}
	for _, name := range names {
		here, there := resourceOf[*ecs.VSwitch](written, name), resourceOf[*ecs.VSwitch](own, name)
		if here != nil && there != nil {
			n.addVSwitch(written, name, here, there)
		}
	}
	for _, name := range sequence.SortedNames(own.Base().Names) {
		if v := resourceOf[*ecs.VSwitch](own, name); v != nil {
			n.addTaken(own, v)
		}
	}
	return n
}

// resourceOf returns the named resource of the start; nil if there is none of
// the kind.
func resourceOf[T model.Resource](w model.World, name string) T {
	var none T
	r, _, _ := w.Locate(w.Base().Names[name])
	if found, ok := r.(T); ok {
		return found
	}
	return none
}

func (n *networks) addVpc(name string, written, own *ecs.Vpc) {
	if p, ok := paired(name, written.CidrBlock, own.CidrBlock); ok {
		n.vpcs[name] = vpcPair{pair: p}
	}
}

func (n *networks) addVSwitch(w model.World, name string, written, own *ecs.VSwitch) {
	if !slices.ContainsFunc(n.zones, func(z zonePair) bool { return z.written == written.ZoneId }) && own.ZoneId != "" {
		n.zones = append(n.zones, zonePair{written.ZoneId, own.ZoneId})
	}
	p, ok := paired(name, written.CidrBlock, own.CidrBlock)
	if !ok {
		return
	}
	n.vswitches = append(n.vswitches, p)
	if six, ok := paired(name, written.Ipv6Cidr, own.Ipv6Cidr); ok {
		n.vswitches = append(n.vswitches, six)
	}
	for of, v := range n.vpcs {
		if w.Base().Names[of] == written.VpcId {
			v.used = append(v.used, p)
			n.vpcs[of] = v
		}
	}
}

// addTaken notes the block of a vSwitch of the target in its VPC.
func (n *networks) addTaken(own model.World, s *ecs.VSwitch) {
	block, err := netip.ParsePrefix(s.CidrBlock)
	for of, v := range n.vpcs {
		if err == nil && own.Base().Names[of] == s.VpcId {
			v.taken = append(v.taken, block.Masked())
			n.vpcs[of] = v
		}
	}
}

func paired(name, written, own string) (pair, bool) {
	a, err := netip.ParsePrefix(written)
	b, other := netip.ParsePrefix(own)
	return pair{name, a.Masked(), b.Masked()}, err == nil && other == nil && a.Addr().Is4() == b.Addr().Is4()
}

// address translates an address, or a block for a vSwitch, of a call.
func (n networks) address(p model.Params, value string) (string, bool) {
	if addr, err := netip.ParseAddr(value); err == nil {
		return n.addr(p, addr)
	}
	block, err := netip.ParsePrefix(value)
	vpc, known := n.vpcs[strings.TrimPrefix(p["VpcId"], "$")]
	if _, given := p["VpcId"]; !given { // a variation does not repeat the VPC of the plain call
		vpc, known = n.vpcs[firstVpc]
	}
	if err != nil || !known || !value4(block) || !within(block, vpc.written) {
		return "", false
	}
	return vpc.block(block).String(), true
}

// firstVpc is the VPC of plain calls.
const firstVpc = "vpc1"

func value4(p netip.Prefix) bool { return p.Addr().Is4() && p.Masked() == p }

func within(block, outer netip.Prefix) bool {
	return block.Bits() > outer.Bits() && outer.Contains(block.Addr())
}

// addr translates an address: the one at the same place in the vSwitch.
func (n networks) addr(p model.Params, addr netip.Addr) (string, bool) {
	wanted, named := strings.CutPrefix(p["VSwitchId"], "$")
	for _, v := range n.vswitches {
		if v.written.Contains(addr) && (!named || v.name == wanted) {
			return v.at(addr), true
		}
	}
	return "", false
}

// at returns the address at the same place in the target's block.
func (p pair) at(addr netip.Addr) string {
	from, begin, into := addr.As16(), p.written.Addr().As16(), p.own.Addr().As16()
	const last = 12
	offset := binary.BigEndian.Uint32(from[last:]) - binary.BigEndian.Uint32(begin[last:])
	if free := p.own.Addr().BitLen() - p.own.Bits(); free < 32 { //nolint:mnd // bits of the offset
		offset %= 1 << free
	}
	binary.BigEndian.PutUint32(into[last:], binary.BigEndian.Uint32(into[last:])+offset)
	return netip.AddrFrom16(into).Unmap().String()
}

// block returns the block of the target for one that is written: in a vSwitch,
// if that one is, otherwise one that no vSwitch uses. Blocks that differ are
// for blocks that differ, as far as there is room.
func (v vpcPair) block(written netip.Prefix) netip.Prefix {
	for _, s := range v.used {
		if s.written.Overlaps(written) {
			return netip.PrefixFrom(s.own.Addr(), max(s.own.Bits(), written.Bits()))
		}
	}
	if within(written, v.own) && !slices.ContainsFunc(v.taken, written.Overlaps) {
		return written
	}
	bits := max(written.Bits(), v.own.Bits())
	free := v.free(bits)
	if len(free) == 0 {
		return netip.PrefixFrom(v.own.Addr(), bits)
	}
	// Written blocks are often a power of two apart: an odd number keeps them apart.
	odd := len(free) - (len(free)+1)%2
	return netip.PrefixFrom(free[number(written, v.written)%max(1, odd)], bits)
}

// number is the position of a block among those of its size.
func number(block, outer netip.Prefix) int {
	a, b := block.Addr().As4(), outer.Addr().As4()
	return int(binary.BigEndian.Uint32(a[:])-binary.BigEndian.Uint32(b[:])) >> (block.Addr().BitLen() - block.Bits())
}

// mostBlocks limits the free blocks that are listed.
const mostBlocks = 512

// free lists blocks of the VPC that no vSwitch of the target uses, the last ones.
func (v vpcPair) free(bits int) []netip.Addr {
	count := 1 << min(bits-v.own.Bits(), 24) //nolint:mnd // the blocks of a large VPC are not all looked at
	begin := v.own.Addr().As4()
	size := uint32(1) << (v.own.Addr().BitLen() - bits)
	var out []netip.Addr
	for n := count - 1; n >= 0 && len(out) < mostBlocks; n-- {
		var at [4]byte
		binary.BigEndian.PutUint32(at[:], binary.BigEndian.Uint32(begin[:])+uint32(n)*size)
		block := netip.PrefixFrom(netip.AddrFrom4(at), bits)
		if !slices.ContainsFunc(v.taken, block.Overlaps) {
			out = append(out, block.Addr())
		}
	}
	return out
}
