package secondcloud

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// Further statuses of network interfaces.
const (
	attaching = "Attaching"
	inUse     = "InUse"
	detaching = "Detaching"
	deleting  = "Deleting"
)

// An eni is an elastic network interface. Whichever was made with an instance is
// the primary one of that instance for good.
type eni struct {
	id                string
	name, description string
	vswitch           *vswitch
	address           netip.Addr
	mac               string
	groups            []*group
	status            string
	instance          *instance
	deleteOnRelease   bool
	sourceCheck       bool
	queues            int // 0 = never set
	made              time.Time
}

func (e *eni) isPrimary() bool { return e.instance != nil && e.instance.primary == e }

func (e *eni) kind() string {
	if e.isPrimary() {
		return "Primary"
	}
	return "Secondary"
}

// stable says whether the interface is Available or InUse.
func (e *eni) stable() bool { return e.status == available || e.status == inUse }

// addENI makes an interface with an address.
func (c *Cloud) addENI(v *vswitch, address netip.Addr, groups []*group) *eni {
	e := &eni{
		id: c.newID("eni"), vswitch: v, address: address, mac: c.newMAC(), groups: groups, status: creating,
		deleteOnRelease: true, made: c.now,
	}
	c.enis.put(e.id, e)
	return e
}

// shownQueues is the number of queues as it is shown: that which was set, or the
// default of the type while the interface is in use.
func (e *eni) shownQueues() int {
	switch {
	case e.queues > 0 || e.instance == nil:
		return e.queues
	case e.isPrimary():
		return e.instance.kind.primary
	default:
		return e.instance.kind.secondary
	}
}

// queuesFit says whether the queues of all interfaces of the instance that the
// interface is attached to suffice, if it had so many; -1 stands for the default.
func (c *Cloud) queuesFit(e *eni, want int) bool {
	sum := 0
	for _, other := range c.attached(e.instance) {
		switch {
		case other != e:
			sum += other.shownQueues()
		case want < 0:
			sum += e.instance.kind.primary
		default:
			sum += want
		}
	}
	return sum <= e.instance.kind.allQueues
}

func badQueueNumber() *refusal {
	return refuse(forbidden, "InvalidParameter.InvalidEniQueueNumber", "The specified queue number is not valid.")
}

func tooManyQueues(t instanceType) *refusal {
	return refuse(forbidden, "InvalidOperation.MaxEniQueueNumberExceeded",
		fmt.Sprintf("The queue number exceeds %d, the limit of one network interface of %s.", t.queues, t.id))
}

func queuesExceeded(t instanceType) *refusal {
	return refuse(forbidden, "InvalidOperation.ExceedInstanceTypeQueueNumber",
		fmt.Sprintf("The queue number of all network interfaces exceeds %d, the limit of %s.", t.allQueues, t.id))
}

// findENI finds the interface of the call, in its region. The pages of operations
// on interfaces differ in the status of the refusal.
func findENI(status int) func(*call) *refusal {
	return func(c *call) *refusal {
		c.eni = c.enis.items[c.text("NetworkInterfaceId")]
		if c.eni == nil || c.eni.vswitch.vpc.region != c.region {
			return noSuchENI(status, c.text("NetworkInterfaceId"))
		}
		return nil
	}
}

// eniIDIsOne refuses what has not the form of an id.
func eniIDIsOne() check {
	return check{"the id is one of an interface", func(c *call) *refusal {
		return unless(strings.HasPrefix(c.text("NetworkInterfaceId"), "eni-"),
			bad, "InvalidParams.EniId", "The specified EniId is not valid.")
	}}
}

func (e *eni) show() fields {
	instance, attachment := "", fields{}
	if e.instance != nil {
		instance = e.instance.id
		attachment = fields{
			"InstanceId": instance, "DeviceIndex": 0, "NetworkCardIndex": 0, "TrunkNetworkInterfaceId": "",
			"MemberNetworkInterfaceIds": fields{"MemberNetworkInterfaceId": []string{}},
		}
	}
	show := fields{
		"NetworkInterfaceId": e.id, "NetworkInterfaceName": e.name, "Description": e.description, "Type": e.kind(), "Status": e.status,
		"VpcId": e.vswitch.vpc.id, "VSwitchId": e.vswitch.id, "ZoneId": e.vswitch.zone, "InstanceId": instance, "MacAddress": e.mac,
		"PrivateIpAddress": e.address.String(), "CreationTime": e.made.Format(time.RFC3339), "DeleteOnRelease": e.deleteOnRelease,
		"SourceDestCheck": e.sourceCheck, "NetworkInterfaceTrafficMode": "Standard", "QueuePairNumber": 0, "ServiceManaged": false,
		"ResourceGroupId": "", "Attachment": attachment, "AssociatedPublicIp": fields{},
		"SecurityGroupIds": fields{"SecurityGroupId": groupIDs(e.groups)},
		"PrivateIpSets":    fields{"PrivateIpSet": []fields{{"PrivateIpAddress": e.address.String(), "Primary": true, "AssociatedPublicIp": fields{}}}},
		"Ipv6Sets":         fields{"Ipv6Set": []fields{}},
		"Ipv4PrefixSets":   fields{"Ipv4PrefixSet": []fields{}},
		"Ipv6PrefixSets":   fields{"Ipv6PrefixSet": []fields{}},
		"Tags":             fields{"Tag": []fields{}},
	}
	if n := e.shownQueues(); n > 0 { // empty where it was never set
		show["QueueNumber"] = n
	}
	return show
}
