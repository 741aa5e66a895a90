package simtest

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
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
func (s State) Instances() []*ecs.Instance { return list[ecs.Instance](s, ecs.KindInstance) }

// Instance returns an instance, or nil.
func (s State) Instance(id string) *ecs.Instance {
	return one(s.Instances(), id, (*ecs.Instance).ID)
}

// Images lists the images; public ones belong to the account system.
func (s State) Images() []*ecs.Image { return list[ecs.Image](s, ecs.KindImage) }

// Image returns an image, or nil.
func (s State) Image(id string) *ecs.Image { return one(s.Images(), id, (*ecs.Image).ID) }

// NetworkInterfaces lists the elastic network interfaces.
func (s State) NetworkInterfaces() []*ecs.NetworkInterface {
	return list[ecs.NetworkInterface](s, ecs.KindNetworkInterface)
}

// NetworkInterface returns an elastic network interface, or nil.
func (s State) NetworkInterface(id string) *ecs.NetworkInterface {
	return one(s.NetworkInterfaces(), id, (*ecs.NetworkInterface).ID)
}

// SecurityGroups lists the security groups.
func (s State) SecurityGroups() []*ecs.SecurityGroup {
	return list[ecs.SecurityGroup](s, ecs.KindSecurityGroup)
}

// SecurityGroup returns a security group, or nil.
func (s State) SecurityGroup(id string) *ecs.SecurityGroup {
	return one(s.SecurityGroups(), id, (*ecs.SecurityGroup).ID)
}

// VSwitches lists the vSwitches.
func (s State) VSwitches() []*ecs.VSwitch { return list[ecs.VSwitch](s, ecs.KindVSwitch) }

// VSwitch returns a vSwitch, or nil.
func (s State) VSwitch(id string) *ecs.VSwitch { return one(s.VSwitches(), id, (*ecs.VSwitch).ID) }

// Vpcs lists the VPCs.
func (s State) Vpcs() []*ecs.Vpc { return list[ecs.Vpc](s, ecs.KindVpc) }

// Vpc returns a VPC, or nil.
func (s State) Vpc(id string) *ecs.Vpc { return one(s.Vpcs(), id, (*ecs.Vpc).ID) }
