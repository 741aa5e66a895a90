package secondcloud

import "strings"

func modifyInstanceVncPasswd() *operation {
	return &operation{
		name:   "ModifyInstanceVncPasswd",
		params: []param{need("RegionId"), need("InstanceId"), need("VncPassword")},
		checks: []check{
			{"letters and digits", func(c *call) *refusal {
				other := strings.IndexFunc(c.text("VncPassword"), func(r rune) bool { return !isLetter(r) && !isDigit(r) })
				return unless(other < 0, bad, "IncorrectVncPassword.Malformed", "The specified parameter VncPassword is not valid.")
			}},
			{"six characters", func(c *call) *refusal {
				return unless(len(c.text("VncPassword")) == 6, bad, "IncorrectVncPassword.Malformed",
					"The specified parameter VncPassword must be 6 characters, including uppercase characters, lowercase characters and numbers.")
			}},
			{"the instance is in the region", func(c *call) *refusal {
				i := c.instances.items[c.text("InstanceId")]
				return unless(i == nil || i.region == c.region, notFound, "NoSuchResource", "The specified resource is not found.")
			}},
			{"the instance exists", findInstance},
			{"the instance has been created", func(c *call) *refusal {
				return unless(c.instance.status != pending, forbidden, "InstanceNotReady",
					"Temporarily unable to connect the specified instance,please try later.")
			}},
			{"the instance is Running", instanceIs(running)},
		},
		do: func(*call) fields { return fields{} }, // nothing shows the password
	}
}

func modifyInstanceMetadataOptions() *operation {
	return &operation{
		name: "ModifyInstanceMetadataOptions",
		params: []param{need("RegionId"), need("HttpEndpoint"), text("InstanceId"), text("HttpTokens"), number("HttpPutResponseHopLimit"),
			text("InstanceMetadataTags")},
		mistyped: func(string) *refusal { return noHopLimit() },
		checks: []check{
			oneOf("HttpEndpoint", noEndpoint(), "enabled", "disabled"),
			oneOf("HttpTokens", noTokens(), "optional", "required"),
			{"the hop limit", hopLimit},
			oneOf("InstanceMetadataTags",
				refuse(bad, "InvalidInstanceMetadataTags.NotSupported", "The specified InstanceMetadataTags not supported."), "enabled", "disabled"),
			{"the instance exists", func(c *call) *refusal {
				return unless(findInstance(c) == nil, notFound, "InvalidInstanceId.NotFound", "The specified InstanceId is not found.")
			}},
			{"tokens can be enforced", tokensCanBeEnforced},
		},
		do: func(c *call) fields {
			m := &c.instance.metadata
			c.set("HttpEndpoint", &m.endpoint)
			c.set("HttpTokens", &m.tokens)
			c.setNumber("HttpPutResponseHopLimit", &m.hops)
			c.set("InstanceMetadataTags", &m.tags)
			return fields{}
		},
	}
}

func noEndpoint() *refusal {
	return refuse(bad, "InvalidHttpEndpoint.NotSupported", "The specified HttpEndpoint not supported, you can use enabled(default) or disabled.")
}

func noTokens() *refusal {
	return refuse(bad, "InvalidHttpTokens.NotSupported", "The specified HttpTokens not supported, you can use optional(default) or required.")
}

func noHopLimit() *refusal {
	return refuse(bad, "InvalidHttpPutResponseHopLimit.NotSupported",
		"The specified HttpPutResponseHopLimit not supported, more than 1 and less than 64 is reasonable.")
}

func hopLimit(c *call) *refusal {
	if n := c.number("HttpPutResponseHopLimit"); c.has("HttpPutResponseHopLimit") && (n < 1 || n > 64) {
		return noHopLimit()
	}
	return nil
}

// tokensCanBeEnforced refuses the enforced mode for instances of v1 images.
func tokensCanBeEnforced(c *call) *refusal {
	if c.text("HttpTokens") == "required" && c.image.imds == "v1" {
		return noTokens()
	}
	return nil
}
