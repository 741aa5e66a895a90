package secondcloud

// A Choice is what the cloud does where the pages are silent, or where two of
// them disagree. An implementation that chooses otherwise is as right as this one.
type Choice struct {
	Where, Silent, Chosen string
}

// Choices are all of them.
func Choices() []Choice {
	const all = "every operation"
	return []Choice{
		{all, "the order in which several failing checks are evaluated", "the form of the parameters, the token, their values, what is named, its state, quotas"},
		{all, "an unknown parameter", "400 UnsupportedParameter, also for documented ones that are not implemented or by invitation only"},
		{all, "an empty parameter", "as if it were not there"},
		{all, "a value of the wrong type", "400 InvalidParameter; ModifyInstanceMetadataOptions says that the hop limit is not supported"},
		{all, "a RegionId that there is not", "the row of the page, else 404 InvalidRegionId.NotFound of the common errors"},
		{all, "Format", "JSON, whatever is asked for"},
		{all, "signatures", "any is accepted"},
		{"lists", "the order", "the newest first"},
		{"lists", "a PageSize above the most", "counts as the most"},
		{"lists", "PageNumber, PageSize or MaxResults below 1, a NextToken of another operation or region", "400 InvalidParameter"},
		{"lists", "what a NextToken says", "how many older things are left: what is made later does not move the page"},
		{"ClientToken", "what it is compared in", "one operation and one region; dry runs and refused calls leave it free"},
		{"ClientToken", "when it is looked up", "before the state is: a repeated call succeeds though a new one would be refused"},
		{"quotas", "VPCs, vSwitches of a VPC, image families, images of a family", "10, 24, 8, 6"},
		{"quotas", "whether primary interfaces count", "they do not"},
		{"addresses", "which addresses of a vSwitch are reserved", "the first and the last three; the lowest that is free is given"},
		{"RunInstances", "PrivateIpAddress with several instances", "they get that address and those behind it"},
		{"RunInstances", "DeletionProtection of a subscription", "refused as by ModifyInstanceAttribute"},
		{"RunInstances", "HttpTokens=required with an image of v1", "400 InvalidHttpTokens.NotSupported"},
		{"CreateInstance", "a ZoneId that there is not", "404 InvalidZoneId.NotFound, as of RunInstances"},
		{"DeleteInstance", "when the instance is gone", "at once; interfaces that stay are Available at once"},
		{"StopInstance", "StoppedMode=StopCharging of a subscription", "stopped in standard mode without an error"},
		{"ModifyInstanceAttribute", "a host name or password while Pending or Starting", "403 IncorrectInstanceStatus for what the page forbids"},
		{"ModifyInstanceAttribute", "EnableJumboFrame=false and DeletionProtection=false where true is refused", "accepted"},
		{"ModifyInstanceAttribute", "the status for CpuOptions.Core and ThreadsPerCore", "Stopped, else 400 InvalidStatus.StoppedRequired"},
		{"ModifyInstanceAttribute", "a group of another VPC than the instance", "404 InvalidSecurityGroupVpc.NotBelongToOneVpc"},
		{"ModifyInstanceVncPasswd", "whether all three classes have to occur", "the page says that the password can contain only these: any six will do"},
		{"ModifyInstanceVncPasswd", "an instance in another region", "404 NoSuchResource"},
		{"ModifyInstanceMetadataOptions", "no InstanceId", "404 InvalidInstanceId.NotFound"},
		{"ModifyInstanceMetadataOptions", "the hop limits 1 and 64", "accepted, as the description of the row has it"},
		{"DescribeInstances", "the hop limit of a new instance", "1; metadata options are shown to those who ask for META_OPTIONS"},
		{"CreateImage", "a second image of an instance while the first is Creating", "403 IncorrectDiskStatus.CreatingSnapshot"},
		{"ModifyImageAttribute", "a public image", "404 InvalidImageId.NotFound"},
		{"ModifyImageAttribute", "a BootMode that equals the present one", "refused while instances use the image, like any other"},
		{"ModifyNetworkInterfaceAttribute", "preview parameters of an account that is not invited", "the row of the queue depth; else 400 UnsupportedParameter"},
		{"ModifyNetworkInterfaceAttribute", "the source check of a primary interface", "accepted, as clients need it; all else but name and description is refused"},
		{"ModifyNetworkInterfaceAttribute", "groups of another type than those of the instance", "accepted: only a mixed list is refused"},
		{"CreateNetworkInterface", "a vSwitch that is still Pending", "accepted; DeleteOnRelease is true by default"},
		{"DeleteNetworkInterface", "whether an interface in Deleting still counts in its groups and vSwitch", "it does, until it is gone"},
		{"JoinSecurityGroup", "an interface that is in the group already", "success without a change"},
		{"AuthorizeSecurityGroup", "a rule that there is already", "success without a change"},
		{"CreateSecurityGroup", "the rules of name and description", "those of network interfaces and of instances"},
		{"CreateVpc", "no CidrBlock", "172.16.0.0/12"},
		{"CreateVpc", "blocks outside 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16", "400 InvalidParameter"},
		{"CreateVpc, CreateVSwitch", "the rules of names and descriptions", "1 to 128 and 1 to 256 characters, no http:// or https:// first"},
		{"DescribeVSwitches, DescribeVpcs", "an id that there is not", "an empty list"},
	}
}
