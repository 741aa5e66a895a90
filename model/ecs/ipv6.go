package ecs

import (
	"net/netip"

	"github.com/ecsim/ecsim/model"
)

// IPv6 addresses belong to network interfaces like the others, and are not
// counted: a block of /64 never runs out.

// Ipv6Text returns the canonical form of the address; false if the text is not
// an IPv6 address.
func Ipv6Text(text string) (string, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil || !a.Is6() || a.Zone() != "" {
		return "", false
	}
	return a.String(), true
}

// Contains6 says whether the address is in the vSwitch's IPv6 block.
func (v *VSwitch) Contains6(address string) bool {
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
func takeIpv6(w *model.World, account, region string, e *NetworkInterface, wanted string) string {
	v := *Vswitches(w.Place(account, region)).Get(e.VSwitchId)
	p := w.Place(account, region)
	address, _ := Ipv6Text(wanted)
	for address == "" {
		v.Hidden.Next6++
		if candidate := v.host6(v.Hidden.Next6); !AddressInUse(p, v.VSwitchId, candidate) {
			address = candidate
		}
	}
	model.Put(w, account, region, v)
	return address
}

// AssignIpv6 gives the ENI of the request addresses of its vSwitch: the wanted
// ones, then as many more.
func AssignIpv6(r *model.Request, wanted []string, more int) {
	addresses := EniOf(r).Ipv6
	for _, a := range append(wanted, make([]string, more)...) {
		addresses = addresses.With(takeIpv6(r.World, r.Place.Account, r.Region, EniOf(r), a))
	}
	r.Reload()
	SetEni(r, func(e *NetworkInterface) { e.Ipv6 = addresses })
}
