package ecs

import (
	"time"

	"github.com/ecsim/ecsim/model"
)

// The statuses of resources: docs/lifecycle.md, Instance, Image and Network
// interface.
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

// Constants that several resources share.
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
// Fields carry ECS's wire names. State that no Describe operation shows is
// under Hidden, and is tracked but never compared with a target.

// An Instance is an ECS instance.
type Instance struct {
	InstanceId          string `wire:"InstanceId,+status,+bound" compare:"reference"`
	InstanceName        string `wire:"InstanceName" compare:"chosen"`
	Description         string `wire:"Description"`
	HostName            string `wire:"HostName" compare:"chosen"`
	ImageId             string `wire:"ImageId" compare:"reference"`
	InstanceType        string `wire:"InstanceType"`
	RegionId            string `wire:"RegionId"`
	ZoneId              string `wire:"ZoneId"`
	Status              string `wire:"Status,+status"`
	InstanceChargeType  string `wire:"InstanceChargeType"`      // PostPaid or PrePaid
	SpotStrategy        string `wire:"SpotStrategy,-attribute"` // NoSpot, SpotWithPriceLimit, SpotAsPriceGo
	InstanceNetworkType string `wire:"InstanceNetworkType"`     // vpc or classic
	VpcId               string `wire:"VpcAttributes.VpcId" compare:"reference"`
	VSwitchId           string `wire:"VpcAttributes.VSwitchId" compare:"reference"`
	PrivateIpAddress    string `wire:"VpcAttributes.PrivateIpAddress.IpAddress[],read" compare:"chosen"`
	// PrimaryEni is the id of the primary network interface; empty in the classic network.
	PrimaryEni           string                `wire:"NetworkInterfaces.NetworkInterface[].NetworkInterfaceId,hand" compare:"reference"`
	SecurityGroupIds     model.List            `wire:"SecurityGroupIds.SecurityGroupId[]" compare:"reference"`
	KeyPairName          string                `wire:"KeyPairName,omitzero,-attribute"`
	DeletionProtection   bool                  `wire:"DeletionProtection,-attribute"`
	CreditSpecification  string                `wire:"CreditSpecification" compare:"chosen"` // Standard or Unlimited on burstable types, else empty
	StoppedMode          string                `wire:"StoppedMode" compare:"chosen"`         // KeepCharging, StopCharging, Not-applicable
	CreationTime         time.Time             `wire:"CreationTime,minutes" compare:"volatile"`
	StartTime            time.Time             `wire:"StartTime,minutes,-attribute" compare:"volatile"`
	OSType               string                `wire:"OSType,-attribute"` // linux or windows
	IoOptimized          bool                  `wire:"IoOptimized,-attribute IoOptimized,attribute,words=none/optimized"`
	Recyclable           bool                  `wire:"Recyclable,-attribute"`
	LockReason           model.List            `wire:"OperationLocks.LockReason[].LockReason,set"`
	HttpEndpoint         string                `wire:"MetadataOptions.HttpEndpoint,META_OPTIONS,-attribute,filled"`
	HttpTokens           string                `wire:"MetadataOptions.HttpTokens,META_OPTIONS,-attribute,filled"`
	HttpPutResponseHop   int                   `wire:"MetadataOptions.HttpPutResponseHopLimit,META_OPTIONS,-attribute" compare:"chosen"`
	InstanceMetadataTags string                `wire:"MetadataOptions.InstanceMetadataTags,META_OPTIONS,-attribute,filled"`
	EnableJumboFrame     bool                  `wire:"EnableJumboFrame"`
	UserData             string                `wire:"UserData,read"` // Base64, as sent
	CoreCount            int                   `wire:"CpuOptions.CoreCount,-attribute" compare:"volatile"`
	ThreadsPerCore       int                   `wire:"CpuOptions.ThreadsPerCore,-attribute"`
	TopologyType         string                `wire:"CpuOptions.TopologyType,-attribute,filled"`
	NestedVirtualization string                `wire:"CpuOptions.NestedVirtualization,-attribute,filled"`
	PrivateDnsName       PrivateDnsNameOptions `wire:"PrivateDnsNameOptions,-attribute"`
	NetworkEncryption    bool                  `wire:"EnableNetworkEncryption,-attribute"`
	HighDensityMode      bool                  `wire:"AdditionalInfo.EnableHighDensityMode,-attribute"`
	Tags                 model.List            `wire:"Tags.Tag[].TagKey|Key=TagValue|Value,-attribute"` // key=value

	Hidden InstanceHidden `compare:"volatile"`
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
	// Rebooting marks a Stopping that leads to Starting instead of Stopped.
	Rebooting bool
	// CreatedStopped marks a Pending of CreateInstance, which leads to Stopped;
	// that of RunInstances leads to Starting.
	CreatedStopped bool
	// Initializing marks an instance that has not been Running or Stopped yet.
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
	Hibernation           bool `wire:"HibernationOptions.Configured,write,-attribute"`
	// OSNVMeSupported, OSNameEn: settings of parameters that are not public.
	OSNVMeSupported bool
	OSNameEn        string
}

// AtRestart are the changes of an instance that wait for RebootInstance, or for
// StopInstance and then StartInstance; empty strings wait for nothing.
type AtRestart struct {
	Password, HostName, VncPassword string
	// NextHostName was set during a restart that does not apply it, and waits
	// for the next one.
	NextHostName string
}

// None says that nothing waits for a restart.
func (a AtRestart) None() bool { return a == AtRestart{} }

// Kind returns KindInstance.
func (*Instance) Kind() model.Kind { return KindInstance }

// ID returns the InstanceId.
func (i *Instance) ID() string { return i.InstanceId }

// An Image is an ECS image. Public images belong to the account "system".
type Image struct {
	ImageId            string     `wire:"ImageId" compare:"reference"`
	ImageName          string     `wire:"ImageName" compare:"chosen"`
	Description        string     `wire:"Description"`
	ImageFamily        string     `wire:"ImageFamily"`
	ImageOwnerAlias    string     `wire:"ImageOwnerAlias"` // system, self; others in the answer to another account
	Status             string     `wire:"Status"`
	OSType             string     `wire:"OSType"` // linux or windows
	Platform           string     `wire:"Platform" compare:"chosen"`
	OSName             string     `wire:"OSName OSNameEn,write" compare:"chosen"`
	Architecture       string     `wire:"Architecture"`         // x86_64 or arm64
	BootMode           string     `wire:"BootMode"`             // BIOS, UEFI, UEFI-Preferred
	NvmeSupport        string     `wire:"Features.NvmeSupport"` // supported, unsupported
	ImdsSupport        string     `wire:"Features.ImdsSupport"` // v1, v2
	IsSupportCloudinit bool       `wire:"IsSupportCloudinit"`
	IsPublic           bool       `wire:"IsPublic"`              // a community image
	Size               int        `wire:"Size" compare:"chosen"` // GiB
	CreationTime       time.Time  `wire:"CreationTime" compare:"volatile"`
	InstanceId         string     `wire:"InstanceId,read" compare:"reference"` // the instance that it was made of
	Tags               model.List `wire:"Tags.Tag[].TagKey|Key=TagValue|Value"`
	// Usage (instance or none) and ImageOwnerId depend on the caller:
	// DescribeImages fills them in; stored images have neither.
	Usage        string `wire:"Usage" compare:"volatile"`
	ImageOwnerId string `wire:"ImageOwnerId,digits,omitzero" compare:"chosen"`

	Hidden ImageHidden `compare:"volatile"`
}

// ImageHidden is the state of an image that DescribeImages does not show.
type ImageHidden struct {
	Since  time.Time
	Shared model.List // accounts; DescribeImageSharePermission shows it
	// Task is the reason why an image is Creating: create, copy, import.
	Task        string
	LicenseType string // BYOL, or empty; no field of DescribeImages
}

// Kind returns KindImage.
func (*Image) Kind() model.Kind { return KindImage }

// ID returns the ImageId.
func (i *Image) ID() string { return i.ImageId }

// A NetworkInterface is an elastic network interface (ENI).
type NetworkInterface struct {
	NetworkInterfaceId   string     `wire:"NetworkInterfaceId,+brief,+assigned" compare:"reference"`
	NetworkInterfaceName string     `wire:"NetworkInterfaceName" compare:"chosen"`
	Description          string     `wire:"Description" compare:"chosen"`
	Type                 string     `wire:"Type,+brief"` // Primary, Secondary, Trunk, Member
	Status               string     `wire:"Status"`
	InstanceId           string     `wire:"InstanceId,-new Attachment.InstanceId,-new" compare:"reference"`
	VpcId                string     `wire:"VpcId" compare:"reference"`
	VSwitchId            string     `wire:"VSwitchId" compare:"reference"`
	ZoneId               string     `wire:"ZoneId"`
	PrivateIpAddress     string     `wire:"PrivateIpAddress PrimaryIpAddress,brief,write PrivateIpSets.PrivateIpSet[].PrivateIpAddress,+brief,write" compare:"chosen"`
	MacAddress           string     `wire:"MacAddress,+brief" compare:"chosen"`
	Ipv6                 model.List `wire:"Ipv6Sets.Ipv6Set[].Ipv6Address,+brief Ipv6Sets.Ipv6Address[],assigned,write" compare:"allotted"`
	SecurityGroupIds     model.List `wire:"SecurityGroupIds.SecurityGroupId[]" compare:"reference"`
	// QueueNumber is 0 while it was never changed: replies then show nothing
	// (Available) or the type's default (InUse).
	QueueNumber     int `wire:"QueueNumber,omitzero,-new NetworkInterfaceTrafficConfig.QueueNumber,omitzero,detailed"`
	QueuePairNumber int `wire:"QueuePairNumber,-new NetworkInterfaceTrafficConfig.QueuePairNumber,detailed"`
	// NetworkInterfaceTrafficMode is Standard or HighPerformance.
	NetworkInterfaceTrafficMode string `wire:"NetworkInterfaceTrafficMode,-new NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode,detailed"`
	RxQueueSize                 int    `wire:"RxQueueSize,read NetworkInterfaceTrafficConfig.RxQueueSize,omitzero,detailed"`
	TxQueueSize                 int    `wire:"TxQueueSize,read NetworkInterfaceTrafficConfig.TxQueueSize,omitzero,detailed"`
	DeleteOnRelease             bool   `wire:"DeleteOnRelease,-new"`
	SourceDestCheck             bool   `wire:"SourceDestCheck" compare:"chosen"`
	ServiceManaged              bool   `wire:"ServiceManaged"`
	TcpEstablishedTimeout       int    `wire:"ConnectionTrackingConfiguration.TcpEstablishedTimeout,detailed"`
	TcpClosedAndTimeWaitTimeout int    `wire:"ConnectionTrackingConfiguration.TcpClosedAndTimeWaitTimeout,detailed"`
	UdpTimeout                  int    `wire:"ConnectionTrackingConfiguration.UdpTimeout,detailed"`
	EnableSriov                 bool   `wire:"EnhancedNetwork.EnableSriov,detailed"`
	EnableRss                   bool   `wire:"EnhancedNetwork.EnableRss,detailed"`
	VFTotalQueueNumber          int    `wire:"EnhancedNetwork.VirtualFunctionTotalQueueNumber,detailed"`
	VFQuantity                  int    `wire:"EnhancedNetwork.VirtualFunctionQuantity,detailed"`
	// TrunkNetworkInterfaceId is the trunk that a Member is attached to.
	TrunkNetworkInterfaceId string     `wire:"Attachment.TrunkNetworkInterfaceId,-new" compare:"reference"`
	CreationTime            time.Time  `wire:"CreationTime,-new" compare:"volatile"`
	Tags                    model.List `wire:"Tags.Tag[].TagKey|Key=TagValue|Value"`

	Hidden NetworkInterfaceHidden `compare:"volatile"`
}

// NetworkInterfaceHidden is the state of an ENI that no operation shows.
type NetworkInterfaceHidden struct {
	Since time.Time
	// Business is the product that the ENI was made for; empty for ordinary ones.
	Business string
}

// Kind returns KindNetworkInterface.
func (*NetworkInterface) Kind() model.Kind { return KindNetworkInterface }

// ID returns the NetworkInterfaceId.
func (e *NetworkInterface) ID() string { return e.NetworkInterfaceId }

// A SecurityGroup is a security group.
type SecurityGroup struct {
	SecurityGroupId   string     `wire:"SecurityGroupId,+attribute,+references" compare:"reference"`
	SecurityGroupName string     `wire:"SecurityGroupName,+attribute" compare:"chosen"`
	Description       string     `wire:"Description,+attribute"`
	VpcId             string     `wire:"VpcId,+attribute" compare:"reference"` // empty in the classic network
	SecurityGroupType string     `wire:"SecurityGroupType"`                    // normal or enterprise
	ServiceManaged    bool       `wire:"ServiceManaged"`
	InnerAccessPolicy string     `wire:"InnerAccessPolicy,attribute" compare:"chosen"` // Accept or Drop
	CreationTime      time.Time  `wire:"CreationTime" compare:"volatile"`
	Tags              model.List `wire:"Tags.Tag[].TagKey|Key=TagValue|Value"`

	Hidden SecurityGroupHidden `compare:"volatile"`
}

// SecurityGroupHidden is the state of a group that DescribeSecurityGroups does
// not show.
type SecurityGroupHidden struct {
	// Members is the number of private addresses (classic: instances) in it.
	Members int `wire:"EcsCount,write"`
	// Rules are its rules, one text each; DescribeSecurityGroupAttribute shows them.
	Rules model.List `wire:"Permissions.Permission[],hand"`
	// RuleIds counts the rules that the group ever had, for their ids.
	RuleIds int
	// ReferredBy lists the groups whose rules name this one.
	ReferredBy model.List
	// FillerMembers and FillerRules count members and rules that a world file
	// gives without listing them.
	FillerMembers, FillerRules int
	ServiceID                  string `wire:"ServiceID,write,digits,omitzero"`
	Product                    string
}

// Kind returns KindSecurityGroup.
func (*SecurityGroup) Kind() model.Kind { return KindSecurityGroup }

// ID returns the SecurityGroupId.
func (g *SecurityGroup) ID() string { return g.SecurityGroupId }

// A VSwitch is a subnet of a VPC in one zone.
type VSwitch struct {
	VSwitchId    string     `wire:"VSwitchId" compare:"reference"`
	VSwitchName  string     `wire:"VSwitchName" compare:"chosen"`
	Description  string     `wire:"Description"`
	VpcId        string     `wire:"VpcId" compare:"reference"`
	ZoneId       string     `wire:"ZoneId"`
	CidrBlock    string     `wire:"CidrBlock"`
	Ipv6Cidr     string     `wire:"Ipv6CidrBlock" compare:"allotted"`
	Status       string     `wire:"Status"`
	IsDefault    bool       `wire:"IsDefault" compare:"chosen"`
	CreationTime time.Time  `wire:"CreationTime" compare:"volatile"`
	Tags         model.List `wire:"Tags.Tag[].Key|TagKey=Value|TagValue"`

	Hidden VSwitchHidden `compare:"volatile"`
}

// VSwitchHidden holds the counts of a vSwitch's addresses.
type VSwitchHidden struct {
	Since time.Time
	Used  int `wire:"AvailableIpAddressCount,hand"` // addresses in use
	Next  int // host number to try next
	Next6 int // the same for IPv6
}

// Kind returns KindVSwitch.
func (*VSwitch) Kind() model.Kind { return KindVSwitch }

// ID returns the VSwitchId.
func (v *VSwitch) ID() string { return v.VSwitchId }

// A Vpc is a virtual private cloud.
type Vpc struct {
	VpcId        string     `wire:"VpcId,+new" compare:"reference"`
	VpcName      string     `wire:"VpcName" compare:"chosen"`
	Description  string     `wire:"Description"`
	CidrBlock    string     `wire:"CidrBlock" compare:"chosen"`
	Ipv6Cidr     string     `wire:"Ipv6CidrBlock" compare:"allotted"`
	Status       string     `wire:"Status"`
	IsDefault    bool       `wire:"IsDefault" compare:"chosen"`
	CreationTime time.Time  `wire:"CreationTime" compare:"volatile"`
	Tags         model.List `wire:"Tags.Tag[].Key|TagKey=Value|TagValue"`

	Hidden VpcHidden `compare:"volatile"`
}

// VpcHidden is the state of a VPC that no operation shows.
type VpcHidden struct{ Since time.Time }

// RouterId is the id of the VPC's router. Routers and route tables are not kept:
// their ids follow from the VPC's.
func (v *Vpc) RouterId() string { return v.routing("vrt-") }

// RouteTableId is the id of the VPC's system route table.
func (v *Vpc) RouteTableId() string { return v.routing("vtb-") }

func (v *Vpc) routing(prefix string) string {
	own := KindVpc.Prefix() + "-"
	if len(v.VpcId) <= len(own) {
		return ""
	}
	return prefix + v.VpcId[len(own):]
}

// Kind returns KindVpc.
func (*Vpc) Kind() model.Kind { return KindVpc }

// ID returns the VpcId.
func (v *Vpc) ID() string { return v.VpcId }
