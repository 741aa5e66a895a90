package secondcloud

// fields are the members of a reply, or of a resource that is shown.
type fields = map[string]any

// An operation is what one Action does.
type operation struct {
	name   string
	params []param
	// checks are asked in this order; the first that refuses answers.
	checks []check
	do     func(*call) fields

	dryRun bool // takes DryRun
	token  *tokenRule
	// lacks answers a call without a mandatory parameter, where the page has words of its own.
	lacks func(name string) *refusal
	// noRegion answers a region that there is not.
	noRegion func(*call) *refusal
	// mistyped answers a value that is no number or Boolean.
	mistyped func(name string) *refusal
}

// A check is one promise about the calls that are accepted.
type check struct {
	name string
	ask  func(*call) *refusal
}

// A call is one request to an operation, with what its checks have found.
type call struct {
	*Cloud
	op     *operation
	region string
	params params

	instance *instance
	image    *image
	eni      *eni
	group    *group
	groups   []*group
	vpc      *vpc
	vswitch  *vswitch
	kind     instanceType
}

// text returns a parameter, and whether it is there.
func (c *call) text(name string) string { return c.params[name] }

func (c *call) has(name string) bool { return c.params[name] != "" }

func (c *call) isTrue(name string) bool { return isTrue(c.params[name]) }

// set overwrites a text where the parameter is there.
func (c *call) set(name string, text *string) {
	if c.has(name) {
		*text = c.text(name)
	}
}

// setFlag overwrites a Boolean where the parameter is there.
func (c *call) setFlag(name string, flag *bool) {
	if c.has(name) {
		*flag = c.isTrue(name)
	}
}

// setNumber overwrites a number where the parameter is there.
func (c *call) setNumber(name string, number *int) {
	if c.has(name) {
		*number = c.number(name)
	}
}
