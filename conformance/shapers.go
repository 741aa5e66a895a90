package conformance

import (
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A variation says how a call differs from a plain one.
type variation struct {
	set   model.Params
	drop  []string
	world string // the only world in which it is tried; empty for all
}

// of makes the call.
func (v variation) of(plain model.Params) model.Params {
	params := plain
	for _, name := range v.drop {
		params = params.Without(name)
	}
	for name, value := range v.set {
		params = params.With(name, value)
	}
	return params
}

// fits says whether the variation is for the world, and the world has all that
// it names.
func (v variation) fits(p possible) bool {
	if v.world != "" && v.world != p.world.Base().Name {
		return false
	}
	for _, name := range (Step{Params: v.set}).References() {
		if _, ok := p.id(name); !ok {
			return false
		}
	}
	return true
}

func (v variation) differs() bool { return len(v.set)+len(v.drop) > 0 }

// shapers are the calls that lead to states in which rules can be broken and
// effects be seen. Beyond the lengths that are searched in full, only these
// build states; all calls are still tried in the states that they build. $v1,
// $n1, $g2 and $m1 are what the sequence made (see bindFor). None makes a
// subscription, which cannot be deleted.
func shapers() map[string][]variation {
	return map[string][]variation{
		"RunInstances":   instanceShapers(),
		"CreateInstance": varied("", "InstanceType=ecs.n4.small"),
		"StopInstance":   varied("", "StoppedMode=StopCharging"),
		"StartInstance":  varied(""),
		"RebootInstance": varied(""),
		"DeleteInstance": varied("Force=true"),
		"CreateImage":    append(varied("", "ImageFamily=family-1", "ImageName=image-1"), unpublishable()...),
		"CreateNetworkInterface": varied("", "InstanceType=Trunk", "NetworkInterfaceTrafficMode=HighPerformance", "SecurityGroupId=$esg1",
			"Ipv6AddressCount=1", "VSwitchId=$vsw2", "VSwitchId=$vsw3 SecurityGroupId=$sg3", "VSwitchId=$v1", "DeleteOnRelease=false"),
		"AttachNetworkInterface": varied("", "TrunkNetworkInstanceId=$e1"),
		"DetachNetworkInterface": varied(""),
		"DeleteNetworkInterface": varied(""),
		"AssignIpv6Addresses":    varied(""),
		"CreateSecurityGroup":    varied("", "SecurityGroupType=enterprise"),
		"AuthorizeSecurityGroup": varied("", "SourceGroupId=$g2"),
		"JoinSecurityGroup":      varied(""),
		"CreateVpc":              varied(""),
		"CreateVSwitch":          varied("", "CidrBlock="+smallBlock),
		"ModifyInstanceAttribute": varied("Password=Passw0rd!", "HostName=web-1", "DeletionProtection=true", "SecurityGroupIds.1=$esg1",
			"NetworkInterfaceQueueNumber=1"),
		"ModifyImageAttribute":       varied("Status=Deprecated", "ImageFamily=family-1", "ImageName=image-1"),
		"ModifyImageSharePermission": varied("AddAccount.1=1000000000000002", "IsPublic=true"),
		"ModifyNetworkInterfaceAttribute": varied("NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode=HighPerformance", "SecurityGroupId.1=$esg1",
			"EnhancedNetwork.EnableSriov=true EnhancedNetwork.VirtualFunctionQuantity=1 EnhancedNetwork.VirtualFunctionTotalQueueNumber=8"),
	}
}

// smallBlock is the smallest block that a vSwitch can have: four addresses.
const smallBlock = "10.97.0.0/29"

func instanceShapers() []variation {
	all := varied("", "SecurityGroupId=$esg1", "SpotStrategy=SpotAsPriceGo", "DeletionProtection=true",
		"VSwitchId=$vsw2", "ImageId=$image.windows", "ImageId=$image.plain", "ImageId=$m1", "VSwitchId=$v1", "VSwitchId=$v1 Amount=4", "Amount=4")
	for _, t := range []string{
		"ecs.t1.small", "ecs.n4.small", "ecs.t6-c1m2.large", "ecs.g5.large", "ecs.g6.large", "ecs.g8i.xlarge", "ecs.g8i.24xlarge",
		"ecs.ebmre7p.32xlarge", "ecs.c7.4xlarge", "ecs.g7.large", "ecs.gn8v-tee.4xlarge", "ecs.g8ae.xlarge",
	} {
		all = append(all, variation{set: model.Params{"InstanceType": t}})
	}
	return all
}

// unpublishable are images of which the world images lets one text not be seen.
func unpublishable() []variation {
	return []variation{
		{set: model.Params{"Description": "a text that the content check refuses"}, world: "images"},
		{set: model.Params{"ImageName": "refused-name"}, world: "images"},
	}
}

// combinations are calls whose parts have to fit: several parameters differ
// from those of a plain call at once.
func combinations() map[string][]variation {
	again := "ClientToken=" + clientToken + " Description=again"
	five := variation{world: "quota", drop: []string{"SecurityGroupId"}, set: model.Params{
		"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg2", "SecurityGroupIds.3": "$sg3", "SecurityGroupIds.4": "$sg4", "SecurityGroupIds.5": "$sg5",
	}}
	two := variation{drop: []string{"SecurityGroupId"}, set: model.Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg2"}}
	return map[string][]variation{
		"RunInstances": append(varied(again, "InstanceType=ecs.t6-c1m2.large CreditSpecification=Standard", "VSwitchId=$v1 Amount=100",
			"InstanceType=ecs.g8ae.xlarge CpuOptions.TopologyType=DiscreteCoreToHTMapping"), five),
		"CreateInstance": varied(again, "InstanceType=ecs.t6-c1m2.large CreditSpecification=Standard"),
		"CreateNetworkInterface": append(varied(again, "NetworkInterfaceTrafficMode=HighPerformance QueuePairNumber=1",
			"VSwitchId=$vsw3 SecurityGroupId=$sg3"), two, five),
		"CreateImage":         varied(again),
		"CreateSecurityGroup": varied(again),
		"CreateVpc":           varied(again),
		"CreateVSwitch":       varied(again, "CidrBlock=10.98.0.0/24", "VpcId=$n1 CidrBlock=192.168.1.0/24"),
		"DeleteVpc":           varied("ClientToken=" + clientToken + " DryRun=false"),
		"AuthorizeSecurityGroup": append(varied("ClientToken="+clientToken+" PortRange=23/23"),
			variation{drop: []string{"SourceCidrIp"}, set: model.Params{"SourceGroupId": "sg-none"}}),
		"AssignIpv6Addresses": {
			{set: model.Params{"ClientToken": clientToken, "Ipv6AddressCount": "2"}},
			{drop: []string{"Ipv6AddressCount"}, set: model.Params{"Ipv6Address.1": "2408:4000:1::99"}},
		},
		"ModifyNetworkInterfaceAttribute": varied("RxQueueSize=8192 TxQueueSize=8192",
			"NetworkInterfaceTrafficConfig.RxQueueSize=8192 NetworkInterfaceTrafficConfig.TxQueueSize=8192"),
	}
}

// varied reads variations: what each adds to a plain call, as NAME=VALUE.
func varied(all ...string) []variation {
	out := make([]variation, 0, len(all))
	for _, text := range all {
		v := variation{set: model.Params{}}
		for assignment := range strings.FieldsSeq(text) {
			name, value, _ := strings.Cut(assignment, "=")
			v.set[name] = value
		}
		out = append(out, v)
	}
	return out
}
