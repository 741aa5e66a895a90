package secondcloud

// tokenFaults get tokens wrong.
func tokenFaults() []Fault {
	return []Fault{
		{
			Name: "token-with-changes", Wrong: "CreateSecurityGroup makes another group when a token comes again with other parameters", Calls: 2,
			Breaks:   "common errors, 400 IdempotentParameterMismatch",
			Findings: []string{"CreateSecurityGroup/Idempotent*", "CreateSecurityGroup/*oken*"},
			plant: func(c *Cloud) error {
				c.operations["CreateSecurityGroup"].token = &tokenRule{}
				return nil
			},
		},
		{
			Name: "token-only-the-last", Wrong: "CreateInstance remembers only the last token", Calls: 3,
			Breaks:   "How to ensure idempotence: same token and same parameters, same result",
			Findings: []string{"CreateInstance/Idempotent*", "CreateInstance/*oken*"},
			plant:    before("CreateInstance", func(c *call) { c.forget("CreateInstance") }),
		},
		{
			Name: "token-lost-by-start", Wrong: "tokens of RunInstances are forgotten when an instance is started", Calls: 4,
			Breaks:   "How to ensure idempotence: same token and same parameters, same result",
			Findings: []string{"RunInstances/Idempotent*", "RunInstances/*oken*"},
			plant:    then("StartInstance", func(c *call) { c.forget("RunInstances") }),
		},
		{
			Name: "token-lost-by-detach", Wrong: "tokens of CreateNetworkInterface are forgotten when an interface is detached", Calls: 5,
			Breaks:   "How to ensure idempotence: same token and same parameters, same result",
			Findings: []string{"CreateNetworkInterface/Idempotent*", "CreateNetworkInterface/*oken*"},
			plant:    then("DetachNetworkInterface", func(c *call) { c.forget("CreateNetworkInterface") }),
		},
	}
}
