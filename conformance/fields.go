package conformance

import (
	"reflect"

	"github.com/ecsim/ecsim/model"
)

// A fieldClass says how a field of a described resource is compared.
type fieldClass uint8

const (
	// modelled fields must be what the model says.
	modelled fieldClass = iota
	// volatile fields are ignored.
	volatile
	// chosen fields are the target's to choose: adopted at first sight,
	// compared afterwards.
	chosen
	// allotted fields are chosen, too, and are there, with as many elements, where
	// the model has them.
	allotted
	// reference fields hold an id, or a list of ids.
	reference
)

// fieldClasses names the fields that are not modelled, by kind; the one place
// where that is said. Hidden state is never compared.
func fieldClasses(k model.Kind) map[string]fieldClass {
	return map[model.Kind]map[string]fieldClass{
		model.KindInstance: {
			"InstanceId": reference, "ImageId": reference, "VpcId": reference, "VSwitchId": reference, "PrimaryEni": reference,
			"SecurityGroupIds": reference, "CreationTime": volatile, "StartTime": volatile, "Hidden": volatile,
			"PrivateIpAddress": chosen, "InstanceName": chosen, "HostName": chosen, "StoppedMode": chosen,
			"CreditSpecification": chosen, "CoreCount": volatile,
		},
		model.KindImage: {
			"ImageId": reference, "InstanceId": reference, "CreationTime": volatile, "Hidden": volatile, "ImageName": chosen,
			"Platform": chosen, "OSName": chosen, "Size": chosen, "Usage": volatile, "ImageOwnerId": chosen,
		},
		model.KindNetworkInterface: {
			"NetworkInterfaceId": reference, "InstanceId": reference, "TrunkNetworkInterfaceId": reference, "VpcId": reference, "VSwitchId": reference,
			"SecurityGroupIds": reference, "CreationTime": volatile, "Hidden": volatile, "PrivateIpAddress": chosen,
			"MacAddress": chosen, "Ipv6": allotted, "NetworkInterfaceName": chosen, "Description": chosen,
			"SourceDestCheck": chosen, // until a call sets it: sources disagree about a new one
		},
		model.KindSecurityGroup: {
			"SecurityGroupId": reference, "VpcId": reference, "CreationTime": volatile, "Hidden": volatile,
			"SecurityGroupName": chosen, "InnerAccessPolicy": chosen,
		},
		model.KindVSwitch: {
			"VSwitchId": reference, "VpcId": reference, "CreationTime": volatile, "Hidden": volatile, "VSwitchName": chosen,
			"IsDefault": chosen, "Ipv6Cidr": allotted,
		},
		model.KindVpc: {
			"VpcId": reference, "CreationTime": volatile, "Hidden": volatile, "VpcName": chosen, "IsDefault": chosen,
			"CidrBlock": chosen, "Ipv6Cidr": allotted,
		},
		model.KindRegion:       {"LocalName": volatile, "Zones": volatile},
		model.KindZone:         {"LocalName": volatile, "Types": volatile},
		model.KindInstanceType: {},
	}[k]
}

// A fieldTable lists the exported fields of a kind in their order.
type fieldTable []fieldOf

type fieldOf struct {
	index int // in the struct
	name  string
	class fieldClass
}

func newFieldTable(r model.Resource) fieldTable {
	t := reflect.TypeOf(r).Elem()
	classes := fieldClasses(r.Kind())
	var table fieldTable
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			table = append(table, fieldOf{i, f.Name, classes[f.Name]})
		}
	}
	return table
}
