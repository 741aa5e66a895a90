package model

import (
	"hash/maphash"
	"time"
)

// Shape identifies what the world is like, whatever its ids, times, counters
// and tokens are: two worlds that differ only in names have the same shape.
// The planner and the search for witnesses visit one world of a shape. Like a
// hash it is comparable within one process, and unlike Hash it is computed anew.
func (w World) Shape() uint64 {
	colours := make(map[string]uint64, 64)
	var all []shaped
	for _, p := range w.places {
		for _, r := range p.resources() {
			s := shapeOf(p, r)
			colours[r.ID()] = s.colour
			all = append(all, s)
		}
	}
	var sum uint64
	for _, s := range all {
		c := s.colour
		for i, id := range s.links {
			if id != "" {
				c += mix64(colours[id] + uint64(i+1)*0x9e3779b97f4a7c15)
			}
		}
		sum += mix64(c)
	}
	return sum
}

// A shaped is a resource without its names: what it is, and what it points to.
type shaped struct {
	colour uint64
	links  []string
}

func mix64(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func shapeOf(p *place, r Resource) shaped {
	switch v := r.(type) {
	case *Instance:
		return shapeInstance(p, *v)
	case *Image:
		return shapeImage(p, *v)
	case *NetworkInterface:
		return shapeEni(p, *v)
	case *SecurityGroup:
		return shapeGroup(p, *v)
	case *VSwitch:
		links := []string{v.VpcId}
		s := *v
		s.VSwitchId, s.VSwitchName, s.VpcId, s.CreationTime, s.Hidden = "", "", "", time.Time{}, VSwitchHidden{Used: s.Hidden.Used}
		return shaped{colourOf(p, s), links}
	case *Vpc:
		s := *v
		s.VpcId, s.VpcName, s.CreationTime, s.Hidden = "", "", time.Time{}, VpcHidden{}
		return shaped{colourOf(p, s), nil}
	default:
		return shaped{}
	}
}

// colourOf hashes a bare resource in its place. The default resources of a
// world stay apart by what they are.
func colourOf[T comparable](p *place, bare T) uint64 {
	return maphash.Comparable(hashSeed, hashed[T]{account: p.account, region: p.region, value: bare})
}

func shapeInstance(p *place, i Instance) shaped {
	links := append([]string{i.PrimaryEni, i.VSwitchId}, i.SecurityGroupIds.All()...)
	if i.InstanceName == i.InstanceId {
		i.InstanceName = ""
	}
	if i.HostName == defaultHostName(i.InstanceId, i.OSType) {
		i.HostName = ""
	}
	i.InstanceId, i.PrimaryEni, i.VpcId, i.VSwitchId, i.SecurityGroupIds, i.PrivateIpAddress = "", "", "", "", "", ""
	i.CreationTime, i.StartTime, i.Hidden.Since = time.Time{}, time.Time{}, time.Time{}
	return shaped{colourOf(p, i), links}
}

func shapeImage(p *place, i Image) shaped {
	links := []string{i.InstanceId}
	if p.account != SystemAccount {
		if i.ImageName == i.ImageId {
			i.ImageName = ""
		}
		i.ImageId = ""
	}
	i.InstanceId, i.CreationTime, i.Hidden.Since = "", time.Time{}, time.Time{}
	return shaped{colourOf(p, i), links}
}

func shapeEni(p *place, e NetworkInterface) shaped {
	links := append([]string{e.InstanceId, e.VSwitchId}, e.SecurityGroupIds.All()...)
	e.NetworkInterfaceId, e.InstanceId, e.VpcId, e.VSwitchId, e.SecurityGroupIds = "", "", "", "", ""
	e.PrivateIpAddress, e.MacAddress, e.CreationTime, e.Hidden.Since = "", "", time.Time{}, time.Time{}
	e.Ipv6 = List(numberText(e.Ipv6.Len()))
	return shaped{colourOf(p, e), links}
}

func shapeGroup(p *place, g SecurityGroup) shaped {
	links := append([]string{g.VpcId}, g.Hidden.ReferredBy.All()...)
	g.SecurityGroupId, g.VpcId, g.CreationTime, g.Hidden.ReferredBy = "", "", time.Time{}, ""
	return shaped{colourOf(p, g), links}
}
