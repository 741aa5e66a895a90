package conformance_test

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/evidence"
)

// An innocentAnswer is an answer that some source allows, to a call that follows
// the setup.
type innocentAnswer struct {
	name         string
	setup, call  string // setup is the name of one of innocentSetups
	saw, because string
}

// innocentSetups lead to what the calls are about.
func innocentSetups() map[string]string {
	const in = " RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1"
	run := "i1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge" + in + "\n"
	running := run + "await i1 Running\n"
	eni := "e1 = CreateNetworkInterface" + in + "\nawait e1 Available\n"
	own := running + "m1 = CreateImage ImageName=image-1 InstanceId=$i1 RegionId=cn-hangzhou\nawait m1 Available\n"
	attached := running + eni + "AttachNetworkInterface InstanceId=$i1 NetworkInterfaceId=$e1 RegionId=cn-hangzhou\nawait e1 InUse\n"
	v1 := strings.ReplaceAll(running, "$image.linux", "$image.windows")
	return map[string]string{
		"nothing": "", "pending": run, "running": running, "interface": eni, "own image": own, "attached": attached, "image v1": v1,
		"starting":  running + "RebootInstance InstanceId=$i1\nawait i1 Starting\n",
		"released":  running + "DeleteInstance Force=true InstanceId=$i1\n",
		"published": own + "ModifyImageSharePermission ImageId=$m1 IsPublic=true RegionId=cn-hangzhou\n",
		"small":     strings.ReplaceAll(attached, "ecs.g7.xlarge", "ecs.g6.large"),
		"sriov": eni + "ModifyNetworkInterfaceAttribute EnhancedNetwork.EnableSriov=true EnhancedNetwork.VirtualFunctionQuantity=2 " +
			"EnhancedNetwork.VirtualFunctionTotalQueueNumber=8 NetworkInterfaceId=$e1 RegionId=cn-hangzhou\n",
	}
}

func innocentAnswers() []innocentAnswer {
	eni := func(set string) string {
		return "ModifyNetworkInterfaceAttribute " + set + " NetworkInterfaceId=$e1 RegionId=cn-hangzhou"
	}
	image := func(set string) string { return "ModifyImageAttribute ImageId=$m1 RegionId=cn-hangzhou " + set }
	metadata := func(set string) string {
		return "ModifyInstanceMetadataOptions HttpEndpoint=enabled RegionId=cn-hangzhou " + set
	}
	instance := func(set string) string { return "ModifyInstanceAttribute InstanceId=$i1 " + set }
	return []innocentAnswer{
		{"a preview parameter of an account without it", "interface", eni("NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode=HighPerformance"),
			"400 UnsupportedParameter", "every member is in private preview"},
		{"no attribute to change", "interface", eni(""), "400 MissingParameter", "row 2 does not say that nothing to change is accepted"},
		{"queue depth of an older type", "small", eni("RxQueueSize=8192 TxQueueSize=8192"),
			"400 InvalidEniQueueSize.RegionOrUserNotSupported", "the page: 7th generation and later"},
		{"queues in the traffic config on a Running instance", "attached", eni("NetworkInterfaceTrafficConfig.QueueNumber=2"),
			"403 InvalidOperation.InvalidEniState", "row 49 may be about either place of the number"},
		{"connection tracking of a primary interface", "running",
			"ModifyNetworkInterfaceAttribute ConnectionTrackingConfiguration.UdpTimeout=10 NetworkInterfaceId=$i1.primary RegionId=cn-hangzhou",
			"200", "row 60 names what is known, and connection tracking is not in it"},
		{"no queues for virtual functions", "interface",
			eni("EnhancedNetwork.EnableSriov=true EnhancedNetwork.VirtualFunctionQuantity=2 EnhancedNetwork.VirtualFunctionTotalQueueNumber=0"),
			"200", "the page has no range for it"},
		{"queue pairs of a Standard interface", "interface", eni("NetworkInterfaceTrafficConfig.QueuePairNumber=2"), "200", "only where Standard is named in the call"},
		{"other virtual functions", "sriov", eni("EnhancedNetwork.EnableSriov=true EnhancedNetwork.VirtualFunctionQuantity=3 EnhancedNetwork.VirtualFunctionTotalQueueNumber=8"), "200", "the stored switch is a reading of row 28"},
		{"a Boolean of one digit", "interface", eni("EnhancedNetwork.EnableRss=1"), "200", "the page says nothing of the spelling"},
		{"an image's own name", "own image", image("ImageName=image-1"), "400 InvalidImageName.Duplicated", "another reading of row 3"},
		{"a period in an image's name", "own image", image("ImageName=a.b"), "400 InvalidImageName.Malformed", "the message of row 1 lists no period"},
		{"a published image, deprecated", "published", image("Status=Deprecated"), "400 ImageUseShared", "another reading of row 13"},
		{"a system image", "nothing", "ModifyImageAttribute ImageId=$image.linux ImageName=mine RegionId=cn-hangzhou",
			"403 InvalidOperation.PublicImageUnsupported", "rows 17 and 19 may both be about it"},
		{"a hop limit in preview", "running", metadata("HttpPutResponseHopLimit=2 InstanceId=$i1"),
			"400 InvalidHttpPutResponseHopLimit.NotSupported", "by invitation only"},
		{"a hop limit of one", "running", metadata("HttpPutResponseHopLimit=1 InstanceId=$i1"),
			"400 InvalidHttpPutResponseHopLimit.NotSupported", "the message: more than 1"},
		{"a hop limit of 64", "running", metadata("HttpPutResponseHopLimit=64 InstanceId=$i1"),
			"400 InvalidHttpPutResponseHopLimit.NotSupported", "the message: less than 64"},
		{"tags in preview", "running", metadata("InstanceId=$i1 InstanceMetadataTags=enabled"), "400 InvalidInstanceMetadataTags.NotSupported", "by invitation only"},
		{"tokens of an old image", "image v1", metadata("HttpTokens=required InstanceId=$i1"), "400 InvalidHttpTokens.NotSupported", "its instances know version 1"},
		{"metadata of no instance", "nothing", metadata("HttpTokens=required"), "404 InvalidInstanceId.NotFound", "the answer is not documented"},
		{"format before existence", "nothing", metadata("HttpPutResponseHopLimit=none InstanceId=i-none"),
			"400 InvalidHttpPutResponseHopLimit.NotSupported", "nobody says which comes first"},
		{"a VNC password of a released instance", "released", "ModifyInstanceVncPasswd InstanceId=$i1 RegionId=cn-hangzhou VncPassword=Vnc123",
			"404 NoSuchResource", "row 7: it has just been released"},
		{"a host name while Pending", "pending", instance("HostName=web-1"), "403 IncorrectInstanceStatus", "the page: cannot be Pending or Starting"},
		{"groups while Starting", "starting", instance("SecurityGroupIds.1=$sg2"), "403 IncorrectInstanceStatus", "the page gives row 42 no condition"},
		{"user data while Pending", "pending", instance("UserData=ZWNobw=="), "403 IncorrectInstanceStatus", "the page gives row 42 no condition"},
		{"too many queues, and a status", "running", instance("NetworkInterfaceQueueNumber=1024"), "400 InvalidStatus.StoppedRequired", "rows 22 and 30 are both about Stopped"},
		{"a closed setting while Running", "running", instance("CpuOptions.EnableVISST=true"), "400 InvalidStatus.StoppedRequired", "rows 30 and 33"},
		{"raw user data", "running", instance("UserData=plain-text!"), "200", "an edition recommends Base64"},
		{"an accent in a name", "running", instance("InstanceName=éa"), "200", "letters of other alphabets"},
		{"an empty name", "running", instance(`InstanceName=""`), "400 InvalidInstanceName.Malformed", "an empty value may count"},
		{"a region of another place", "running", instance("InstanceName=web RegionId=cn-beijing"), "403 InvalidOperation.InvalidRegion", "not valid for it"},
		{"an unknown region and instance", "nothing", "ModifyInstanceAttribute InstanceId=i-none RegionId=cn-nowhere", "404 InvalidInstanceId.NotFound", "nobody says which comes first"},
		{"groups of two VPCs, by another row", "running", instance("SecurityGroupIds.1=$sg1 SecurityGroupIds.2=$sg3"), "404 InvalidSecurityGroupVpc.NotBelongToOneVpc", "the message is literal"},
		{"an address for several instances", "nothing",
			"RunInstances Amount=2 ImageId=$image.linux InstanceType=ecs.g7.xlarge PrivateIpAddress=10.1.0.50 RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1",
			"200", "editions since 2023 assign consecutive ones"},
		{"a description of one character", "nothing", "CreateVSwitch CidrBlock=10.9.0.0/24 Description=1 VpcId=$vpc1 ZoneId=cn-hangzhou-i", "200", "the pages of 2023 have no least length"},
	}
}

// An answer that some source allows never fails a region: it passes, or is a
// question.
func TestInnocentAnswersDoNotFail(t *testing.T) {
	m, setups := newModel(t), innocentSetups()
	for _, a := range innocentAnswers() {
		t.Run(a.name, func(t *testing.T) {
			said, detail, err := evidence.SaysOf(m, "# ecsim sequence 1 · world default\n"+setups[a.setup]+a.call+"\n  saw "+a.saw+"\n")
			if err != nil {
				t.Fatal(err)
			}
			if said == evidence.SaysFailure {
				t.Errorf("a region that answers %s fails (%s): %s", a.saw, detail, a.because)
			}
		})
	}
}
