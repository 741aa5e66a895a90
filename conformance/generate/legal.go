package generate

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Values that are legal, and parameters of which nothing is drawn.

// chargeType is the parameter that makes a subscription. It is not used on
// other targets than the simulator, because a subscription costs money and
// cannot be deleted.
const chargeType = "InstanceChargeType"

// Subscribes says that the call makes a subscription.
func Subscribes(p model.Params) bool { return p[chargeType] == ecs.PrePaid }

// specials are legal values of parameters whose documentation is not enough to
// draw them.
func specials() map[string][]string {
	return map[string][]string{
		"Password":                    {"Passw0rd!", "abcABC123", "Test123456&$"},
		"HostName":                    {"web-1", "db2", "host-3"},
		"UserData":                    {"ZWNobyBoZWxsbyBlY3Mh", "IyEvYmluL3No"},
		"VncPassword":                 {"Ecs123", "abC4e6"},
		"InstanceType":                instanceTypes(),
		"PageSize":                    {"1", "10", "50"},
		"PageNumber":                  {"1", "2"},
		"MaxResults":                  {"10", "100"},
		"Amount":                      {"1", "2"},
		"ImageName":                   {"image-1", "image-2", "image-3"},
		"ImageFamily":                 {"family-1", "family-2"},
		"AddAccount":                  {"1000000000000002"},
		"AddAccount.N":                {"1000000000000002"},
		"StoppedMode":                 {"KeepCharging", "StopCharging"},
		"Status":                      {"Available", "Deprecated"},
		"NetworkInterfaceQueueNumber": {"1", "2", "4", "8", "-1", "16"},
		"QueueNumber":                 {"1", "2", "4", "8", "16"},
		"RxQueueSize":                 {"8192", "16384"},
		"TxQueueSize":                 {"8192", "16384"},
		"NetworkInterfaceTrafficConfig.RxQueueSize":     {"8192", "16384"},
		"NetworkInterfaceTrafficConfig.TxQueueSize":     {"8192", "16384"},
		"NetworkInterfaceTrafficConfig.QueuePairNumber": {"1", "2", "8"},
		"CpuOptions.Core":                                       {"1", "2", "4"},
		"CpuOptions.ThreadsPerCore":                             {"1", "2"},
		"CpuOptions.NestedVirtualization":                       {"enabled", "disabled"},
		"CpuOptions.TurboMode":                                  {"SINGLE CORE MAX"},
		"AdditionalInfo.EnableHighDensityMode":                  {"true", "false"},
		"GpuOptions.ConfidentialComputing":                      {"TEE", "enabled"},
		"InstanceChargeType":                                    {"PostPaid", "PostPaid", "PrePaid"},
		"SpotStrategy":                                          {"NoSpot", "NoSpot", "SpotAsPriceGo"},
		"SecurityGroupType":                                     {"normal", "enterprise"},
		"NetworkInterfaceTrafficConfig.QueueNumber":             {"1", "2", "4"},
		"EnhancedNetwork.VirtualFunctionQuantity":               {"1", "256"},
		"EnhancedNetwork.VirtualFunctionTotalQueueNumber":       {"8"},
		"ConnectionTrackingConfiguration.TcpEstablishedTimeout": {"30", "910"},
	}
}

// instanceTypes are drawn for new instances: those on which most rules can be
// broken come more often.
func instanceTypes() []string {
	return []string{
		"ecs.g7.xlarge", "ecs.g7.xlarge", "ecs.g7.large", "ecs.g8i.xlarge", "ecs.g8i.24xlarge", "ecs.g6.large",
		"ecs.t6-c1m2.large", "ecs.t6-c1m2.large", "ecs.t5-lc1m2.small", "ecs.c7.4xlarge", "ecs.g5.large",
		"ecs.n4.small", "ecs.g8ae.xlarge", "ecs.u1-c1m4.xlarge", "ecs.t1.small",
	}
}

// opaque says whether only the target knows the meaning of the parameter's
// values: a page token is never drawn.
func opaque(param string) bool { return param == "NextToken" || param == "ClientToken" }
