package model

import "time"

// The statuses that lifecycles move through; documented in lifecycle.md,
// sections 1.1, 2 and 3, under these names.
const (
	Pending  = "Pending"
	Starting = "Starting"
	Running  = "Running"
	Stopping = "Stopping"
	Stopped  = "Stopped"

	Creating     = "Creating"
	Waiting      = "Waiting"
	Available    = "Available"
	UnAvailable  = "UnAvailable"
	CreateFailed = "CreateFailed"
	Deprecated   = "Deprecated"

	Attaching = "Attaching"
	InUse     = "InUse"
	Detaching = "Detaching"
	Deleting  = "Deleting"
)

// The words that several resources share.
const (
	NetworkVpc     = "vpc"
	NetworkClassic = "classic"

	PostPaid = "PostPaid"
	PrePaid  = "PrePaid"
	NoSpot   = "NoSpot"

	SpotWithPriceLimit = "SpotWithPriceLimit"
	SpotAsPriceGo      = "SpotAsPriceGo"

	Primary   = "Primary"
	Secondary = "Secondary"
	Trunk     = "Trunk"
	Member    = "Member"

	BasicGroup      = "normal"
	EnterpriseGroup = "enterprise"

	Standard        = "Standard"
	HighPerformance = "HighPerformance"
	Unlimited       = "Unlimited"

	LockSecurity  = "security"
	LockFinancial = "financial"
)

// Resources are comparable values: equality is ==, and a change is a copy.
// Fields carry ECS's wire names. What no Describe operation shows is under
// Hidden, and is tracked but never compared with a target.

// An Instance is an ECS instance.
type Instance struct {
	InstanceId           string
	InstanceName         string
	Description          string
	HostName             string
	ImageId              string
	InstanceType         string
	RegionId             string
	ZoneId               string
	Status               string
	InstanceChargeType   string // PostPaid or PrePaid
	SpotStrategy         string // NoSpot, SpotWithPriceLimit, SpotAsPriceGo
	InstanceNetworkType  string // vpc or classic
	VpcId                string
	VSwitchId            string
	PrivateIpAddress     string
	PrimaryEni           string // id of the primary network interface; empty in the classic network
	SecurityGroupIds     List
	DeletionProtection   bool
	CreditSpecification  string // Standard or Unlimited on burstable types, else empty
	StoppedMode          string // KeepCharging, StopCharging, Not-applicable
	CreationTime         time.Time
	StartTime            time.Time
	OSType               string // linux or windows
	IoOptimized          bool
	Recyclable           bool
	LockReason           List
	HttpEndpoint         string
	HttpTokens           string
	HttpPutResponseHop   int
	InstanceMetadataTags string
	EnableJumboFrame     bool
	UserData             string // Base64, as sent
	CoreCount            int
	ThreadsPerCore       int
	TopologyType         string
	NestedVirtualization string
	PrivateDnsName       PrivateDnsNameOptions
	NetworkEncryption    bool
	HighDensityMode      bool
	Tags                 List // key=value

	Hidden InstanceHidden
}

// PrivateDnsNameOptions are the private DNS settings of an instance
// (ModifyInstanceAttribute page of 2026-05-28).
type PrivateDnsNameOptions struct {
	HostnameType                  string
	EnableInstanceIdDnsARecord    bool
	EnableInstanceIdDnsAAAARecord bool
	EnableIpDnsARecord            bool
	EnableIpDnsPtrRecord          bool
}

// InstanceHidden is the state of an instance that no Describe operation shows.
type InstanceHidden struct {
	// Since is when a transient status was entered; zero in a stable one.
	Since time.Time
	// Rebooting tells a Stopping that leads to Starting from one that leads
	// to Stopped.
	Rebooting bool
	// CreatedStopped tells a Pending of CreateInstance, which leads to
	// Stopped, from one of RunInstances, which leads to Starting.
	CreatedStopped bool
	// Initializing marks an instance that has not become Running or Stopped yet.
	Initializing bool
	Password     string
	VncPassword  string
	// AtRestart holds the changes that wait for a restart through the API.
	AtRestart AtRestart

	TurboMode             string
	NVS, VISST, VRDT      bool
	ConfidentialComputing string
	PvdConfig             string
	RemoteConnection      string // type of the remote connection
	RemotePassword        string
	Hibernation           bool
	// OSNVMeSupported, OSNameEn: settings of parameters that are not public.
	OSNVMeSupported bool
	OSNameEn        string
}

// AtRestart are the changes of an instance that wait for RebootInstance, or for
// StopInstance and then StartInstance; empty strings wait for nothing.
type AtRestart struct {
	Password, HostName, VncPassword string
	// HostNameMisses: the host name came during a restart that does not pick
	// it up, and waits for the one after it.
	HostNameMisses bool
}

// None says that nothing waits for a restart.
func (a AtRestart) None() bool { return a == AtRestart{} }

// Kind returns KindInstance.
func (*Instance) Kind() Kind { return KindInstance }

// ID returns the InstanceId.
func (i *Instance) ID() string { return i.InstanceId }

// An Image is an ECS image. Public images belong to the account "system".
type Image struct {
	ImageId            string
	ImageName          string
	Description        string
	ImageFamily        string
	ImageOwnerAlias    string // system, self; others in the answer to another account
	Status             string
	OSType             string // linux or windows
	Platform           string
	OSName             string
	Architecture       string // x86_64 or arm64
	BootMode           string // BIOS, UEFI, UEFI-Preferred
	NvmeSupport        string // supported, unsupported
	ImdsSupport        string // v1, v2
	IsSupportCloudinit bool
	IsPublic           bool // a community image
	Size               int  // GiB
	CreationTime       time.Time
	InstanceId         string // the instance that it was made of
	Tags               List
	// Usage (instance or none) and ImageOwnerId depend on who asks: DescribeImages
	// fills them in; stored images have neither.
	Usage        string
	ImageOwnerId string

	Hidden ImageHidden
}

// ImageHidden is the state of an image that DescribeImages does not show.
type ImageHidden struct {
	Since  time.Time
	Shared List // accounts; DescribeImageSharePermission shows it
	// Task is what a Creating image is waiting for: create, copy, import.
	Task        string
	LicenseType string // BYOL, or empty; no field of DescribeImages
}

// Kind returns KindImage.
func (*Image) Kind() Kind { return KindImage }

// ID returns the ImageId.
func (i *Image) ID() string { return i.ImageId }

// A NetworkInterface is an elastic network interface (ENI).
type NetworkInterface struct {
	NetworkInterfaceId   string
	NetworkInterfaceName string
	Description          string
	Type                 string // Primary, Secondary, Trunk, Member
	Status               string
	InstanceId           string
	VpcId                string
	VSwitchId            string
	ZoneId               string
	PrivateIpAddress     string
	MacAddress           string
	Ipv6                 List
	SecurityGroupIds     List
	// QueueNumber is 0 while it was never changed: responses then show nothing
	// (Available) or the type's default (InUse).
	QueueNumber                 int
	QueuePairNumber             int
	NetworkInterfaceTrafficMode string // Standard or HighPerformance
	RxQueueSize, TxQueueSize    int
	DeleteOnRelease             bool
	SourceDestCheck             bool
	ServiceManaged              bool
	TcpEstablishedTimeout       int
	TcpClosedAndTimeWaitTimeout int
	UdpTimeout                  int
	EnableSriov, EnableRss      bool
	VFTotalQueueNumber          int
	VFQuantity                  int
	// TrunkNetworkInterfaceId is the trunk that a Member is attached to.
	TrunkNetworkInterfaceId string
	CreationTime            time.Time
	Tags                    List

	Hidden NetworkInterfaceHidden
}

// NetworkInterfaceHidden is the state of an ENI that no operation shows.
type NetworkInterfaceHidden struct {
	Since time.Time
	// Business is the product that the ENI was made for; empty for ordinary ones.
	Business string
}

// Kind returns KindNetworkInterface.
func (*NetworkInterface) Kind() Kind { return KindNetworkInterface }

// ID returns the NetworkInterfaceId.
func (e *NetworkInterface) ID() string { return e.NetworkInterfaceId }

// A SecurityGroup is a security group.
type SecurityGroup struct {
	SecurityGroupId   string
	SecurityGroupName string
	Description       string
	VpcId             string // empty in the classic network
	SecurityGroupType string // normal or enterprise
	ServiceManaged    bool
	InnerAccessPolicy string // Accept or Drop
	CreationTime      time.Time
	Tags              List

	Hidden SecurityGroupHidden
}

// SecurityGroupHidden is what DescribeSecurityGroups does not show.
type SecurityGroupHidden struct {
	// Members is the number of private addresses (classic: instances) in it.
	Members int
	// Rules are its rules, one text each; DescribeSecurityGroupAttribute shows them.
	Rules List
	// ReferredBy lists the groups whose rules name this one.
	ReferredBy List
	// Filler counts members and rules that a world file gives without listing them.
	FillerMembers, FillerRules int
	ServiceID, Product         string
}

// Kind returns KindSecurityGroup.
func (*SecurityGroup) Kind() Kind { return KindSecurityGroup }

// ID returns the SecurityGroupId.
func (g *SecurityGroup) ID() string { return g.SecurityGroupId }

// A VSwitch is a subnet of a VPC in one zone.
type VSwitch struct {
	VSwitchId    string
	VSwitchName  string
	Description  string
	VpcId        string
	ZoneId       string
	CidrBlock    string
	Ipv6Cidr     string
	Status       string
	IsDefault    bool
	CreationTime time.Time

	Hidden VSwitchHidden
}

// VSwitchHidden is the address book-keeping of a vSwitch.
type VSwitchHidden struct {
	Since time.Time
	Used  int // addresses in use
	Next  int // host number to try next
	Next6 int // the same for IPv6
}

// Kind returns KindVSwitch.
func (*VSwitch) Kind() Kind { return KindVSwitch }

// ID returns the VSwitchId.
func (v *VSwitch) ID() string { return v.VSwitchId }

// A Vpc is a virtual private cloud.
type Vpc struct {
	VpcId        string
	VpcName      string
	Description  string
	CidrBlock    string
	Ipv6Cidr     string
	Status       string
	IsDefault    bool
	CreationTime time.Time

	Hidden VpcHidden
}

// VpcHidden is the state of a VPC that no operation shows.
type VpcHidden struct{ Since time.Time }

// Kind returns KindVpc.
func (*Vpc) Kind() Kind { return KindVpc }

// ID returns the VpcId.
func (v *Vpc) ID() string { return v.VpcId }

// A Region is a region of the world.
type Region struct {
	RegionId  string
	LocalName string
	Zones     List // zone ids
}

// Kind returns KindRegion.
func (*Region) Kind() Kind { return KindRegion }

// ID returns the RegionId.
func (r *Region) ID() string { return r.RegionId }

// A Zone is a zone of a region.
type Zone struct {
	ZoneId    string
	LocalName string
	Types     List // instance types on sale
}

// Kind returns KindZone.
func (*Zone) Kind() Kind { return KindZone }

// ID returns the ZoneId.
func (z *Zone) ID() string { return z.ZoneId }
