package model

// A Kind is a kind of resource.
type Kind uint8

// The kinds, in ECS's own words.
const (
	KindInstance Kind = iota + 1
	KindImage
	KindNetworkInterface
	KindSecurityGroup
	KindVSwitch
	KindVpc
	KindRegion
	KindZone
	KindInstanceType
	kindCount
)

// kindFact are the fixed facts of a kind: its name in reports, the word before
// its ids, and its ARN type in RAM policies.
type kindFact struct{ name, prefix, arn string }

func (k Kind) fact() kindFact {
	return [kindCount]kindFact{
		KindInstance:         {"Instance", "i", "instance"},
		KindImage:            {"Image", "m", "image"},
		KindNetworkInterface: {"NetworkInterface", "eni", "eni"},
		KindSecurityGroup:    {"SecurityGroup", "sg", "securitygroup"},
		KindVSwitch:          {"VSwitch", "vsw", "vswitch"},
		KindVpc:              {"Vpc", "vpc", "vpc"},
		KindRegion:           {"Region", "", "region"},
		KindZone:             {"Zone", "", "zone"},
		KindInstanceType:     {"InstanceType", "", "instancetype"},
	}[k]
}

// String returns the kind's name, such as NetworkInterface.
func (k Kind) String() string {
	if k == 0 || k >= kindCount {
		return "no kind"
	}
	return k.fact().name
}

// Prefix returns the word before the kind's ids, such as eni; empty for kinds
// whose ids are names.
func (k Kind) Prefix() string { return k.fact().prefix }

// A Resource is something that a Describe operation shows.
type Resource interface {
	Kind() Kind
	ID() string
}
