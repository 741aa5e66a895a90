package ecs

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/ecsim/ecsim/model"
)

// Addresses and memberships are counts that several operations share: an
// address of a vSwitch belongs to one ENI, and a group counts the addresses (in
// the classic network: the instances) in it.

// reservedHosts is the number of addresses of a vSwitch that are not assigned:
// the first, and the last three (Plan networks, VPC documents).
const reservedHosts = 4

// Capacity returns the number of addresses that a vSwitch can assign.
func (v *VSwitch) Capacity() int {
	prefix, err := netip.ParsePrefix(v.CidrBlock)
	if err != nil || prefix.Bits() < 8 || prefix.Bits() > 30 {
		return 0
	}
	return 1<<(32-prefix.Bits()) - reservedHosts
}

// Free returns the number of addresses that the vSwitch still has.
func (v *VSwitch) Free() int { return v.Capacity() - v.Hidden.Used }

// host returns the n-th address of the vSwitch, from 1.
func (v *VSwitch) host(n int) string {
	prefix := netip.MustParsePrefix(v.CidrBlock)
	a := prefix.Masked().Addr().As4()
	sum := uint32(a[0])<<24 | uint32(a[1])<<16 | uint32(a[2])<<8 | uint32(a[3])
	sum += uint32(n)
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}).String()
}

// Contains says whether the vSwitch can assign the address.
func (v *VSwitch) Contains(address string) bool {
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

// Full says whether the vSwitch lacks n free addresses.
func (v *VSwitch) Full(n int) bool { return v.Hidden.Used+n > v.Capacity() }

// addressKey is the key by which a network interface owns an address of a vSwitch.
func addressKey(vswitch, address string) string { return vswitch + "/" + address }

// AddressInUse says whether an ENI of the place has the address.
func AddressInUse(p *model.Place, vswitch, address string) bool {
	return p.Owner(KindNetworkInterface, addressKey(vswitch, address)) != ""
}

// TakeAddress counts an address of the vSwitch as used and returns it: the
// wanted one, or the next free one. It becomes taken when an ENI with it is put
// into the world. A rule has checked that there is one; without that rule (in a
// mutant) two ENIs get the same address.
func TakeAddress(w *model.World, account, region, vswitchID, wanted string) string {
	v := *Vswitches(w.Place(account, region)).Get(vswitchID)
	p := w.Place(account, region)
	address := wanted
	for tries := 1; address == ""; tries++ {
		v.Hidden.Next = v.Hidden.Next%max(1, v.Capacity()) + 1
		if candidate := v.host(v.Hidden.Next); !AddressInUse(p, vswitchID, candidate) || tries > v.Capacity() {
			address = candidate
		}
	}
	v.Hidden.Used++
	model.Put(w, account, region, v)
	return address
}

// GiveBack counts an address of the vSwitch as free.
func GiveBack(w *model.World, account, region, vswitchID string) {
	if old := Vswitches(w.Place(account, region)).Get(vswitchID); old != nil {
		v := *old
		v.Hidden.Used--
		model.Put(w, account, region, v)
	}
}

// CountMembers adds n to the members of each group.
func CountMembers(w *model.World, account, region string, groups model.List, n int) {
	for _, id := range groups.All() {
		old := SecurityGroups(w.Place(account, region)).Get(id)
		if old == nil {
			continue
		}
		g := *old
		g.Hidden.Members += n
		model.Put(w, account, region, g)
	}
}

// NewEni makes an ENI: id, address, memberships, and the default timeouts of
// connection tracking of ModifyNetworkInterfaceAttribute.
func NewEni(w *model.World, account, region string, e NetworkInterface, wanted string) NetworkInterface {
	e.NetworkInterfaceId = w.NewID(KindNetworkInterface)
	e.PrivateIpAddress = TakeAddress(w, account, region, e.VSwitchId, wanted)
	e.MacAddress = MacOf(e.PrivateIpAddress, w.Made(KindNetworkInterface))
	e.CreationTime = w.Now().Truncate(time.Second)
	if e.NetworkInterfaceTrafficMode == "" {
		e.NetworkInterfaceTrafficMode = Standard
	}
	e.TcpEstablishedTimeout, e.TcpClosedAndTimeWaitTimeout, e.UdpTimeout = 910, 3, 30
	CountMembers(w, account, region, e.SecurityGroupIds, 1)
	model.Put(w, account, region, e)
	return e
}

// ReleaseEni removes an ENI: its address is free again and it leaves its groups.
func ReleaseEni(w *model.World, p *model.Place, e *NetworkInterface) {
	GiveBack(w, p.Account, p.Region, e.VSwitchId)
	CountMembers(w, p.Account, p.Region, e.SecurityGroupIds, -1)
	model.Drop[NetworkInterface](w, p.Account, p.Region, KindNetworkInterface, e.NetworkInterfaceId)
}

// MacOf makes a MAC address in the vendor's prefix.
func MacOf(address string, n uint32) string {
	a, err := netip.ParseAddr(address)
	if err != nil || !a.Is4() {
		return ""
	}
	b := a.As4()
	return fmt.Sprintf("00:16:3e:%02x:%02x:%02x", byte(n), b[2], b[3])
}
