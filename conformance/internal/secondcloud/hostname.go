package secondcloud

import "strings"

// A hostRule is the rule of host names of one operating system.
type hostRule struct {
	least, most int
	segments    bool // periods separate segments
	allDigits   bool // digits alone are a name
	doubled     bool // hyphens may be doubled
}

// hostNames returns the rule of the page for an operating system.
func hostNames(system string) hostRule {
	if system == "windows" {
		return hostRule{least: 2, most: 15}
	}
	return hostRule{least: 2, most: 64, segments: true, allDigits: true}
}

func (r hostRule) allows(name string) bool {
	if len(name) < r.least || len(name) > r.most {
		return false
	}
	if strings.Contains(name, "--") && !r.doubled || strings.Contains(name, "..") {
		return false
	}
	if strings.Trim(name, "-.") != name { // no hyphen or period at either end
		return false
	}
	if !r.allDigits && strings.IndexFunc(name, func(c rune) bool { return !isDigit(c) }) < 0 {
		return false
	}
	return strings.IndexFunc(name, func(c rune) bool {
		return !isLetter(c) && !isDigit(c) && c != '-' && !(c == '.' && r.segments)
	}) < 0
}

// hostNameIs checks HostName by the rule for the system of the image that was found.
func hostNameIs(rule func(system string) hostRule) check {
	return check{"the host name", func(c *call) *refusal {
		if !c.has("HostName") || rule(c.image.system).allows(c.text("HostName")) {
			return nil
		}
		return refuse(bad, "InvalidHostName.Malformed", `The specified parameter "HostName" is not valid.`)
	}}
}
