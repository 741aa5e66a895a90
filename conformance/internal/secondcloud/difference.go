package secondcloud

import "strings"

// differ makes one field differ for good: it harms nobody, and the pages do not
// show it so.
func (c *Cloud) differ() {
	for _, name := range []string{"DescribeInstances", "DescribeInstanceAttribute"} {
		c.shows(name, func(show fields) {
			if charge, ok := show["InstanceChargeType"].(string); ok {
				show["InstanceChargeType"] = strings.ToLower(charge)
			}
		})
	}
}

// shows changes each resource that an operation shows, and the reply itself.
func (c *Cloud) shows(name string, change func(fields)) {
	op := c.operations[name]
	do := op.do
	op.do = func(c *call) fields {
		reply := do(c)
		change(reply)
		for _, outer := range reply {
			if wrapper, ok := outer.(fields); ok {
				for _, inner := range wrapper {
					if members, ok := inner.([]fields); ok {
						for _, member := range members {
							change(member)
						}
					}
				}
			}
		}
		return reply
	}
}
