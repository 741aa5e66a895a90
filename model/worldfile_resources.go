package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// What a special world can begin with beside networks: instances, network
// interfaces and custom images in states that no call, or no single account,
// can bring about. Sequences on an ordinary world make theirs.

type fileInstance struct {
	As         string            `yaml:"as"`
	Account    string            `yaml:"account"`
	Region     string            `yaml:"region"`
	Image      string            `yaml:"image"` // as the file calls it, or an id
	Type       string            `yaml:"type"`
	Zone       string            `yaml:"zone"`    // in the classic network only; a vSwitch has its own
	VSwitch    string            `yaml:"vswitch"` // none: in the classic network
	Groups     []string          `yaml:"groups"`
	Status     string            `yaml:"status"` // default Running
	Lock       []string          `yaml:"lock"`
	ChargeType string            `yaml:"chargeType"` // default PostPaid
	Spot       string            `yaml:"spot"`       // default NoSpot
	Tags       map[string]string `yaml:"tags"`
}

type fileEni struct {
	As       string            `yaml:"as"`
	Account  string            `yaml:"account"`
	Region   string            `yaml:"region"`
	Type     string            `yaml:"type"` // default Secondary
	VSwitch  string            `yaml:"vswitch"`
	Groups   []string          `yaml:"groups"`
	Instance string            `yaml:"instance"` // attached to it
	Managed  bool              `yaml:"managed"`  // by a cloud service
	Business string            `yaml:"business"` // the product that it was made for
	Tags     map[string]string `yaml:"tags"`
}

// addNamed gives a resource its symbolic name.
func (b *Base) addNamed(as, id string) error {
	if as == "" {
		return fmt.Errorf("%s has no name: give `as`, the name under which sequences speak of it", id)
	}
	if other, taken := b.Names[as]; taken {
		return fmt.Errorf("%s is the name of two resources (%s and %s): give one of them another", as, other, id)
	}
	b.Names[as] = id
	return nil
}

// fileNamed returns the id of a resource of the place, by the name of the file.
func fileNamed[T comparable, P Pointer[T]](w *World, p *place, of func(*place) table[T, P], what, name string) (*T, error) {
	t := of(p)
	for _, id := range []string{w.Base().Names[name], name} {
		if v := t.get(id); v != nil {
			return v, nil
		}
	}
	return nil, fmt.Errorf("account %s has no %s called %q in region %s: list it, or name one that is listed",
		w.Base().accountName(p.account), what, name, p.region)
}

func (b *Base) accountName(id string) string {
	for _, a := range b.Accounts {
		if a.ID == id {
			return a.Name
		}
	}
	return id
}

func (b *Base) accountID(name string) (string, error) {
	var names []string
	for _, a := range b.Accounts {
		if a.Name == name {
			return a.ID, nil
		}
		names = append(names, a.Name)
	}
	return "", fmt.Errorf("no account is called %q: the accounts are %s", name, strings.Join(names, ", "))
}

// placeOf returns what the account has in the region, by the names of the file.
func (w *World) placeOf(account, region string) (*place, error) {
	id, err := w.Base().accountID(account)
	if err != nil {
		return nil, err
	}
	p := w.place(id, region)
	if p == nil {
		var ids []string
		for _, r := range w.Base().Regions {
			ids = append(ids, r.RegionId)
		}
		return nil, fmt.Errorf("there is no region %q: the regions are %s", region, strings.Join(ids, ", "))
	}
	return p, nil
}

// groupsOf turns the names of groups into a list of ids.
func (w *World) groupsOf(p *place, names []string) (List, error) {
	var groups List
	for _, name := range names {
		g, err := fileNamed(w, p, securityGroups, "security group", name)
		if err != nil {
			return "", err
		}
		groups = groups.With(g.SecurityGroupId)
	}
	if groups == "" {
		return "", errors.New("groups is empty: name at least one security group")
	}
	return groups, nil
}

func fileTags(tags map[string]string) List {
	var list []Tag
	for key, value := range tags {
		list = append(list, Tag{key, value})
	}
	slices.SortFunc(list, func(a, b Tag) int { return strings.Compare(a.Key, b.Key) })
	return NewTags(list...)
}

// oneOf returns the value, or the first of what it may be where the file says
// nothing.
func oneOf(what, value string, values ...string) (string, error) {
	switch {
	case value == "":
		return values[0], nil
	case !slices.Contains(values, value):
		return "", fmt.Errorf("%s %q is none of %s", what, value, strings.Join(values, ", "))
	default:
		return value, nil
	}
}

// addInstance makes an instance with its primary interface.
func (w *World) addInstance(f fileInstance) error {
	p, err := w.placeOf(f.Account, f.Region)
	if err != nil {
		return err
	}
	i, err := w.instanceOf(p, f)
	if err != nil {
		return err
	}
	i.InstanceId = w.NewID(KindInstance)
	i.InstanceName, i.HostName = f.As, defaultHostName(i.InstanceId, i.OSType)
	if i.VSwitchId != "" {
		primary := newEni(w, p.account, p.region, NetworkInterface{
			Type: Primary, Status: InUse, InstanceId: i.InstanceId, VpcId: i.VpcId, VSwitchId: i.VSwitchId, ZoneId: i.ZoneId,
			SecurityGroupIds: i.SecurityGroupIds, DeleteOnRelease: true,
		}, "")
		i.PrimaryEni, i.PrivateIpAddress = primary.NetworkInterfaceId, primary.PrivateIpAddress
		if err := w.Base().addNamed(f.As+".primary", i.PrimaryEni); err != nil {
			return err
		}
	} else {
		countMembers(w, p.account, p.region, i.SecurityGroupIds, 1)
	}
	put(w, p.account, p.region, i)
	return w.Base().addNamed(f.As, i.InstanceId)
}

// instanceOf reads what the file says of an instance.
func (w *World) instanceOf(p *place, f fileInstance) (Instance, error) {
	var i Instance
	image, err := w.imageFor(p, f.Image)
	if err != nil {
		return i, err
	}
	typ := w.Base().Types[f.Type]
	if typ == nil {
		return i, fmt.Errorf("there is no instance type %q: see fixtures/catalog/instance-types.json", f.Type)
	}
	i = Instance{
		ImageId: image.ImageId, OSType: image.OSType, InstanceType: typ.InstanceTypeId, RegionId: p.region, ZoneId: f.Zone,
		InstanceNetworkType: NetworkClassic, IoOptimized: typ.IoOptimized, HttpEndpoint: "enabled", HttpTokens: "optional",
		CoreCount: typ.Cores(), ThreadsPerCore: typ.ThreadsPerCoreDefault, StoppedMode: notApplicable,
		CreationTime: w.Now().Truncate(time.Minute), StartTime: w.Now().Truncate(time.Minute),
		LockReason: NewList(f.Lock...), Tags: fileTags(f.Tags), PrivateDnsName: PrivateDnsNameOptions{HostnameType: hostNameCustom},
	}
	if typ.Burstable {
		i.CreditSpecification = Standard
	}
	if i.SecurityGroupIds, err = w.groupsOf(p, f.Groups); err != nil {
		return i, err
	}
	if i.Status, err = oneOf("status", f.Status, Running, Stopped); err != nil {
		return i, err
	}
	if i.Status == Stopped {
		i.StoppedMode = "KeepCharging"
	}
	if i.InstanceChargeType, err = oneOf("chargeType", f.ChargeType, PostPaid, PrePaid); err != nil {
		return i, err
	}
	if i.SpotStrategy, err = oneOf("spot", f.Spot, NoSpot, SpotWithPriceLimit, SpotAsPriceGo); err != nil {
		return i, err
	}
	err = w.settleIn(p, f, &i)
	return i, err
}

// settleIn puts the instance into its vSwitch, or its zone of the classic network.
func (w *World) settleIn(p *place, f fileInstance, i *Instance) error {
	if f.VSwitch != "" {
		v, err := fileNamed(w, p, vswitches, "vSwitch", f.VSwitch)
		if err != nil {
			return err
		}
		if f.Zone != "" && f.Zone != v.ZoneId {
			return fmt.Errorf("zone is %s and vSwitch %s is in %s: leave zone out", f.Zone, f.VSwitch, v.ZoneId)
		}
		i.InstanceNetworkType, i.VpcId, i.VSwitchId, i.ZoneId = NetworkVpc, v.VpcId, v.VSwitchId, v.ZoneId
		return sameNetwork(p, i.SecurityGroupIds, v.VpcId)
	}
	if err := w.zoneIn(p.region, f.Zone); err != nil {
		return fmt.Errorf("without a vswitch the instance is in the classic network: %w", err)
	}
	return sameNetwork(p, i.SecurityGroupIds, "")
}

// sameNetwork says whether all groups are in the VPC (none: the classic network)
// and of one type.
func sameNetwork(p *place, groups List, vpc string) error {
	first := securityGroups(p).get(groups.All()[0])
	for _, id := range groups.All() {
		g := securityGroups(p).get(id)
		if g.VpcId != vpc {
			return fmt.Errorf("security group %s is not in the same network: name groups of its VPC", g.SecurityGroupName)
		}
		if g.SecurityGroupType != first.SecurityGroupType {
			return errors.New("groups mix basic and enterprise ones: name groups of one type")
		}
	}
	return nil
}

// imageFor finds an image that the account of the place can use.
func (w *World) imageFor(p *place, name string) (*Image, error) {
	system := w.place(SystemAccount, p.region)
	if image, err := fileNamed(w, system, images, "image", name); err == nil {
		return image, nil
	}
	return fileNamed(w, p, images, "image", name)
}

// addEni makes an interface beside the primary ones.
func (w *World) addEni(f fileEni) error {
	p, err := w.placeOf(f.Account, f.Region)
	if err != nil {
		return err
	}
	v, err := fileNamed(w, p, vswitches, "vSwitch", f.VSwitch)
	if err != nil {
		return err
	}
	groups, err := w.groupsOf(p, f.Groups)
	if err != nil {
		return err
	}
	if err := sameNetwork(p, groups, v.VpcId); err != nil {
		return err
	}
	typ, err := oneOf("type", f.Type, Secondary, Trunk)
	if err != nil {
		return err
	}
	e := NetworkInterface{
		Type: typ, Status: Available, VpcId: v.VpcId, VSwitchId: v.VSwitchId, ZoneId: v.ZoneId, SecurityGroupIds: groups,
		ServiceManaged: f.Managed, DeleteOnRelease: true, Tags: fileTags(f.Tags), Hidden: NetworkInterfaceHidden{Business: f.Business},
	}
	if f.Instance != "" {
		i, err := fileNamed(w, p, instances, "instance", f.Instance)
		if err != nil {
			return err
		}
		e.Status, e.InstanceId = InUse, i.InstanceId
	}
	made := newEni(w, p.account, p.region, e, "")
	return w.Base().addNamed(f.As, made.NetworkInterfaceId)
}
