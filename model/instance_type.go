package model

import (
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// An InstanceType holds the properties that DescribeInstanceTypes shows of a
// type, and a few others. Figures without a source are in Unknown.
type InstanceType struct {
	InstanceTypeId              string `wire:"InstanceTypeId"`
	InstanceTypeFamily          string `wire:"InstanceTypeFamily"`
	CpuCoreCount                int    `wire:"CpuCoreCount"`     // vCPUs
	MemorySize                  int    `wire:"MemorySize,floor"` // GiB
	CpuArchitecture             string `wire:"CpuArchitecture"`
	MaximumQueueNumberPerEni    int    `wire:"MaximumQueueNumberPerEni,known"`
	TotalEniQueueQuantity       int    `wire:"TotalEniQueueQuantity,known"`
	PrimaryEniQueueNumber       int    `wire:"PrimaryEniQueueNumber,known"`
	SecondaryEniQueueNumber     int    `wire:"SecondaryEniQueueNumber,known"`
	EniQuantity                 int    `wire:"EniQuantity,known"`
	EriQuantity                 int    `wire:"EriQuantity,known"`
	QueuePairNumber             int    `wire:"QueuePairNumber,known"`
	EniPrivateIpAddressQuantity int    `wire:"EniPrivateIpAddressQuantity,known"`
	EniIpv6AddressQuantity      int    `wire:"EniIpv6AddressQuantity,known"`
	JumboFrameSupport           bool   `wire:"JumboFrameSupport,known"`
	NvmeSupport                 string `wire:"NvmeSupport"`
	NetworkEncryptionSupport    bool   `wire:"NetworkEncryptionSupport,known"`
	EniTrunkSupported           bool   `wire:"EniTrunkSupported,known"`
	DiskQuantity                int    `wire:"DiskQuantity,known"`
	InstanceFamilyLevel         string `wire:"InstanceFamilyLevel"`

	// The fields below are not shown by DescribeInstanceTypes.

	Burstable             bool `wire:"-"`
	IoOptimized           bool `wire:"-"`
	SupportedTopologies   List `wire:"CpuOptions.SupportedTopologyTypes.SupportedTopologyType[]"`
	ThreadsAdjustable     bool `wire:"CpuOptions.HyperThreadingAdjustable"`
	ThreadsPerCoreDefault int  `wire:"CpuOptions.ThreadsPerCore,write"`
	ThreadsPerCoreOptions List `wire:"-"` // numbers
	HighDensityMode       bool `wire:"-"`
	NVS                   bool `wire:"-"`
	VISST                 bool `wire:"-"`
	VRDT                  bool `wire:"-"`
	TurboModes            List `wire:"-"`
	NestedVirtualization  bool `wire:"-"`
	ConfidentialComputing List `wire:"-"`
	Unknown               List `wire:"-"` // names of figures without a value

	figures map[FactName]int // the known ones, by name
}

// Kind returns KindInstanceType.
func (*InstanceType) Kind() Kind { return KindInstanceType }

// Bound returns the figure that a constraint of the catalog names as its upper
// bound ("instance type MaximumQueueNumberPerEni"); 0 if the type is nil, the
// constraint names another thing, or the figure is unknown.
func (t *InstanceType) Bound(constraint string) int {
	if t == nil {
		return 0
	}
	for word := range strings.FieldsSeq(constraint) {
		if n, ok := t.figure(FactName(word)); ok {
			return n
		}
	}
	return 0
}

// ID returns the InstanceTypeId.
func (t *InstanceType) ID() string { return t.InstanceTypeId }

// Cores returns the default number of CPU cores.
func (t *InstanceType) Cores() int { return t.CpuCoreCount / max(1, t.ThreadsPerCoreDefault) }

// hotplug says whether ENIs can be attached and detached while the instance is
// Running: not on some shared and burstable types (AttachNetworkInterface 2021).
// That it is those with two ENIs at most is assumed, so that it is unknown of a
// target's types.
func (t *InstanceType) hotplug() bool { return t.EniQuantity != 2 || !t.entryLevel() }

func (t *InstanceType) entryLevel() bool {
	return t.InstanceFamilyLevel == "EntryLevel" || t.InstanceFamilyLevel == "CreditEntryLevel"
}

// The figures of a type, by instance type id.
const (
	TypeEniQuantity     FactName = "EniQuantity"
	TypeEriQuantity     FactName = "EriQuantity"
	TypeQueuesPerEni    FactName = "MaximumQueueNumberPerEni"
	TypeQueuesTotal     FactName = "TotalEniQueueQuantity"
	TypePrimaryQueues   FactName = "PrimaryEniQueueNumber"
	TypeSecondaryQueues FactName = "SecondaryEniQueueNumber"
	TypeQueuePairs      FactName = "QueuePairNumber"
	// TypeQueuePairsTotal is not shown by DescribeInstanceTypes: the number of
	// ERIs of the type times the pairs of one (assumed).
	TypeQueuePairsTotal FactName = "TotalQueuePairNumber"
	TypeJumboFrame      FactName = "JumboFrameSupport"
	TypeEncryption      FactName = "NetworkEncryptionSupport"
	TypeIpv4PerEni      FactName = "EniPrivateIpAddressQuantity"
	TypeIpv6PerEni      FactName = "EniIpv6AddressQuantity"
	TypeBurstable       FactName = "Burstable"
	TypeTrunk           FactName = "EniTrunkSupported"
	TypeNested          FactName = "NestedVirtualization"
	TypeHighDensity     FactName = "HighDensityMode"
	TypeNVS             FactName = "NVS"
	TypeVISST           FactName = "VISST"
	TypeVRDT            FactName = "VRDT"
	TypeThreads         FactName = "ThreadsAdjustable"
	TypeCores           FactName = "Cores" // the default number
	// TypeRemote: RemoteConnectionOptions can be set. No page says for which
	// types; those that are not I/O optimized, all retired, lack it (assumed).
	TypeRemote FactName = "RemoteConnection"
	// TypeHotplug: ENIs are attached and detached while the instance is Running.
	TypeHotplug FactName = "Hotplug"
)

// The lists of a type are facts, too, an element each: whether the type has the
// topology is the fact SupportedTopologies/TOPOLOGY, and unknown where the list is.
const (
	TypeTopologies   ListOfType = "SupportedTopologies"
	TypeThreadCounts ListOfType = "ThreadsPerCoreOptions"
	TypeTurboModes   ListOfType = "TurboModes"
	TypeConfidential ListOfType = "ConfidentialComputing"
)

// A ListOfType is the name of a list of a type, as its field has it.
type ListOfType string

func typeLists() []ListOfType {
	return []ListOfType{TypeTopologies, TypeThreadCounts, TypeTurboModes, TypeConfidential}
}

// listed returns the list of the name.
func (t *InstanceType) listed(list ListOfType) List {
	switch list {
	case TypeTopologies:
		return t.SupportedTopologies
	case TypeThreadCounts:
		return t.ThreadsPerCoreOptions
	case TypeTurboModes:
		return t.TurboModes
	default:
		return t.ConfidentialComputing
	}
}

// figure returns the value of a fact about the type, and whether it is known.
func (t *InstanceType) figure(name FactName) (int, bool) {
	if list, element, ok := strings.Cut(string(name), "/"); ok {
		return One(t.listed(ListOfType(list)).Has(element)), !t.Unknown.Has(list)
	}
	n, ok := t.figures[name]
	return n, ok
}

// index fills the figures; call it once after making a type.
func (t *InstanceType) index() {
	t.figures = map[FactName]int{
		TypeEniQuantity:     t.EniQuantity,
		TypeEriQuantity:     t.EriQuantity,
		TypeQueuesPerEni:    t.MaximumQueueNumberPerEni,
		TypeQueuesTotal:     t.TotalEniQueueQuantity,
		TypePrimaryQueues:   t.PrimaryEniQueueNumber,
		TypeSecondaryQueues: t.SecondaryEniQueueNumber,
		TypeQueuePairs:      t.QueuePairNumber,
		TypeQueuePairsTotal: t.EriQuantity * t.QueuePairNumber,
		TypeJumboFrame:      One(t.JumboFrameSupport),
		TypeEncryption:      One(t.NetworkEncryptionSupport),
		TypeIpv4PerEni:      t.EniPrivateIpAddressQuantity,
		TypeIpv6PerEni:      t.EniIpv6AddressQuantity,
		TypeBurstable:       One(t.Burstable),
		TypeTrunk:           One(t.EniTrunkSupported),
		TypeNested:          One(t.NestedVirtualization),
		TypeHighDensity:     One(t.HighDensityMode),
		TypeNVS:             One(t.NVS),
		TypeVISST:           One(t.VISST),
		TypeVRDT:            One(t.VRDT),
		TypeThreads:         One(t.ThreadsAdjustable),
		TypeCores:           t.Cores(),
		TypeRemote:          One(t.IoOptimized),
		TypeHotplug:         One(t.hotplug()),
	}
	for _, name := range t.Unknown.All() {
		delete(t.figures, FactName(name))
	}
	if t.Unknown.Has(string(TypeEriQuantity)) || t.Unknown.Has(string(TypeQueuePairs)) {
		delete(t.figures, TypeQueuePairsTotal)
	}
}

// set replaces the figure of a type that is not shared, so that
// DescribeInstanceTypes shows it.
func (t *InstanceType) set(name FactName, value int) {
	field := reflect.ValueOf(t).Elem().FieldByName(string(name))
	switch {
	case field.IsValid() && field.CanInt():
		field.SetInt(int64(value))
	case field.IsValid() && field.Kind() == reflect.Bool:
		field.SetBool(value > 0)
	default: // no field shows it
		return
	}
	t.index()
}

// One is 1 for true and 0 for false.
func One(b bool) int {
	if b {
		return 1
	}
	return 0
}

// typesOf builds the instance types that the catalog holds.
func typesOf(m *Model) (map[string]*InstanceType, error) {
	listed, err := m.catalog.InstanceTypes()
	if err != nil {
		return nil, fmt.Errorf("instance types: %w", err)
	}
	types := make(map[string]*InstanceType, len(listed))
	for _, t := range listed {
		options := make([]string, 0, len(t.ThreadsPerCoreOptions))
		for _, n := range t.ThreadsPerCoreOptions {
			options = append(options, strconv.Itoa(n))
		}
		it := &InstanceType{
			InstanceTypeId: t.InstanceTypeId, InstanceTypeFamily: t.InstanceTypeFamily,
			CpuCoreCount: t.VCPU, MemorySize: int(t.MemoryGiB), CpuArchitecture: t.CpuArchitecture,
			MaximumQueueNumberPerEni: t.MaximumQueueNumberPerEni, TotalEniQueueQuantity: t.TotalEniQueueQuantity,
			PrimaryEniQueueNumber: t.PrimaryEniQueueNumber, SecondaryEniQueueNumber: t.SecondaryEniQueueNumber,
			EniQuantity: t.EniQuantity, EriQuantity: t.EriQuantity, QueuePairNumber: t.QueuePairNumber,
			EniPrivateIpAddressQuantity: t.EniPrivateIpAddressQuantity, EniIpv6AddressQuantity: t.EniIpv6AddressQuantity,
			JumboFrameSupport: t.JumboFrameSupport, NvmeSupport: t.NvmeSupport,
			NetworkEncryptionSupport: t.NetworkEncryptionSupport, EniTrunkSupported: t.EniTrunkSupported,
			InstanceFamilyLevel: t.InstanceFamilyLevel, Burstable: t.Burstable, IoOptimized: t.IoOptimized,
			SupportedTopologies: NewList(t.SupportedTopologyTypes...), ThreadsAdjustable: t.HyperThreadingAdjustable,
			ThreadsPerCoreDefault: t.ThreadsPerCoreDefault, ThreadsPerCoreOptions: NewList(options...),
			HighDensityMode: t.HighDensityDiskModeSupport, NVS: t.NVSSupport, VISST: t.VISSTSupport, VRDT: t.VRDTSupport,
			TurboModes: NewList(t.TurboModes...), NestedVirtualization: t.NestedVirtualizationSupport,
			ConfidentialComputing: NewList(t.GpuConfidentialComputingModes...), Unknown: NewList(t.Unknown...),
		}
		if t.DiskQuantity != nil {
			it.DiskQuantity = *t.DiskQuantity
		}
		it.index()
		types[it.InstanceTypeId] = it
	}
	return types, nil
}

// SortedTypes returns the ids of the types in order.
func SortedTypes(types map[string]*InstanceType) []string {
	names := make([]string, 0, len(types))
	for name := range types {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
