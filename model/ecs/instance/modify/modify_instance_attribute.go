package modify

import (
	"strconv"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
	"github.com/ecsim/ecsim/model/ram"
)

// InstanceAttribute is ModifyInstanceAttribute, page of 2026-05-28: 73 rows. Its conditions are in
// modify_instance_attribute_*.go, by topic.
func InstanceAttribute() model.Operation {
	return model.Operation{
		Name:   "ModifyInstanceAttribute",
		Known:  model.StatedBy("ModifyInstanceAttribute page of 2026-05-28"),
		Trials: attributeTrials(),
		Weight: model.Weight{Cards: 14, Why: "73 rows and 37 parameters wait behind one operation", Order: 1},
		Params: []model.Param{
			model.Required("InstanceId").Naming(ecs.TheInstance), model.Optional("Password").Keyed(ram.KeyPasswordCustomized), model.Optional("HostName"), model.Optional("InstanceName"),
			model.Optional("Description"), model.Optional("UserData"), model.Boolean("Recyclable"), model.Optional("CreditSpecification"),
			model.Boolean("DeletionProtection"), model.Integer("NetworkInterfaceQueueNumber"), model.ListOf("SecurityGroupIds").Naming(ecs.TheGroups),
			model.Optional("RemoteConnectionOptions.Password"), model.Optional("RemoteConnectionOptions.Type"), model.Boolean("EnableJumboFrame"),
			model.Integer("CpuOptions.Core"), model.Integer("CpuOptions.ThreadsPerCore"), model.Optional("CpuOptions.TopologyType"),
			model.Boolean("PrivateDnsNameOptions.EnableInstanceIdDnsARecord"), model.Boolean("PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord"),
			model.Boolean("PrivateDnsNameOptions.EnableIpDnsARecord"), model.Boolean("PrivateDnsNameOptions.EnableIpDnsPtrRecord"),
			model.Optional("PrivateDnsNameOptions.HostnameType"), model.Optional("CpuOptions.NestedVirtualization"), model.Boolean("EnableNetworkEncryption"),

			// In no table of the page; clients send it, and row 52 is about it.
			model.Optional("RegionId").Rare(),

			// Not public: only error rows, SDKs and Terraform name them.
			model.Optional("AdditionalInfo.PvdConfig"), model.Boolean("AdditionalInfo.EnableHighDensityMode"),
			model.Boolean("ImageOptions.CurrentOSNVMeSupported"), model.Optional("OSNameEn"), model.Optional("CpuOptions.TurboMode"), model.Boolean("EnableNVS"),
			model.Boolean("CpuOptions.EnableVISST"), model.Boolean("CpuOptions.EnableVRDT"), model.Optional("GpuOptions.ConfidentialComputing"),
		},
		Rules:   model.Read(attributeRules(), attributeReadings()),
		Effects: attributeEffects(),
	}
}

// attributeRules are the 73 rows. Status rows are ordered from narrow to wide,
// and each is broken by its own settings alone, so that a missing one is
// noticed. That the narrowest one answers is inferred for all of them: a target
// that answers with a wider one raises a question.
func attributeRules() []model.Rule {
	const page = "ModifyInstanceAttribute page of 2026-05-28, "
	inherited := "no parameter of this operation, on the page or in an SDK, sets traffic mode or queue pairs; " +
		"the row came with the shared network interface code, and ModifyNetworkInterfaceAttribute has its own"
	oddName := model.Doubt{When: nameFitsGenerously,
		Basis: model.Inferred("the page has not listed the period since late 2018, and what it says of this row listed it until 2021; " +
			"it says letters, and not that those of other alphabets than the English one are none")}
	narrowest := model.Inferred("the row is the narrowest for the setting; the general ones, 30 and 42, would fit their own words as well")
	return []model.Rule{
		// The format of the request alone.
		{Code: "InvalidInstanceName.Malformed", Row: 1, Clauses: attributeName().Clauses("InstanceName"), Doubt: oddName,
			Break: model.BreakBy("InstanceName", "1")},
		{Code: "InvalidDescription.Malformed", Row: 2, Clauses: model.DescriptionForm(256).Clauses("Description"), Break: model.BreakBy("Description", "d")},
		{Code: "InvalidRemoteConnectionOptions.Password", Row: 3, Clauses: remotePasswordClauses(),
			Refuses: model.Inferred("the rule is not public; ModifyInstanceVncPasswd has the only public rule for the password of a remote connection: six letters or digits"),
			Break:   model.BreakBy("RemoteConnectionOptions.Password", "12345")},
		{Code: "InvalidRemoteConnectionOptions.Type", Row: 4, When: model.ValueNotIn("RemoteConnectionOptions.Type", "vnc", "rdp"),
			Refuses: model.Assumed("the values are not public; vnc and rdp are the two remote connections that the documents of ECS speak of beside SSH"),
			Break:   model.BreakBy("RemoteConnectionOptions.Type", "telnet")},
		{Code: "InvalidPassword.Malformed", Row: 9, Clauses: passwordClauses(), Refuses: model.Documented(page + "Password"),
			Doubt: model.BacktickInPassword(slashOnWindows), Break: model.BreakBy("Password", "short")},
		{Code: "InvalidHostPassword.Malformed", Row: 7, Vestigial: "the only password code of the table of about 2017, with the very message of row 9, " +
			"and in no other operation; no edition says when it is used, and the siblings answer row 9 for the same rule"},
		{Code: "InvalidUserData.Base64FormatInvalid", Row: 46, When: userDataNotBase64,
			Refuses: model.Inferred("the row is about an error in the encoding; the pages only recommend it (2025), or say that user data should have it (2026)"),
			Answers: model.Documented("ModifyInstanceAttribute pages of 2025-04 and 2026-05, row 46"),
			Break:   model.BreakBy("UserData", "%")},
		{Code: "InvalidUserData.SizeExceeded", Row: 10, Clauses: []model.Clause{attribute.UserDataSizeClause()},
			Break: model.BreakBy("UserData", attribute.EncodedZeros(attribute.UserDataLimit+1))},
		{Code: "InvalidParameter.CpuOptionsTopologyType", Row: 26, When: model.ValueNotIn("CpuOptions.TopologyType", topologies()...),
			Says: model.ValueOf("CpuOptions.TopologyType"), Break: model.BreakBy("CpuOptions.TopologyType", "Default")},
		{Code: "InvalidAdditionalInfoPvdConfig.SizeExceeded", Row: 28, Clauses: []model.Clause{pvdConfigClause()},
			Refuses: model.Assumed("the limit is not public; 1,024 characters are chosen"), Break: model.BreakBy("AdditionalInfo.PvdConfig", attribute.EncodedZeros(PvdConfigLimit))},
		{Code: "InvalidParameter.CpuOptionsTurboMode", Row: 31, When: model.ValueNotIn("CpuOptions.TurboMode", SingleCoreMax),
			Refuses: model.Inferred("row 35 quotes SINGLE CORE MAX; no other mode is known"), Break: model.BreakBy("CpuOptions.TurboMode", "NONE")},
		{Code: "InvalidParameter.GpuOptionsConfidentialComputing", Row: 37, When: model.ValueNotIn("GpuOptions.ConfidentialComputing", "enabled", "disabled"),
			Refuses: model.Assumed("the values are not public; enabled and disabled are those of the page's other switches with a text value"),
			Break:   model.BreakBy("GpuOptions.ConfidentialComputing", "on")},
		{Code: "InvalidParameter.CpuOptionsNestedVirtualization", Row: 39, When: model.ValueNotIn("CpuOptions.NestedVirtualization", "enabled", "disabled"),
			Refuses: model.Inferred("enabled is the example of the page, disabled its likely counterpart"),
			Says:    model.ValueOf("CpuOptions.NestedVirtualization"), Break: model.BreakBy("CpuOptions.NestedVirtualization", "on")},
		{Code: "InvalidParameter.InvalidEniQueueNumber", Row: 54, Clauses: queueNumberClauses(),
			Refuses: model.Inferred("the pages say that the number can be invalid, not which numbers are; 0 and what is below -1 cannot be meant"),
			Break:   model.BreakBy("NetworkInterfaceQueueNumber", "0")},
		{Code: "InvalidParameter.SecurityGroupIdRepeated", Row: 71, When: attribute.GroupRepeated,
			Break: hintGroups("", "$sg1", "$sg1")},
		{Code: "InvalidParameter", Row: 21, Clauses: otherValueClauses(page),
			Sentence: "A Boolean or integer parameter has a value that is none, PrivateDnsNameOptions.HostnameType is none of the listed values, " +
				"or SecurityGroupIds has a gap or no element with a value; no narrower row covers these.",
			Break: model.BreakBy("PrivateDnsNameOptions.HostnameType", "Ip")},

		// Features of the account and the region.
		// The editions of 2018 name both causes of row 15, the later ones the region only.
		{Code: "InvalidParameter.CreditSpecification", Row: 15, Clauses: attribute.CreditModeClauses(), Break: model.BreakBy("CreditSpecification", "standard")},
		{Code: "InvalidParameter.RecycleBin", Row: 14, When: model.Both(model.Given("Recyclable"), model.Not(ecs.AccountMay(model.FeatureRecycleBin))),
			Break: model.BreakIn("restricted", "Recyclable", "true")},
		{Code: "InvalidParameterAuthorized.GpuOptionsConfidentialComputing", Row: 38,
			When:  model.Both(model.Given("GpuOptions.ConfidentialComputing"), model.Not(ecs.AccountMay(model.FeatureConfidentialComputing))),
			Break: model.BreakIn("restricted", "GpuOptions.ConfidentialComputing", "enabled")},
		{Code: "InvalidUserData.Forbidden", Row: 45, When: model.Both(model.Given("UserData"), model.Not(ecs.AccountMay(model.FeatureUserData))),
			Break: model.BreakIn("restricted", "UserData", "ZWNobyBoZWxsbyBlY3Mh")},
		{Code: "InvalidOperation.UserNotSupportNetworkEncryption", Row: 65,
			When:  model.Both(model.Given("EnableNetworkEncryption"), model.Not(ecs.AccountMay(model.FeatureNetworkEncryption))),
			Break: model.BreakIn("restricted", "EnableNetworkEncryption", "true")},
		{Code: "InvalidUser.Unauthorized", Row: 48, Clauses: closedSettingClauses(),
			Refuses:  model.Inferred("the page calls the parameters invitation-only, and refuses the invitation-only ones that have rows of their own (14, 38, 65)"),
			Answers:  model.Assumed("no page says which permission the row is about; it is the only row about authorization that is left for these parameters"),
			Sentence: "A setting that is by invitation only, or not public, and has no authorization row of its own is sent by an account that was not invited.",
			Break:    model.BreakIn("restricted", "EnableNVS", "true")},
		{Code: "InvalidInstanceStatus.CreditSpecRestricted", Row: 16, Needs: ecs.TheInstance | ecs.TheType,
			When: model.Both(model.Given("CreditSpecification"), attribute.Burstable, model.Not(ecs.AccountMay(model.AccountInGoodStanding))),
			Doubt: model.Doubt{When: model.Either(model.ValueIs("CreditSpecification", ecs.Standard), creditModeStays),
				Basis: model.Inferred("the editions of 2018 speak of a switch of the mode: the present mode is none, and while a payment is overdue the service itself turns Unlimited off")},
			Break: model.BreakIn("arrears", "CreditSpecification", ecs.Unlimited)},

		// Existence.
		{Code: "InvalidOperation.InvalidRegion", Row: 52, When: model.RegionUnknown, Break: model.BreakBy("RegionId", "cn-nowhere")},
		{Code: "InvalidInstanceId.NotFound", Row: 67, When: ecs.InstanceUnknown, Break: model.BreakBy("InstanceId", "i-bp1unknown")},
		{Code: "InvalidSecurityGroupId.NotFound", Row: 68, When: ecs.GroupUnknown, Break: hintGroups("", "sg-bp1unknown")},

		// The lock.
		{Code: "InstanceLockedForSecurity", Row: 43, Needs: ecs.TheInstance, When: ecs.LockedForSecurity, Break: model.BreakIn("locked", "InstanceName", "locked")},

		// The format that depends on the resource.
		{Code: "InvalidHostName.Malformed", Row: 8, Clauses: hostNameClauses(), Break: model.BreakBy("HostName", "a--b")},

		// The relation of the setting to the instance.
		{Code: "InstanceType.ValueNotSupported", Row: 5, Needs: ecs.TheInstance | ecs.TheType,
			When:    model.Both(model.AnyGiven("RemoteConnectionOptions.Password", "RemoteConnectionOptions.Type"), typeLacks(model.TypeRemote)),
			Refuses: model.Assumed("no page says which types; the retired ones that are not I/O optimized are chosen, which lack what came after them"),
			Break:   model.BreakBy("RemoteConnectionOptions.Type", "vnc")},
		{Code: "OSType.ValueNotSupported", Row: 6, Needs: ecs.TheInstance, When: model.Both(model.ValueIs("RemoteConnectionOptions.Type", "rdp"), model.Not(windowsInstance)),
			Refuses: model.Assumed("no page says which connection needs which system; rdp is the protocol of Windows"),
			Break:   model.BreakBy("RemoteConnectionOptions.Type", "rdp")},
		{Code: "InvalidUserData.NotSupported", Row: 11, Needs: ecs.TheInstance, Clauses: []model.Clause{
			model.If("vpc", model.Both(model.Given("UserData"), classicInstance), onClassic("UserData", "ZWNobyBoZWxsbyBlY3Mh")),
			model.If("io-optimized", model.Both(model.Given("UserData"), model.Not(attribute.IoOptimized)), model.BreakBy("UserData", "ZWNobyBoZWxsbyBlY3Mh")),
		}, Break: model.BreakBy("UserData", "ZWNobyBoZWxsbyBlY3Mh")},
		{Code: "ImageNotSupportCloudInit", Row: 12, Needs: ecs.TheInstance, When: model.Both(model.Given("UserData"), imageLacksCloudInit),
			Break: model.BreakBy("UserData", "ZWNobyBoZWxsbyBlY3Mh")},
		{Code: "ChargeTypeViolation", Row: 13, Needs: ecs.TheInstance, When: model.Both(model.Given("Recyclable"), payAsYouGo), Break: model.BreakBy("Recyclable", "true")},
		{Code: "InvalidChargeType.ValueNotSupported", Row: 47, Needs: ecs.TheInstance, Clauses: []model.Clause{
			model.If("no-subscription", model.Both(model.Given("DeletionProtection"), subscription), ecs.BreakOf("$prepaid").And("DeletionProtection", "true")),
			model.If("no-spot-instance", model.Both(model.Given("DeletionProtection"), spotInstance), model.BreakBy("DeletionProtection", "true")),
		},
			Doubt: switchedOff("DeletionProtection"),
			Break: model.BreakBy("DeletionProtection", "true")},
		{Code: "InvalidNetworkType.NotSupported", Row: 18, Needs: ecs.TheInstance, When: model.Both(groupsGiven, classicInstance),
			Break: hintGroups("", "$sgclassic")},
		{Code: "InvalidSecurityGroupType.NotSupportClassic", Row: 72, Needs: ecs.TheInstance | ecs.TheGroups, When: model.Both(model.Not(classicInstance), ecs.SomeGroupClassic),
			Break: hintGroups("", "$sgclassic")},
		{Code: "InvalidSecurityGroupVpc.NotBelongToOneVpc", Row: 73, Needs: ecs.TheGroups, Clauses: oneVpcClauses(),
			Refuses:  model.Documented(page + "SecurityGroupIds"),
			Answers:  model.Inferred("the message compares the groups with each other; for groups of one VPC that is not the instance's no other row fits"),
			Sentence: "The groups in SecurityGroupIds belong to different VPCs, or to another VPC than the instance.",
			Break:    hintGroups("", "$sg3")},
		{Code: "EnterpriseGroupLimited.MutliGroupType", Row: 49, Needs: ecs.TheGroups, When: groupTypesMixed,
			Break: hintGroups("", "$sg1", "$esg1")},
		{Code: "InvalidOperation.ResourceManagedByCloudProduct", Row: 53, Needs: ecs.TheGroups, When: ecs.SomeGroupManaged, Says: ecs.ManagedText,
			Break: hintGroups("", "$sgmanaged")},
		{Code: "InstanceNotInSecurityGroup", Row: 51, Vestigial: "the wanted groups replace those that the instance is in at that moment, " +
			"so it leaves none that it is not in; only a call in between could make it so, and calls on a world come one after another. " +
			"In LeaveSecurityGroup, which names the group to leave, the row has its place"},
		{Code: "InvalidParam.NotSupportJumboFrame", Row: 23, Needs: ecs.TheInstance | ecs.TheType, When: model.Both(model.Given("EnableJumboFrame"), jumboFramesImpossible),
			Doubt: switchedOff("EnableJumboFrame"),
			Break: model.BreakBy("EnableJumboFrame", "true")},
		{Code: "InvalidInstanceType.NotSupportCpuOptionsTopologyType", Row: 27, Needs: ecs.TheInstance | ecs.TheType, When: topologyUnsupported,
			Says: model.ValueOf("CpuOptions.TopologyType"), Break: model.BreakBy("CpuOptions.TopologyType", "DiscreteCoreToHTMapping")},
		{Code: "InvalidInstanceType.CpuOptionsThreadsPerCoreUnsupported", Row: 62, Needs: ecs.TheInstance | ecs.TheType,
			When: model.Both(model.Given("CpuOptions.ThreadsPerCore"), typeLacks(model.TypeThreads)), Break: model.BreakBy("CpuOptions.ThreadsPerCore", "1")},
		{Code: "InvalidParameter.CpuOptionsThreadsPerCore", Row: 64, Needs: ecs.TheInstance | ecs.TheType, When: threadsNotOffered,
			Break: model.BreakBy("CpuOptions.ThreadsPerCore", "3")},
		{Code: "InvalidParameter.CpuOptionsCore", Row: 63, Needs: ecs.TheInstance | ecs.TheType, When: coresNotDefault, Break: model.BreakBy("CpuOptions.Core", "1000")},
		{Code: "InvalidInstanceType.NotSupportHighDensityMode", Row: 29, Needs: ecs.TheInstance | ecs.TheType,
			When: model.Both(model.Given("AdditionalInfo.EnableHighDensityMode"), typeLacks(model.TypeHighDensity)), Doubt: switchedOff("AdditionalInfo.EnableHighDensityMode"),
			Break: model.BreakBy("AdditionalInfo.EnableHighDensityMode", "true")},
		{Code: "InvalidInstanceType.EnableNVSUnsupported", Row: 32, Needs: ecs.TheInstance | ecs.TheType, When: model.Both(model.Given("EnableNVS"), typeLacks(model.TypeNVS)),
			Doubt: switchedOff("EnableNVS"),
			Break: model.BreakBy("EnableNVS", "true")},
		{Code: "InvalidInstanceType.EnableVISSTUnsupported", Row: 33, Needs: ecs.TheInstance | ecs.TheType, When: model.Both(model.Given("CpuOptions.EnableVISST"), typeLacks(model.TypeVISST)),
			Doubt: switchedOff("CpuOptions.EnableVISST"),
			Break: model.BreakBy("CpuOptions.EnableVISST", "true")},
		{Code: "InvalidInstanceType.EnableVRDTUnsupported", Row: 34, Needs: ecs.TheInstance | ecs.TheType, When: model.Both(model.Given("CpuOptions.EnableVRDT"), typeLacks(model.TypeVRDT)),
			Doubt: switchedOff("CpuOptions.EnableVRDT"),
			Break: model.BreakBy("CpuOptions.EnableVRDT", "true")},
		{Code: "InvalidInstanceType.SingleCoreMaxModeUnsupported", Row: 35, Needs: ecs.TheInstance | ecs.TheType, When: singleCoreMaxUnsupported,
			Break: model.BreakBy("CpuOptions.TurboMode", SingleCoreMax)},
		{Code: "InvalidInstanceType.GpuOptionsConfidentialComputingUnsupported", Row: 36, Needs: ecs.TheInstance | ecs.TheType, When: confidentialComputingUnsupported,
			Doubt: switchedOff("GpuOptions.ConfidentialComputing"),
			Break: model.BreakBy("GpuOptions.ConfidentialComputing", "enabled")},
		{Code: "InvalidInstanceType.NotSupportCpuOptionsNestedVirtualization", Row: 40, Needs: ecs.TheInstance | ecs.TheType,
			When: model.Both(switchGiven("CpuOptions.NestedVirtualization"), typeLacks(model.TypeNested)), Says: model.ValueOf("CpuOptions.NestedVirtualization"),
			Doubt: switchedOff("CpuOptions.NestedVirtualization"),
			Break: model.BreakBy("CpuOptions.NestedVirtualization", "enabled")},
		{Code: "InvalidOperation.InstanceTypeNotSupportNetworkEncryption", Row: 66, Needs: ecs.TheInstance | ecs.TheType,
			When: model.Both(model.Given("EnableNetworkEncryption"), typeLacks(model.TypeEncryption)), Doubt: switchedOff("EnableNetworkEncryption"),
			Break: model.BreakBy("EnableNetworkEncryption", "true")},
		{Code: "InvalidOperation.InstanceTypeNotSupportHighPerformanceTrafficMode", Row: 57, Vestigial: inherited},
		{Code: "InvalidParameter.InvalidQueuePairNumber", Row: 58, Vestigial: inherited},
		{Code: "InvalidOperation.MaxEniQueuePairNumberExceed", Limit: true, Row: 59, Vestigial: inherited},
		{Code: "InvalidOperation.EniQueuePairNumberOverflow", Row: 60, Vestigial: inherited},
		{Code: "Credit.NotFound", Row: 69, Needs: ecs.TheInstance | ecs.TheType, When: model.Both(model.Given("CreditSpecification"), model.Not(attribute.Burstable)),
			Refuses: model.Observed("issues aliyun/terraform-provider-alicloud#1895 and alibabacloud-automation/terraform-alicloud-ecs-instance#27 (2019-11)"),
			Break:   model.BreakBy("CreditSpecification", ecs.Standard)},

		// The status of the instance, from narrow to wide.
		{Code: "InvalidInstanceStatus.NotRunning", Row: 17, Needs: ecs.TheInstance | ecs.TheType,
			When: model.Both(model.Given("CreditSpecification"), attribute.Burstable, model.Not(ecs.InstanceIs(ecs.Running))), Answers: narrowest,
			Break: model.BreakBy("CreditSpecification", ecs.Standard)},
		{Code: "InvalidInstanceStatus.NeedRestart", Row: 70, Needs: ecs.TheInstance | ecs.TheType,
			When:     model.Both(model.Given("CreditSpecification"), attribute.Burstable, restartAwaited),
			Refuses:  model.Assumed("no edition says which setting needs a restart first; the row stands beside the credit rows and has the wording of row 17"),
			Answers:  model.Assumed("the message asks for a restart, and a change that waits for one through the API is the only such state that is documented"),
			Sentence: "CreditSpecification is set on a burstable instance while a change of it (password, host name) waits for a restart through the API.",
			Break:    model.BreakBy("CreditSpecification", ecs.Standard)},
		{Code: "InvalidOperation.InstanceStatusNotSupport", Row: 24, Needs: ecs.TheInstance,
			When: model.Both(model.Given("EnableJumboFrame"), model.Not(ecs.InstanceIs(ecs.Running, ecs.Stopped))), Answers: narrowest,
			Break: model.BreakBy("EnableJumboFrame", "true")},
		{Code: "InvalidOperation.InstanceStatusUnsupported", Row: 25, Needs: ecs.TheInstance,
			When: model.Both(model.Given("CpuOptions.TopologyType"), model.Not(ecs.InstanceIs(ecs.Stopped))), Answers: narrowest,
			Break: model.BreakBy("CpuOptions.TopologyType", "DiscreteCoreToHTMapping")},
		{Code: "InvalidOperation.InvalidEcsState", Row: 22, Needs: ecs.TheInstance,
			When: model.Both(model.Given("NetworkInterfaceQueueNumber"), model.Not(ecs.InstanceIs(ecs.Stopped))), Says: ecs.EcsStateText(ecs.Stopped),
			Refuses: model.Documented(page + "NetworkInterfaceQueueNumber"),
			Answers: model.Inferred("the code is otherwise used by network interface operations only, and came to the page in the same editions as the queue number"),
			Break:   model.BreakBy("NetworkInterfaceQueueNumber", "1")},
		{Code: "InvalidStatus.StoppedRequired", Row: 30, Needs: ecs.TheInstance, Clauses: stoppedOnlyClauses(),
			Answers:  model.Inferred("the row asks for Stopped alone; the general one, 42, would fit its own words as well"),
			Sentence: "AdditionalInfo.EnableHighDensityMode, or a CPU option that has no status row of its own, is set while the instance is not Stopped.",
			Break:    model.BreakBy("CpuOptions.ThreadsPerCore", "1")},
		{Code: "IncorrectInstanceStatus", Row: 42, Needs: ecs.TheInstance, When: model.Both(model.Given("Password"), ecs.InstanceIs(ecs.Starting)), Break: model.BreakBy("Password", "Ecs-2026!")},

		// Quotas.
		{Code: "JoinedGroupLimitExceed", Limit: true, Row: 20, When: tooManyGroups,
			Break: hintGroups("quota", "$sg1", "$sg2", "$sg3", "$sg4", "$sg5", "$sg6")},
		{Code: "InvalidOperation.EniCountExceeded", Limit: true, Row: 19, Needs: ecs.TheInstance | ecs.TheGroups, When: groupFullFor(ecs.EnterpriseGroup, ecs.QuotaEnterpriseMembers),
			Break: hintGroups("quota", "$esgfull")},
		{Code: "SecurityGroupInstanceLimitExceed", Limit: true, Row: 50, Needs: ecs.TheInstance | ecs.TheGroups, When: groupFullFor(ecs.BasicGroup, ecs.QuotaBasicMembers),
			Break: hintGroups("quota", "$sgfull")},
		{Code: "OperationDenied", Limit: true, Row: 44, Needs: ecs.TheInstance | ecs.TheGroups,
			When: model.Either(groupFullFor(ecs.EnterpriseGroup, ecs.QuotaEnterpriseMembers), groupFullFor(ecs.BasicGroup, ecs.QuotaBasicMembers)),
			Answers: model.Inferred("the row stood on the page in April 2019, when the operation had no parameter for security groups; " +
				"rows 19 and 50 came with SecurityGroupIds and divide its case between them"),
			Shadowed: "Row 19 or row 50, which are newer, is broken whenever it is, and stands before it.",
			Break:    hintGroups("quota", "$sgfull")},
		{Code: "AclLimitExceed", Limit: true, Row: 61, Needs: ecs.TheGroups, When: tooManyRules, Break: hintGroups("quota", "$sgrules", "$sg6")},
		{Code: "InvalidOperation.MaxEniQueueNumberExceeded", Limit: true, Row: 55, Needs: ecs.TheInstance | ecs.TheType, When: queuesAboveInterface,
			Break: model.BreakBy("NetworkInterfaceQueueNumber", "1024")},
		{Code: "InvalidOperation.ExceedInstanceTypeQueueNumber", Limit: true, Row: 56, Needs: ecs.TheInstance | ecs.TheType, When: queuesAboveType,
			Break: model.BreakIn("quota", "NetworkInterfaceQueueNumber", "4")},

		{Code: "InternalError", Row: 41, Fault: true},
	}
}

// switchedOff is the doubt of a rule about a setting that the instance does not
// offer: the call may only switch it off.
func switchedOff(name string) model.Doubt {
	return model.Doubt{
		When: func(r *model.Request) bool {
			value, ok := r.Boolean(name)
			return ok && !value || r.Text(name) == "disabled"
		},
		Basis: model.Inferred("the page says where the setting can be had, and not that switching it off elsewhere is refused"),
	}
}

// onClassic is the hint for the instance in the classic network.
func onClassic(name, value string) model.Break { return ecs.BreakOf("$classic").And(name, value) }

// hintGroups is the hint to list these groups; $name is the group with this
// name in the world.
func hintGroups(world string, groups ...string) model.Break {
	params := model.Params{}
	for i, g := range groups {
		params["SecurityGroupIds."+strconv.Itoa(i+1)] = g
	}
	return model.Break{World: world, Set: params}
}

// attributeTrials are those of ModifyInstanceAttribute.
func attributeTrials() model.Trials {
	return model.Trials{Shapes: model.Varied("Password=Passw0rd!", "HostName=web-1", "DeletionProtection=true", "SecurityGroupIds.1=$esg1",
		"NetworkInterfaceQueueNumber=1")}
}
