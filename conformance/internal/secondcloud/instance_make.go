package secondcloud

import (
	"fmt"
	"net/netip"
	"strings"
)

// addInstance makes an instance of the call, with its primary interface; n is
// its place among those of one call. It is Pending.
func (c *call) addInstance(n int) *instance {
	i := &instance{
		id: c.newID("i"), region: c.region, status: pending, fresh: true, image: c.image, kind: c.kind, zone: c.vswitch.zone,
		threads: c.kind.defaultThreads(), made: c.now,
		prepaid:            c.text("InstanceChargeType") == "PrePaid",
		deletionProtection: c.isTrue("DeletionProtection"),
		dns:                dnsOptions{hostname: "Custom"},
		metadata:           metadataOptions{endpoint: "enabled", tokens: "optional", tags: "disabled", hops: 1},
	}
	i.name, i.hostName = defaultName(i.id), defaultName(i.id)
	c.set("InstanceName", &i.name)
	c.set("HostName", &i.hostName)
	if c.isTrue("UniqueSuffix") && c.amount() > 1 {
		i.name += fmt.Sprintf("%03d", n+1)
		i.hostName += fmt.Sprintf("%03d", n+1)
	}
	c.set("Description", &i.description)
	c.set("UserData", &i.userData)
	c.set("Password", &i.password)
	c.set("HttpEndpoint", &i.metadata.endpoint)
	c.set("HttpTokens", &i.metadata.tokens)
	c.setNumber("HttpPutResponseHopLimit", &i.metadata.hops)
	if c.kind.burstable {
		i.credit = "Standard"
		c.set("CreditSpecification", &i.credit)
	}
	if i.prepaid {
		days := 30 * c.number("Period")
		if c.text("PeriodUnit") == "Week" {
			days = 7 * c.number("Period")
		}
		i.expires = c.now.AddDate(0, 0, days)
	}
	i.primary = c.addENI(c.vswitch, c.launchAddress(n), c.groups)
	i.primary.instance, i.primary.status = i, inUse
	c.setNumber("NetworkInterfaceQueueNumber", &i.primary.queues)
	c.instances.put(i.id, i)
	return i
}

// defaultName is the name of an instance that was not given one.
func defaultName(id string) string { return "iZ" + strings.TrimPrefix(id, "i-") + "Z" }

// launchAddress is the address of the instance at its place.
func (c *call) launchAddress(n int) netip.Addr {
	address, err := netip.ParseAddr(c.text("PrivateIpAddress"))
	if err != nil {
		return c.nextAddress(c.vswitch, c.vswitch.block.Addr())
	}
	for range n {
		address = address.Next()
	}
	return address
}
