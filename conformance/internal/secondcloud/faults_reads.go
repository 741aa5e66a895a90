package secondcloud

import "maps"

// readFaults show what is not so.
func readFaults() []Fault {
	return []Fault{
		{
			Name: "page-two-repeats", Wrong: "page 2 of DescribeInstances begins with the last instance of page 1", Calls: 3,
			Breaks:   "DescribeInstances, PageNumber and PageSize",
			Findings: []string{"DescribeInstances/*"},
			Asked:    "no page gives the order of a list, so that two requests may order it differently, and one item come twice",
			plant:    around("DescribeInstances", repeatOnPageTwo),
		},
		{
			Name: "deprecated-are-listed", Wrong: "DescribeImages without Status lists Deprecated images, too", Calls: 4,
			Breaks:   "DescribeImages, Status: default Available",
			Findings: []string{"DescribeImages/*"},
			plant: before("DescribeImages", func(c *call) {
				if !c.has("Status") {
					c.params["Status"] = available + "," + deprecated
				}
			}),
		},
		{
			Name: "attribute-is-stale", Wrong: "DescribeInstanceAttribute shows what it showed first, until the status changes", Calls: 2,
			Breaks: "ModifyInstanceAttribute: names and descriptions change at once",
			Findings: []string{"DescribeInstanceAttribute/*", "ModifyInstanceAttribute/InstanceName*", "ModifyInstanceAttribute/Description*",
				"ModifyInstanceAttribute/EnableJumboFrame*"},
			Asked: "no page says how long an answer may show an earlier state, and the other lookup shows the new one",
			plant: func(c *Cloud) error {
				known := map[string]fields{}
				return around("DescribeInstanceAttribute", func(c *call, do func(*call) fields) fields {
					if first := known[c.instance.id]; first != nil && first["Status"] == c.instance.status {
						return first
					}
					known[c.instance.id] = do(c)
					return known[c.instance.id]
				})(c)
			},
		},
		{
			Name: "groups-of-card-are-stale", Wrong: "DescribeNetworkInterfaces does not show a group that an interface joined", Calls: 2,
			Breaks:   "JoinSecurityGroup of a network interface; DescribeNetworkInterfaces, SecurityGroupIds",
			Findings: []string{"JoinSecurityGroup/SecurityGroupId*", "DescribeNetworkInterfaces/*", "*/SecurityGroupIds*", "JoinSecurityGroup/Groups*"},
			plant: func(c *Cloud) error {
				shown := map[string][]string{}
				c.shows("DescribeNetworkInterfaces", func(show fields) {
					if old, stale := shown[asText(show["NetworkInterfaceId"])]; stale {
						show["SecurityGroupIds"] = fields{"SecurityGroupId": old}
					}
				})
				return before("JoinSecurityGroup", func(c *call) {
					if c.has("NetworkInterfaceId") && shown[c.eni.id] == nil {
						shown[c.eni.id] = groupIDs(c.eni.groups)
					}
				})(c)
			},
		},
	}
}

func asText(value any) string {
	text, _ := value.(string)
	return text
}

// repeatOnPageTwo shows the page as if everything behind page 1 had moved by one.
func repeatOnPageTwo(c *call, do func(*call) fields) fields {
	page := do(c)
	if c.number("PageNumber") < 2 || c.has("MaxResults") || c.has("NextToken") {
		return page
	}
	previous := *c
	previous.params = maps.Clone(c.params)
	previous.params["PageNumber"] = "1"
	first := members(do(&previous))
	here := members(page)
	if len(first) == 0 || len(here) == 0 {
		return page
	}
	page["Instances"] = fields{"Instance": append(first[len(first)-1:], here[:len(here)-1]...)}
	return page
}

func members(page fields) []fields {
	outer, _ := page["Instances"].(fields)
	inner, _ := outer["Instance"].([]fields)
	return inner
}
