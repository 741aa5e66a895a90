package secondcloud

import "net/netip"

// reserved is how many addresses of a vSwitch the cloud keeps for itself: the
// first and the last three.
const reserved = 4

// capacity is how many addresses of a vSwitch can be given away.
func capacity(block netip.Prefix) int { return 1<<(32-block.Bits()) - reserved }

// usable says whether an address of the block can be given away.
func usable(block netip.Prefix, address netip.Addr) bool {
	if !block.Contains(address) || address == block.Masked().Addr() {
		return false
	}
	last := address
	for range reserved - 1 {
		last = last.Next()
	}
	return block.Contains(last)
}

// taken are the addresses of a vSwitch that interfaces have.
func (c *Cloud) taken(v *vswitch) map[netip.Addr]bool {
	taken := map[netip.Addr]bool{}
	for _, e := range c.enis.items {
		if e.vswitch == v {
			taken[e.address] = true
		}
	}
	return taken
}

// free is how many addresses of a vSwitch are left.
func (c *Cloud) free(v *vswitch) int { return capacity(v.block) - len(c.taken(v)) }

// nextAddress is the first free address of a vSwitch from one on.
func (c *Cloud) nextAddress(v *vswitch, from netip.Addr) netip.Addr {
	taken := c.taken(v)
	for address := from; v.block.Contains(address); address = address.Next() {
		if usable(v.block, address) && !taken[address] {
			return address
		}
	}
	return netip.Addr{}
}

// private says whether the block is one that a VPC may have.
func private(block netip.Prefix) bool {
	for _, parent := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"} {
		if within(block, netip.MustParsePrefix(parent)) {
			return true
		}
	}
	return false
}

// within says whether one block lies in another.
func within(inner, outer netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

// strictBlock reads a block of IPv4 addresses whose host part is zero.
func strictBlock(text string) (netip.Prefix, bool) {
	block, err := netip.ParsePrefix(text)
	return block, err == nil && block.Addr().Is4() && block == block.Masked()
}
