package ecs

import (
	"errors"
	"fmt"
	"time"

	"github.com/ecsim/ecsim/model"
)

// Starting resources of special worlds besides networks: instances, network
// interfaces and custom images in states that no call, or no single account,
// can bring about. In an ordinary world sequences make their own.

type fileInstance struct {
	As         string            `yaml:"as"`
	Account    string            `yaml:"account"`
	Region     string            `yaml:"region"`
	Image      string            `yaml:"image"` // its name in the file, or an id
	Type       string            `yaml:"type"`
	Zone       string            `yaml:"zone"`    // in the classic network only; a vSwitch has its own
	VSwitch    string            `yaml:"vswitch"` // none: in the classic network
	Groups     []string          `yaml:"groups"`
	Status     string            `yaml:"status"` // default Running
	Lock       []string          `yaml:"lock"`
	ChargeType string            `yaml:"chargeType"` // default PostPaid
	Spot       string            `yaml:"spot"`       // default NoSpot
	DataDisks  int               `yaml:"dataDisks"`  // of the basic category, 20 GiB each
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

// fileNamed returns the id of a resource of the place, by the name of the file.
func fileNamed[T comparable, P model.Pointer[T]](w *model.World, p *model.Place, of func(*model.Place) model.Table[T, P], what, name string) (*T, error) {
	t := of(p)
	for _, id := range []string{w.Base().Names[name], name} {
		if v := t.Get(id); v != nil {
			return v, nil
		}
	}
	return nil, fmt.Errorf("account %s has no %s called %q in region %s: list it, or name one that is listed",
		w.Base().AccountName(p.Account), what, name, p.Region)
}

// groupsOf converts the names of groups into a list of ids.
func groupsOf(w *model.World, p *model.Place, names []string) (model.List, error) {
	var groups model.List
	for _, name := range names {
		g, err := fileNamed(w, p, SecurityGroups, "security group", name)
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

// addInstance makes an instance with its primary interface.
func addInstance(w *model.World, f fileInstance) error {
	p, err := w.PlaceOf(f.Account, f.Region)
	if err != nil {
		return err
	}
	i, err := instanceOf(w, p, f)
	if err != nil {
		return err
	}
	i.InstanceId = w.NewID(KindInstance)
	i.InstanceName, i.HostName = f.As, DefaultHostName(i.InstanceId, i.OSType)
	if i.VSwitchId != "" {
		primary := NewEni(w, p.Account, p.Region, NetworkInterface{
			Type: Primary, Status: InUse, InstanceId: i.InstanceId, VpcId: i.VpcId, VSwitchId: i.VSwitchId, ZoneId: i.ZoneId,
			SecurityGroupIds: i.SecurityGroupIds, DeleteOnRelease: true,
		}, "")
		i.PrimaryEni, i.PrivateIpAddress = primary.NetworkInterfaceId, primary.PrivateIpAddress
		if err := w.Base().AddNamed(f.As+".primary", i.PrimaryEni); err != nil {
			return err
		}
	} else {
		CountMembers(w, p.Account, p.Region, i.SecurityGroupIds, 1)
	}
	model.Put(w, p.Account, p.Region, i)
	NewSystemDisk(w, w.Place(p.Account, p.Region), &i, DefaultSystemDisk)
	for range f.DataDisks {
		NewDisk(w, w.Place(p.Account, p.Region), Disk{
			Type: DataDisk, Category: CloudBasic, Size: LeastSystemDisk, Status: DiskInUse, InstanceId: i.InstanceId, ZoneId: i.ZoneId,
			DiskChargeType: i.InstanceChargeType, DeleteWithInstance: true, Portable: i.InstanceChargeType == PostPaid,
		})
	}
	for _, a := range diskAspects(w.Place(p.Account, p.Region), &i) {
		if err := w.Base().AddNamed(f.As+"."+a.Word, a.ID); err != nil {
			return err
		}
	}
	return w.Base().AddNamed(f.As, i.InstanceId)
}

// instanceOf reads an instance of the file.
func instanceOf(w *model.World, p *model.Place, f fileInstance) (Instance, error) {
	var i Instance
	image, err := imageFor(w, p, f.Image)
	if err != nil {
		return i, err
	}
	typ := w.Base().Types[f.Type]
	if typ == nil {
		return i, fmt.Errorf("there is no instance type %q: see fixtures/catalog/instance-types.json", f.Type)
	}
	i = Instance{
		ImageId: image.ImageId, OSType: image.OSType, InstanceType: typ.InstanceTypeId, RegionId: p.Region, ZoneId: f.Zone,
		InstanceNetworkType: NetworkClassic, IoOptimized: typ.IoOptimized, HttpEndpoint: "enabled", HttpTokens: "optional",
		CoreCount: typ.Cores(), ThreadsPerCore: typ.ThreadsPerCoreDefault, StoppedMode: NotApplicable,
		CreationTime: w.Now().Truncate(time.Minute), StartTime: w.Now().Truncate(time.Minute),
		LockReason: model.NewList(f.Lock...), Tags: model.FileTags(f.Tags), PrivateDnsName: PrivateDnsNameOptions{HostnameType: HostNameCustom},
	}
	if typ.Burstable {
		i.CreditSpecification = Standard
	}
	if i.SecurityGroupIds, err = groupsOf(w, p, f.Groups); err != nil {
		return i, err
	}
	if i.Status, err = model.OneOf("status", f.Status, Running, Stopped); err != nil {
		return i, err
	}
	if i.Status == Stopped {
		i.StoppedMode = "KeepCharging"
	}
	if i.InstanceChargeType, err = model.OneOf("chargeType", f.ChargeType, PostPaid, PrePaid); err != nil {
		return i, err
	}
	if i.SpotStrategy, err = model.OneOf("spot", f.Spot, NoSpot, SpotWithPriceLimit, SpotAsPriceGo); err != nil {
		return i, err
	}
	err = settleIn(w, p, f, &i)
	return i, err
}

// settleIn puts the instance into its vSwitch, or into its zone of the classic
// network.
func settleIn(w *model.World, p *model.Place, f fileInstance, i *Instance) error {
	if f.VSwitch != "" {
		v, err := fileNamed(w, p, Vswitches, "vSwitch", f.VSwitch)
		if err != nil {
			return err
		}
		if f.Zone != "" && f.Zone != v.ZoneId {
			return fmt.Errorf("zone is %s and vSwitch %s is in %s: leave zone out", f.Zone, f.VSwitch, v.ZoneId)
		}
		i.InstanceNetworkType, i.VpcId, i.VSwitchId, i.ZoneId = NetworkVpc, v.VpcId, v.VSwitchId, v.ZoneId
		return sameNetwork(p, i.SecurityGroupIds, v.VpcId)
	}
	if err := w.ZoneIn(p.Region, f.Zone); err != nil {
		return fmt.Errorf("without a vswitch the instance is in the classic network: %w", err)
	}
	return sameNetwork(p, i.SecurityGroupIds, "")
}

// sameNetwork says whether all groups are in the VPC (none: the classic network)
// and of one type.
func sameNetwork(p *model.Place, groups model.List, vpc string) error {
	first := SecurityGroups(p).Get(groups.All()[0])
	for _, id := range groups.All() {
		g := SecurityGroups(p).Get(id)
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
func imageFor(w *model.World, p *model.Place, name string) (*Image, error) {
	system := w.Place(model.SystemAccount, p.Region)
	if image, err := fileNamed(w, system, Images, "image", name); err == nil {
		return image, nil
	}
	return fileNamed(w, p, Images, "image", name)
}

// addEni makes an interface that is not a primary one.
func addEni(w *model.World, f fileEni) error {
	p, err := w.PlaceOf(f.Account, f.Region)
	if err != nil {
		return err
	}
	v, err := fileNamed(w, p, Vswitches, "vSwitch", f.VSwitch)
	if err != nil {
		return err
	}
	groups, err := groupsOf(w, p, f.Groups)
	if err != nil {
		return err
	}
	if err := sameNetwork(p, groups, v.VpcId); err != nil {
		return err
	}
	typ, err := model.OneOf("type", f.Type, Secondary, Trunk)
	if err != nil {
		return err
	}
	e := NetworkInterface{
		Type: typ, Status: Available, VpcId: v.VpcId, VSwitchId: v.VSwitchId, ZoneId: v.ZoneId, SecurityGroupIds: groups,
		ServiceManaged: f.Managed, DeleteOnRelease: true, Tags: model.FileTags(f.Tags), Hidden: NetworkInterfaceHidden{Business: f.Business},
	}
	if f.Instance != "" {
		i, err := fileNamed(w, p, Instances, "instance", f.Instance)
		if err != nil {
			return err
		}
		e.Status, e.InstanceId = InUse, i.InstanceId
	}
	made := NewEni(w, p.Account, p.Region, e, "")
	return w.Base().AddNamed(f.As, made.NetworkInterfaceId)
}
