package secondcloud

import (
	"maps"
	"slices"
	"time"
)

// Statuses of instances.
const (
	pending  = "Pending"
	starting = "Starting"
	running  = "Running"
	stopping = "Stopping"
	stopped  = "Stopped"
)

// An instance is a virtual machine. Its security groups and addresses are those
// of its primary interface.
type instance struct {
	id, region        string
	name, description string
	hostName          string
	userData          string
	password          string // nothing shows it
	status            string
	fresh             bool // it has never been Running or Stopped
	image             *image
	kind              instanceType
	zone              string
	primary           *eni

	prepaid            bool
	deletionProtection bool
	stoppedMode        string
	credit             string
	jumbo              bool
	threads            int
	topology           string
	dns                dnsOptions
	metadata           metadataOptions

	// waiting is what takes effect with the next start by the cloud.
	waiting struct{ hostName, userData, password string }

	made, started, expires time.Time
}

// dnsOptions are the private DNS settings.
type dnsOptions struct {
	idA, idAAAA, ipA, ipPtr bool
	hostname                string
}

// metadataOptions say how an instance reaches its metadata.
type metadataOptions struct {
	endpoint, tokens, tags string
	hops                   int
}

// stable says whether the instance is Running or Stopped.
func (i *instance) stable() bool { return i.status == running || i.status == stopped }

// findInstance finds the instance of the call, in its region.
func findInstance(c *call) *refusal {
	c.instance = c.instances.items[c.text("InstanceId")]
	if c.instance == nil || c.instance.region != c.region {
		return noSuchInstance()
	}
	c.image, c.kind = c.instance.image, c.instance.kind
	return nil
}

// attached are the interfaces of an instance, the primary among them.
func (c *Cloud) attached(i *instance) []*eni {
	return c.enis.newest(func(e *eni) bool { return e.instance == i })
}

// start moves an instance to Starting and on to Running; what has waited for a
// restart takes effect.
func (c *Cloud) start(i *instance) {
	i.status = starting
	c.steps.start(i)
	c.after(c.delays.Starting, func() {
		i.status, i.fresh, i.started, i.stoppedMode = running, false, c.now, ""
	})
}

// takeEffect lets happen what has waited for the start of an instance.
func takeEffect(i *instance) {
	for _, one := range []struct{ waits, is *string }{
		{&i.waiting.hostName, &i.hostName}, {&i.waiting.userData, &i.userData}, {&i.waiting.password, &i.password},
	} {
		if *one.waits != "" {
			*one.is, *one.waits = *one.waits, ""
		}
	}
}

// stop moves an instance to Stopping, and on to what comes then.
func (c *Cloud) stop(i *instance, then func()) {
	i.status = stopping
	c.after(c.delays.Stopping, then)
}

// release takes an instance away, with the interfaces that go with it; others
// become Available.
func (c *Cloud) release(i *instance) {
	c.instances.drop(i.id)
	for _, e := range c.attached(i) {
		if e.deleteOnRelease || e.isPrimary() {
			c.enis.drop(e.id)
		} else {
			e.instance, e.status = nil, available
		}
	}
}

const (
	minutes = "2006-01-02T15:04Z" // times of instances
	never   = "2099-12-31T15:59Z" // the end of an instance that is paid as it goes
)

func (i *instance) chargeType() string {
	if i.prepaid {
		return "PrePaid"
	}
	return "PostPaid"
}

func (i *instance) expiry() string {
	if i.prepaid {
		return i.expires.Format(minutes)
	}
	return never
}

// shownMode is StoppedMode as it is shown.
func (i *instance) shownMode() string {
	if i.status == stopped && i.stoppedMode != "" {
		return i.stoppedMode
	}
	return "Not-applicable"
}

func (i *instance) startTime() string {
	if i.started.IsZero() {
		return ""
	}
	return i.started.Format(minutes)
}

// show is the instance as both DescribeInstances and DescribeInstanceAttribute show it.
func (i *instance) show() fields {
	v := i.primary.vswitch
	return fields{
		"InstanceId": i.id, "InstanceName": i.name, "Description": i.description, "HostName": i.hostName, "Status": i.status,
		"RegionId": i.region, "ZoneId": i.zone, "ImageId": i.image.id, "InstanceType": i.kind.id,
		"Cpu": i.kind.cores * i.threads, "Memory": i.kind.memory * 1024, "SerialNumber": "serial-" + i.id, "ClusterId": "", "VlanId": "",
		"InstanceChargeType": i.chargeType(), "CreationTime": i.made.Format(minutes), "ExpiredTime": i.expiry(),
		"InstanceNetworkType": "vpc", "InternetChargeType": "PayByTraffic", "InternetMaxBandwidthIn": -1, "InternetMaxBandwidthOut": 0,
		"CreditSpecification": i.credit, "StoppedMode": i.shownMode(),
		"SecurityGroupIds": fields{"SecurityGroupId": groupIDs(i.primary.groups)},
		"VpcAttributes": fields{
			"VpcId": v.vpc.id, "VSwitchId": v.id, "NatIpAddress": "",
			"PrivateIpAddress": fields{"IpAddress": []string{i.primary.address.String()}},
		},
		"PublicIpAddress":        fields{"IpAddress": []string{}},
		"InnerIpAddress":         fields{"IpAddress": []string{}},
		"EipAddress":             fields{"IpAddress": "", "AllocationId": "", "InternetChargeType": ""},
		"OperationLocks":         fields{"LockReason": []fields{}},
		"DedicatedHostAttribute": fields{"DedicatedHostId": "", "DedicatedHostName": ""},
	}
}

// groupIDs are the ids of groups; an empty list is one.
func groupIDs(groups []*group) []string {
	ids := make([]string, 0, len(groups))
	for _, g := range groups {
		ids = append(ids, g.id)
	}
	return ids
}

// listed is the instance as DescribeInstances shows it.
func (c *call) listed(i *instance) fields {
	show := i.show()
	cards := []fields{}
	for _, e := range slices.Backward(c.attached(i)) {
		cards = append(cards, fields{
			"NetworkInterfaceId": e.id, "Type": e.kind(), "MacAddress": e.mac, "PrimaryIpAddress": e.address.String(),
			"PrivateIpSets": fields{"PrivateIpSet": []fields{{"PrivateIpAddress": e.address.String(), "Primary": true}}},
		})
	}
	metadata := fields{"HttpEndpoint": "", "HttpTokens": ""}
	if slices.Contains(c.list("AdditionalAttributes"), "META_OPTIONS") {
		m := i.metadata
		metadata = fields{"HttpEndpoint": m.endpoint, "HttpTokens": m.tokens, "HttpPutResponseHopLimit": m.hops}
	}
	maps.Copy(show, fields{
		"NetworkInterfaces": fields{"NetworkInterface": cards}, "MetadataOptions": metadata,
		"InstanceTypeFamily": i.kind.family, "OSType": i.image.system, "OSName": i.image.platform + " 64位", "OSNameEn": i.image.platform + " 64 bit",
		"IoOptimized": true, "DeviceAvailable": true, "DeletionProtection": i.deletionProtection, "StartTime": i.startTime(),
		"AutoReleaseTime": "", "SpotStrategy": "NoSpot", "SpotPriceLimit": 0.0, "GPUAmount": 0, "GPUSpec": "", "SaleCycle": "",
		"Recyclable": false, "ResourceGroupId": "", "DeploymentSetId": "", "HpcClusterId": "", "KeyPairName": "",
		"CpuOptions": fields{"CoreCount": i.kind.cores, "ThreadsPerCore": i.threads, "Numa": "", "TopologyType": i.topology},
		"PrivateDnsNameOptions": fields{
			"EnableInstanceIdDnsARecord": i.dns.idA, "EnableInstanceIdDnsAAAARecord": i.dns.idAAAA,
			"EnableIpDnsARecord": i.dns.ipA, "EnableIpDnsPtrRecord": i.dns.ipPtr, "HostnameType": i.dns.hostname,
		},
		"Tags": fields{"Tag": []fields{}},
	})
	return show
}
