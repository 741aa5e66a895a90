package model

import (
	"fmt"
	"net/netip"
	"time"
)

// Addresses and memberships are book-keeping that several operations share:
// an address of a vSwitch belongs to one ENI, and a group counts the addresses
// (in the classic network: the instances) in it.

// reservedHosts are the addresses of a vSwitch that nobody gets: the first,
// and the last three (Plan networks, VPC documents).
const reservedHosts = 4

// capacity is the number of addresses that a vSwitch can give away.
func (v *VSwitch) capacity() int {
	prefix, err := netip.ParsePrefix(v.CidrBlock)
	if err != nil || prefix.Bits() < 8 || prefix.Bits() > 30 {
		return 0
	}
	return 1<<(32-prefix.Bits()) - reservedHosts
}

// Free is the number of addresses that the vSwitch still has.
func (v *VSwitch) Free() int { return v.capacity() - v.Hidden.Used }

// host returns the n-th address of the vSwitch, from 1.
func (v *VSwitch) host(n int) string {
	prefix := netip.MustParsePrefix(v.CidrBlock)
	a := prefix.Masked().Addr().As4()
	sum := uint32(a[0])<<24 | uint32(a[1])<<16 | uint32(a[2])<<8 | uint32(a[3])
	sum += uint32(n)
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}).String()
}

// contains says whether the address is one that the vSwitch can give away.
func (v *VSwitch) contains(address string) bool {
	prefix, err := netip.ParsePrefix(v.CidrBlock)
	if err != nil {
		return false
	}
	a, err := netip.ParseAddr(address)
	if err != nil || !prefix.Contains(a) || a == prefix.Masked().Addr() {
		return false
	}
	for range reservedHosts - 1 { // the last three
		a = a.Next()
		if !prefix.Contains(a) {
			return false
		}
	}
	return true
}

// full says whether the vSwitch lacks n free addresses.
func (v *VSwitch) full(n int) bool { return v.Hidden.Used+n > v.capacity() }

// addressKey is the key by which a network interface owns an address of a vSwitch.
func addressKey(vswitch, address string) string { return vswitch + "/" + address }

// inUse says whether an ENI of the place has the address.
func (p *place) inUse(vswitch, address string) bool {
	return p.owner(KindNetworkInterface, addressKey(vswitch, address)) != ""
}

// takeAddress counts an address of the vSwitch as used and returns it: the
// wanted one, or the next free one. It is taken when an ENI that has it is put.
// A rule has checked that there is one; where a wrong model has not, two get the
// same.
func takeAddress(w *World, account, region, vswitchID, wanted string) string {
	v := *vswitches(w.place(account, region)).get(vswitchID)
	p := w.place(account, region)
	address := wanted
	for tries := 1; address == ""; tries++ {
		v.Hidden.Next = v.Hidden.Next%max(1, v.capacity()) + 1
		if candidate := v.host(v.Hidden.Next); !p.inUse(vswitchID, candidate) || tries > v.capacity() {
			address = candidate
		}
	}
	v.Hidden.Used++
	put(w, account, region, v)
	return address
}

// giveBack counts an address of the vSwitch as free.
func giveBack(w *World, account, region, vswitchID string) {
	if old := vswitches(w.place(account, region)).get(vswitchID); old != nil {
		v := *old
		v.Hidden.Used--
		put(w, account, region, v)
	}
}

// countMembers adds n to the members of each group.
func countMembers(w *World, account, region string, groups List, n int) {
	for _, id := range groups.All() {
		old := securityGroups(w.place(account, region)).get(id)
		if old == nil {
			continue
		}
		g := *old
		g.Hidden.Members += n
		put(w, account, region, g)
	}
}

// newEni makes an ENI: id, address, memberships, and the timeouts of connection
// tracking that ModifyNetworkInterfaceAttribute gives as defaults.
func newEni(w *World, account, region string, e NetworkInterface, wanted string) NetworkInterface {
	e.NetworkInterfaceId = w.NewID(KindNetworkInterface)
	e.PrivateIpAddress = takeAddress(w, account, region, e.VSwitchId, wanted)
	e.MacAddress = macOf(e.PrivateIpAddress, w.made(KindNetworkInterface))
	e.CreationTime = w.Now().Truncate(time.Second)
	if e.NetworkInterfaceTrafficMode == "" {
		e.NetworkInterfaceTrafficMode = Standard
	}
	e.TcpEstablishedTimeout, e.TcpClosedAndTimeWaitTimeout, e.UdpTimeout = 910, 3, 30
	countMembers(w, account, region, e.SecurityGroupIds, 1)
	put(w, account, region, e)
	return e
}

// releaseEni removes an ENI: its address is free again and it leaves its groups.
func releaseEni(w *World, p *place, e *NetworkInterface) {
	giveBack(w, p.account, p.region, e.VSwitchId)
	countMembers(w, p.account, p.region, e.SecurityGroupIds, -1)
	drop[NetworkInterface](w, p.account, p.region, KindNetworkInterface, e.NetworkInterfaceId)
}

// macOf makes a MAC address in the vendor's prefix.
func macOf(address string, n uint32) string {
	a, err := netip.ParseAddr(address)
	if err != nil || !a.Is4() {
		return ""
	}
	b := a.As4()
	return fmt.Sprintf("00:16:3e:%02x:%02x:%02x", byte(n), b[2], b[3])
}
