package model

// runInstances: the table of 2021 with the rows of January 2026; the parameter
// texts of the pages of 2021 and 2023. Of its 407 rows these are the ones that
// the state of a world can meet.
func runInstances() Operation {
	return Operation{
		Name: "RunInstances",
		Params: append(launchParams(),
			list("SecurityGroupIds").names(theGroups), list("HostNames"), boolean("UniqueSuffix"), integer("Amount"), integer("MinAmount"),
			optional("LaunchTemplateId"), optional("LaunchTemplateName"), integer("LaunchTemplateVersion"),
		),
		DryRunCode: DryRunOperation,
		Rules:      launchRules("RunInstances"),
		Effects: append(launchEffects(),
			Effect{Name: "Instances", Do: runThem, SeenBy: "DescribeInstances.InstanceId"},
			Effect{Name: "HostNames", When: given("HostNames"), Do: nameHosts, SeenBy: "DescribeInstances.HostName"},
		),
	}
}

// runThem makes the instances. They start by themselves.
func runThem(r *Request) { r.makeInstances(r.amount(), false) }

func nameHosts(r *Request) {
	for k, name := range r.list("HostNames") {
		if k >= len(r.created) {
			return
		}
		r.changeInstance(r.place.instances.get(r.created[k]), func(i *Instance) { i.HostName = name })
	}
}
