package model

import "net/netip"

// IPv6 addresses belong to network interfaces as the others do, and are not
// counted: a block of /64 never runs out.

// ipv6Text returns the address in its one written form; false if the text is
// no IPv6 address.
func ipv6Text(text string) (string, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil || !a.Is6() || a.Zone() != "" {
		return "", false
	}
	return a.String(), true
}

// contains6 says whether the address is in the vSwitch's IPv6 block.
func (v *VSwitch) contains6(address string) bool {
	prefix, err := netip.ParsePrefix(v.Ipv6Cidr)
	if err != nil {
		return false
	}
	a, err := netip.ParseAddr(address)
	return err == nil && prefix.Contains(a)
}

// host6 returns the n-th address of the vSwitch's IPv6 block, from 1.
func (v *VSwitch) host6(n int) string {
	a := netip.MustParsePrefix(v.Ipv6Cidr).Masked().Addr().As16()
	a[12], a[13], a[14], a[15] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
	return netip.AddrFrom16(a).String()
}

// takeIpv6 returns an IPv6 address of the ENI's vSwitch: the wanted one, or the
// next free one. It is taken when the ENI that has it is put. The caller has checked that the vSwitch has a block.
func takeIpv6(w *World, account, region string, e *NetworkInterface, wanted string) string {
	v := *vswitches(w.place(account, region)).get(e.VSwitchId)
	p := w.place(account, region)
	address, _ := ipv6Text(wanted)
	for address == "" {
		v.Hidden.Next6++
		if candidate := v.host6(v.Hidden.Next6); !p.inUse(v.VSwitchId, candidate) {
			address = candidate
		}
	}
	put(w, account, region, v)
	return address
}

// assignIpv6 gives the ENI of the request addresses of its vSwitch: the wanted
// ones, then as many more.
func (r *Request) assignIpv6(wanted []string, more int) {
	addresses := eniOf(r).Ipv6
	for _, a := range append(wanted, make([]string, more)...) {
		addresses = addresses.With(takeIpv6(r.w, r.place.account, r.region, eniOf(r), a))
	}
	r.reload()
	r.setEni(func(e *NetworkInterface) { e.Ipv6 = addresses })
}
