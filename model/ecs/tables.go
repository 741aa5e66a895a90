package ecs

import "github.com/ecsim/ecsim/model"

// The tables of a place, and what a rule can need of each. A kind that is declared
// in one file, as [KindKeyPair] is, has both there.

// TheInstance is the need of a rule for an instance; see [InstanceOf].
//
//nolint:gochecknoglobals // a constant in all but syntax
var TheInstance = KindInstance.Need()

// Instances returns the instances of the place.
func Instances(p *model.Place) model.Table[Instance, *Instance] {
	return model.TableOf[Instance](p, KindInstance)
}

// TheImage is the need of a rule for an image; see [ImageOf].
//
//nolint:gochecknoglobals // a constant in all but syntax
var TheImage = KindImage.Need()

// Images returns the images of the place.
func Images(p *model.Place) model.Table[Image, *Image] { return model.TableOf[Image](p, KindImage) }

// TheEni is the need of a rule for a network interface; see [EniOf].
//
//nolint:gochecknoglobals // a constant in all but syntax
var TheEni = KindNetworkInterface.Need()

// Enis returns the interfaces of the place.
func Enis(p *model.Place) model.Table[NetworkInterface, *NetworkInterface] {
	return model.TableOf[NetworkInterface](p, KindNetworkInterface)
}

// TheGroups is the need of a rule for security groups: all groups that the call names, none of them unknown; see [GroupsOf].
//
//nolint:gochecknoglobals // a constant in all but syntax
var TheGroups = KindSecurityGroup.Need()

// SecurityGroups returns the groups of the place.
func SecurityGroups(p *model.Place) model.Table[SecurityGroup, *SecurityGroup] {
	return model.TableOf[SecurityGroup](p, KindSecurityGroup)
}

// TheVSwitch is the need of a rule for a vSwitch; see [VswitchOf].
//
//nolint:gochecknoglobals // a constant in all but syntax
var TheVSwitch = KindVSwitch.Need()

// Vswitches returns the vSwitches of the place.
func Vswitches(p *model.Place) model.Table[VSwitch, *VSwitch] {
	return model.TableOf[VSwitch](p, KindVSwitch)
}

// TheVpc is the need of a rule for a VPC; see [VpcOf].
//
//nolint:gochecknoglobals // a constant in all but syntax
var TheVpc = KindVpc.Need()

// Vpcs returns the VPCs of the place.
func Vpcs(p *model.Place) model.Table[Vpc, *Vpc] { return model.TableOf[Vpc](p, KindVpc) }
