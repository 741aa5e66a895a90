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

// kindFact are the fixed facts of a kind: its name in reports and its ARN type
// in RAM policies. The word before its ids is [Kind.Prefix].
type kindFact struct{ name, arn string }

func (k Kind) fact() kindFact {
	return [kindCount]kindFact{
		KindInstance:         {"Instance", "instance"},
		KindImage:            {"Image", "image"},
		KindNetworkInterface: {"NetworkInterface", "eni"},
		KindSecurityGroup:    {"SecurityGroup", "securitygroup"},
		KindVSwitch:          {"VSwitch", "vswitch"},
		KindVpc:              {"Vpc", "vpc"},
		KindRegion:           {"Region", "region"},
		KindZone:             {"Zone", "zone"},
		KindInstanceType:     {"InstanceType", "instancetype"},
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
func (k Kind) Prefix() string {
	switch k { // asked often, and cheaper than the table
	case KindInstance:
		return "i"
	case KindImage:
		return "m"
	case KindNetworkInterface:
		return "eni"
	case KindSecurityGroup:
		return "sg"
	case KindVSwitch:
		return "vsw"
	case KindVpc:
		return "vpc"
	default:
		return ""
	}
}

// A Resource is something that a Describe operation shows.
type Resource interface {
	Kind() Kind
	ID() string
}
