package model

// createInstance: the table of 2021. It makes one instance, which stays
// Stopped until StartInstance.
func createInstance() Operation {
	return Operation{
		Name:       "CreateInstance",
		Makes:      KindInstance,
		Plain:      plainLaunch(),
		Trials:     createTrials(),
		Weight:     Weight{Cards: 1, Why: "the other way to an instance, which begins Stopped", Order: 7},
		Params:     launchParams(),
		DryRunCode: DryRunOperation,
		Rules:      launchRules("CreateInstance"),
		Effects: append(launchEffects(),
			Effect{Name: "Instance", Do: func(r *Request) { r.makeInstances(1, true) }, SeenBy: "DescribeInstances.InstanceId"}),
	}
}
