package simtest

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// A State is the present content of a simulator, in the types of the model.
// Each method reads it again. Fields that no operation of ECS shows are empty.
type State struct {
	cloud  *Cloud
	filter control.Filter
}

// State returns the content of the simulator, of all accounts and regions.
func (c *Cloud) State() State { return State{cloud: c} }

// Of returns the state of one account, by name or id.
func (s State) Of(account string) State { s.filter.Account = account; return s }

// In returns the state of one region.
func (s State) In(region string) State { s.filter.Region = region; return s }

// list returns all resources of a kind.
func list[T any](s State, kind model.Kind) []*T {
	s.cloud.tb.Helper()
	found, err := s.cloud.control.Resources(s.cloud.ctx(), kind, s.filter)
	s.cloud.must(err)
	all := make([]*T, 0, len(found))
	for _, r := range found {
		if v, ok := r.Resource.(any).(*T); ok {
			all = append(all, v)
		}
	}
	return all
}

// one returns the resource of the id, or nil.
func one[T any](all []*T, id string, of func(*T) string) *T {
	for _, v := range all {
		if of(v) == id {
			return v
		}
	}
	return nil
}

// Instances lists the instances, in the order in which they were made.
func (s State) Instances() []*model.Instance { return list[model.Instance](s, model.KindInstance) }

// Instance returns an instance, or nil.
func (s State) Instance(id string) *model.Instance {
	return one(s.Instances(), id, (*model.Instance).ID)
}

// Images lists the images; public ones belong to the account system.
func (s State) Images() []*model.Image { return list[model.Image](s, model.KindImage) }

// Image returns an image, or nil.
func (s State) Image(id string) *model.Image { return one(s.Images(), id, (*model.Image).ID) }

// NetworkInterfaces lists the elastic network interfaces.
func (s State) NetworkInterfaces() []*model.NetworkInterface {
	return list[model.NetworkInterface](s, model.KindNetworkInterface)
}

// NetworkInterface returns an elastic network interface, or nil.
func (s State) NetworkInterface(id string) *model.NetworkInterface {
	return one(s.NetworkInterfaces(), id, (*model.NetworkInterface).ID)
}

// SecurityGroups lists the security groups.
func (s State) SecurityGroups() []*model.SecurityGroup {
	return list[model.SecurityGroup](s, model.KindSecurityGroup)
}

// SecurityGroup returns a security group, or nil.
func (s State) SecurityGroup(id string) *model.SecurityGroup {
	return one(s.SecurityGroups(), id, (*model.SecurityGroup).ID)
}

// VSwitches lists the vSwitches.
func (s State) VSwitches() []*model.VSwitch { return list[model.VSwitch](s, model.KindVSwitch) }

// VSwitch returns a vSwitch, or nil.
func (s State) VSwitch(id string) *model.VSwitch { return one(s.VSwitches(), id, (*model.VSwitch).ID) }

// Vpcs lists the VPCs.
func (s State) Vpcs() []*model.Vpc { return list[model.Vpc](s, model.KindVpc) }

// Vpc returns a VPC, or nil.
func (s State) Vpc(id string) *model.Vpc { return one(s.Vpcs(), id, (*model.Vpc).ID) }
